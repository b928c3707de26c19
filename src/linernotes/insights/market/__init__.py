"""Prices and values, as long as Discogs' terms permit to show them."""
