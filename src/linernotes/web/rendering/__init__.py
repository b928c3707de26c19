"""From answers to HTML and JSON: templates, formats, errors, static files."""
