"""What the pages of records claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.web.facts.shelf import Document, Shelf, tracks


def paths(shelf: Shelf) -> Iterator[str]:
    """Every record on the shelf, and those that are wanted."""
    for release_id in shelf.release_ids:
        yield f"/release/{release_id}"
    for want in shelf.catalogue.wants:
        yield f"/release/{want['id']}"


def expected(shelf: Shelf, path: str) -> dict[str, Any]:
    """Name -> value of every number on the page."""
    release_id = int(path.rpartition("/")[2])
    release = shelf.document(release_id)
    copies = [item for item in shelf.items if item["id"] == release_id]
    community = release["community"]
    return {
        "listed": len(_listed(shelf, {"id": release_id, "master_id": release.get("master_id") or 0})),
        "people": len(_credited(release)),
        "seconds": _seconds(release["tracklist"]),
        "copies": len(copies),
        "have": community["have"],
        "want": community["want"],
        "ratings": community["rating"]["count"],
        "community-rating": community["rating"]["average"],
        "for-sale": release["num_for_sale"],
        "lowest-price": release["lowest_price"],
        **{f"rating:{item['instance_id']}": item["rating"] for item in copies},
        **{f"elsewhere:{id}": count for id, count in _elsewhere(shelf, release_id).items()},
        **{f"copies:{id}": sum(item["id"] == id for item in shelf.items) for id in shelf.release_ids},
    }


def _credited(release: Document) -> set[object]:
    credits = [*release.get("extraartists", [])]
    for track in tracks(release):
        credits += track.get("extraartists", [])
    return {one["id"] or one["name"] for one in credits}


def _seconds(lines: list[Document]) -> int:
    """A work plays as long as it says itself, else as long as its parts."""
    total = 0
    for line in lines:
        shown = line.get("duration") or ""
        if line.get("type_") == "heading":
            continue
        if shown:
            minutes, seconds = shown.split(":")[-2:]
            hours = shown.split(":")[0] if shown.count(":") == 2 else 0
            total += int(hours) * 3600 + int(minutes) * 60 + int(seconds)
        else:
            total += _seconds(line.get("sub_tracks", []))
    return total


def _elsewhere(shelf: Shelf, release_id: int) -> dict[int, int]:
    """On how many other albums each of those is, under any name, who are on this one."""
    others = {id: shelf.album(id) for id in shelf.release_ids if shelf.album(id) != shelf.album(release_id)}
    people = {id: {shelf.identity(one) for one in shelf.people(id)} for id in others}
    return {
        person: len({album for id, album in others.items() if shelf.identity(person) in people[id]})
        for person in shelf.people(release_id)
    }


def _listed(shelf: Shelf, wanted: Document) -> set[int]:
    """In whose discographies that are read a wanted record stands."""
    found = set()
    for artist_id in shelf.collected_artists:
        for entry in shelf.catalogue.artist_releases.get(artist_id, []):
            if entry["type"] == "master":
                is_it = entry["id"] == wanted["master_id"] or entry["main_release"] == wanted["id"]
            else:
                is_it = entry["id"] == wanted["id"]
            found |= {artist_id} if is_it else set()
    return found
