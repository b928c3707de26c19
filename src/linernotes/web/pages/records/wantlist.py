"""The wantlist: what is wanted, its price, and who of the shelf is on it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from linernotes.insights.collection.facets.facets import AnyFacet
from linernotes.insights.statistics.overview import read_overview
from linernotes.insights.wantlist.want_facets import WANT_FACETS, WantFacet
from linernotes.insights.wantlist.wantlist import WantSort
from linernotes.insights.wantlist.wantlist_answer import WantlistAnswer, read_wantlist_page
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.pages.facet_page import facet_page
from linernotes.web.part_names import PLAIN_SILENT, PLAIN_TITLES
from linernotes.web.query.facet_panel import Panel
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.query.user_facts import followed
from linernotes.web.query.wantlist_query import ApiWantlistQuery, WantlistQuery
from linernotes.web.rendering.templating import before_first_build, page

router = APIRouter(tags=[Tag.RELEASES])

SORTS: dict[WantSort, str] = {
    "loved": "People you love",
    "added": "Added last",
    "artist": "Artist",
    "title": "Title",
    "year": "Original year",
    "price": "Lowest price",
}
#: People who are named of each want.
PEOPLE = 6


def _title(name: AnyFacet) -> str:
    return "Also on your shelf" if name == "person" else PLAIN_TITLES[name]


def _silent(name: AnyFacet) -> str:
    return "Nobody of your shelf" if name == "person" else PLAIN_SILENT[name]


PANEL = Panel("/wantlist", WANT_FACETS, _title, _silent)


@router.get("/wantlist", include_in_schema=False)
def wantlist(request: Request, asked: Annotated[WantlistQuery, Query()]) -> Response:
    """A page of a view of the wantlist."""
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title="Wantlist")
        shown = read_wantlist_page(snapshot, asked.view, followed(state), page=asked.page)
        overview = snapshot.cached(read_overview)
    return page(
        request,
        "wantlist/page.html",
        answer=shown.answer,
        view=asked.view,
        sections=PANEL.sections(shown.found),
        chips=PANEL.chips(shown.found),
        sorts=SORTS,
        people=PEOPLE,
        overview=overview,
    )


@router.get("/wantlist/facet/{name}", include_in_schema=False)
def facet(
    request: Request,
    name: WantFacet,
    asked: Annotated[WantlistQuery, Query()],
    find: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """All values of a facet among the wants of a view."""
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title="Wantlist")
        found = read_wantlist_page(snapshot, asked.view, followed(state)).found
        overview = snapshot.cached(read_overview)
        rests = ("items", "releases with credits", "wants", "wants with credits")
        return facet_page(request, PANEL, name, found, overview, find=find, rests=rests)


@router.get("/api/wantlist")
def api_wantlist(
    request: Request, snapshot: CurrentSnapshot, asked: Annotated[ApiWantlistQuery, Query()]
) -> WantlistAnswer:
    """Wanted releases with their price, who of the shelf is on them, and what is owned of the same album.

    Prices that are older than six hours are withheld, as Discogs' terms ask.
    """
    follows = followed(app_state(request))
    return read_wantlist_page(snapshot, asked.view, follows, page=asked.page, per_page=asked.per_page).answer
