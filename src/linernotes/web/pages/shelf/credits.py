"""The form that adds a condition on credits to a view, and the names that it suggests."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from linernotes.errors import UsageError
from linernotes.insights.artist.find_artist import ArtistMatch
from linernotes.insights.artist.typed_credit import CreditedName, MeantCredit, find_credited, read_credit
from linernotes.insights.collection.credits.conditions import Mode
from linernotes.insights.collection.views import View
from linernotes.insights.statistics.overview import read_overview
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.collection_query import read_query
from linernotes.web.query.credit_panel import MODE_NAMES, role_options
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.rendering.templating import before_first_build, page

router = APIRouter(tags=[Tag.SHELF])

Text = Annotated[str, Query(max_length=200)]


@router.get("/collection/credit", include_in_schema=False)
def add_credit(
    request: Request,
    name: Text = "",
    role: Text = "",
    mode: Mode = "all",
    query: Annotated[str, Query(max_length=8000)] = "",
) -> Response:
    """Lead to the view with one more condition, or show who may be meant. `query` is the view before."""
    with app_state(request).builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, "collection/empty.html")
        problem, meant = "", None
        try:
            view = read_query(query)
        except UsageError:
            view = View()
        try:
            meant = read_credit(snapshot, name, role)
        except UsageError as error:
            problem = str(error)
        if meant is not None and not meant.others:
            return RedirectResponse(view.crediting(mode, meant.condition).address(), 303)
        return page(
            request,
            "collection/credit.html",
            problem=problem,
            choices=_choices(view, mode, meant),
            typed=(name, role, mode),
            view=view,
            modes=MODE_NAMES,
            role_options=snapshot.cached(role_options),
            overview=snapshot.cached(read_overview),
        )


@router.get("/api/collection/people")
def find_credited_people(
    snapshot: CurrentSnapshot,
    q: Annotated[str, Query(max_length=200, description="Words of a name.")] = "",
) -> list[CreditedName]:
    """Artists on the shelf whose names fit a text: the best few. Their ids are for `credit`."""
    return find_credited(snapshot, q)


def _choices(view: View, mode: Mode, meant: MeantCredit | None) -> list[tuple[ArtistMatch, str]]:
    """Those who may be meant, each with the address of the view that asks for them."""
    if meant is None or meant.artist is None:
        return []
    return [
        (one, view.crediting(mode, replace(meant.condition, artist_id=one.artist_id)).address())
        for one in (meant.artist, *meant.others)
    ]
