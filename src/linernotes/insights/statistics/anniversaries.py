"""On this day: what was added to the shelf on a day of earlier years, and what came out on it.

A copy was added on the day that Discogs shows (`added_on`). Which day it is today is the collector's own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from linernotes.insights.collection.copies import Copy
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.owned_releases import OwnedReleases, Record, read_owned_releases

#: A day of the year: (month, day).
Day = tuple[int, int]

_FULL_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Addition:
    """A copy that was added on this day, `years` years ago."""

    copy: Copy
    years: int


@dataclass(frozen=True, slots=True)
class Birthday:
    """A pressing that came out on this day, `years` years ago."""

    record: Record
    released: date
    years: int


@dataclass(frozen=True, slots=True)
class OnThisDay:
    """A day, and what happened on it in earlier years: the latest additions first, the oldest records first."""

    day: date
    added: tuple[Addition, ...]
    released: tuple[Birthday, ...]


class Anniversaries:
    """Every addition and every full release date of a shelf by its day of the year: read once, asked every day."""

    def __init__(self, shelf: OwnedReleases) -> None:
        self._added: defaultdict[Day, list[tuple[date, Copy]]] = defaultdict(list)
        self._released: defaultdict[Day, list[tuple[date, Record]]] = defaultdict(list)
        for record in shelf:
            for copy in record.copies:
                if (day := copy.added_on) is not None:
                    self._added[day.month, day.day].append((day, copy))
            if released := full_date(record.released):
                self._released[released.month, released.day].append((released, record))

    def of(self, day: date) -> OnThisDay:
        """What there is on a day; nothing of its own year, or of later ones."""
        key = (day.month, day.day)
        earlier = [(on, copy) for on, copy in self._added.get(key, ()) if on.year < day.year]
        added = [Addition(copy, day.year - on.year) for on, copy in earlier]
        out = [(on, record) for on, record in self._released.get(key, ()) if on.year < day.year]
        released = [Birthday(record, on, day.year - on.year) for on, record in out]
        return OnThisDay(
            day=day,
            added=tuple(sorted(added, key=lambda one: (one.years, one.copy.instance_id))),
            released=tuple(sorted(released, key=lambda one: (-one.years, one.record.release_id))),
        )


def read_anniversaries(snapshot: Snapshot) -> Anniversaries:
    """Read them from a build."""
    return Anniversaries(snapshot.cached(read_owned_releases))


def full_date(released: str | None) -> date | None:
    """The day of '1999-07-13'; None for '1999', '1999-07-00' and what is no date. Pure."""
    found = _FULL_DATE.fullmatch(released or "")
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:  # 1999-07-00, 1999-02-30
        return None
