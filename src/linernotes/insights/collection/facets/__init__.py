"""Facets: what copies have in common, as filters with counts."""
