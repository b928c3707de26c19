"""Those who hold the network together, with the evidence: where bridge musicians reach, what sidemen play on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from linernotes.insights.network.adjacency import read_adjacency
from linernotes.insights.network.communities import read_communities
from linernotes.insights.network.nodes import read_vertices
from linernotes.insights.release.sleeve_text import sleeve_artists
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


@dataclass(frozen=True, slots=True)
class Side:
    """A community that somebody reaches, and the neighbour in it with the heaviest edge.

    `albums`: on how many albums of the shelf both are, 0 for family alone.
    """

    community_id: int
    label: str
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


def read_sides(snapshot: Snapshot, artist_id: int) -> tuple[Side, ...]:
    """The communities of the top level that an artist's neighbours are in, the strongest connection first."""
    vertices, network = snapshot.cached(read_vertices), snapshot.cached(read_adjacency)
    communities = snapshot.cached(read_communities)
    found: dict[int, Side] = {}
    for other, albums in network.neighbours(artist_id):
        place = vertices.places.get(other)
        top = communities.top(int(vertices.communities[place])) if place is not None else None
        if place is not None and top is not None and top.community_id not in found:
            found[top.community_id] = Side(top.community_id, top.label, other, vertices.name(place), albums)
    return tuple(found.values())


class _PlayedRow(NamedTuple):
    artist_id: int
    release_id: int
    title: str | None
    roles: list[str]


def read_played(snapshot: Snapshot, artist_ids: Collection[int]) -> dict[int, tuple[Played, ...]]:
    """artist_id -> the albums on which each plays, in the order in which they came out."""
    query = load_sql("linernotes.insights.network", "sideman_albums")
    rows = snapshot.storage.read(_PlayedRow, query, [sorted(artist_ids)])
    artists = sleeve_artists(snapshot, {row.release_id for row in rows})
    found: defaultdict[int, list[Played]] = defaultdict(list)
    for row in rows:
        artist = artists.get(row.release_id, "")
        played = Played(row.release_id, row.title or "Untitled", artist, tuple(row.roles))
        found[row.artist_id].append(played)
    return {artist_id: tuple(albums) for artist_id, albums in found.items()}
