"""Readers of the network, each once for a build: people, edges, communities and the drawing, in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import msgspec

from linernotes.insights.collection.copies import Copy
from linernotes.insights.network.adjacency import Adjacency, read_adjacency
from linernotes.insights.network.bridges import Played, Side, albums_of, sides
from linernotes.insights.network.communities import (
    Communities,
    Community,
    Member,
    read_communities,
    read_members,
)
from linernotes.insights.network.map_drawing import Drawing, draw_community, draw_network
from linernotes.insights.network.nodes import Vertices, read_vertices
from linernotes.insights.network.summary import Bridge, Network, read_network
from linernotes.web.background.open_build import Reading
from linernotes.web.query.resting import rests

#: Bridge musicians, sidemen and line-ups that the summary lists, of each kind.
LISTED = 12


@dataclass(frozen=True, slots=True)
class NetworkSummary:
    """Sizes of the network, and the artists that stand out, with the evidence."""

    network: Network
    bridges: tuple[tuple[Bridge, tuple[Side, ...]], ...]
    albums: dict[int, tuple[Played, ...]]


def vertices_of(build: Reading) -> Vertices:
    """All artists in the network."""
    return build.once("vertices", lambda: read_vertices(build.storage))


def adjacency_of(build: Reading) -> Adjacency:
    """The neighbours of every artist in the network."""
    return build.once("adjacency", lambda: read_adjacency(build.storage))


def communities_of(build: Reading) -> Communities:
    """The communities, level by level."""
    return build.once("communities", lambda: read_communities(build.storage))


def members_of(build: Reading, community: Community) -> tuple[Member, ...]:
    """The artists in a community, the most central first."""
    return build.once(
        ("members", community.community_id), lambda: read_members(build.storage, community.community_id)
    )


def copies_of(build: Reading, artist_ids: Sequence[int]) -> list[Copy]:
    """The copies that have any of some artists as a main artist, each once, by year."""

    def by_artist() -> dict[int, list[Copy]]:
        found: defaultdict[int, list[Copy]] = defaultdict(list)
        for copy in build.collection.copies:
            for id in {one.artist_id for one in copy.artists if one.artist_id is not None}:
                found[id].append(copy)
        return dict(found)

    index = build.once("copies by artist", by_artist)
    found = {copy.instance_id: copy for id in artist_ids for copy in index.get(id, ())}
    return sorted(
        found.values(),
        key=lambda copy: (copy.original_year or 9999, copy.artist, copy.title, copy.instance_id),
    )


def summary_of(build: Reading) -> NetworkSummary:
    """The sizes of the network and who stands out, read once for a build."""

    def read() -> NetworkSummary:
        network = read_network(build.storage, top=LISTED)
        people, near, communities = vertices_of(build), adjacency_of(build), communities_of(build)
        bridges = tuple((one, sides(people, near, communities, one.artist_id)) for one in network.bridges)
        return NetworkSummary(
            network, bridges, albums_of(build.storage, [one.artist_id for one in network.sidemen])
        )

    return build.once("network summary", read)


def drawing_of(build: Reading, community: Community | None = None) -> Drawing:
    """The drawing of the network, or of one community."""
    people, near, communities = vertices_of(build), adjacency_of(build), communities_of(build)
    if community is None:
        return build.once("drawing", lambda: draw_network(people, near, communities))
    members = [one.artist_id for one in members_of(build, community)]
    return build.once(
        ("drawing", community.community_id),
        lambda: draw_community(people, near, communities, community, members),
    )


def drawing_json(build: Reading, community: Community | None = None) -> bytes:
    """The drawing of the network, or of one community, as JSON."""
    drawing = drawing_of(build, community)
    if community is not None:
        return msgspec.json.encode(drawing)
    return build.once("drawing as JSON", lambda: msgspec.json.encode(drawing))


def network_json(build: Reading) -> bytes:
    """The network in words, and every community, as JSON."""

    def read() -> bytes:
        summary = summary_of(build)
        about: dict[str, Any] = asdict(summary.network)
        about["communities"] = communities_of(build).tops
        for bridge, (_, reached) in zip(about["bridges"], summary.bridges, strict=True):
            bridge["sides"] = [
                {
                    "community_id": side.community.community_id,
                    "label": side.community.label,
                    "artist_id": side.artist_id,
                    "name": side.name,
                    "albums": side.albums,
                }
                for side in reached
            ]
        for sideman in about["sidemen"]:
            sideman["on"] = summary.albums.get(sideman["artist_id"], ())
        return msgspec.json.encode(about | rests(build))

    return build.once("network as JSON", read)
