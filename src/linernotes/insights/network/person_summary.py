"""One person of the network in a few words: the closest partners, and the records here that name them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from linernotes.insights.collection.copies import read_collection, sort_key
from linernotes.insights.network.adjacency import read_adjacency
from linernotes.insights.network.communities import Community, read_communities
from linernotes.insights.network.nodes import read_vertices
from linernotes.insights.snapshot import Snapshot

#: How many neighbours are named.
MOST_NEIGHBOURS = 8

_ROLES = "select release_id, roles from artist_release_roles where artist_id = ? order by release_id, relation desc"
_UNKNOWN_YEAR = 1 << 31


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An artist beside another one. `albums`: distinct albums of the shelf that both are on, 0 for family alone."""

    artist_id: int
    name: str
    albums: int


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A pressing on the shelf that names an artist. `copies` counts how often it stands there.

    `roles` are what the artist does on it; empty for a main or a track's artist.
    """

    release_id: int
    title: str
    artists: str
    year: int | None
    roles: tuple[str, ...]
    copies: int


@dataclass(frozen=True, slots=True)
class Person:
    """An artist of the network. `neighbours` are those with most albums together, `qty_neighbours` counts all."""

    artist_id: int
    name: str
    in_collection: bool
    community: Community | None
    qty_neighbours: int
    neighbours: tuple[Neighbour, ...]
    records: tuple[OnRecord, ...]

    @property
    def qty_copies(self) -> int:
        """How many copies on the shelf name them; 0 for artists who are in the network by family alone."""
        return sum(record.copies for record in self.records)


def read_person(snapshot: Snapshot, artist_id: int) -> Person | None:
    """Read the summary of an artist; None if it is not in the network."""
    people = snapshot.cached(read_vertices)
    place = people.places.get(artist_id)
    if place is None:
        return None
    near = sorted(
        snapshot.cached(read_adjacency).neighbours(artist_id), key=lambda other: -other[1]
    )  # stable: then by strength
    return Person(
        artist_id=artist_id,
        name=people.name(place),
        in_collection=bool(people.in_collection[place]),
        community=snapshot.cached(read_communities).get(int(people.communities[place])),
        qty_neighbours=len(near),
        neighbours=tuple(
            Neighbour(id, people.name(people.places[id]), albums) for id, albums in near[:MOST_NEIGHBOURS]
        ),
        records=_records(snapshot, artist_id),
    )


def _records(snapshot: Snapshot, artist_id: int) -> tuple[OnRecord, ...]:
    """The oldest album first."""
    collection = snapshot.cached(read_collection)
    done: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for release_id, roles in snapshot.storage.rows(_ROLES, [artist_id]):
        done[release_id] |= dict.fromkeys(roles or ())
    copies = [copy for id in done if (copy := collection.of_release(id)) is not None]
    copies.sort(key=lambda copy: (copy.original_year or _UNKNOWN_YEAR, sort_key(copy.title), copy.release_id))
    return tuple(
        OnRecord(
            release_id=copy.release_id,
            title=copy.title,
            artists=copy.artist,
            year=copy.original_year,
            roles=tuple(done[copy.release_id]),
            copies=len(collection.copies_of(copy.release_id)),
        )
        for copy in copies
    )
