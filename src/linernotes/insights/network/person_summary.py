"""One person of the network in a few words: who they are, their records here, and the closest neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from linernotes.insights.artist.models import Portrait
from linernotes.insights.artist.read_artist import read_artist
from linernotes.insights.network.adjacency import read_adjacency
from linernotes.insights.network.nodes import read_vertices
from linernotes.insights.snapshot import Snapshot

#: How many neighbours are named.
MOST_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An artist beside another one. `albums`: distinct albums of the shelf that both are on, 0 for family alone.

    `kin` is "group" or "member" where Discogs lists the neighbour as such; it says nothing of playing.
    """

    artist_id: int
    name: str
    albums: int
    kin: Literal["group", "member"] | None


@dataclass(frozen=True, slots=True)
class NameOf:
    """Another name of somebody, which has a disc of its own on the map."""

    artist_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """An artist of the network. `neighbours` are those with most albums together, `qty_neighbours` counts all.

    One name stands for all names of somebody. `same` are other names of the artist in the network: they are no others.
    """

    artist: Portrait
    qty_neighbours: int
    neighbours: tuple[Neighbour, ...]
    same: tuple[NameOf, ...]


def read_person(snapshot: Snapshot, artist_id: int) -> Person | None:
    """Read the summary of an artist; None if it is not in the network."""
    people = snapshot.cached(read_vertices)
    artist = read_artist(snapshot, artist_id) if artist_id in people.places else None
    if artist is None:
        return None
    neighbours = snapshot.cached(read_adjacency).neighbours(artist_id)
    own = people.identities[people.places[artist_id]]
    near: dict[int, tuple[int, int]] = {}
    for id, albums in sorted(neighbours, key=lambda other: -other[1]):  # stable: then by strength
        near.setdefault(int(people.identities[people.places[id]]), (id, albums))
    near.pop(int(own), None)
    same = people.ids[people.identities == own].tolist()
    return Person(
        artist=artist,
        qty_neighbours=len(near),
        neighbours=tuple(
            Neighbour(id, people.name(people.places[id]), albums, _kin(artist, id))
            for id, albums in list(near.values())[:MOST_NEIGHBOURS]
        ),
        same=tuple(NameOf(id, people.name(people.places[id])) for id in same if id != artist_id),
    )


def _kin(artist: Portrait, other_id: int) -> Literal["group", "member"] | None:
    if any(one.artist_id == other_id for one in artist.family.groups):
        return "group"
    return "member" if any(one.artist_id == other_id for one in artist.family.members) else None
