"""The network of a shelf in words: its communities, its bridge musicians, its sidemen and staff, its line-ups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from linernotes.insights.contributors.communities import Community, read_communities
from linernotes.insights.contributors.contributions import NetworkContributor, read_network_contributors
from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.network.bridges import Bridge, read_bridges
from linernotes.insights.network.line_ups.line_ups import LineUp, read_line_ups
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.knowledge import Knowledge, read_knowledge

#: Bridge musicians, sidemen, producers, engineers and line-ups that are named, of each kind.
LISTED = 12


@dataclass(frozen=True, kw_only=True)
class Network(OfBuild):
    """What the network is made of; counts leave "me" out. `components` are the pieces that nothing connects.

    The sizes are None where they cannot be known yet. They are lower bounds where `knowledge` has not all credits.
    `communities` are those of the top level that have two artists or more, each with its parts.
    `betweenness` says how the betweenness of the bridges was found: "exact", or "estimated from 500 of 20,000 artists".
    """

    artists: int | None
    collected: int | None
    edges: int | None
    components: int | None
    largest_component: int | None
    communities: tuple[Community, ...]
    bridges: tuple[Bridge, ...]
    sidemen: tuple[NetworkContributor, ...]
    producers: tuple[NetworkContributor, ...]
    engineers: tuple[NetworkContributor, ...]
    lineups: tuple[LineUp, ...]
    betweenness: str
    knowledge: Knowledge

    @property
    def is_estimated(self) -> bool:
        """Whether the order of the bridges rests on an estimate."""
        return self.betweenness != "exact"


def read_network(snapshot: Snapshot) -> Network:
    """Read it from a build, at most LISTED of each kind."""
    knowledge = snapshot.cached(read_knowledge)
    sizes: tuple[int | None, ...] = _sizes(snapshot) if knowledge.has_albums else (None,) * 5
    artists, collected, edges, components, largest = sizes
    return Network(
        artists=artists,
        collected=collected,
        edges=edges,
        components=components,
        largest_component=largest,
        communities=snapshot.cached(read_communities).tops,
        bridges=read_bridges(snapshot, LISTED),
        sidemen=read_network_contributors(snapshot, "performance", LISTED),
        producers=read_network_contributors(snapshot, "production", LISTED),
        engineers=read_network_contributors(snapshot, "engineering", LISTED),
        lineups=read_line_ups(snapshot, LISTED),
        betweenness=snapshot.storage.scalar("select value from meta where key = 'network_betweenness'")
        or "exact",
        knowledge=knowledge,
        **of_build(snapshot),
    )


class _Sizes(NamedTuple):
    artists: int
    collected: int
    components: int


def _sizes(snapshot: Snapshot) -> tuple[int, int, int, int, int]:
    (sizes,) = snapshot.storage.read(
        _Sizes,
        "select count(*) as artists, count(*) filter (where in_collection) as collected, "
        "count(distinct component_id) as components from artist_vertex where artist_id != 0",
    )
    edges = snapshot.storage.scalar("select count(*) from artist_edge where artist_id_from != 0")
    largest = snapshot.storage.scalar(
        "select count(*) as size from artist_vertex where artist_id != 0 "
        "group by component_id order by size desc limit 1"
    )
    return sizes.artists, sizes.collected, edges, sizes.components, largest or 0
