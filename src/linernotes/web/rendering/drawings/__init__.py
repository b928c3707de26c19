"""Drawings of a record and of an artist, as SVG that is made on the server. They have no style attribute."""
