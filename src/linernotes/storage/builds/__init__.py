"""Builds: which one is published, its search index, the copy for other tools."""
