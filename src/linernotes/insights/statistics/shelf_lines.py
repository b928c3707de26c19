"""Copies, records and values in one line each, as the answers about the whole shelf list them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from linernotes.insights.collection.copies import Copy
from linernotes.insights.collection.views import View
from linernotes.insights.statistics.anniversaries import Addition, Birthday, OnThisDay
from linernotes.insights.statistics.changes import Change, Changes
from linernotes.insights.statistics.duplicates import Duplicate, Duplicates
from linernotes.insights.statistics.knowledge import Knowledge
from linernotes.insights.statistics.owned_releases import Record
from linernotes.insights.statistics.statistics import Makeup, Part


@dataclass(frozen=True, kw_only=True)
class CopyLine:
    """A copy in one line."""

    instance_id: int
    release_id: int
    title: str
    artist: str
    added_at: datetime | None
    added_on: date | None

    @classmethod
    def of(cls, copy: Copy) -> CopyLine:
        return cls(**copy_fields(copy))


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """A pressing in one line; `year` is that in which the album came out first, where that is known."""

    release_id: int
    title: str
    artist: str
    year: int | None
    copies: int

    @classmethod
    def of(cls, record: Record) -> RecordLine:
        return cls(**record_fields(record))


@dataclass(frozen=True, kw_only=True)
class AddedLine(CopyLine):
    """A copy that was added on this day, `years` years ago."""

    years: int

    @classmethod
    def of_addition(cls, addition: Addition) -> AddedLine:
        return cls(**copy_fields(addition.copy), years=addition.years)


@dataclass(frozen=True, kw_only=True)
class ReleasedLine(RecordLine):
    """A pressing that came out on this day, `years` years ago."""

    released: date
    years: int

    @classmethod
    def of_birthday(cls, birthday: Birthday) -> ReleasedLine:
        return cls(**record_fields(birthday.record), released=birthday.released, years=birthday.years)


@dataclass(frozen=True)
class AnniversariesAnswer:
    """A day by Discogs' clock (US Pacific), and what happened on it in earlier years."""

    day: date
    added: list[AddedLine]
    released: list[ReleasedLine]

    @classmethod
    def of(cls, events: OnThisDay) -> AnniversariesAnswer:
        return cls(
            events.day,
            [AddedLine.of_addition(addition) for addition in events.added],
            [ReleasedLine.of_birthday(birthday) for birthday in events.released],
        )


@dataclass(frozen=True)
class ChangesAnswer:
    """The newest changes of the collection. `is_latest` is false where the last sync noticed none."""

    seen_at: datetime | None
    is_latest: bool
    counts: dict[str, int]
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, noticed: Changes) -> ChangesAnswer:
        return cls(noticed.seen_at, noticed.is_latest, noticed.counts, noticed.changes)


@dataclass(frozen=True)
class CountedValue:
    """A value and the number of records (copies) that have it; `at` is the address that lists them."""

    value: str
    label: str
    records: int
    at: str


@dataclass(frozen=True)
class Parted:
    """The shelf parted in one way. `unknown` counts the records that have no known value."""

    values: list[CountedValue]
    unknown: int

    @classmethod
    def of(cls, makeup: Makeup) -> Parted:
        return cls(
            [
                CountedValue(one.key, one.label, one.copies, part_address(makeup.part, one.key))
                for one in makeup.values
            ],
            makeup.unknown,
        )


@dataclass(frozen=True)
class DuplicateCounts:
    """Albums that are there more than once: with the same pressing twice, in several pressings."""

    albums: int
    same_pressing: int
    other_pressings: int | None

    @classmethod
    def of(cls, duplicates: Duplicates, known: Knowledge) -> DuplicateCounts:
        """`other_pressings` is null where it is not known which pressings are of one album."""
        other_pressings = duplicates.other_pressings if known.has_albums else None
        return cls(len(duplicates.albums), duplicates.same_pressing, other_pressings)


@dataclass(frozen=True)
class DuplicateLine:
    """An album that is there more than once; `master_id` is null if Discogs has none."""

    master_id: int | None
    copies: int
    pressings: list[RecordLine]

    @classmethod
    def of(cls, album: Duplicate) -> DuplicateLine:
        kind, id = album.album
        pressings = [RecordLine.of(pressing) for pressing in album.pressings]
        return cls(id if kind == "master" else None, album.copies, pressings)


class CopyFields(TypedDict):
    """The fields of `CopyLine`."""

    instance_id: int
    release_id: int
    title: str
    artist: str
    added_at: datetime | None
    added_on: date | None


class RecordFields(TypedDict):
    """The fields of `RecordLine`."""

    release_id: int
    title: str
    artist: str
    year: int | None
    copies: int


def copy_fields(copy: Copy) -> CopyFields:
    """Return the fields of a line about a copy."""
    return {
        "instance_id": copy.instance_id,
        "release_id": copy.release_id,
        "title": copy.title,
        "artist": copy.artist,
        "added_at": copy.added_at,
        "added_on": copy.added_on,
    }


def record_fields(record: Record) -> RecordFields:
    """Return the fields of a line about a record."""
    return {
        "release_id": record.release_id,
        "title": record.title,
        "artist": record.artist,
        "year": record.year,
        "copies": len(record.copies),
    }


def part_address(part: Part, key: str) -> str:
    """The address of the records of a value: `/collection?genre=Jazz`. The value `none` lists those without one."""
    # Programs know `at` with blanks as "+"; a "+" of the value is "%2B" in both spellings.
    return View().including(part, key).address().replace("%20", "+")
