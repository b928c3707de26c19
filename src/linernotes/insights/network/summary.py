"""The network of a shelf in words: its communities, its bridge musicians, its sidemen, its line-ups."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from linernotes.insights.network.communities import Community, read_communities
from linernotes.insights.statistics.highlights import Sideman
from linernotes.insights.statistics.knowledge import Knowledge, read_knowledge
from linernotes.storage.duckdb.database import DBStorage, load_sql


@dataclass(frozen=True, slots=True)
class Bridge:
    """A musician whose neighbours are in several communities. `betweenness`: shortest paths through them."""

    artist_id: int
    name: str
    betweenness: float
    communities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineUp:
    """The same musicians, and no others, on several albums; the oldest pressing stands for each (see lineups.sql)."""

    members: tuple[str, ...]
    albums: tuple[str, ...]
    member_ids: tuple[int, ...]
    release_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """What the network is made of; counts leave "me" out. `components` are the pieces that nothing connects.

    The sizes are None where they cannot be known yet. They are lower bounds where `knowledge` has not all credits.
    `betweenness` says how the betweenness of the bridges was found: "exact", or "estimated from 500 of 20,000 artists".
    """

    artists: int | None
    collected: int | None
    edges: int | None
    components: int | None
    largest_component: int | None
    communities: tuple[Community, ...]
    bridges: tuple[Bridge, ...]
    sidemen: tuple[Sideman, ...]
    lineups: tuple[LineUp, ...]
    betweenness: str
    knowledge: Knowledge

    @property
    def is_estimated(self) -> bool:
        """Whether the order of the bridges rests on an estimate."""
        return self.betweenness != "exact"

    def as_json(self) -> dict[str, Any]:
        """For `--json` and the JSON API."""
        return asdict(self)


def read_network(storage: DBStorage, *, top: int = 10) -> Network:
    """Read it from a build, at most `top` of each kind."""
    knowledge = read_knowledge(storage)
    sizes: tuple[int | None, ...] = _sizes(storage) if knowledge.has_albums else (None,) * 5
    artists, collected, edges, components, largest = sizes
    return Network(
        artists=artists,
        collected=collected,
        edges=edges,
        components=components,
        largest_component=largest,
        communities=tuple(replace(one, parts=()) for one in read_communities(storage).tops[:top]),
        bridges=tuple(
            Bridge(id, name, betweenness, tuple(communities))
            for id, name, betweenness, _, communities in storage.rows(
                f"{load_sql('linernotes.insights.network', 'bridges')} limit ?", [top]
            )
        ),
        sidemen=tuple(
            Sideman(name, albums, tuple(leaders or ()), id)
            for id, name, albums, leaders in storage.rows(
                f"{load_sql('linernotes.insights.statistics', 'sidemen')} limit ?", [top]
            )
        ),
        lineups=_lineups(storage, top),
        betweenness=storage.scalar("select value from meta where key = 'network_betweenness'") or "exact",
        knowledge=knowledge,
    )


def _sizes(storage: DBStorage) -> tuple[int, int, int, int, int]:
    artists, collected, components = storage.rows(
        "select count(*), count(*) filter (where in_collection), count(distinct component_id) "
        "from artist_vertex where artist_id != 0"
    )[0]
    edges = storage.scalar("select count(*) from artist_edge where artist_id_from != 0")
    largest = storage.scalar(
        "select count(*) as size from artist_vertex where artist_id != 0 "
        "group by component_id order by size desc limit 1"
    )
    return artists, collected, edges, components, largest or 0


def _lineups(storage: DBStorage, top: int) -> tuple[LineUp, ...]:
    rows = storage.rows(f"{load_sql('linernotes.insights.network', 'lineups')} limit ?", [top])
    people: dict[int, str] = dict(
        storage.rows(
            "select artist_id, display_name from artist where list_contains(?, artist_id)",
            [[id for members, _ in rows for id in members]],
        )
    )
    titles: dict[int, str] = dict(
        storage.rows(
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
