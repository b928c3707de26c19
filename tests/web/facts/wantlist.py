"""What the page of the wantlist claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from tests.web.facts.shelf import Document, Shelf, tracks

#: People who are named of each want.
PEOPLE = 6


def paths(shelf: Shelf) -> Iterator[str]:
    yield "/wantlist"
    yield "/wantlist?sort=price&reverse=1"
    yield "/wantlist/facet/style"


def expected(shelf: Shelf, path: str) -> dict[str, Any]:
    """Name -> value of every number on the page."""
    wants = shelf.catalogue.wants
    documents = {want["id"]: shelf.document(want["id"]) for want in wants}
    people = {id: _on_shelf(shelf, id) for id in documents}
    found: dict[str, Any] = {
        "wants": len(wants),
        "wants-read": len(documents),
        "total": len(wants),
        "found": len(wants),
        "page": 1,
        "pages": 1,
    }
    for name, of in _FACETS.items():
        counts = Counter(key for id in documents for key in set(of(shelf, id)))
        found |= {f"copies:{name}:{key}": count for key, count in counts.items()}
        found[f"copies:{name}:none"] = sum(not set(of(shelf, id)) for id in documents)
        found[f"values:{name}"] = len(counts)
    for id, one in documents.items():
        found[f"lowest-price:{id}"], found[f"for-sale:{id}"] = one["lowest_price"], one["num_for_sale"]
        found[f"more-people:{id}"] = len(people[id]) - PEOPLE
        found |= {f"shelf-albums:{id}:{person}": albums for person, albums in people[id].items()}
        owned = {other for other in shelf.release_ids if shelf.album(other) == shelf.album(id)} - {id}
        found[f"more-pressings:{id}"] = len(owned) - 3
    return found


def wants_holding(shelf: Shelf, text: str) -> list[int]:
    """The wants whose title, names, tracks, labels, numbers or notes hold each word of a text."""
    words = text.lower().split()
    held = {
        want["id"]: " ".join([*_lines(shelf.document(want["id"])), want["notes"]]).lower()
        for want in shelf.catalogue.wants
    }
    return [id for id, line in held.items() if all(word in line for word in words)]


def _lines(release: Document) -> Iterator[str]:
    yield release["title"]
    yield from (track["title"] for track in tracks(release))
    for label in release["labels"]:
        yield from (label["name"], label["catno"])
    for credits in (
        release.get("artists", []),
        release.get("extraartists", []),
        *(track.get("artists", []) for track in tracks(release)),
        *(track.get("extraartists", []) for track in tracks(release)),
    ):
        yield from (one["anv"] or one["name"] for one in credits)


def _on_shelf(shelf: Shelf, wanted: int) -> dict[int, int]:
    """Each person of a wanted record who is on the shelf, by the lowest of their ids there: on how many albums."""
    named: dict[int, int] = {}
    for person in sorted(shelf.people(wanted), reverse=True):
        named[shelf.identity(person)] = person
    albums: dict[int, set[tuple[str, int]]] = {}
    for id in shelf.release_ids:
        for person in shelf.people(id):
            albums.setdefault(shelf.identity(person), set()).add(shelf.album(id))
    return {person: len(albums[identity]) for identity, person in named.items() if identity in albums}


def _formats(shelf: Shelf, id: int) -> Iterable[str]:
    for one in shelf.document(id)["formats"]:
        yield from (one["name"], *one.get("descriptions", []))


def _decade(shelf: Shelf, id: int) -> Iterable[str]:
    year = shelf.year(id)
    return [f"{year // 10 * 10}"] if year else []


_FACETS = {
    "genre": lambda shelf, id: shelf.document(id)["genres"],
    "style": lambda shelf, id: shelf.document(id)["styles"],
    "decade": _decade,
    "format": _formats,
    "label": lambda shelf, id: [str(one["id"]) for one in shelf.document(id)["labels"]],
    "country": lambda shelf, id: [shelf.document(id)["country"]],
    "artist": lambda shelf, id: [str(one["id"]) for one in shelf.document(id)["artists"]],
    "person": lambda shelf, id: map(str, map(shelf.identity, _on_shelf(shelf, id))),
}
