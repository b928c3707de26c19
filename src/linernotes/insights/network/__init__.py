"""The network of a shelf: communities, bridges, paths, the drawing of the map."""
