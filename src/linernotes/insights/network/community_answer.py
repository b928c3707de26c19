"""The answers about one community, and about artists of the network by their names."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.insights.collection.copies import read_copies_by
from linernotes.insights.contributors.communities import Community, Member, read_communities, read_members
from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.network.nodes import read_vertices
from linernotes.insights.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class CommunityAnswer(OfBuild):
    """A community, those that it is a part of, its people, and the releases on the shelf that they made."""

    community: Community
    above: tuple[Community, ...]
    members: tuple[Member, ...]
    release_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NameAnswer:
    """An artist of the network, where they stand on the map, and the community that they are in."""

    artist_id: int
    name: str
    x: float
    y: float
    community_id: int | None
    community: str | None


def read_community_answer(snapshot: Snapshot, community: Community) -> CommunityAnswer:
    """Read a community with its people, the most central first."""
    members = snapshot.cached(read_members, community.community_id)
    copies = read_copies_by(snapshot, [one.artist_id for one in members])
    return CommunityAnswer(
        community=community,
        above=snapshot.cached(read_communities).above(community),
        members=members,
        release_ids=tuple(dict.fromkeys(copy.release_id for copy in copies)),
        **of_build(snapshot),
    )


def find_names(snapshot: Snapshot, text: str) -> list[NameAnswer]:
    """Find artists of the network that have a text in their names: the best ten."""
    vertices, communities = snapshot.cached(read_vertices), snapshot.cached(read_communities)
    found = []
    for place in vertices.find(text):
        community = communities.get(int(vertices.communities[place]))
        found.append(
            NameAnswer(
                artist_id=int(vertices.ids[place]),
                name=vertices.name(place),
                x=float(vertices.x[place]),
                y=float(vertices.y[place]),
                community_id=community.community_id if community else None,
                community=community.label if community else None,
            )
        )
    return found
