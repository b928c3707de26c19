"""What the pages of the years claim, before anything was played."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.web.facts import counts
from tests.web.facts.graph import graph_of
from tests.web.facts.shelf import Shelf

from linernotes.derive.credits.roles import load_taxonomy

NO_INSTRUMENT = {"vocals", "performance", "ensemble", "conducting"}
SECTIONS = {"Instruments", "Brass", "Horns", "Reeds", "Strings", "Woodwind"}


def years(shelf: Shelf) -> Counter[int]:
    return Counter(counts.added_on(item).year for item in shelf.items)


def paths(shelf: Shelf) -> Iterator[str]:
    yield "/year"
    for year in years(shelf):
        yield f"/year/{year}"


def expected(shelf: Shelf, path: str) -> counts.Facts:
    """Name -> value of every number on the page."""
    if path == "/year":
        came = years(shelf)
        return {f"came-in:{year}": count for year, count in came.items()} | {
            f"plays:{year}": 0 for year in came
        }
    year = int(path.rpartition("/")[2])
    items = [item for item in shelf.items if counts.added_on(item).year == year]
    months = Counter(counts.added_on(item).month for item in items)
    found: counts.Facts = {"came-in": len(items), "steps": _steps(shelf, {item["id"] for item in items})}
    for month in range(1, 13):
        found |= {f"in-month:{month}": months[month], f"plays-in-month:{month}": 0}
    return found | _people(shelf, year, {item["id"] for item in items})


def _people(shelf: Shelf, year: int, releases: set[int]) -> counts.Facts:
    graph, groups = graph_of(shelf), _groups(shelf)
    firsts = {
        id: min(counts.added_on(item).year for item in shelf.items if item["id"] == id)
        for id in shelf.release_ids
    }
    since: dict[int, int] = {}
    for release_id in shelf.release_ids:
        for one in shelf.people(release_id):
            person = shelf.identity(one)
            since[person] = min(since.get(person, 9999), firsts[release_id])
    albums: defaultdict[int, set[tuple[str, int]]] = defaultdict(set)
    names: defaultdict[int, set[int]] = defaultdict(set)
    for release_id in releases:
        for one in graph.makers(release_id):
            if shelf.identity(one) not in groups:
                albums[shelf.identity(one)].add(shelf.album(release_id))
                names[shelf.identity(one)].add(one)
    met = [person for person in albums if since[person] == year]
    found: counts.Facts = {"met": len(met)}
    for person, on in albums.items():
        found |= {f"albums-of:{name}": len(on) for name in names[person]}
    for person in met:
        found |= {f"met-on:{name}": len(albums[person]) for name in names[person]}
    return found | _instruments(shelf, releases)


def _instruments(shelf: Shelf, releases: set[int]) -> counts.Facts:
    taxonomy = load_taxonomy()
    albums: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    for release_id, artist_id, role, _ in graph_of(shelf).credited:
        kind = taxonomy.classify(role) if role else None
        is_heard = kind and artist_id and kind.performs and kind.category not in NO_INSTRUMENT
        if is_heard and role not in SECTIONS and release_id in releases:
            albums[role].add(shelf.album(release_id))
    return {f"with:{role}": len(on) for role, on in albums.items()}


def _groups(shelf: Shelf) -> set[int]:
    found = set()
    for id in shelf.read_artists:
        document = shelf.catalogue.artists[id]
        found |= {id} if document.get("members") else set()
        found |= {one["id"] for one in document.get("groups", [])}
    return {shelf.identity(id) for id in found}


def _steps(shelf: Shelf, releases: set[int]) -> int:
    """The longest of the shortest ways between two main artists."""
    graph = graph_of(shelf)
    artists = {id for release_id in releases for id in shelf.main_artists(release_id)}
    return max(graph.distances([one]).get(other, 0) for one in artists for other in artists)
