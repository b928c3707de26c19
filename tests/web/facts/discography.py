"""Discographies, from the sandbox's lists: what is an album, and what of it is on the shelf."""

from __future__ import annotations

from typing import Any

from tests.web.facts.shelf import Document, Shelf

SINGLES = {"Single", "Maxi-Single", "EP", "Flexi-disc", '7"', '10"', '12"'}


def entries(shelf: Shelf, artist_id: int) -> dict[tuple[str, int], tuple[str, bool]]:
    """(type, id) -> which kind of entry it is, and whether any pressing is owned; only of collected artists."""
    if artist_id not in shelf.collected_artists:
        return {}
    roles: dict[tuple[str, int], set[str]] = {}
    rows: dict[tuple[str, int], Document] = {}
    for row in shelf.catalogue.artist_releases.get(artist_id, []):
        key = (row["type"], row["id"])
        roles.setdefault(key, set()).add(row["role"])
        rows[key] = row
    return {key: (_kind(shelf, rows[key], roles[key]), _owned(shelf, rows[key])) for key in rows}


def albums(shelf: Shelf, artist_id: int) -> tuple[int, int]:
    """How many albums there are, and how many of them are owned."""
    found = [owned for kind, owned in entries(shelf, artist_id).values() if kind == "album"]
    return len(found), sum(found)


def possible(shelf: Shelf, artist_id: int) -> int:
    """How many masters are not owned of which nothing says what they are."""
    found = entries(shelf, artist_id)
    return sum(
        kind == "unknown" and type == "master" and not owned for (type, _), (kind, owned) in found.items()
    )


def _owned(shelf: Shelf, row: Document) -> bool:
    """A pressing of it is on the shelf, or it is a master whose main release is."""
    if row["type"] == "release":
        return row["id"] in shelf.releases
    masters = {release.get("master_id") or 0 for release in shelf.releases.values()}
    return row["id"] in masters or row.get("main_release") in shelf.releases


def _kind(shelf: Shelf, row: Document, roles: set[str]) -> str:
    words = _words(shelf, row)
    if "UnofficialRelease" in roles or "Unofficial Release" in words:
        return "unofficial"
    if "Main" not in roles:
        return "appearance" if roles & {"Appearance", "TrackAppearance"} else "credit"
    if "Compilation" in words:
        return "compilation"
    if words & {"Album", "LP", "Mini-Album", "MiniAlbum"}:
        return "album"
    return "single" if words & SINGLES else "unknown"


def _words(shelf: Shelf, row: Document) -> set[str]:
    """What the list, and the pressings that are owned or wanted, say of the format."""
    found = {word.strip().partition("x")[2] or word.strip() for word in (row.get("format") or "").split(",")}
    known: list[dict[str, Any]] = [
        *shelf.releases.values(),
        *(want["basic_information"] for want in shelf.catalogue.wants),
    ]
    for release in known:
        same = release["id"] if row["type"] == "release" else release.get("master_id")
        is_main = row["type"] == "master" and row.get("main_release") == release["id"] in shelf.releases
        if same == row["id"] or is_main:
            found |= {word for one in release["formats"] for word in one.get("descriptions", [])}
    return found
