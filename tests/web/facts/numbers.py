"""What the pages with all the numbers claim."""

from __future__ import annotations

from collections.abc import Iterator

from tests.web.facts import counts
from tests.web.facts.shelf import Shelf

PARTS = ("decade", "genre", "style", "format", "country", "label")


def paths(shelf: Shelf) -> Iterator[str]:
    yield "/numbers"
    yield "/numbers/duplicates"
    for part in PARTS:
        yield f"/numbers/{part}"


def expected(shelf: Shelf, path: str) -> counts.Facts:
    """Name -> value of every number on the page."""
    return (
        counts.counts(shelf)
        | counts.value(shelf)
        | counts.parts(shelf)
        | counts.dated(shelf)
        | counts.duplicates(shelf)
        | counts.growth(shelf)
        | counts.genres_over_time(shelf)
        | counts.crossed(shelf)
        | counts.days(shelf)
        | counts.folders(shelf)
        | counts.playing_time(shelf, shelf.items)
    )
