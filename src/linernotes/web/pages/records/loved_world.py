"""The people you love, everywhere: records of all of Discogs with most of the collector's musicians."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, BeforeValidator, Field

from linernotes.insights.world.loved_records import LovedRecords
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.published import CurrentCatalogue, CurrentSnapshot
from linernotes.web.rendering.templating import before_first_build, page

router = APIRouter(tags=[Tag.RELEASES])

#: Records that the page shows, and people who are named of each.
SHOWN, PEOPLE = 50, 12
#: Seconds that a page waits for the answer, and a program.
_PAGE_WAITS, _PROGRAM_WAITS = 0.02, 120.0

_Year = Annotated[
    Annotated[int, Field(ge=0, le=9999)] | None, BeforeValidator(lambda value: None if value == "" else value)
]


class LovedQuery(BaseModel):
    """Some of the records: with a role of one of the musicians, and of some years."""

    role: Annotated[str, Field(max_length=500)] = ""
    since: _Year = None
    until: _Year = None


@router.get("/gaps/world", include_in_schema=False)
def loved_world(request: Request, asked: Annotated[LovedQuery, Query()]) -> Response:
    """The page; it reloads itself while the records are read."""
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title="Gaps")
        month = state.catalogues.month()
        found = state.loved.read(snapshot.build_id, month.name, seconds=_PAGE_WAITS) if month else None
    return page(
        request,
        "world/loved.html",
        found=found.narrowed(role=asked.role, since=asked.since, until=asked.until) if found else None,
        roles=found.roles()[:200] if found else [],
        asked=asked,
        shown=SHOWN,
        people=PEOPLE,
    )


@router.get("/api/gaps/world")
def api_gaps_world(
    request: Request,
    snapshot: CurrentSnapshot,
    catalogue: CurrentCatalogue,
    asked: Annotated[LovedQuery, Query()],
) -> LovedRecords:
    """Records of all of Discogs with most of your musicians that you do not own. 404 without a catalogue.

    The first answer of a build and a month takes seconds.
    """
    state = app_state(request)
    found = state.loved.read(snapshot.build_id, catalogue.month.name, seconds=_PROGRAM_WAITS)
    if found is None:
        raise HTTPException(503, "The records are not read yet. Ask again.")
    return found.narrowed(role=asked.role, since=asked.since, until=asked.until)
