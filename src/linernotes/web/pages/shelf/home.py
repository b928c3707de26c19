"""Home: what is here, what came in, what to play again; the way in where nothing is here yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response

from linernotes.errors import ConfigError
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.coverage import of_build
from linernotes.insights.listening.rediscover import Forgotten, read_drawn_day, unplayed
from linernotes.insights.market.collection_value import Valuation, present_value, read_valuations
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.anniversaries import OnThisDay, read_anniversaries
from linernotes.insights.statistics.changes import Changes, read_changes
from linernotes.insights.statistics.days import local_day, local_days, today
from linernotes.insights.statistics.duplicates import Duplicates, read_duplicates
from linernotes.insights.statistics.overview import Overview, read_overview
from linernotes.insights.statistics.statistics import Makeup, Numbers, read_makeup, read_numbers
from linernotes.web.background.app_state import AppState, app_state
from linernotes.web.openapi import Tag
from linernotes.web.part_names import part_address
from linernotes.web.query.published import Published
from linernotes.web.query.shelf_answers import (
    AddedLine,
    AnniversariesAnswer,
    ChangesAnswer,
    CopyLine,
    DuplicateCounts,
    ForgottenLine,
    HomeAnswer,
    Parted,
    ReleasedLine,
)
from linernotes.web.query.user_facts import last_played
from linernotes.web.query.zones import zone_of
from linernotes.web.rendering.templating import draw, page

router = APIRouter(tags=[Tag.SHELF])

#: Sleeves of the copies added last that the page shows.
LATEST = 6

#: The words on the sleeves that stand on the first page while there are no records.
DISPLAY = (
    ("Who Plays Bass?", "Three Sessions in March"),
    ("The Same Drummer", "On Eleven of Your Albums"),
    ("Recorded At", "One Studio, Two Weeks"),
    ("Second Trumpet", "Uncredited"),
    ("Strings Arranged By", "Somebody You Know"),
    ("Liner Notes", "Yours"),
)

#: Another day than today, as MM-DD.
DayOfYear = Annotated[str | None, Query(alias="day", pattern=r"^\d\d-\d\d$")]


@dataclass(frozen=True, slots=True)
class Front:
    """The facts about a shelf on the first page."""

    overview: Overview
    numbers: Numbers
    decades: Makeup
    genres: Makeup
    duplicates: Duplicates
    changes: Changes
    on_this_day: OnThisDay
    forgotten: tuple[Forgotten, ...]
    valued: Valuation | None
    last_valuation: Valuation | None


def front(snapshot: Snapshot, played: Mapping[int, date], now: datetime, day: date, asked: date) -> Front:
    """Everything on the first page that is about the shelf.

    `played` and `day`, which is today, are days of the collector's zone; `asked` is the day whose anniversaries
    are shown.
    """
    history = snapshot.cached(read_valuations)
    copies = snapshot.cached(read_collection).copies
    # records above, among those added last, are not shown again below
    above = {copy.release_id for copy in copies[:LATEST]} if len(copies) > LATEST else set()
    drawn = snapshot.latest(read_drawn_day, day)
    return Front(
        overview=snapshot.cached(read_overview),
        numbers=snapshot.cached(read_numbers),
        decades=snapshot.cached(read_makeup, "decade"),
        genres=snapshot.cached(read_makeup, "genre"),
        duplicates=snapshot.cached(read_duplicates),
        changes=snapshot.cached(read_changes),
        on_this_day=snapshot.cached(read_anniversaries).of(asked),
        forgotten=unplayed([one for one in drawn if one.record.release_id not in above], played, day),
        valued=present_value(history, now),
        last_valuation=history[0] if history else None,
    )


@router.get("/", include_in_schema=False)
def home(request: Request, asked: DayOfYear = None) -> Response:
    """The first page."""
    state = app_state(request)
    account, run, is_paused = state.from_landing(
        lambda landing: (landing.account(), landing.run_state(), landing.control() == "pause"),
        (None, None, False),
    )
    connected, trouble = _connected(state)
    context: dict[str, object] = {
        "account": account,
        "run": run,
        "is_running": run is not None and run.status == "running",
        "is_paused": is_paused,
        "display": DISPLAY,
        "connected": connected,
        "trouble": trouble,
        "front": None,
    }
    with state.builds.reading() as snapshot:
        if snapshot is not None:
            context |= _shelf(state, snapshot, zone_of(request), asked)
    return page(request, "home/page.html", **context)


@router.get("/api/home")
def api_home(request: Request, snapshot: Published, asked: DayOfYear = None) -> HomeAnswer:
    """Facts of the first page: the shelf in numbers, changes, anniversaries of the day, records to play again.

    404 before the first build.
    """
    state = app_state(request)
    return _as_json(snapshot, _front(state, snapshot, zone_of(request), asked))


def _front(state: AppState, snapshot: Snapshot, zone: tzinfo | None, asked: str | None) -> Front:
    now = datetime.now(UTC)
    day = local_day(now, zone)
    return front(snapshot, local_days(last_played(state), zone), now, day, _day(asked, day))


def _shelf(state: AppState, snapshot: Snapshot, zone: tzinfo | None, asked: str | None) -> dict[str, object]:
    shown = _front(state, snapshot, zone, asked)
    copies = [one.record.copies[0] for one in shown.forgotten]
    return {
        "front": shown,
        "overview": shown.overview,
        "is_today": shown.on_this_day.day == today(zone),
        "latest": draw(state.settings, snapshot, snapshot.cached(read_collection).copies[:LATEST]),
        "forgotten": list(zip(shown.forgotten, draw(state.settings, snapshot, copies), strict=True)),
        "address": part_address,
    }


def _day(asked: str | None, day: date) -> date:
    """The day of this year that is asked for, else `day`, which is today."""
    if asked is None:
        return day
    try:
        return date(day.year, int(asked[:2]), int(asked[3:]))
    except ValueError:
        raise HTTPException(422, "There is no such day this year.") from None


def _as_json(snapshot: Snapshot, shown: Front) -> HomeAnswer:
    return HomeAnswer(
        records=shown.overview.items,
        albums=shown.overview.albums,
        artists=shown.overview.artists,
        people=shown.overview.people,
        playing_time=shown.numbers.playing_time,
        value=shown.valued,
        latest=[CopyLine.of(copy) for copy in snapshot.cached(read_collection).copies[:LATEST]],
        changes=ChangesAnswer.of(shown.changes),
        rediscover=[ForgottenLine.of_forgotten(one) for one in shown.forgotten],
        on_this_day=AnniversariesAnswer(
            shown.on_this_day.day,
            [AddedLine.of_addition(one) for one in shown.on_this_day.added],
            [ReleasedLine.of_birthday(one) for one in shown.on_this_day.released],
        ),
        decades=Parted.of(shown.decades),
        genres=Parted.of(shown.genres),
        dated=shown.numbers.dated,
        duplicates=DuplicateCounts.of(shown.duplicates, shown.overview.knowledge),
        **of_build(snapshot),
    )


def _connected(state: AppState) -> tuple[bool, str | None]:
    """Return whether there are credentials, and the fault that hides the answer."""
    try:
        return state.discogs.credentials_ok, None
    except ConfigError as error:
        return False, str(error)
