"""A year of a shelf: what came in, what was played, and the people on it."""
