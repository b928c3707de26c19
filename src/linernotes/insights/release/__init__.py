"""A release: line-up, tracks, pressing, copies, similar releases."""
