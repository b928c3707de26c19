"""One person of the network in a few words: whom they made most with, and the records here that name them."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.insights.adjacency import Adjacency
from linernotes.insights.artists import Appearance, read_appearances
from linernotes.insights.communities import Communities, Community
from linernotes.insights.vertices import Vertices
from linernotes.storage.database import DBStorage


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody next to somebody: `weight` is the weight of the edge, albums for the most part."""

    artist_id: int
    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the network. `neighbours` are the strongest, `qty_neighbours` is how many there are in all."""

    artist_id: int
    name: str
    in_collection: bool
    community: Community | None
    qty_neighbours: int
    neighbours: tuple[Neighbour, ...]
    records: tuple[Appearance, ...]


def read_person(
    storage: DBStorage,
    people: Vertices,
    network: Adjacency,
    communities: Communities,
    artist_id: int,
    *,
    most: int = 8,
) -> Person | None:
    """Tell of somebody; None if they are not in the network."""
    place = people.places.get(artist_id)
    if place is None:
        return None
    near = network.neighbours(artist_id)
    return Person(
        artist_id=artist_id,
        name=people.names[place] or f"Artist {artist_id}",
        in_collection=bool(people.in_collection[place]),
        community=communities.get(int(people.communities[place])),
        qty_neighbours=len(near),
        neighbours=tuple(
            Neighbour(id, people.names[people.places[id]] or f"Artist {id}", weight)
            for id, weight in near[:most]
        ),
        records=read_appearances(storage, artist_id),
    )
