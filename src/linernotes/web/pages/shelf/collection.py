"""The collection: sleeves or a table, searched, filtered and sorted; and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal, cast

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import AfterValidator, Field

from linernotes.insights.collection.artist_search import find_people
from linernotes.insights.collection.collection_answer import (
    CollectionAnswer,
    FacetsAnswer,
    OneFacetAnswer,
    read_collection_answer,
    read_facet_answer,
    read_facets_answer,
)
from linernotes.insights.collection.copies import PER_PAGE, read_collection
from linernotes.insights.collection.facets.facets import AnyFacet
from linernotes.insights.collection.own_fields import FieldOfShelf, OwnFacet, own_facet
from linernotes.insights.collection.search_excerpts import find_places
from linernotes.insights.collection.sorting import AnySort, Sort
from linernotes.insights.collection.typed_search import find_copies
from linernotes.insights.collection.views import View, read_browser
from linernotes.insights.ownership.look_up import suggestions
from linernotes.insights.statistics.knowledge import Knowledge
from linernotes.insights.statistics.overview import read_overview
from linernotes.insights.wantlist.wantlist import count_wants
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.pages.facet_page import facet_page
from linernotes.web.query import facet_panel as panel
from linernotes.web.query.collection_query import CollectionPageQuery, CollectionQuery, known_facet
from linernotes.web.query.credit_panel import (
    MODE_NAMES,
    as_one_credit,
    credit_chips,
    credit_groups,
    role_options,
)
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.query.undo import take_undo
from linernotes.web.query.user_facts import played_for, saved_views
from linernotes.web.rendering.templating import before_first_build, draw, page

router = APIRouter(tags=[Tag.SHELF])

SORTS: dict[Sort, str] = {
    "added": "Added last",
    "artist": "Artist",
    "title": "Title",
    "year": "Original year",
    "pressing": "Year of the pressing",
    "rating": "Your rating",
    "label": "Label and number",
    "folder": "Folder",
    "condition": "Condition",
    "played": "Played last",
    "match": "Best match",
}
#: The columns of the table that it can be sorted by: (sort, heading).
COLUMNS: tuple[tuple[Sort | None, str], ...] = (
    ("artist", "Artist"),
    ("title", "Title"),
    ("year", "Year"),
    ("pressing", "Pressing"),
    (None, "Format"),
    ("label", "Label"),
    (None, "Country"),
    ("folder", "Folder"),
    ("condition", "Condition"),
    ("rating", "Rating"),
    ("added", "Added"),
)
#: Orders that begin with the latest or the most.
_DESCENDING: frozenset[Sort] = frozenset({"added", "rating"})


#: A facet in the path of an address: of the collection, or of a field of the collector's own.
AnyName = Annotated[str, AfterValidator(known_facet)]


@router.get("/collection", include_in_schema=False)
async def collection(request: Request, asked: Annotated[CollectionPageQuery, Query()]) -> Response:
    """A page of a view."""
    # With the build open all is in memory. Handing that to another thread takes longer on a busy machine.
    if app_state(request).builds.is_ready():
        return _collection(request, asked.wanted, asked.page)
    return await run_in_threadpool(_collection, request, asked.wanted, asked.page)


def _collection(request: Request, view: View, number: int) -> Response:
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, "collection/empty.html")
        found = find_copies(snapshot, view, played=played_for(state, view))
        shown, known = (
            snapshot.cached(read_browser).page(found, number),
            snapshot.cached(read_overview).knowledge,
        )
        facets = panel.collection_panel(snapshot.cached(read_browser).facets, known)
        field_sorts = _field_sorts(snapshot.cached(read_collection).fields)
        response = page(
            request,
            "collection/page.html",
            view=view,
            found=found,
            shown=shown,
            sleeves=() if view.table else draw(state.settings, snapshot, shown.copies),
            places=find_places(snapshot, view.text, shown.copies),
            people=find_people(snapshot, view.text) if number == 1 else (),
            suggestions=suggestions(snapshot, found),
            wants=count_wants(snapshot, view.text),
            sections=facets.sections(found),
            chips=[*facets.chips(found), *credit_chips(snapshot, view)],
            one_credit=as_one_credit(snapshot, view),
            credits=credit_groups(snapshot, snapshot.cached(read_browser), found),
            modes=MODE_NAMES,
            role_options=snapshot.cached(role_options),
            everything=len(snapshot.cached(read_collection).copies),
            by_pressing=snapshot.cached(read_browser).by_pressing_year(found),
            overview=snapshot.cached(read_overview),
            saved=saved_views(state),
            undo=take_undo(request),
            sorts=_sorts(known, view),
            field_sorts=field_sorts,
            columns=(*COLUMNS, *field_sorts.items()),
            resorted=_resorted,
            direction=_direction(view),
            field_names=snapshot.cached(read_collection).field_names,
        )
    # The address of a request by a script has every empty field of the form.
    response.headers["HX-Push-Url"] = view.address(shown.page)
    return response


def _sorts(knowledge: Knowledge, view: View) -> dict[Sort, str]:
    """The orders to choose from: by the album's year only where that of any album is known."""
    is_offered = knowledge.has_album_years or view.sort == "year"
    return {sort: label for sort, label in SORTS.items() if sort != "year" or is_offered}


