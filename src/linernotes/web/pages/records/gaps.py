"""Gaps: what is missing of discographies, and records whose makers are loved already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from linernotes.insights.gaps.suggestions import Gap, Suggestions, most_collected, read_gaps, read_suggestions
from linernotes.insights.release.similar_releases import read_kinship
from linernotes.web.background.app_state import app_state
from linernotes.web.background.open_build import Reading
from linernotes.web.query import shelf
from linernotes.web.query.resting import Resting, rests
from linernotes.web.rendering.responses import NOTHING_YET
from linernotes.web.rendering.templating import page

router = APIRouter()

#: Missing albums of an artist that are shown at once.
SHOWN = 8
#: Artists whose gaps the page shows. The pages of the artists show the gaps of the others.
MOST_FOLLOWED = 40


@dataclass(frozen=True)
class GapsAnswer(Resting):
    """Missing albums and suggestions.

    `is_following` is False where the user follows no artist: `gaps` are then of the artists with most records.
    """

    is_following: bool
    gaps: tuple[Gap, ...]
    suggestions: Suggestions


@router.get("/gaps", include_in_schema=False)
def gaps(request: Request) -> Response:
    """The page of what is missing."""
    state = app_state(request)
    with state.builds.reading() as build:
        if build is None:
            return page(request, "shared/not_yet.html", title="Gaps", connected=state.discogs.credentials_ok)
        followed = shelf.followed(state)
        answer = _read_answer(build, followed)
        shown = _shown(build, answer)
        overview = build.overview
    return page(
        request,
        "gaps/page.html",
        answer=answer,
        followed=len(followed),
        most_followed=MOST_FOLLOWED,
        shown=SHOWN,
        overview=overview,
        **shown,
    )


@router.get("/api/gaps")
def api_gaps(request: Request) -> GapsAnswer:
    """Missing albums of the artists that the user follows, and records with people on the best rated albums."""
    state = app_state(request)
    with state.builds.reading() as build:
        if build is None:
            raise HTTPException(404, NOTHING_YET)
        return _read_answer(build, shelf.followed(state))


def _read_answer(build: Reading, followed: tuple[int, ...]) -> GapsAnswer:
    kinship = build.once("kinship", lambda: read_kinship(build.storage))
    suggestions = build.once(
        "suggestions", lambda: read_suggestions(build.storage, build.collection, kinship)
    )
    looked_at = followed[:MOST_FOLLOWED] or build.once(
        "most collected", lambda: most_collected(build.storage)
    )
    found = shelf.latest(
        build, "gaps", looked_at, lambda: read_gaps(build.storage, build.collection, looked_at)
    )
    return GapsAnswer(bool(followed), found, suggestions, **rests(build))


def _shown(build: Reading, answer: GapsAnswer) -> dict[str, Any]:
    """The titles of the records that reasons name as examples."""
    copy = build.collection.of_release
    examples = {
        reason.for_example: found.title
        for record in answer.suggestions.records
        for reason in record.reasons
        if (found := copy(reason.for_example))
    }
    return {"examples": examples}
