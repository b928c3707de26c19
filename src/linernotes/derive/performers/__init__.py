"""Who performs on a track, and with whom: line-ups of tracks, and the pairs that they make."""
