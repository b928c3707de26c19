"""The year in liner notes: a page for each year, the list of years, and the picture to share."""

from __future__ import annotations

from calendar import month_name
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from markupsafe import Markup

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.days import today
from linernotes.insights.statistics.overview import read_overview
from linernotes.insights.year.models import YearAnswer, YearsAnswer
from linernotes.insights.year.read_year import read_year, read_years
from linernotes.insights.year.wording import title_of
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.query.user_facts import played
from linernotes.web.query.zones import zone_of
from linernotes.web.rendering.templating import before_first_build, page
from linernotes.web.rendering.year_picture import year_picture

router = APIRouter(tags=[Tag.SHELF])

AnyYear = Annotated[int, Path(ge=1, le=9999)]


@router.get("/year", include_in_schema=False)
def years(request: Request) -> Response:
    """All years with something in them."""
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title="The years")
        answer = read_years(snapshot, played(state, zone_of(request)))
        overview = snapshot.cached(read_overview)
    most = max((one.came_in for one in answer.years), default=0)
    return page(request, "year/years.html", answer=answer, overview=overview, most=most)


@router.get("/year/{year}.svg", include_in_schema=False)
def picture(year: AnyYear, request: Request, snapshot: CurrentSnapshot) -> Response:
    """The picture of a year, as a file to share."""
    name = f'attachment; filename="linernotes-{year}.svg"'
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-cache"}
    return Response(year_picture(_read(request, snapshot, year)), media_type="image/svg+xml", headers=headers)


@router.get("/year/{year}", include_in_schema=False)
def year(year: AnyYear, request: Request) -> Response:
    """The page of a year."""
    with app_state(request).builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title=str(year))
        answer = _read(request, snapshot, year)
        overview = snapshot.cached(read_overview)
    return page(
        request,
        "year/page.html",
        answer=answer,
        title=title_of(answer),
        month_names=month_name,
        overview=overview,
        picture=Markup(year_picture(answer)),  # noqa: S704 drawn with escapes
    )


@router.get("/api/year")
def api_years(request: Request, snapshot: CurrentSnapshot) -> YearsAnswer:
    """All years in which something came in or was played. 404 before the first build."""
    return read_years(snapshot, played(app_state(request), zone_of(request)))


@router.get("/api/year/{year}")
def api_year(year: AnyYear, request: Request, snapshot: CurrentSnapshot) -> YearAnswer:
    """A year: its people, instruments, new links, longest journey, and what was played most.

    A year with nothing in it names the nearest one with something. 404 before the first build.
    """
    return _read(request, snapshot, year)


def _read(request: Request, snapshot: Snapshot, year: int) -> YearAnswer:
    zone = zone_of(request)
    return read_year(snapshot, played(app_state(request), zone), year, today(zone))
