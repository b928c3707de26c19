"""Pages of the whole shelf: home, numbers, collection, SQL."""
