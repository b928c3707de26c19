"""Sidemen, producers and engineers: who works on the records of others."""
