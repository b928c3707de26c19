"""A local Discogs: API, OAuth, rate limit and faults, for the demo, for tests and for benchmarks.

Nothing here imports the rest of linernotes, so that the sandbox is a second opinion
about Discogs, not an echo.
"""
