"""Gaps: what is missing of discographies, and records whose makers are loved already."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from linernotes.insights.collection.copies import read_collection
from linernotes.insights.gaps.gaps_answer import MOST_FOLLOWED, GapsAnswer, read_gaps_answer
from linernotes.insights.sleeve.role import read_role_names
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.overview import read_overview
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.query.user_facts import followed
from linernotes.web.rendering.templating import before_first_build, page

router = APIRouter(tags=[Tag.RELEASES])

#: Missing albums of an artist that are shown at once.
SHOWN = 8


@router.get("/gaps", include_in_schema=False)
def gaps(request: Request) -> Response:
    """The page of what is missing."""
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title="Gaps")
        artists = followed(state)
        answer = read_gaps_answer(snapshot, artists)
        shown = _shown(snapshot, answer)
        role_names = snapshot.cached(read_role_names)
        overview = snapshot.cached(read_overview)
    return page(
        request,
        "gaps/page.html",
        answer=answer,
        followed=len(artists),
        most_followed=MOST_FOLLOWED,
        shown=SHOWN,
        role_names=role_names,
        overview=overview,
        **shown,
    )


@router.get("/api/gaps")
def api_gaps(request: Request, snapshot: CurrentSnapshot) -> GapsAnswer:
    """Missing albums of the artists that the user follows, and records with people on the best rated albums."""
    state = app_state(request)
    return read_gaps_answer(snapshot, followed(state))


def _shown(snapshot: Snapshot, answer: GapsAnswer) -> dict[str, object]:
    """The titles of the records that reasons name as examples."""
    copy = snapshot.cached(read_collection).of_release
    examples = {
        reason.for_example: found.title
        for record in answer.suggestions.records
        for reason in record.reasons
        if (found := copy(reason.for_example))
    }
    return {"examples": examples}
