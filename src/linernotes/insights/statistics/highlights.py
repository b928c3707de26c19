"""Findings: the first few things to know about a shelf."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from linernotes.storage.duckdb.database import DBStorage, load_sql


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


def read_findings(build: Path, *, sidemen: int = 8) -> Findings:
    """Read them from a build."""
    with DBStorage.open(build) as storage:
        items, releases, albums, people = storage.rows(
            load_sql("linernotes.insights.statistics", "shelf_counts")
        )[0]
        heard = storage.rows(f"{load_sql('linernotes.insights.statistics', 'sidemen')} limit ?", [sidemen])
        decades: dict[int, int] = dict(storage.rows(load_sql("linernotes.insights.statistics", "decades")))
    return Findings(
        items=items,
        releases=releases,
        albums=albums,
        people=people,
        decades=decades,
        sidemen=tuple(Sideman(name, qty, tuple(leaders or ()), id) for id, name, qty, leaders in heard),
    )
