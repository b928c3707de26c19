"""Those who hold the network together, with the evidence: where bridge musicians reach."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.insights.network.adjacency import read_adjacency
from linernotes.insights.network.communities import read_communities
from linernotes.insights.network.nodes import read_vertices
from linernotes.insights.snapshot import Snapshot


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
