"""What the first page claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.web.facts.shelf import Shelf


def paths(shelf: Shelf) -> Iterator[str]:
    yield "/"


def expected(shelf: Shelf, path: str) -> dict[str, Any]:
    """Name -> value of every number on the page."""
    return {
        "records": len(shelf.items),
        "albums": len(shelf.albums),
        "artists": len(shelf.collected_artists),
        "people": len(set().union(*map(shelf.people, shelf.release_ids))),
    }
