"""Texts: names as a cover prints them, markup, what people type, CSV cells."""
