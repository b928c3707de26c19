"""Those who hold the network together, with the evidence: where bridge musicians reach, what sidemen play on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from linernotes.insights.network.adjacency import Adjacency
from linernotes.insights.network.communities import Communities, Community
from linernotes.insights.network.nodes import Vertices
from linernotes.insights.release.sleeve_text import sleeve_artists
from linernotes.storage.duckdb.database import DBStorage, load_sql


@dataclass(frozen=True, slots=True)
class Side:
    """A community that somebody reaches, and the neighbour in it with the heaviest edge.

    `albums`: on how many albums of the shelf both are, 0 for family alone.
    """

    community: Community
    artist_id: int
    name: str
    albums: int


@dataclass(frozen=True, slots=True)
class Played:
    """An album of the shelf, by the oldest pressing that credits somebody, and what they do on it."""

    release_id: int
    title: str
    artists: str
    roles: tuple[str, ...]


def sides(
    vertices: Vertices, network: Adjacency, communities: Communities, artist_id: int
) -> tuple[Side, ...]:
    """The communities of the top level that an artist's neighbours are in, the strongest connection first."""
    found: dict[int, Side] = {}
    for other, albums in network.neighbours(artist_id):
        place = vertices.places.get(other)
        top = communities.top(int(vertices.communities[place])) if place is not None else None
        if place is not None and top is not None and top.community_id not in found:
            found[top.community_id] = Side(top, other, vertices.name(place), albums)
    return tuple(found.values())


def albums_of(storage: DBStorage, artist_ids: Collection[int]) -> dict[int, tuple[Played, ...]]:
    """artist_id -> the albums on which each plays, in the order in which they came out."""
    rows = storage.rows(load_sql("linernotes.insights.network", "sideman_albums"), [sorted(artist_ids)])
    artists = sleeve_artists(storage, {release_id for _, release_id, *_ in rows})
    found: defaultdict[int, list[Played]] = defaultdict(list)
    for artist_id, release_id, title, roles in rows:
        found[artist_id].append(
            Played(release_id, title or "Untitled", artists.get(release_id, ""), tuple(roles))
        )
    return {artist_id: tuple(albums) for artist_id, albums in found.items()}
