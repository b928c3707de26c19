"""Those who hold the network together, with the evidence: where bridge musicians reach."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from linernotes.insights.contributors.communities import Communities, read_communities
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
class Bridge:
    """A musician whose neighbours are in several communities. `betweenness`: shortest paths through them.

    Their other names, their groups and their members are no neighbours here. `communities` are names; `sides` are the
    communities, each with the neighbour in it, the strongest connection first.
    """

    artist_id: int
    name: str
    betweenness: float
    communities: tuple[str, ...]
    sides: tuple[Side, ...]


class _SideRow(NamedTuple):
    artist_id: int
    name: str
    betweenness: float
    community_id: int
    neighbour_id: int
    neighbour: str
    albums: int


def read_bridges(snapshot: Snapshot, most: int) -> tuple[Bridge, ...]:
    """Those who stand on most of the shortest paths, at most so many."""
    rows = snapshot.storage.read(_SideRow, load_sql("linernotes.insights.network", "bridges"), [most])
    communities = snapshot.cached(read_communities)
    return tuple(_bridge(list(sides), communities) for _, sides in groupby(rows, key=attrgetter("artist_id")))


def _bridge(rows: list[_SideRow], communities: Communities) -> Bridge:
    first, label = rows[0], {row.community_id: communities[row.community_id].label for row in rows}
    return Bridge(
        first.artist_id,
        first.name,
        first.betweenness,
        tuple(sorted(set(label.values()))),
        tuple(
            Side(row.community_id, label[row.community_id], row.neighbour_id, row.neighbour, row.albums)
            for row in rows
        ),
    )
