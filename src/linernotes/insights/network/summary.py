"""The network of a shelf in words: its communities, its bridge musicians, its sidemen, its line-ups."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.network.bridges import Played, Side, read_played, read_sides
from linernotes.insights.network.communities import Community, read_communities
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.highlights import Sideman, read_sidemen
from linernotes.insights.statistics.knowledge import Knowledge, read_knowledge
from linernotes.storage.duckdb.database import load_sql

#: Bridge musicians, sidemen and line-ups that are named, of each kind.
LISTED = 12


@dataclass(frozen=True, slots=True)
class Bridge:
    """A musician whose neighbours are in several communities. `betweenness`: shortest paths through them.

    `communities` are their names; `sides` are those of the top level, each with the neighbour in it.
    """

    artist_id: int
    name: str
    betweenness: float
    communities: tuple[str, ...]
    sides: tuple[Side, ...]


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


def read_network(snapshot: Snapshot, *, most: int = LISTED) -> Network:
    """Read it from a build, at most so many bridges, sidemen and line-ups."""
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
        bridges=_bridges(snapshot, most),
        sidemen=_sidemen(snapshot, most),
        lineups=_lineups(snapshot, most),
        betweenness=snapshot.storage.scalar("select value from meta where key = 'network_betweenness'")
        or "exact",
        knowledge=knowledge,
        **of_build(snapshot),
    )


def _bridges(snapshot: Snapshot, most: int) -> tuple[Bridge, ...]:
    rows = snapshot.storage.rows(f"{load_sql('linernotes.insights.network', 'bridges')} limit ?", [most])
    return tuple(
        Bridge(id, name, betweenness, tuple(communities), read_sides(snapshot, id))
        for id, name, betweenness, _, communities in rows
    )


def _sidemen(snapshot: Snapshot, most: int) -> tuple[NetworkSideman, ...]:
    sidemen = read_sidemen(snapshot, most)
    on = read_played(snapshot, [one.artist_id for one in sidemen])
    return tuple(
        NetworkSideman(one.name, one.albums, one.leaders, one.artist_id, on.get(one.artist_id, ()))
        for one in sidemen
    )


def _sizes(snapshot: Snapshot) -> tuple[int, int, int, int, int]:
    artists, collected, components = snapshot.storage.rows(
        "select count(*), count(*) filter (where in_collection), count(distinct component_id) "
        "from artist_vertex where artist_id != 0"
    )[0]
    edges = snapshot.storage.scalar("select count(*) from artist_edge where artist_id_from != 0")
    largest = snapshot.storage.scalar(
        "select count(*) as size from artist_vertex where artist_id != 0 "
        "group by component_id order by size desc limit 1"
    )
    return artists, collected, edges, components, largest or 0


def _lineups(snapshot: Snapshot, most: int) -> tuple[LineUp, ...]:
    rows = snapshot.storage.rows(f"{load_sql('linernotes.insights.network', 'lineups')} limit ?", [most])
    people: dict[int, str] = dict(
        snapshot.storage.rows(
            "select artist_id, display_name from artist where list_contains(?, artist_id)",
            [[id for members, _ in rows for id in members]],
        )
    )
    titles: dict[int, str] = dict(
        snapshot.storage.rows(
            "select release_id, title from release where list_contains(?, release_id)",
            [[id for _, releases in rows for id in releases]],
        )
    )
    return tuple(
        LineUp(
            tuple(people[id] for id in members),
            tuple(titles[id] for id in releases),
            tuple(members),
            tuple(releases),
        )
        for members, releases in rows
    )
