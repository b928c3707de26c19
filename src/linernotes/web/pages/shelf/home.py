"""Home: what is here, what came in, what to play again; the way in where nothing is here yet."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from markupsafe import Markup

from linernotes.insights.home.first_page import FirstPage, HomeAnswer, Picture, home_answer, read_first_page
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.days import local_day, today
from linernotes.insights.statistics.shelf_lines import part_address
from linernotes.insights.year.wording import title_of
from linernotes.web.background.app_state import AppState, app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.query.user_facts import played
from linernotes.web.query.zones import zone_of
from linernotes.web.rendering.atlas import draw_first_sight
from linernotes.web.rendering.templating import draw, page
from linernotes.web.rendering.year_picture import year_picture

router = APIRouter(tags=[Tag.SHELF])

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


@router.get("/", include_in_schema=False)
def home(request: Request, asked: DayOfYear = None) -> Response:
    """The first page."""
    state = app_state(request)
    account, run, is_paused = state.from_landing(
        lambda landing: (landing.account(), landing.run_state(), landing.control() == "pause"),
        (None, None, False),
    )
    connection = state.connection
    context: dict[str, object] = {
        "account": account,
        "run": run,
        "is_running": run is not None and run.status == "running",
        "is_paused": is_paused,
        "display": DISPLAY,
        "connected": connection.credentials_ok,
        "trouble": connection.trouble,
        "front": None,
    }
    with state.builds.reading() as snapshot:
        if snapshot is not None:
            context |= _shelf(state, snapshot, zone_of(request), asked)
    return page(request, "home/page.html", **context)


@router.get("/api/home")
def api_home(request: Request, snapshot: CurrentSnapshot, asked: DayOfYear = None) -> HomeAnswer:
    """Facts of the first page: the shelf in numbers, changes, anniversaries of the day, records to play again.

    404 before the first build.
    """
    state = app_state(request)
    return home_answer(snapshot, _first_page(state, snapshot, zone_of(request), asked))


def _first_page(state: AppState, snapshot: Snapshot, zone: tzinfo | None, asked: str | None) -> FirstPage:
    now = datetime.now(UTC)
    day = local_day(now, zone)
    return read_first_page(snapshot, played(state, zone), now, day, _day(asked, day))


def _shelf(state: AppState, snapshot: Snapshot, zone: tzinfo | None, asked: str | None) -> dict[str, object]:
    shown = _first_page(state, snapshot, zone, asked)
    copies = [one.record.copies[0] for one in shown.forgotten]
    return {
        "front": shown,
        "overview": shown.overview,
        "is_today": shown.on_this_day.day == today(zone),
        "latest": draw(state.settings, snapshot, shown.latest),
        "map_picture": snapshot.cached(draw_first_sight) if shown.picture == Picture.MAP else None,
        "year_picture": Markup(year_picture(shown.year)) if shown.year else None,  # noqa: S704 drawn with escapes
        "year_title": title_of(shown.year) if shown.year else None,
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
