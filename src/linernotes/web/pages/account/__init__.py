"""Pages of the account and the home: access, settings, progress, status."""
