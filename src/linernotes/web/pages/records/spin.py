"""Spin: tonight's record, one at a time.

The address holds the proposed record, so a reload skips nothing. `user.db` holds the shown and the played records.
"""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from linernotes.insights.collection.facets.facets import Choice, FacetName
from linernotes.insights.collection.facets.read_facets import read_facets
from linernotes.insights.listening.spin import Proposal
from linernotes.insights.listening.spin_answer import SpinAnswer, spin_answer
from linernotes.insights.listening.tonight import draw_record, read_fitting, read_proposal
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.knowledge import read_knowledge
from linernotes.insights.statistics.overview import read_overview
from linernotes.insights.statistics.owned_releases import read_owned_releases
from linernotes.storage.user.listening import Play
from linernotes.web.background.app_state import AppState, app_state
from linernotes.web.openapi import Tag
from linernotes.web.part_names import facet_title
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.query.spin_query import FILTERS, SpinQuery
from linernotes.web.query.user_facts import listened
from linernotes.web.query.zones import zone_of
from linernotes.web.rendering.answers import wants_json
from linernotes.web.rendering.templating import before_first_build, flash, page

router = APIRouter(tags=[Tag.RELEASES])

#: Longest playing times that the page offers, in minutes.
LENGTHS = (20, 30, 40, 50, 60, 90)
NOT_HERE = "That record is not on the shelf."


@router.get("/spin", include_in_schema=False)
def spin(request: Request, asked: Annotated[SpinQuery, Query()]) -> Response:
    """The record that the address names; without one, draw one and lead there."""
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title="Tonight’s record")
        heard = listened(state, zone_of(request))
        if asked.release is None:
            drawn = draw_record(snapshot, heard, asked.wish, asked.way, asked.origin)
            if drawn is not None:
                return RedirectResponse(asked.address(drawn, **asked.led), 303)
            return page(request, "spin/page.html", proposal=None, **_form(snapshot, asked))
        proposed = _known(read_proposal(snapshot, heard, asked.release, asked.way, asked.origin))
        logged = _logged(state, asked) | {"logs_plays": bool(heard.played)}
        return page(request, "spin/page.html", proposal=proposed, **_form(snapshot, asked), **logged)


@router.get("/api/spin")
def api_spin(
    request: Request,
    snapshot: CurrentSnapshot,
    asked: Annotated[SpinQuery, Query()],
    seed: Annotated[str | None, Query(max_length=100)] = None,
) -> SpinAnswer:
    """Proposal for tonight: the record `release`, else a drawn one. 404 if no record fits.

    A `seed` draws the same record until the shelf, its plays or the list of shown records changes.
    The proposal does not count as shown.
    """
    state = app_state(request)
    heard = listened(state, zone_of(request))
    release_id = asked.release or draw_record(snapshot, heard, asked.wish, asked.way, asked.origin, seed)
    if release_id is None:
        raise HTTPException(404, "No record on the shelf is like that.")
    proposed = _known(read_proposal(snapshot, heard, release_id, asked.way, asked.origin))
    return spin_answer(snapshot, proposed)


@router.post("/spin/next", include_in_schema=False)
def another(request: Request, snapshot: CurrentSnapshot, asked: Annotated[SpinQuery, Form()]) -> Response:
    """Draw another one, for the one that is shown, which will not come up again soon."""
    state = app_state(request)
    if asked.release is not None and asked.release in snapshot.cached(read_owned_releases):
        with state.user() as user:
            user.listening.spin(asked.release)
    heard, way = listened(state, zone_of(request)), asked.way
    drawn = draw_record(snapshot, heard, asked.wish, way, asked.release, secrets.token_hex(8))
    if drawn is None and way != "any":
        way = "any"
        drawn = draw_record(snapshot, heard, asked.wish, way, asked.release, secrets.token_hex(8))
        flash(request, "Nothing that fits is like that; here is something else.")
    if wants_json(request):
        return RedirectResponse("/api" + asked.address(drawn), 303)
    origin = {"way": way, "origin": asked.release} if way != "any" else {}
    return RedirectResponse(asked.address(drawn, **origin), 303)


@router.post("/spin/play", include_in_schema=False)
def play(request: Request, asked: Annotated[SpinQuery, Form()]) -> Response:
    """Log that the record is played tonight."""
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if (
            snapshot is None
            or asked.release is None
            or asked.release not in snapshot.cached(read_owned_releases)
        ):
            raise HTTPException(404, NOT_HERE)
    with state.user() as user:
        user.listening.spin(asked.release)
        played = user.listening.play(asked.release)
    return RedirectResponse(asked.address(asked.release, **asked.led, played=played.play_id), 303)


@router.post("/spin/unplay", include_in_schema=False)
def unplay(request: Request, asked: Annotated[SpinQuery, Form()]) -> Response:
    """Take that back."""
    with app_state(request).user() as user:
        plays = user.listening.plays(asked.release, -1) if asked.release is not None else []
        if any(one.play_id == asked.played for one in plays) and asked.played is not None:
            user.listening.unplay(asked.played)
            flash(request, "Taken back: it was not played.")
        else:
            flash(request, "That play is not in the log.", "error")
    return RedirectResponse(asked.address(asked.release, **asked.led), 303)


def _known(proposed: Proposal | None) -> Proposal:
    if proposed is None:
        raise HTTPException(404, NOT_HERE)
    return proposed


def _logged(state: AppState, asked: SpinQuery) -> dict[str, object]:
    """The play that this page has just logged, if it is in the log still."""
    release_id = asked.release if asked.played is not None else None
    nothing = list[Play]()
    plays = (
        state.from_user(lambda user: user.listening.plays(release_id, 20), nothing) if release_id else nothing
    )
    return {"play": next((one for one in plays if one.play_id == asked.played), None)}


def _form(snapshot: Snapshot, asked: SpinQuery) -> dict[str, object]:
    """The filters, with every value that there is."""
    knowledge = snapshot.cached(read_knowledge)
    return {
        "asked": asked,
        "overview": snapshot.cached(read_overview),
        "filters": {name: facet_title(name, knowledge) for name in FILTERS},
        "options": snapshot.cached(_options),
        "lengths": LENGTHS,
        "fitting": len(read_fitting(snapshot, asked.wish)),
    }


def _options(snapshot: Snapshot) -> dict[FacetName, tuple[tuple[str, str], ...]]:
    """The values of each filter, as (key, label)."""
    everything = snapshot.cached(read_facets).among(Choice())
    return {name: tuple((one.key, one.label) for one in everything.values(name)[0]) for name in FILTERS}
