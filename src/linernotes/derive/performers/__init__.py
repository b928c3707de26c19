"""Who performs on a track, and who with: line-ups of tracks, and the pairs that they make."""
