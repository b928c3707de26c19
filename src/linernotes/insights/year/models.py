"""What a year of a shelf is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from linernotes.insights.coverage import OfBuild
from linernotes.insights.network.paths import Path


@dataclass(frozen=True, slots=True)
class Played:
    """A record was played on a day of the collector's zone."""

    release_id: int
    day: date


@dataclass(frozen=True, slots=True)
class YearCounts:
    """A year with something in it: copies that came in, and plays."""

    year: int
    came_in: int
    plays: int


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """One month of a year, from 1 to 12."""

    month: int
    came_in: int
    plays: int


@dataclass(frozen=True, slots=True)
class YearPerson:
    """Somebody who makes music on `albums` of the year: those that came in, and those that were played.

    `plays` counts the plays of these albums in this year.
    """

    artist_id: int
    name: str
    albums: int
    plays: int


@dataclass(frozen=True, slots=True)
class FirstMet:
    """Somebody whose first record here came in this year, and on how many of its albums they make music.

    `release_id` and `title` are that first record's.
    """

    artist_id: int
    name: str
    albums: int
    release_id: int
    title: str


@dataclass(frozen=True, slots=True)
class YearInstrument:
    """An instrument, and on how many albums of the year it is credited."""

    role: str
    albums: int


@dataclass(frozen=True, slots=True)
class NewLink:
    """Two people who were here before, and play together for the first time on a record of this year.

    Albums of each are those that were here before.
    """

    artist_id_from: int
    name_from: str
    albums_from: int
    artist_id_to: int
    name_to: str
    albums_to: int
    release_id: int
    title: str


@dataclass(frozen=True, slots=True)
class YearRecord:
    """A record and its plays in this year."""

    release_id: int
    title: str
    artist: str
    plays: int


@dataclass(frozen=True, kw_only=True)
class YearsAnswer(OfBuild):
    """All years with something in them, the latest first. `undated` copies have no date of addition."""

    years: tuple[YearCounts, ...]
    undated: int


@dataclass(frozen=True, kw_only=True)
class YearAnswer(OfBuild):
    """A year. Copies came in on days of Discogs (US Pacific), plays are on days of the collector's zone.

    `is_so_far`: the year is not over. `undated` copies have no date of addition: they are of no year. `people`, `met`,
    `instruments`, `links` and `played` have the first few, the most first. `journey` is the longest of the shortest
    ways between two main artists of what came in. `nearest` is set where this year has nothing: the nearest year
    with something.
    """

    year: int
    is_so_far: bool
    came_in: int
    albums: int
    plays: int
    undated: int
    months: tuple[MonthCounts, ...]
    people: tuple[YearPerson, ...]
    qty_met: int
    met: tuple[FirstMet, ...]
    instruments: tuple[YearInstrument, ...]
    links: tuple[NewLink, ...]
    journey: Path | None
    played: tuple[YearRecord, ...]
    nearest: int | None
    sentence: str = field(default="")

    @property
    def is_empty(self) -> bool:
        """Whether nothing came in and nothing was played."""
        return not self.came_in and not self.plays
