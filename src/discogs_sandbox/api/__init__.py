"""The routes of the database: documents, lists, search, pages of a list."""
