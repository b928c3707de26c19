"""Read-only questions to a collection, and their answers, for the command line, the web and programs."""
