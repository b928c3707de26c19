"""Models of the JSON of the first page and of the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from linernotes.insights.collection.copies import Copy
from linernotes.insights.coverage import OfBuild
from linernotes.insights.listening.play_weight import Appeal
from linernotes.insights.listening.rediscover import Forgotten
from linernotes.insights.market.collection_value import FolderPrices, Valuation
from linernotes.insights.statistics.anniversaries import Addition, Birthday
from linernotes.insights.statistics.changes import Change, Changes
from linernotes.insights.statistics.duplicates import Duplicate, Duplicates
from linernotes.insights.statistics.growth import Growth
from linernotes.insights.statistics.knowledge import Knowledge
from linernotes.insights.statistics.owned_releases import Record
from linernotes.insights.statistics.statistics import Dated, FolderNumbers, Makeup, PlayingTime
from linernotes.web.part_names import part_address


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
        return cls(**_copy(copy))


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
        return cls(**_record(record))


@dataclass(frozen=True, kw_only=True)
class AddedLine(CopyLine):
    """A copy that was added on this day, `years` years ago."""

    years: int

    @classmethod
    def of_addition(cls, one: Addition) -> AddedLine:
        return cls(**_copy(one.copy), years=one.years)


@dataclass(frozen=True, kw_only=True)
class ReleasedLine(RecordLine):
    """A pressing that came out on this day, `years` years ago."""

    released: date
    years: int

    @classmethod
    def of_birthday(cls, one: Birthday) -> ReleasedLine:
        return cls(**_record(one.record), released=one.released, years=one.years)


@dataclass(frozen=True, kw_only=True)
class ForgottenLine(RecordLine):
    """A record to rediscover, with the facts that speak for it."""

    why: Appeal

    @classmethod
    def of_forgotten(cls, one: Forgotten) -> ForgottenLine:
        return cls(**_record(one.record), why=one.appeal)


@dataclass(frozen=True)
class ValueLine:
    """A value and the number of records (copies) that have it; `at` is the address that lists them."""

    value: str
    label: str
    records: int
    at: str


@dataclass(frozen=True)
class Parted:
    """The shelf parted in one way. `unknown` counts the records that have no known value."""

    values: list[ValueLine]
    unknown: int

    @classmethod
    def of(cls, makeup: Makeup) -> Parted:
        return cls(
            [
                ValueLine(one.key, one.label, one.copies, part_address(makeup.part, one.key))
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
    def of(cls, found: Duplicates, known: Knowledge) -> DuplicateCounts:
        """`other_pressings` is null where it is not known which pressings are of one album."""
        return cls(
            len(found.albums), found.same_pressing, found.other_pressings if known.has_albums else None
        )


@dataclass(frozen=True)
class DuplicateLine:
    """An album that is there more than once; `master_id` is null if Discogs has none."""

    master_id: int | None
    copies: int
    pressings: list[RecordLine]

    @classmethod
    def of(cls, album: Duplicate) -> DuplicateLine:
        kind, id = album.album
        pressings = [RecordLine.of(one) for one in album.pressings]
        return cls(id if kind == "master" else None, album.copies, pressings)


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
class AnniversariesAnswer:
    """A day by Discogs' clock (US Pacific), and what happened on it in earlier years."""

    day: date
    added: list[AddedLine]
    released: list[ReleasedLine]


@dataclass(frozen=True, kw_only=True)
class HomeAnswer(OfBuild):
    """The first page. `value` is null where Discogs' terms no longer permit to show the newest one.

    `albums`, `artists` and `people` are null while they are not known.
    """

    records: int
    albums: int | None
    artists: int | None
    people: int | None
    playing_time: PlayingTime
    value: Valuation | None
    latest: list[CopyLine]
    changes: ChangesAnswer
    rediscover: list[ForgottenLine]
    on_this_day: AnniversariesAnswer
    decades: Parted
    genres: Parted
    dated: Dated
    duplicates: DuplicateCounts


@dataclass(frozen=True)
class FolderLine:
    """A folder in numbers; `asking` is null where no price of a copy in it is fresh."""

    folder: FolderNumbers
    asking: FolderPrices | None


@dataclass(frozen=True)
class ValueAnswer:
    """The value of the collection at Discogs, of each sync. `now` is null where the newest value is too old to show."""

    now: Valuation | None
    history: tuple[Valuation, ...]


@dataclass(frozen=True, kw_only=True)
class NumbersAnswer(OfBuild):
    """All counts of the shelf."""

    records: int
    playing_time: PlayingTime
    dated: Dated
    value: ValueAnswer
    folders: list[FolderLine]
    growth: Growth
    decade: Parted
    genre: Parted
    style: Parted
    format: Parted
    country: Parted
    label: Parted
    duplicates: list[DuplicateLine]


def _copy(copy: Copy) -> dict[str, Any]:
    return {
        name: getattr(copy, name)
        for name in ("instance_id", "release_id", "title", "artist", "added_at", "added_on")
    }


def _record(record: Record) -> dict[str, Any]:
    line = {name: getattr(record, name) for name in ("release_id", "title", "artist", "year")}
    return line | {"copies": len(record.copies)}
