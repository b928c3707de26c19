"""The outside world: Discogs' API and its OAuth, its monthly dumps, its CSV exports."""
