"""The shopping list: wants and missing albums by artist, to print; and the same as JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from linernotes.insights.gaps.shopping_list import MOST_MISSING, ShoppingList, What, read_shopping_list
from linernotes.insights.statistics.overview import read_overview
from linernotes.insights.wantlist.wantlist import read_wantlist
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.part_names import PLAIN_TITLES
from linernotes.web.query.paper_query import ShoppingPageQuery, ShoppingQuery
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.query.user_facts import followed
from linernotes.web.rendering.templating import before_first_build, page

router = APIRouter(tags=[Tag.RELEASES])

_WHAT: dict[What, str] = {
    "both": "Wants and missing albums",
    "wants": "Wants",
    "missing": "Missing albums",
}


@router.get("/paper/shopping", include_in_schema=False)
def shopping(request: Request, asked: Annotated[ShoppingPageQuery, Query()]) -> Response:
    """The list as it is printed, with its choices."""
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title="Shopping list")
        view = asked.kept
        facets = snapshot.cached(read_wantlist).facets
        filters = [
            (PLAIN_TITLES[name], [facets[name].label(key) for key in keys], is_left_out)
            for chosen, is_left_out in ((view.choice.include, False), (view.choice.exclude, True))
            for name, keys in chosen.items()
        ]
        return page(
            request,
            "paper/shopping.html",
            answer=read_shopping_list(
                snapshot, view, followed(state), what=asked.what, missing=asked.missing
            ),
            asked=asked,
            view=view,
            filters=filters,
            what=_WHAT,
            most_missing=MOST_MISSING,
            unanswered=PLAIN_TITLES,
            overview=snapshot.cached(read_overview),
        )


@router.get("/api/shopping")
def api_shopping(
    request: Request, snapshot: CurrentSnapshot, asked: Annotated[ShoppingQuery, Query()]
) -> ShoppingList:
    """Wants and missing albums by artist, as a shopping list has them. It has no prices."""
    follows = followed(app_state(request))
    return read_shopping_list(snapshot, asked.kept, follows, what=asked.what, missing=asked.missing)
