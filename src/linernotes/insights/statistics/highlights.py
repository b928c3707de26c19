"""Findings: the first few things to know about a shelf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from linernotes.insights.contributors.contributors import Contributor, read_contributors
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.shelf_counts import read_shelf_counts
from linernotes.storage.duckdb.database import load_sql


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands on a shelf, in numbers, and the sidemen most heard on it. `decades` maps 1960 to albums."""

    items: int
    releases: int
    albums: int
    people: int
    decades: dict[int, int]
    sidemen: tuple[Contributor, ...]


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
        sidemen=read_contributors(snapshot, "performance", _SIDEMEN),
    )
