"""A whole home: its first page, and its shelf as one object for Python (`open_shelf`)."""
