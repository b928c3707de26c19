"""The drawing of the network: who is in it, where, how large, and which lines connect them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linernotes.insights.network.adjacency import Adjacency, read_adjacency
from linernotes.insights.network.communities import (
    Communities,
    Community,
    read_communities,
    read_members,
)
from linernotes.insights.network.nodes import Floats, Ints, Vertices, read_vertices
from linernotes.insights.snapshot import Snapshot

#: A browser does not move more than that smoothly, and no eye can separate them.
MOST_ARTISTS = 6_000
MOST_LINES = 12_000
#: The smallest and the largest radius of an artist, in tenths of a pixel.
SMALLEST, LARGEST = 16, 90


@dataclass(frozen=True)
class Drawing:
    """Artists and lines in columns, so that it is small as JSON.

    `ids` to `communities` have one item per artist. Places are in hundredths of the layout's unit, radiuses in tenths
    of a pixel. Collected artists have a 1. The community is its place in `groups`, -1 for none.
    `groups` are (community_id, label).
    `lines` are three numbers each: the places of two artists, and how strongly music connects them, in hundredths.
    The third is 0 where only family connects them: a membership, or two names of one person.
    `artists` and `connections` are how many there are in all. A large network is drawn with its best connected
    artists and the strongest lines of each.
    """

    artists: int
    connections: int
    ids: list[int]
    names: list[str]
    x: list[int]
    y: list[int]
    sizes: list[int]
    collected: list[int]
    communities: list[int]
    groups: list[tuple[int, str]]
    lines: list[int]

    @property
    def qty_lines(self) -> int:
        """How many lines are drawn."""
        return len(self.lines) // 3


def read_drawing(snapshot: Snapshot, community_id: int | None) -> Drawing:
    """Read the drawing of the network, or of one of its communities.

    :raises KeyError: there is no such community.
    """
    people, near = snapshot.cached(read_vertices), snapshot.cached(read_adjacency)
    communities = snapshot.cached(read_communities)
    if community_id is None:
        return draw_network(people, near, communities)
    members = [one.artist_id for one in snapshot.cached(read_members, community_id)]
    return draw_community(people, near, communities, communities[community_id], members)


def draw_network(vertices: Vertices, network: Adjacency, communities: Communities) -> Drawing:
    """The whole network, coloured by the communities of the top level."""
    return _draw(vertices, network, communities, communities.tops, np.arange(len(vertices.ids)))


def draw_community(
    vertices: Vertices,
    network: Adjacency,
    communities: Communities,
    community: Community,
    members: Sequence[int],
) -> Drawing:
    """One community, coloured by its parts; `members` are artist ids."""
    places = np.array(sorted(vertices.places[id] for id in members), dtype=np.int64)
    return _draw(vertices, network, communities, community.parts or (community,), places)


def _draw(
    vertices: Vertices,
    network: Adjacency,
    communities: Communities,
    groups: Sequence[Community],
    places: Ints,
) -> Drawing:
    drawn = _best_connected(vertices, places)
    ends, weights, albums = _edges(vertices, network, places)
    total = len(ends)
    inside = np.isin(ends, drawn).all(axis=1)
    ends = np.searchsorted(drawn, ends[inside])
    kept = _strongest(ends, weights[inside], MOST_LINES)
    strengths = _strengths(weights[inside][kept], albums[inside][kept])
    group_of = _groups(vertices, communities, groups)
    return Drawing(
        artists=len(places),
        connections=total,
        ids=vertices.ids[drawn].tolist(),
        names=[vertices.name(place) for place in drawn.tolist()],
        x=np.round(vertices.x[drawn] * 100).astype(np.int64).tolist(),
        y=np.round(vertices.y[drawn] * 100).astype(np.int64).tolist(),
        sizes=_sizes(vertices, drawn),
        collected=vertices.in_collection[drawn].astype(np.int64).tolist(),
        communities=[group_of.get(id, -1) for id in vertices.communities[drawn].tolist()],
        groups=[(one.community_id, one.label) for one in groups],
        lines=np.column_stack([ends[kept], strengths]).ravel().tolist(),
    )


def _best_connected(vertices: Vertices, places: Ints) -> Ints:
    """Those to draw, by place: if there are too many, those of the highest PageRank."""
    if len(places) <= MOST_ARTISTS:
        return places
    order = np.lexsort([vertices.ids[places], -vertices.pageranks[places]])
    return np.sort(places[order[:MOST_ARTISTS]])


def _edges(vertices: Vertices, network: Adjacency, places: Ints) -> tuple[Ints, Floats, Ints]:
    """The edges among some artists, once each: places of both ends, the lower first; weights, and albums."""
    known = np.searchsorted(vertices.ids, network.ids)
    near = known[np.repeat(np.arange(len(network.ids)), np.diff(network.begins))]
    far = known[network.others]
    kept = near < far
    if len(places) < len(vertices.ids):
        asked = np.zeros(len(vertices.ids), dtype=np.bool_)
        asked[places] = True
        kept &= asked[near] & asked[far]
    return np.column_stack([near[kept], far[kept]]), network.weights[kept], network.albums[kept]


def _strengths(weights: Floats, albums: Ints) -> Ints:
    """Weights in hundredths, at least 1 where music connects two artists, and 0 where it does not."""
    hundredths = np.maximum(np.round(weights * 100), 1).astype(np.int64)
    found: Ints = np.where(albums > 0, hundredths, 0)
    return found


def _strongest(ends: Ints, weights: Floats, most: int) -> NDArray[np.bool_]:
    """Which edges to draw, at most so many. Each artist keeps as many of its strongest as there is room for.

    That number is the same for all. An edge stays if it is among the strongest of either end.
    """
    if len(ends) <= most:
        return np.ones(len(ends), dtype=np.bool_)
    edge = np.tile(np.arange(len(ends)), 2)
    near, far = ends.T.ravel(), ends[:, ::-1].T.ravel()
    order = np.lexsort([far, -weights[edge], near])
    first = np.searchsorted(near[order], near[order])
    rank = np.full(len(ends), len(ends))
    np.minimum.at(rank, edge[order], np.arange(len(order)) - first)
    each = int(np.searchsorted(np.cumsum(np.bincount(rank)), most, side="right"))
    kept: NDArray[np.bool_] = rank < each
    if not kept.any():  # even one for each is too many
        kept[np.lexsort([np.arange(len(ends)), -weights])[:most]] = True
    return kept


def _sizes(vertices: Vertices, drawn: Ints) -> list[int]:
    """By the square root of PageRank, so that areas are comparable; collected artists are never the smallest."""
    if not len(drawn):
        return []
    root = np.sqrt(vertices.pageranks[drawn])
    share = (root - root.min()) / ((root.max() - root.min()) or 1.0)
    sizes = SMALLEST + (LARGEST - SMALLEST) * share + 10 * vertices.in_collection[drawn]
    found: list[int] = np.round(sizes).astype(np.int64).tolist()
    return found


def _groups(vertices: Vertices, communities: Communities, groups: Sequence[Community]) -> dict[int, int]:
    """Finest community -> place in `groups` of the one above it that is there."""
    number = {one.community_id: place for place, one in enumerate(groups)}
    found = {}
    for id in np.unique(vertices.communities).tolist():
        one = communities.get(id)
        line = (*communities.above(one), one) if one is not None else ()
        place = next((number[each.community_id] for each in line if each.community_id in number), None)
        if place is not None:
            found[id] = place
    return found
