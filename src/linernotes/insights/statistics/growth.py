"""How the shelf grew: when the copies that stand on it now were added. Days are Discogs' own, US Pacific."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from linernotes.insights.collection.copies import Copy, read_collection
from linernotes.insights.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Months:
    """One year: how many copies were added, in each of its twelve months, and how many there were at its end."""

    year: int
    added: int
    total: int
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """Copies added year by year, without gaps, the oldest first.

    `undated` copies have no day. Copies that were removed are not known.
    """

    years: tuple[Months, ...]
    undated: int

    @property
    def most(self) -> int:
        """The most copies that were added in one year; 1 where there is none."""
        return max((year.added for year in self.years), default=1) or 1


def read_growth(snapshot: Snapshot) -> Growth:
    """Read it from a build."""
    return count_growth(snapshot.cached(read_collection).copies)


def count_growth(copies: Iterable[Copy]) -> Growth:
    """Count them. Pure."""
    days = [copy.added_on for copy in copies]
    counts = Counter((day.year, day.month) for day in days if day)
    years: list[Months] = []
    total = 0
    for year in range(min(counts)[0], max(counts)[0] + 1) if counts else ():
        months = tuple(counts[year, month] for month in range(1, 13))
        total += sum(months)
        years.append(Months(year, sum(months), total, months))
    return Growth(tuple(years), undated=days.count(None))
