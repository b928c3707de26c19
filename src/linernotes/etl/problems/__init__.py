"""Documents that make trouble: those that cannot be read, and those that break a build."""
