"""A year, day by day: what came in, by Discogs' own days, and what was played, by the collector's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from linernotes.insights.collection.copies import read_collection
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import counted, plural


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something happened: copies that came in, and plays."""

    day: date
    added: int
    played: int

    @property
    def sentence(self) -> str:
        """`3 March 2024: 2 records came in, 1 play`."""
        said = [f"{counted(self.added, 'record')} came in"] if self.added else []
        said += [counted(self.played, "play")] if self.played else []
        return f"{_date(self.day)}: {', '.join(said)}"


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """One year's days on which something happened. `years` are those in which anything did, the first one first.

    `undated` copies of the whole shelf have no day. `year` is None where nothing ever happened.
    """

    year: int | None
    days: tuple[Day, ...]
    years: tuple[int, ...]
    undated: int

    @property
    def added(self) -> int:
        """Copies that came in."""
        return sum(one.added for one in self.days)

    @property
    def played(self) -> int:
        """Plays."""
        return sum(one.played for one in self.days)

    @property
    def sentence(self) -> str:
        """What the picture shows."""
        if not self.days:
            return "No record came in, and none was played."
        fullest = max(self.days, key=lambda one: (one.added, one.day))
        said = []
        if self.added:
            said.append(
                f"{counted(self.added, 'record')} came in on {counted(self._days_of('added'), 'day')}"
            )
        if fullest.added > 1:
            said.append(f"the fullest day was {_date(fullest.day)} with {fullest.added:,}")
        if self.played:
            plays = f"{counted(self.played, 'play')} {plural(self.played, 'was')} logged"
            said.append(f"{plays} on {counted(self._days_of('played'), 'day')}")
        return f"In {self.year} {'; '.join(said)}."

    def _days_of(self, kind: str) -> int:
        return sum(bool(getattr(one, kind)) for one in self.days)


@dataclass(frozen=True, slots=True)
class AddedDays:
    """How many copies were added on each day, and how many have no day."""

    days: Mapping[date, int]
    undated: int


def read_added_days(snapshot: Snapshot) -> AddedDays:
    """Read them from a build."""
    days = Counter(copy.added_on for copy in snapshot.cached(read_collection).copies)
    return AddedDays({day: copies for day, copies in days.items() if day}, days[None])


def year_calendar(added: AddedDays, played: Mapping[date, int], year: int | None = None) -> YearCalendar:
    """The days of a year; None, or a year in which nothing happened, is the latest in which something did. Pure."""
    years = sorted({day.year for day in added.days} | {day.year for day in played})
    if not years:
        return YearCalendar(None, (), (), added.undated)
    asked = year if year in years else years[-1]
    days = sorted(day for day in {*added.days, *played} if day.year == asked)
    return YearCalendar(
        year=asked,
        days=tuple(Day(day, added.days.get(day, 0), played.get(day, 0)) for day in days),
        years=tuple(years),
        undated=added.undated,
    )


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
