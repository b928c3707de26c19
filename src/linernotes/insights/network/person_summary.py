"""One person of the network in a few words: who they are, their records here, and the closest neighbours."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.insights.artist.models import Portrait
from linernotes.insights.artist.read_artist import read_artist
from linernotes.insights.network.adjacency import read_adjacency
from linernotes.insights.network.nodes import read_vertices
from linernotes.insights.snapshot import Snapshot

#: How many neighbours are named.
MOST_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An artist beside another one. `albums`: distinct albums of the shelf that both are on, 0 for family alone."""

    artist_id: int
    name: str
    albums: int


@dataclass(frozen=True, slots=True)
class Person:
    """An artist of the network. `neighbours` are those with most albums together, `qty_neighbours` counts all."""

    artist: Portrait
    qty_neighbours: int
    neighbours: tuple[Neighbour, ...]


def read_person(snapshot: Snapshot, artist_id: int) -> Person | None:
    """Read the summary of an artist; None if it is not in the network."""
    people = snapshot.cached(read_vertices)
    artist = read_artist(snapshot, artist_id) if artist_id in people.places else None
    if artist is None:
        return None
    neighbours = snapshot.cached(read_adjacency).neighbours(artist_id)
    near = sorted(neighbours, key=lambda other: -other[1])  # stable: then by strength
    return Person(
        artist=artist,
        qty_neighbours=len(near),
        neighbours=tuple(
            Neighbour(id, people.name(people.places[id]), albums) for id, albums in near[:MOST_NEIGHBOURS]
        ),
    )
