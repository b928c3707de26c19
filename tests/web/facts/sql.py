"""What the SQL page claims beside what the user asked: how many rows there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from tests.web.facts.shelf import Shelf

_QUERIES = {
    "select instance_id, title from collection_items": lambda shelf: len(shelf.items),
    "select distinct release_id from release_tracks where release_id in (select release_id from collection_items)": (
        lambda shelf: sum(bool(release.get("tracklist")) for release in shelf.releases.values())
    ),
}


def paths(shelf: Shelf) -> Iterator[str]:
    for query in _QUERIES:
        yield f"/sql?q={quote(query)}"


def expected(shelf: Shelf, path: str) -> dict[str, Any]:
    """Name -> value of every number on the page."""
    count = next(count for query, count in _QUERIES.items() if path.endswith(quote(query)))
    return {"rows": count(shelf)}
