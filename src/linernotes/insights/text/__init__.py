"""Texts: names as a cover prints them, markup, folding for searches, CSV cells."""
