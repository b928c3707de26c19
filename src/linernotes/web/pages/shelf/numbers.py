"""In numbers: all that is counted on the shelf, with nothing left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from markupsafe import Markup

from linernotes.insights.market.collection_value import (
    folder_prices,
    present_value,
    read_asking_prices,
    read_valuations,
)
from linernotes.insights.market.value_line import value_line
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.drawings.crossed import (
    ROW_PARTS,
    RowPart,
    read_by_added,
    read_by_decade,
)
from linernotes.insights.statistics.drawings.shelf_growth import read_shelf_growth
from linernotes.insights.statistics.drawings.year_calendar import read_added_days, year_calendar
from linernotes.insights.statistics.duplicates import read_duplicates
from linernotes.insights.statistics.growth import read_growth
from linernotes.insights.statistics.numbers_answer import NumbersAnswer, read_numbers_answer
from linernotes.insights.statistics.overview import read_overview
from linernotes.insights.statistics.shelf_lines import part_address
from linernotes.insights.statistics.statistics import PARTS, Part, read_makeup, read_numbers
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.part_names import part_title, silent_label
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.query.user_facts import played
from linernotes.web.query.zones import zone_of
from linernotes.web.rendering.charts.of_shelf import (
    added_chart,
    decades_chart,
    genres_chart,
    growth_chart,
    value_chart,
    year_chart,
)
from linernotes.web.rendering.templating import before_first_build, page

router = APIRouter(tags=[Tag.SHELF])

#: Values of one kind on the page with all numbers.
TOP = 12
#: Values or albums on one page of many.
PER_PAGE = 200

PageNumber = Annotated[int, Query(alias="page", ge=1, le=1_000_000)]


#: What the rows of a heat map are, and the year of the calendar; None is the latest one.
RowsBy = Annotated[RowPart, Query()]
Year = Annotated[int | None, Query(ge=1, le=9999)]


@router.get("/numbers", include_in_schema=False)
def numbers(request: Request, by: RowsBy = "genre", came: RowsBy = "style", year: Year = None) -> Response:
    """All of it on one page; what is long is cut, with a page of its own."""
    state, zone = app_state(request), zone_of(request)
    plays = Counter(one.day for one in played(state, zone))
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, "numbers/empty.html")
        context = (
            _everything(snapshot) | _drawings(snapshot, plays, year, zone) | _crossed(snapshot, by, came)
        )
    return page(request, "numbers/page.html", **context)


@router.get("/numbers/duplicates", include_in_schema=False)
def duplicates(request: Request, number: PageNumber = 1) -> Response:
    """Albums that are there more than once."""
    with app_state(request).builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, "numbers/empty.html")
        found = snapshot.cached(read_duplicates)
        overview = snapshot.cached(read_overview)
    shown, number, pages = _page(found.albums, number)
    return page(
        request,
        "numbers/duplicates.html",
        found=found,
        overview=overview,
        shown=shown,
        number=number,
        pages=pages,
        address="/numbers/duplicates",
    )


@router.get("/numbers/{part}", include_in_schema=False)
def parted(request: Request, part: Annotated[Part, Path()], number: PageNumber = 1) -> Response:
    """The whole shelf parted in one way, to the last value."""
    with app_state(request).builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, "numbers/empty.html")
        makeup = snapshot.cached(read_makeup, part)
        dated = snapshot.cached(read_numbers).dated
        overview = snapshot.cached(read_overview)
    shown, number, pages = _page(makeup.values, number)
    return page(
        request,
        "numbers/part.html",
        makeup=makeup,
        shown=shown,
        title=part_title(part, overview.knowledge),
        dated=dated,
        overview=overview,
        number=number,
        pages=pages,
        address=part_address,
        here=f"/numbers/{part}",
    )


@router.get("/api/numbers")
def api_numbers(request: Request, snapshot: CurrentSnapshot, year: Year = None) -> NumbersAnswer:
    """Counts of the shelf, and what is drawn of them. 404 before the first build.

    `year` is that of `drawings.calendar`, by default the latest in which anything came in or was played.

    `value.now` and `asking` are null where they are older than Discogs' terms permit to show as what holds now.
    """
    plays = Counter(one.day for one in played(app_state(request), zone_of(request)))
    return read_numbers_answer(snapshot, datetime.now(UTC), plays, year)


def _everything(snapshot: Snapshot) -> dict[str, object]:
    now = datetime.now(UTC)
    history, known = snapshot.cached(read_valuations), snapshot.cached(read_overview).knowledge
    return {
        "overview": snapshot.cached(read_overview),
        "numbers": snapshot.cached(read_numbers),
        "valued": present_value(history, now),
        "last_valuation": history[0] if history else None,
        "history": history,
        "asking": folder_prices(snapshot.cached(read_asking_prices), now),
        "makeups": {part: snapshot.cached(read_makeup, part) for part in PARTS},
        "parted": {part: (part_title(part, known), silent_label(part, known)) for part in PARTS},
        "top": TOP,
        "growth": snapshot.cached(read_growth),
        "duplicates": snapshot.cached(read_duplicates),
        "address": part_address,
    }


def _drawings(
    snapshot: Snapshot, plays: Mapping[date, int], year: int | None, zone: tzinfo | None
) -> dict[str, object]:
    """The charts over time, and the numbers for the tables below them."""
    line = value_line(snapshot.cached(read_valuations))
    calendar = year_calendar(snapshot.cached(read_added_days), plays, year)
    return {
        "drawn": snapshot.cached(read_shelf_growth),
        "growth_drawn": snapshot.cached(_growth_chart),
        "genres_drawn": snapshot.cached(_genres_chart),
        "calendar": calendar,
        "calendar_drawn": year_chart(calendar),
        "value_line": line,
        "value_sentence": line.sentence(zone),
        "value_drawn": value_chart(line, zone),
    }


def _crossed(snapshot: Snapshot, by: RowPart, came: RowPart) -> dict[str, object]:
    """The heat maps, and the numbers for the tables below them."""
    return {
        "row_parts": ROW_PARTS,
        "by": by,
        "by_decade": snapshot.cached(read_by_decade, by),
        "decades_drawn": snapshot.cached(_decades_chart, by),
        "came": came,
        "by_added": snapshot.cached(read_by_added, came),
        "added_drawn": snapshot.cached(_added_chart, came),
    }


def _growth_chart(snapshot: Snapshot) -> Markup:
    return growth_chart(snapshot.cached(read_shelf_growth))


def _genres_chart(snapshot: Snapshot) -> Markup:
    return genres_chart(snapshot.cached(read_shelf_growth))


def _decades_chart(snapshot: Snapshot, by: RowPart) -> Markup:
    return decades_chart(snapshot.cached(read_by_decade, by))


def _added_chart(snapshot: Snapshot, came: RowPart) -> Markup:
    return added_chart(snapshot.cached(read_by_added, came))


def _page(everything: tuple[Any, ...], number: int) -> tuple[tuple[Any, ...], int, int]:
    """One page of many things; a page beyond the last one is the last one."""
    pages = max(1, -(-len(everything) // PER_PAGE))
    number = min(number, pages)
    return everything[(number - 1) * PER_PAGE : number * PER_PAGE], number, pages
