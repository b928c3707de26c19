"""What the pages of roles, labels, series and companies claim."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, unquote

from tests.web.facts.graph import _split
from tests.web.facts.players import players_of
from tests.web.facts.shelf import PSEUDO_ARTISTS, Document, Shelf, tracks

#: Where a document has the lines of each kind of page.
LINES = {"label": "labels", "series": "series", "company": "companies"}

#: Somebody's release: an artist, its name, the release.
Credit = tuple[int, str, int]


def paths(shelf: Shelf) -> Iterator[str]:
    """Every role, label, series and company that a release of the shelf names."""
    yield from sorted({f"/role/{quote(role, safe='')}" for role, _ in _roles(shelf, shelf.release_ids)})
    for kind, key in LINES.items():
        named = {line["id"] for document in shelf.releases.values() for line in document.get(key, [])}
        yield from (f"/{kind}/{id}" for id in sorted(named - {0}))


def expected(shelf: Shelf, path: str) -> dict[str, Any]:
    """Name -> value of every number on the page."""
    kind, _, key = path.removeprefix("/").partition("/")
    every = [*shelf.release_ids, *(want["id"] for want in shelf.catalogue.wants)]
    if kind == "role":
        credits = [credit for role, credit in _roles(shelf, every) if role == unquote(key)]
        found = {release for *_, release in credits}
        return _albums(shelf, found) | _people(shelf, credits)
    lines = [(id, one) for id in every for one in _lines(shelf, id, kind, int(key))]
    found = {id for id, _ in lines}
    return _albums(shelf, found) | _people(shelf, _performers(shelf, found)) | _tasks(shelf, lines)


def _lines(shelf: Shelf, release_id: int, kind: str, key: int) -> list[Document]:
    return [one for one in shelf.document(release_id).get(LINES[kind], []) if one["id"] == key]


def _roles(shelf: Shelf, release_ids: Iterable[int]) -> Iterator[tuple[str, Credit]]:
    """Every role with somebody who is credited with it, on the release or on a track."""
    for id in release_ids:
        release = shelf.document(id)
        for part in (release, *tracks(release)):
            for one in part.get("extraartists", []):
                for role in _split(one["role"]):
                    if role is not None:
                        yield role, (one["id"], one["name"], id)


def _performers(shelf: Shelf, release_ids: set[int]) -> Iterator[Credit]:
    for line_up in players_of(shelf).line_ups:
        if line_up.release in release_ids:
            yield from ((id, "", line_up.release) for id in line_up.performers)


def _albums(shelf: Shelf, release_ids: set[int]) -> dict[str, Any]:
    """Albums, those of each decade, and those without a year."""
    owned = release_ids & set(shelf.release_ids)
    years: dict[tuple[str, int], int | None] = {}
    for id in owned:
        known = [year for year in (years.get(shelf.album(id)), shelf.year(id)) if year]
        years[shelf.album(id)] = min(known, default=None)
    decades = Counter(year // 10 * 10 for year in years.values() if year)
    return {
        "albums": len(years),
        "not-owned": len(release_ids - owned),
        "undated": sum(year is None for year in years.values()),
        **{f"decade:{decade}": albums for decade, albums in decades.items()},
    }


def _people(shelf: Shelf, credits: Iterable[Credit]) -> dict[str, int]:
    """`albums:1` -> on how many of these albums, under each name of a person; a name without an id by itself."""
    person = players_of(shelf).shelf.person
    albums: defaultdict[int | str, set[tuple[str, int]]] = defaultdict(set)
    names: defaultdict[int | str, set[int | str]] = defaultdict(set)
    for id, name, release in credits:
        if release in shelf.releases and id not in PSEUDO_ARTISTS:
            who = person(id) if id else name
            albums[who].add(shelf.album(release))
            names[who].add(id or name)
    return {f"albums:{name}": len(albums[who]) for who, many in names.items() for name in many}


def _tasks(shelf: Shelf, lines: Iterable[tuple[int, Document]]) -> dict[str, int]:
    """`task:Pressed By` -> for how many albums a company did it."""
    albums: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    for release, line in lines:
        if release in shelf.releases and line.get("entity_type_name"):
            albums[line["entity_type_name"]].add(shelf.album(release))
    return {f"task:{name}": len(found) for name, found in albums.items()}
