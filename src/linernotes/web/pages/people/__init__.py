"""Pages about people: artist, network, path."""
