"""Overview: how much stands on the shelf, and how much of it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linernotes.insights.coverage import Coverage, read_coverage
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.knowledge import Knowledge, read_knowledge
from linernotes.storage.duckdb.database import load_sql


@dataclass(frozen=True, slots=True)
class Overview:
    """The shelf in numbers: copies, pressings, albums, and the people who made them. `artists` are collected ones.

    None is a number that nobody can know yet (`knowledge`): a CSV export alone names no album and nobody by id, and no
    listing has credits.
    """

    items: int
    releases: int
    albums: int | None
    people: int | None
    artists: int | None
    built_at: datetime | None
    coverage: tuple[Coverage, ...]
    knowledge: Knowledge


def read_overview(snapshot: Snapshot) -> Overview:
    """Read it from a build."""
    items, releases, albums, people = snapshot.storage.rows(
        load_sql("linernotes.insights.statistics", "shelf_counts")
    )[0]
    coverage = snapshot.cached(read_coverage)
    known = snapshot.cached(read_knowledge)
    built_at = snapshot.storage.scalar("select value from meta where key = 'built_at'")
    return Overview(
        items=items,
        releases=releases,
        albums=albums if known.has_albums else None,
        people=people if known.has_credits else None,
        artists=next((one.total for one in coverage if one.subject == "artists"), 0)
        if known.has_albums
        else None,
        built_at=datetime.fromisoformat(built_at) if built_at else None,
        coverage=coverage,
        knowledge=known,
    )
