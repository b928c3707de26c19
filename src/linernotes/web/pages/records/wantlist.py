"""The wantlist: what is wanted, its price, and who of the shelf is on it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from linernotes.insights.collection.facets.facets import FacetName
from linernotes.insights.statistics.overview import read_overview
from linernotes.insights.wantlist.want_facets import WANT_FACETS
from linernotes.insights.wantlist.wantlist import FoundWants, WantSort
from linernotes.insights.wantlist.wantlist_answer import WantlistAnswer, read_wantlist_page
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
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
HEADINGS: dict[FacetName, str] = {
    "genre": "Genre",
    "style": "Style",
    "decade": "Decade",
    "format": "Format",
    "label": "Label",
    "country": "Country",
    "artist": "Artist",
    "person": "Also on your shelf",
}
#: Values of a filter on the page, and people who are named of each want.
VALUES, PEOPLE = 12, 6


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
        filters=[(name, HEADINGS[name], _values(shown.found, name)) for name in WANT_FACETS],
        sorts=SORTS,
        people=PEOPLE,
        overview=overview,
    )


def _values(found: FoundWants, name: FacetName) -> list[tuple[str, str, int, bool]]:
    """Values of a filter: key, label, number of wants, whether it is chosen. Chosen ones are always among them."""
    chosen = found.view.choice.include.get(name, ())
    facet = found.selection.facet(name)
    values, _ = found.selection.values(name, limit=VALUES)
    shown = [(one.key, one.label, one.copies, one.key in chosen) for one in values]
    known = {one.key for one in values}
    return shown + [
        (key, facet.label(key), found.selection.copies_with(name, key), True)
        for key in chosen
        if key not in known
    ]


@router.get("/api/wantlist")
def api_wantlist(
    request: Request, snapshot: CurrentSnapshot, asked: Annotated[ApiWantlistQuery, Query()]
) -> WantlistAnswer:
    """Wanted releases with their price, who of the shelf is on them, and what is owned of the same album.

    Prices that are older than six hours are withheld, as Discogs' terms ask.
    """
    follows = followed(app_state(request))
    return read_wantlist_page(snapshot, asked.view, follows, page=asked.page, per_page=asked.per_page).answer
