"""A build as files for other programs."""
