"""Filters by credit: who did what on a record."""
