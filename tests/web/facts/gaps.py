"""What the page of gaps claims, before anybody is followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.web.facts import discography
from tests.web.facts.graph import graph_of
from tests.web.facts.shelf import Shelf

#: Missing albums that are shown at once.
SHOWN = 8


def paths(shelf: Shelf) -> Iterator[str]:
    yield "/gaps"


def expected(shelf: Shelf, path: str) -> dict[str, Any]:
    """Name -> value of every number on the page."""
    found: dict[str, Any] = {}
    for artist_id in shelf.collected_artists:
        albums, owned = discography.albums(shelf, artist_id)
        found[f"albums:{artist_id}"], found[f"owned:{artist_id}"] = albums, owned
        found[f"possible:{artist_id}"] = possible = discography.possible(shelf, artist_id)
        found[f"more-missing:{artist_id}"] = albums - owned + possible - SHOWN
    loved = {item["id"] for item in shelf.items if item["rating"] >= 4}
    found["loved"] = len(set(map(shelf.album, loved)))
    on: dict[int, set[tuple[str, int]]] = {}
    names: dict[int, set[int]] = {}
    for release_id in loved:
        for person in graph_of(shelf).makers(release_id):
            on.setdefault(shelf.identity(person), set()).add(shelf.album(release_id))
            names.setdefault(shelf.identity(person), set()).add(person)
    return found | {f"loved:{name}": len(albums) for person, albums in on.items() for name in names[person]}
