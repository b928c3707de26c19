"""Those who hold the network together, with the evidence: where bridge musicians reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

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


class _BridgeRow(NamedTuple):
    artist_id: int
    name: str
    betweenness: float
    communities: list[str]
    community_ids: list[int]
    labels: list[str]
    neighbour_ids: list[int]
    neighbours: list[str]
    albums: list[int]


def read_bridges(snapshot: Snapshot, most: int) -> tuple[Bridge, ...]:
    """Those who stand on most of the shortest paths, at most so many."""
    query = f"{load_sql('linernotes.insights.network', 'bridges')} limit ?"
    rows = snapshot.storage.read(_BridgeRow, query, [most])
    return tuple(
        Bridge(
            row.artist_id,
            row.name,
            row.betweenness,
            tuple(row.communities),
            tuple(
                Side(*side)
                for side in zip(
                    row.community_ids, row.labels, row.neighbour_ids, row.neighbours, row.albums, strict=True
                )
            ),
        )
        for row in rows
    )
