"""Who performs on the demo shelf, and who is on the records of others, from the sandbox's documents by plain loops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tests.derive import brute_force
from tests.derive.brute_players import Players, RoleOf
from tests.insights.network.closed_groups import closed_groups
from tests.web.facts.graph import _tables
from tests.web.facts.shelf import Shelf

from linernotes.derive.credits.roles import load_taxonomy

_KNOWN: dict[int, Players] = {}

#: What producers and engineers of the demo are credited with.
STAFF = {"producers": {"Producer", "Co-producer"}, "engineers": {"Engineer", "Recorded By", "Mixed By"}}


def players_of(shelf: Shelf) -> Players:
    """The performers of a shelf, found once."""
    if id(shelf) not in _KNOWN:
        tables = _tables(shelf)
        for row in tables["release"]:
            row["source"] = "api"
        tables["release_artists"] = [
            {
                "release_id": id,
                "position": place,
                "artist_id": one["id"] or None,
                "join_phrase": one.get("join"),
            }
            for id, release in shelf.releases.items()
            for place, one in enumerate(release.get("artists", []))
        ]
        tables["release_genres"] = [
            {"release_id": id, "genre": genre}
            for id, release in shelf.releases.items()
            for genre in release.get("genres", [])
        ]
        found, taxonomy = brute_force.Shelf(tables), load_taxonomy()
        roles = {role: taxonomy.classify(role) for _, _, role, _ in found.credits() if role is not None}
        _KNOWN[id(shelf)] = Players(
            found, {role: RoleOf(of.category, of.as_edge, of.performs) for role, of in roles.items()}
        )
    return _KNOWN[id(shelf)]


def contributors(shelf: Shelf) -> dict[str, int]:
    """`sidemen:artist-1` -> on how many albums, and likewise producers and engineers, under each of their names."""
    players = players_of(shelf)
    albums: defaultdict[tuple[str, int], set[tuple[str, int]]] = defaultdict(set)
    names: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    sidemen = (("sidemen", one.release_id, set(one.artists)) for one in players.sidemen())
    for kind, release, artists in (*sidemen, *_staff(players)):
        (person,) = {players.shelf.person(one) for one in artists}
        albums[kind, person].add(players.shelf.album[release])
        names[kind, person] |= artists
    return {
        f"{kind}:artist-{name}": len(on)
        for (kind, person), on in albums.items()
        for name in names[kind, person]
    }


def _staff(players: Players) -> Iterator[tuple[str, int, set[int]]]:
    for release, artist, role, tracks in players.shelf.credits():
        for kind, roles in STAFF.items():
            is_staff = role in roles and artist and artist not in brute_force.PSEUDO
            if is_staff and not _is_own(players, artist, release, tracks):
                yield kind, release, {artist}


def _is_own(players: Players, artist: int, release: int, tracks: set[int] | None) -> bool:
    shelf = players.shelf
    theirs = {shelf.person(artist), *players.groups[shelf.person(artist)]}
    main = {
        shelf.person(one)
        for other, artists in shelf.main.items()
        if shelf.album[other] == shelf.album[release]
        for one in artists
        if one and one not in brute_force.PSEUDO
    }
    leaders = [
        {shelf.person(one) for one in line_up.leaders}
        for line_up in players.line_ups
        if line_up.release == release and line_up.track in (tracks or ())
    ]
    return bool(main & theirs) or (
        bool(brute_force.PSEUDO & shelf.main[release])
        and bool(leaders)
        and all(people & theirs for people in leaders)
    )


def line_ups(shelf: Shelf) -> dict[str, int]:
    """`line-up:1-2` -> on how many albums these identities are together."""
    players = players_of(shelf)
    people = (
        (players.shelf.album[one.release], frozenset(map(players.shelf.person, one.performers)))
        for one in players.line_ups
    )
    return {
        "line-up:" + "-".join(map(str, sorted(group))): len(albums)
        for group, albums in closed_groups(people).items()
    }


def known(shelf: Shelf, read: set[int]) -> dict[str, tuple[int, int]]:
    """What coverage says of performers: known, and out of how many. `read` are artists whose documents are here."""
    players = players_of(shelf)
    person, tables = players.shelf.person, players.shelf.tables
    groups = {row["artist_id"] for row in tables["artist_members"]}
    groups |= {row["group_id"] for row in tables["artist_groups"]}
    credited = {
        person(one) for line_up in players.line_ups for one in line_up.performers & line_up.parts.keys()
    }
    credited -= {person(one) for one in groups}
    named = {person(one) for one in read} | {person(row["member_id"]) for row in tables["artist_members"]}
    many = [line_up.size for line_up in players.line_ups if line_up.size > 1]
    performers = {(release, one) for release, artists in players.shelf.main.items() for one in artists}
    performers |= {(release, one) for (release, _), artists in players.shelf.own.items() for one in artists}
    performers |= {
        (release, artist)
        for release, artist, role, _ in players.shelf.credits()
        if role and players.roles[role].performs
    }
    return {
        "musicians whose groups are known": (len(credited & named), len(credited)),
        "tracks of 60 performers at most": (sum(size <= 60 for size in many), len(many)),
        "performers with an id": (sum(one is not None for _, one in performers), len(performers)),
    }
