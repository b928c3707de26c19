"""Findings: the first few things to know about a shelf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.shelf_counts import read_shelf_counts
from linernotes.storage.duckdb.database import load_sql


@dataclass(frozen=True, slots=True)
class Sideman:
    """Somebody who plays on `albums` albums of the shelf and leads none; `leaders` are whose albums they are."""

    name: str
    albums: int
    leaders: tuple[str, ...]
    artist_id: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands on a shelf, in numbers, and the sidemen most heard on it. `decades` maps 1960 to albums."""

    items: int
    releases: int
    albums: int
    people: int
    decades: dict[int, int]
    sidemen: tuple[Sideman, ...]


class _SidemanRow(NamedTuple):
    artist_id: int
    name: str
    qty_albums: int
    leaders: list[str] | None


#: Sidemen that are listed.
_SIDEMEN = 8


class _Decade(NamedTuple):
    decade: int
    albums: int


def read_findings(snapshot: Snapshot) -> Findings:
    """Read them from a build."""
    counts = read_shelf_counts(snapshot)
    decades = snapshot.storage.read(_Decade, load_sql("linernotes.insights.statistics", "decades"))
    return Findings(
        items=counts.items,
        releases=counts.releases,
        albums=counts.albums,
        people=counts.people,
        decades={one.decade: one.albums for one in decades},
        sidemen=read_sidemen(snapshot, _SIDEMEN),
    )


def read_sidemen(snapshot: Snapshot, most: int) -> tuple[Sideman, ...]:
    """Those who play on most albums of the shelf and lead none."""
    query = f"{load_sql('linernotes.insights.statistics', 'sidemen')} limit ?"
    return tuple(
        Sideman(row.name, row.qty_albums, tuple(row.leaders or ()), row.artist_id)
        for row in snapshot.storage.read(_SidemanRow, query, [most])
    )
