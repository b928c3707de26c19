"""The network of a shelf in words: its communities, its bridge musicians, its sidemen, its line-ups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.network.bridges import Bridge, Played, read_bridges, read_played
from linernotes.insights.network.communities import Community, read_communities
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.highlights import Sideman, read_sidemen
from linernotes.insights.statistics.knowledge import Knowledge, read_knowledge
from linernotes.insights.text.artist_names import read_names
from linernotes.storage.duckdb.database import load_sql

#: Bridge musicians, sidemen and line-ups that are named, of each kind.
LISTED = 12


@dataclass(frozen=True, slots=True)
class NetworkSideman(Sideman):
    """A sideman with the albums that they play on, in the order in which these came out."""

    on: tuple[Played, ...]


@dataclass(frozen=True, slots=True)
class LineUp:
    """The same musicians, and no others, on several albums; the oldest pressing stands for each (see lineups.sql)."""

    members: tuple[str, ...]
    albums: tuple[str, ...]
    member_ids: tuple[int, ...]
    release_ids: tuple[int, ...]


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
    sidemen: tuple[NetworkSideman, ...]
    lineups: tuple[LineUp, ...]
    betweenness: str
    knowledge: Knowledge

    @property
    def is_estimated(self) -> bool:
        """Whether the order of the bridges rests on an estimate."""
        return self.betweenness != "exact"


def read_network(snapshot: Snapshot) -> Network:
    """Read it from a build, at most LISTED bridges, sidemen and line-ups."""
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
        sidemen=_sidemen(snapshot, LISTED),
        lineups=_lineups(snapshot, LISTED),
        betweenness=snapshot.storage.scalar("select value from meta where key = 'network_betweenness'")
        or "exact",
        knowledge=knowledge,
        **of_build(snapshot),
    )


class _Sizes(NamedTuple):
    artists: int
    collected: int
    components: int


class _LineUpRow(NamedTuple):
    members: list[int]
    releases: list[int]


class _Title(NamedTuple):
    release_id: int
    title: str


_TITLES = "select release_id, title from release where list_contains(?, release_id)"


def _sidemen(snapshot: Snapshot, most: int) -> tuple[NetworkSideman, ...]:
    sidemen = read_sidemen(snapshot, most)
    on = read_played(snapshot, [one.artist_id for one in sidemen])
    return tuple(
        NetworkSideman(one.name, one.albums, one.leaders, one.artist_id, on.get(one.artist_id, ()))
        for one in sidemen
    )


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


def _lineups(snapshot: Snapshot, most: int) -> tuple[LineUp, ...]:
    query = f"{load_sql('linernotes.insights.network', 'lineups')} limit ?"
    rows = snapshot.storage.read(_LineUpRow, query, [most])
    people = read_names(snapshot, (id for row in rows for id in row.members))
    releases = [id for row in rows for id in row.releases]
    titles = {row.release_id: row.title for row in snapshot.storage.read(_Title, _TITLES, [releases])}
    return tuple(
        LineUp(
            tuple(people[id] for id in row.members),
            tuple(titles[id] for id in row.releases),
            tuple(row.members),
            tuple(row.releases),
        )
        for row in rows
    )
