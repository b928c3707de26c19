"""The answer with all counts of the shelf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.market.collection_value import (
    FolderPrices,
    Valuation,
    folder_prices,
    present_value,
    read_asking_prices,
    read_valuations,
)
from linernotes.insights.market.value_line import ValueLine, value_line
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.drawings.crossed import (
    ROW_PARTS,
    Crossed,
    RowPart,
    read_by_added,
    read_by_decade,
)
from linernotes.insights.statistics.drawings.shelf_growth import ShelfGrowth, read_shelf_growth
from linernotes.insights.statistics.drawings.year_calendar import (
    YearCalendar,
    read_added_days,
    year_calendar,
)
from linernotes.insights.statistics.duplicates import read_duplicates
from linernotes.insights.statistics.growth import Growth, read_growth
from linernotes.insights.statistics.shelf_lines import DuplicateLine, Parted
from linernotes.insights.statistics.statistics import (
    PARTS,
    Dated,
    FolderNumbers,
    PlayingTime,
    read_makeup,
    read_numbers,
)


@dataclass(frozen=True)
class FolderLine:
    """A folder in numbers; `asking` is null where no price of a copy in it is fresh."""

    folder: FolderNumbers
    asking: FolderPrices | None


@dataclass(frozen=True)
class ValueAnswer:
    """The value of the collection at Discogs, of each sync. `now` is null where the newest value is too old to show.

    `line` has what is drawn of the history.
    """

    now: Valuation | None
    history: tuple[Valuation, ...]
    line: ValueLine


@dataclass(frozen=True)
class DrawingsAnswer:
    """What the drawings show: growth by month, the shelf in two ways at once, the days of a year."""

    growth: ShelfGrowth
    by_decade: dict[RowPart, Crossed]
    by_added: dict[RowPart, Crossed]
    calendar: YearCalendar


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
    drawings: DrawingsAnswer


def read_drawings(snapshot: Snapshot, played: Mapping[date, int], year: int | None) -> DrawingsAnswer:
    """Read what the drawings show. `played` counts plays by day; `year` is that of the calendar, None is the latest."""
    return DrawingsAnswer(
        growth=snapshot.cached(read_shelf_growth),
        by_decade={part: snapshot.cached(read_by_decade, part) for part in ROW_PARTS},
        by_added={part: snapshot.cached(read_by_added, part) for part in ROW_PARTS},
        calendar=year_calendar(snapshot.cached(read_added_days), played, year),
    )


def read_numbers_answer(
    snapshot: Snapshot, now: datetime, played: Mapping[date, int], year: int | None = None
) -> NumbersAnswer:
    """Count the shelf. Prices and values that are too old at the moment `now` are left out.

    `played` counts plays by day; `year` is that of the calendar, None is the latest.
    """
    counted, history = snapshot.cached(read_numbers), snapshot.cached(read_valuations)
    asking = folder_prices(snapshot.cached(read_asking_prices), now)
    return NumbersAnswer(
        records=counted.records,
        playing_time=counted.playing_time,
        dated=counted.dated,
        value=ValueAnswer(present_value(history, now), history, value_line(history)),
        folders=[FolderLine(one, asking.get(one.folder_id)) for one in counted.folders],
        growth=snapshot.cached(read_growth),
        duplicates=[DuplicateLine.of(one) for one in snapshot.cached(read_duplicates).albums],
        drawings=read_drawings(snapshot, played, year),
        **of_build(snapshot),
        **{part: Parted.of(snapshot.cached(read_makeup, part)) for part in PARTS},
    )
