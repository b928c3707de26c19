"""Who works on others' records most: sidemen, producers and engineers, each person once under all their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql

#: Sidemen perform; producers and engineers have lists of their own.
Work = Literal["performance", "production", "engineering"]


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who works on `albums` albums of the shelf that are neither theirs nor one of their groups'.

    `leaders` are whose albums they are. `artist_id` is the name that most of these albums credit. `identity_id` is
    the lowest id among all names of this person or group.
    """

    name: str
    albums: int
    leaders: tuple[str, ...]
    artist_id: int
    identity_id: int


class _Row(NamedTuple):
    artist_id: int
    identity_id: int
    name: str
    qty_albums: int
    leaders: list[str] | None


def read_contributors(snapshot: Snapshot, work: Work, most: int) -> tuple[Contributor, ...]:
    """Those who do this work on most albums, most albums first."""
    query = f"{load_sql('linernotes.insights.contributors', 'contributors')} limit ?"
    return tuple(
        Contributor(row.name, row.qty_albums, tuple(row.leaders or ()), row.artist_id, row.identity_id)
        for row in snapshot.storage.read(_Row, query, [work, most])
    )
