"""Overview: how much stands on the shelf, and how much of it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linernotes.insights.coverage import Coverage, read_coverage
from linernotes.insights.release.borrowed import counts_borrowed
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.knowledge import Knowledge, read_knowledge
from linernotes.insights.statistics.shelf_counts import read_shelf_counts


@dataclass(frozen=True, slots=True)
class Overview:
    """The shelf in numbers: copies, pressings, albums, and the people who made them. `artists` are collected ones.

    None is a number that nobody can know yet (`knowledge`): a CSV export alone names no album and nobody by id, and no
    listing has credits. `counts_borrowed`: credits of other pressings count, for releases that credit few people.
    """

    items: int
    releases: int
    albums: int | None
    people: int | None
    artists: int | None
    built_at: datetime | None
    coverage: tuple[Coverage, ...]
    knowledge: Knowledge
    counts_borrowed: bool


def read_overview(snapshot: Snapshot) -> Overview:
    """Read it from a build."""
    counts = read_shelf_counts(snapshot)
    coverage = snapshot.cached(read_coverage)
    known = snapshot.cached(read_knowledge)
    built_at = snapshot.storage.scalar("select value from meta where key = 'built_at'")
    return Overview(
        items=counts.items,
        releases=counts.releases,
        albums=counts.albums if known.has_albums else None,
        people=counts.people if known.has_credits else None,
        artists=next((one.total for one in coverage if one.subject == "artists"), 0)
        if known.has_albums
        else None,
        built_at=datetime.fromisoformat(built_at) if built_at else None,
        coverage=coverage,
        knowledge=known,
        counts_borrowed=snapshot.cached(counts_borrowed),
    )