def _field_sorts(fields: Iterable[FieldOfShelf]) -> dict[OwnFacet, str]:
    """The orders by a field of the collector's own, with its name."""
    return {own_facet(one.field_id): one.name for one in fields}


def _direction(view: View) -> Literal["ascending", "descending"]:
    return "ascending" if (view.sorted_by in _DESCENDING) == view.reverse else "descending"


def _resorted(view: View, sort: AnySort) -> str:
    """The address of a view sorted otherwise; of one that is sorted so already, the other way round."""
    reverse = view.sorted_by == sort and not view.reverse
    return replace(view, sort=sort, reverse=reverse).address()


@router.get("/collection/facet/{name}", include_in_schema=False)
def facet(
    request: Request,
    name: AnyName,
    asked: Annotated[CollectionQuery, Query()],
    find: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """All values of a facet among the copies of a view."""
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, "collection/empty.html")
        found = find_copies(snapshot, asked.wanted, played=played_for(state, asked.wanted))
        knowledge = snapshot.cached(read_overview).knowledge
        facets = panel.collection_panel(snapshot.cached(read_browser).facets, knowledge)
        return facet_page(
            request,
            facets,
            cast("AnyFacet", name),
            found,
            snapshot.cached(read_overview),
            find=find,
            rests=("items", "releases", "releases with credits", "albums with their original year"),
            credit_chips=credit_chips(snapshot, asked.wanted),
            one_credit=as_one_credit(snapshot, asked.wanted),
        )


@router.get("/api/collection")
def api_collection(
    request: Request,
    snapshot: CurrentSnapshot,
    asked: Annotated[ApiAsked, Query()],
) -> CollectionAnswer:
    """Copies on the shelf. A copy fits a facet if it has any of the chosen values. It has to fit all facets."""
    state = app_state(request)
    found = find_copies(snapshot, asked.wanted, played=played_for(state, asked.wanted))
    return read_collection_answer(
        snapshot,
        found,
        page=asked.page,
        per_page=asked.per_page,
        suggestions=suggestions(snapshot, found),
        wants=count_wants(snapshot, asked.wanted.text),
    )


class ApiAsked(CollectionPageQuery):
    """A page of a view, of any size."""

    per_page: Annotated[int, Field(ge=1, le=1000)] = PER_PAGE


@router.get("/api/collection/facets")
def api_facets(
    request: Request,
    snapshot: CurrentSnapshot,
    asked: Annotated[CollectionQuery, Query()],
    limit: Annotated[int, Query(ge=1, le=1000)] = 20,
) -> FacetsAnswer:
    """Facets of a view, each with its most frequent values and their counts.

    A value is counted among the copies that the view would have if nothing were included by its facet.
    """
    state = app_state(request)
    found = find_copies(snapshot, asked.wanted, played=played_for(state, asked.wanted))
    return read_facets_answer(snapshot, found, panel.ORDER, limit=limit)


@router.get("/api/collection/facet/{name}")
def api_facet(
    request: Request,
    snapshot: CurrentSnapshot,
    name: AnyName,
    asked: Annotated[CollectionQuery, Query()],
    find: Annotated[str, Query(max_length=200, description="Words that a value's name must hold.")] = "",
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
) -> OneFacetAnswer:
    """Values of one facet among the copies of a view."""
    state = app_state(request)
    found = find_copies(snapshot, asked.wanted, played=played_for(state, asked.wanted))
    return read_facet_answer(snapshot, found, cast("AnyFacet", name), find=find, limit=limit)
