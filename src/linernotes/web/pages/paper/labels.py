"""Labels for shelves, boxes and records, to print; and where the code of a letter leads."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from linernotes.addresses import is_on_this_machine
from linernotes.insights.collection.copies import PER_PAGE
from linernotes.insights.collection.paper.labels import (
    MOST_LABELS,
    OTHER,
    Labels,
    LabelsFor,
    position_of_letter,
    read_labels,
)
from linernotes.insights.collection.views import View
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.overview import read_overview
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.pages.paper.inventory import filters_in_words
from linernotes.web.query.paper_query import LabelsPageQuery, LabelsQuery
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.query.user_facts import played_for
from linernotes.web.rendering.label_sheets import SHEETS, draw_code, on_sheets
from linernotes.web.rendering.templating import before_first_build, page

router = APIRouter(tags=[Tag.SHELF])

_FOR: dict[LabelsFor, str] = {
    "folder": "Folders",
    "letter": "Letters of the artists",
    "genre": "Genres",
    "style": "Styles",
    "decade": "Decades",
    "record": "Records, one each",
}


@router.get("/paper/labels", include_in_schema=False)
def labels(request: Request, asked: Annotated[LabelsPageQuery, Query()]) -> Response:
    """The sheets as they are printed, with their choices."""
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title="Labels")
        answer = _read(request, snapshot, asked)
        base = (state.settings.public_url or str(request.base_url)).rstrip("/")
        return page(
            request,
            "paper/labels.html",
            answer=answer,
            asked=asked,
            view=asked.wanted,
            filters=filters_in_words(snapshot, asked.wanted),
            labels_for=_FOR,
            sheets={name: sheet.title for name, sheet in SHEETS.items()},
            places=SHEETS[asked.sheet].labels,
            printed=on_sheets(answer.labels, SHEETS[asked.sheet], asked.start),
            most_labels=MOST_LABELS,
            base=base,
            is_only_here=is_on_this_machine(base),
            draw_code=draw_code,
            overview=snapshot.cached(read_overview),
        )


@router.get("/paper/shelf/{letter}", include_in_schema=False)
def letter(request: Request, letter: Annotated[str, Path(max_length=8)]) -> Response:
    """Lead to where a letter begins in the collection by artist: the code of its label says so."""
    with app_state(request).builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, "collection/empty.html")
        at = position_of_letter(snapshot, OTHER if letter == "other" else letter)
    return RedirectResponse(View(sort="artist").address(at // PER_PAGE + 1), 303)


@router.get("/api/labels")
def api_labels(request: Request, snapshot: CurrentSnapshot, asked: Annotated[LabelsQuery, Query()]) -> Labels:
    """Labels for a view of the collection, each with the path of the page that its code leads to."""
    return _read(request, snapshot, asked)


def _read(request: Request, snapshot: Snapshot, asked: LabelsQuery) -> Labels:
    played = played_for(app_state(request), asked.wanted)
    return read_labels(snapshot, asked.wanted, asked.of, first=asked.first, played=played)
