"""What the pages of artists claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.derive.brute_players import RoleOf
from tests.insights.artist.brute_company import Brute
from tests.web.facts import discography
from tests.web.facts.graph import graph_of
from tests.web.facts.shelf import Shelf

from linernotes.derive.credits.roles import load_taxonomy

_KNOWN: dict[int, Brute] = {}

KINDS = ("album", "unknown", "single", "compilation", "appearance", "credit", "unofficial")


def paths(shelf: Shelf) -> Iterator[str]:
    """Every main artist, one of each kind of entry that there is, and some of those who are credited twice."""
    kinds: set[str] = set()
    for artist_id in sorted(shelf.collected_artists):
        yield f"/artist/{artist_id}"
        found = {kind for kind, _ in discography.entries(shelf, artist_id).values()}
        for kind in sorted(found - kinds):
            yield f"/artist/{artist_id}?show={kind}"
        kinds |= found
    counted = Counter(person for release_id in shelf.release_ids for person in shelf.people(release_id))
    guests = {id for id, count in counted.items() if count > 1} - shelf.collected_artists
    for artist_id in sorted(guests)[::5]:
        yield f"/artist/{artist_id}"


def expected(shelf: Shelf, path: str) -> dict[str, Any]:
    """Name -> value of every number on the page."""
    artist_id = int(path.partition("?")[0].rpartition("/")[2])
    graph = graph_of(shelf)
    entries = discography.entries(shelf, artist_id)
    total = Counter(kind for kind, _ in entries.values())
    here = [id for id in shelf.release_ids if artist_id in shelf.people(id)]
    return {
        "records": graph.credits[artist_id],
        "records-as-main": graph.items[artist_id],
        "albums": len({shelf.album(id) for id in here}),
        "pressings-as-main": sum(artist_id in shelf.main_artists(id) for id in here),
        "owned:album": sum(owned for kind, owned in entries.values() if kind == "album"),
        f"possible:{artist_id}": discography.possible(shelf, artist_id),
        **{f"total:{kind}": total[kind] for kind in KINDS},
        **{f"records:{id}": graph.credits[id] for id in shelf.catalogue.artists},
        **company(shelf, artist_id),
        **_not_here(shelf, artist_id),
    }


def company(shelf: Shelf, artist_id: int) -> dict[str, int]:
    """With how many others somebody played, who worked for them, and the reverse; on how many albums with each.

    The page has the number of a person at one of their names: which one is not this test's.
    """
    brute = _brute_of(shelf)
    found: dict[str, int] = {}
    for name, sides in (
        ("played-with", brute.together),
        ("made-by", brute.made_by),
        ("made-for", brute.made_for),
    ):
        found[name] = len(sides[artist_id])
        for identity, albums in sides[artist_id].items():
            for id in {identity, *brute.names[identity]}:
                found[f"{name}:{id}"] = len(albums)
                if name == "played-with":
                    found[f"tracks-with:{id}"] = sum(max(map(len, on.values())) for on in albums.values())
    for name, people in zip(("members-here", "guests"), brute.group_people(artist_id), strict=True):
        found[name] = len(people)
        for identity, albums in people.items():
            found |= {f"{name}:{id}": len(albums) for id in {identity, *brute.names[identity]}}
    return found


def _brute_of(shelf: Shelf) -> Brute:
    """The company of the shelf, made once."""
    if id(shelf) not in _KNOWN:
        graph, taxonomy = graph_of(shelf), load_taxonomy()
        classes = {role: taxonomy.classify(role) for _, _, role, _ in graph.credited if role is not None}
        roles = {role: RoleOf(of.category, of.as_edge, of.performs) for role, of in classes.items()}
        supporting = (role for role, of in classes.items() if of.subcategory == "sound design and support")
        _KNOWN[id(shelf)] = Brute(graph.tables, roles, frozenset(supporting))
    return _KNOWN[id(shelf)]


def together(shelf: Shelf, artist_id: int) -> dict[int, int]:
    """On how many albums each of the others made music with them."""
    albums: dict[int, set[tuple[str, int]]] = {}
    for one in graph_of(shelf).relations:
        ends = {one.artist_id_from, one.artist_id_to}
        if artist_id in ends and one.releases:
            (other,) = ends - {artist_id}
            albums.setdefault(other, set()).update(map(shelf.album, one.releases))
    return {other: len(found) for other, found in albums.items()}


def _not_here(shelf: Shelf, artist_id: int) -> dict[str, int]:
    """Of each group and each member, how many of those next to them no record on the shelf names."""
    graph = graph_of(shelf)
    pairs = {
        (one.artist_id_from, one.artist_id_to)
        for one in graph.relations
        if one.relation_type == "group_member"
    }
    found = {}
    for member, group in pairs:
        if artist_id == group:
            others = {other for person, other in pairs if person == member} - {group}
            found[f"not-here:{member}"] = sum(not graph.credits[other] for other in others)
        if artist_id == member:
            others = {person for person, other in pairs if other == group} - {member}
            found[f"not-here:{group}"] = sum(not graph.credits[other] for other in others)
    return found
