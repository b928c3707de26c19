"""Extraction and loading: each file one step of the flow, or one part of it."""
