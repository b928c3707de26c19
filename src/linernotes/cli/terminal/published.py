"""The result of a build, as every command that publishes one prints it."""

from __future__ import annotations

from linernotes.building import Published
from linernotes.cli.terminal.output import duration, put, say, size


def put_published(published: Published) -> None:
    """Print which build is current now, and what became of the copy for people's own tools."""
    put(f"Published {published.build_id} ({size(published.bytes)}) in {duration(published.seconds)}")
    say_note(published)


def say_note(published: Published) -> None:
    """Say why `collection.duckdb` still shows an older build, if it does."""
    if published.note:
        say(published.note)
