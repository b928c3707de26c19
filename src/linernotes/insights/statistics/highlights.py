"""Findings: the first few things to know about a shelf."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.insights.snapshot import Snapshot
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


def read_findings(snapshot: Snapshot, *, sidemen: int = 8) -> Findings:
    """Read them from a build."""
    storage = snapshot.storage
    items, releases, albums, people = storage.rows(
        load_sql("linernotes.insights.statistics", "shelf_counts")
    )[0]
    decades: dict[int, int] = dict(storage.rows(load_sql("linernotes.insights.statistics", "decades")))
    return Findings(
        items=items,
        releases=releases,
        albums=albums,
        people=people,
        decades=decades,
        sidemen=read_sidemen(snapshot, sidemen),
    )


def read_sidemen(snapshot: Snapshot, most: int) -> tuple[Sideman, ...]:
    """Those who play on most albums of the shelf and lead none."""
    rows = snapshot.storage.rows(f"{load_sql('linernotes.insights.statistics', 'sidemen')} limit ?", [most])
    return tuple(Sideman(name, albums, tuple(leaders or ()), id) for id, name, albums, leaders in rows)
