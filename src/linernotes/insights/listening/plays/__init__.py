"""Plays out and in: as listens of tracks, in the files that other programs write and read."""
