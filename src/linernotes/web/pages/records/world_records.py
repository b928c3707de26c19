"""Records of all of Discogs for the collector: with most of their musicians, and what is new since last month."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, BeforeValidator, Field

from linernotes.insights.world.loved_records import LovedRecords, read_loved_records
from linernotes.insights.world.narrowing import Narrowing, choices
from linernotes.insights.world.new_records import NewRecords, read_new_records
from linernotes.web.background.app_state import AppState, app_state
from linernotes.web.background.world_answers import Failure
from linernotes.web.openapi import Tag
from linernotes.web.query.published import CurrentCatalogue, CurrentSnapshot
from linernotes.web.query.user_facts import followed
from linernotes.web.rendering.templating import before_first_build, page

router = APIRouter(tags=[Tag.RELEASES])

#: Records that the page shows, people who are named of each, and choices of a list.
SHOWN, PEOPLE, LISTED = 50, 12, 200
#: Seconds that a page waits for the answer, and a program.
_PAGE_WAITS, _PROGRAM_WAITS = 0.02, 120.0

_Name = Annotated[str, Field(max_length=500)]
_Year = Annotated[
    Annotated[int, Field(ge=0, le=9999)] | None, BeforeValidator(lambda value: None if value == "" else value)
]


class RecordsQuery(BaseModel):
    """Some of the records: with a role of one of the musicians, of a format, a label, and of some years."""

    role: _Name = ""
    format: _Name = ""
    label: _Name = ""
    since: _Year = None
    until: _Year = None

    def narrowing(self) -> Narrowing:
        """The same for insights."""
        return Narrowing(self.role, self.format, self.label, self.since, self.until)


@router.get("/gaps/world", include_in_schema=False)
def loved_world(request: Request, asked: Annotated[RecordsQuery, Query()]) -> Response:
    """The page of what is not owned; it reloads itself while the records are read."""
    return _page(request, asked, is_new=False)


@router.get("/gaps/new", include_in_schema=False)
def new_world(request: Request, asked: Annotated[RecordsQuery, Query()]) -> Response:
    """The page of what is new since last month; it reloads itself while the records are read."""
    return _page(request, asked, is_new=True)


@router.get("/api/gaps/world")
def api_gaps_world(
    request: Request,
    snapshot: CurrentSnapshot,
    catalogue: CurrentCatalogue,
    asked: Annotated[RecordsQuery, Query()],
) -> LovedRecords:
    """Records of all of Discogs with most of your musicians that you do not own. 404 without a catalogue.

    The first answer of a build and a month takes seconds.
    """
    state = app_state(request)
    found = _loved(state, snapshot.build_id, catalogue.month.name, _PROGRAM_WAITS)
    if isinstance(found, LovedRecords):
        return found.narrowed(asked.narrowing())
    raise _not_yet(found)


@router.get("/api/gaps/new")
def api_gaps_new(
    request: Request,
    snapshot: CurrentSnapshot,
    catalogue: CurrentCatalogue,
    asked: Annotated[RecordsQuery, Query()],
) -> NewRecords:
    """Releases that the month before had not, of artists you follow and with most of your musicians. 404 without a
    catalogue.

    The first answer of a build and a month takes seconds.
    """
    state = app_state(request)
    found = new_records(state, snapshot.build_id, catalogue.month.name, _PROGRAM_WAITS)
    if isinstance(found, NewRecords):
        return found.narrowed(asked.narrowing())
    raise _not_yet(found)


def _loved(state: AppState, build_id: str, month: str, seconds: float) -> LovedRecords | Failure | None:
    return state.loved.read((build_id, month), read_loved_records, seconds=seconds)


def new_records(state: AppState, build_id: str, month: str, seconds: float) -> NewRecords | Failure | None:
    """What is new since last month, for a build and a month; None if it is not read within some seconds."""
    artists = frozenset(followed(state))
    reader = partial(read_new_records, followed=artists)
    return state.new_records.read((build_id, month, artists), reader, seconds=seconds)


def _not_yet(found: Failure | None) -> HTTPException:
    return HTTPException(503, found.reason if found else "The records are not read yet. Ask again.")


def _page(request: Request, asked: RecordsQuery, *, is_new: bool) -> Response:
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title="Gaps")
        build_id = snapshot.build_id
    month = state.catalogues.month()
    read = new_records if is_new else _loved
    answer = read(state, build_id, month.name, _PAGE_WAITS) if month else None
    failure = answer if isinstance(answer, Failure) else None
    found = None if isinstance(answer, Failure) else answer
    return page(
        request,
        "world/new.html" if is_new else "world/loved.html",
        path="/gaps/new" if is_new else "/gaps/world",
        failure=failure,
        found=found.narrowed(asked.narrowing()) if found else None,
        choices=choices([(one.release, one.people) for one in found.records]) if found else None,
        asked=asked,
        shown=SHOWN,
        people=PEOPLE,
        listed=LISTED,
    )
