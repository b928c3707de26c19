"""Pacing: a transport that keeps to Discogs' moving window of requests."""
