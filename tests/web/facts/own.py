"""What the page for the shop claims: how many copies there are of what was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from tests.web.facts.shelf import Document, Shelf


def paths(shelf: Shelf) -> Iterator[str]:
    yield "/own"
    yield "/own?q=" + quote("Kind Of Blue")
    for artist in _artists(shelf)[:5]:
        yield f"/own?q=a{artist['id']}"
    yield "/own?q=" + quote(_artists(shelf)[0]["name"])
    for label in sorted({one["id"] for release in shelf.releases.values() for one in release["labels"]})[:5]:
        yield "/own?q=" + quote(f"https://www.discogs.com/label/{label}-x")


def expected(shelf: Shelf, path: str) -> dict[str, Any]:
    """Name -> value of every number on the page."""
    asked = unquote(urlsplit(path).query).removeprefix("q=")
    return {"copies": sum(_is_meant(shelf, shelf.releases[item["id"]], asked) for item in shelf.items)}


def _is_meant(shelf: Shelf, release: Document, asked: str) -> bool:
    if asked.startswith("a") and asked[1:].isdecimal():
        return int(asked[1:]) in shelf.people(release["id"])
    if asked.startswith("https"):
        return any(f"/label/{one['id']}-" in asked for one in release["labels"])
    named = {one["name"]: one["id"] for one in _artists(shelf)}
    return release["title"] == asked or named.get(asked) in shelf.people(release["id"])


def _artists(shelf: Shelf) -> list[Document]:
    """Main artists with a name that nobody else has, by id."""
    return [
        shelf.catalogue.artists[id]
        for id in sorted(shelf.collected_artists)
        if "(" not in shelf.catalogue.artists[id]["name"]
    ]
