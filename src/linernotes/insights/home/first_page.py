"""The first page: the shelf in numbers, its changes, the anniversaries of a day, and records to play again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from linernotes.insights.collection.copies import Copy, read_collection
from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.listening.play_weight import Appeal
from linernotes.insights.listening.rediscover import Forgotten, read_drawn_day, unplayed
from linernotes.insights.market.collection_value import Valuation, present_value, read_valuations
from linernotes.insights.network.atlas import read_atlas
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.anniversaries import OnThisDay, read_anniversaries
from linernotes.insights.statistics.changes import Changes, read_changes
from linernotes.insights.statistics.duplicates import Duplicates, read_duplicates
from linernotes.insights.statistics.overview import Overview, read_overview
from linernotes.insights.statistics.shelf_lines import (
    AnniversariesAnswer,
    ChangesAnswer,
    CopyLine,
    DuplicateCounts,
    Parted,
    RecordLine,
    record_fields,
)
from linernotes.insights.statistics.statistics import (
    Dated,
    Makeup,
    Numbers,
    PlayingTime,
    read_makeup,
    read_numbers,
)
from linernotes.insights.year.models import Played, YearAnswer
from linernotes.insights.year.read_year import read_year, read_years

#: Copies added last that are listed.
LATEST = 6


class Picture(StrEnum):
    """The large picture of a day, in the order in which they take turns."""

    MAP = "map"  # the map of everybody on the shelf
    YEAR = "year"  # the newest year with something in it, in liner notes
    RECORD = "record"  # the first of the records to rediscover


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The facts about a shelf on the first page. `latest` are the copies added last.

    `picture` is what is drawn large on this day, None where there is nothing to draw. `year` is set where it is that.
    """

    overview: Overview
    numbers: Numbers
    decades: Makeup
    genres: Makeup
    duplicates: Duplicates
    changes: Changes
    on_this_day: OnThisDay
    latest: tuple[Copy, ...]
    forgotten: tuple[Forgotten, ...]
    picture: Picture | None
    year: YearAnswer | None
    valued: Valuation | None
    last_valuation: Valuation | None


@dataclass(frozen=True, kw_only=True)
class ForgottenLine(RecordLine):
    """A record to rediscover, with the facts that speak for it."""

    why: Appeal

    @classmethod
    def of_forgotten(cls, forgotten: Forgotten) -> ForgottenLine:
        return cls(**record_fields(forgotten.record), why=forgotten.appeal)


@dataclass(frozen=True, kw_only=True)
class HomeAnswer(OfBuild):
    """The first page. `value` is null where Discogs' terms no longer permit to show the newest one.

    `picture` is what the page shows large on this day, `year` that year where it is one.
    `albums`, `artists` and `people` are null while they are not known.
    """

    records: int
    albums: int | None
    artists: int | None
    people: int | None
    picture: Picture | None
    year: YearAnswer | None
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


def read_first_page(
    snapshot: Snapshot, plays: Sequence[Played], now: datetime, day: date, asked: date
) -> FirstPage:
    """Read the facts about the shelf.

    `plays` are all there are. They and `day`, which is today, are days of the collector's zone; `asked` is the day
    whose anniversaries are listed.
    """
    history = snapshot.cached(read_valuations)
    latest = snapshot.cached(read_collection).copies[:LATEST]
    forgotten = _forgotten(snapshot, plays, day)
    years = read_years(snapshot, plays).years
    there: dict[Picture, Callable[[], bool]] = {
        Picture.MAP: lambda: bool(snapshot.cached(read_atlas).countries),
        Picture.YEAR: lambda: bool(years),
        Picture.RECORD: lambda: bool(forgotten),
    }
    picture = picture_of(day, lambda one: there[one]())
    return FirstPage(
        overview=snapshot.cached(read_overview),
        numbers=snapshot.cached(read_numbers),
        decades=snapshot.cached(read_makeup, "decade"),
        genres=snapshot.cached(read_makeup, "genre"),
        duplicates=snapshot.cached(read_duplicates),
        changes=snapshot.cached(read_changes),
        on_this_day=snapshot.cached(read_anniversaries).of(asked),
        latest=latest,
        forgotten=forgotten,
        picture=picture,
        year=read_year(snapshot, plays, years[0].year, day) if picture == Picture.YEAR else None,
        valued=present_value(history, now),
        last_valuation=history[0] if history else None,
    )


def picture_of(day: date, is_there: Callable[[Picture], bool]) -> Picture | None:
    """Which picture is drawn large on a day: they take turns, and the next one stands in for one that is not there.

    Pure, and asks no further than it has to.
    """
    turn = day.toordinal() % len(Picture)
    pictures = [*Picture][turn:] + [*Picture][:turn]
    return next(filter(is_there, pictures), None)


def _forgotten(snapshot: Snapshot, plays: Sequence[Played], day: date) -> tuple[Forgotten, ...]:
    """Records to rediscover. One that stands among the latest is not listed again."""
    copies = snapshot.cached(read_collection).copies
    above = {copy.release_id for copy in copies[:LATEST]} if len(copies) > LATEST else set()
    last: dict[int, date] = {}
    for play in plays:
        last[play.release_id] = max(play.day, last.get(play.release_id, play.day))
    drawn = snapshot.latest(read_drawn_day, day)
    return unplayed([one for one in drawn if one.record.release_id not in above], last, day)


def home_answer(snapshot: Snapshot, read: FirstPage) -> HomeAnswer:
    """Return the answer with the facts that were read."""
    overview = read.overview
    return HomeAnswer(
        records=overview.items,
        albums=overview.albums,
        artists=overview.artists,
        people=overview.people,
        picture=read.picture,
        year=read.year,
        playing_time=read.numbers.playing_time,
        value=read.valued,
        latest=[CopyLine.of(copy) for copy in read.latest],
        changes=ChangesAnswer.of(read.changes),
        rediscover=[ForgottenLine.of_forgotten(one) for one in read.forgotten],
        on_this_day=AnniversariesAnswer.of(read.on_this_day),
        decades=Parted.of(read.decades),
        genres=Parted.of(read.genres),
        dated=read.numbers.dated,
        duplicates=DuplicateCounts.of(read.duplicates, overview.knowledge),
        **of_build(snapshot),
    )
