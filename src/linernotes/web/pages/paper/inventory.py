"""The inventory of a view of the collection, to print; and the same as JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from linernotes.insights.collection.copies import read_collection
from linernotes.insights.collection.paper.inventory import Inventory, read_inventory
from linernotes.insights.collection.typed_search import find_copies
from linernotes.insights.collection.views import View, read_browser
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.overview import read_overview
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.credit_panel import credit_chips
from linernotes.web.query.facet_panel import collection_panel
from linernotes.web.query.paper_query import InventoryQuery
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.query.user_facts import played_for
from linernotes.web.rendering.templating import before_first_build, page

router = APIRouter(tags=[Tag.SHELF])

#: Orders to choose from: the others are those of the collection's page.
SORTS = {
    "artist": "Artist",
    "label": "Label and number",
    "folder": "Folder",
    "added": "Added last",
    "condition": "Condition",
}


@router.get("/paper/inventory", include_in_schema=False)
def inventory(request: Request, asked: Annotated[InventoryQuery, Query()]) -> Response:
    """The inventory as it is printed, with its choices."""
    state = app_state(request)
    with state.builds.reading() as snapshot:
        if snapshot is None:
            return before_first_build(request, title="Inventory")
        view = asked.wanted
        return page(
            request,
            "paper/inventory.html",
            answer=_read(request, snapshot, asked),
            asked=asked,
            view=view,
            filters=filters_in_words(snapshot, view),
            sorts=SORTS,
            fields=snapshot.cached(read_collection).field_names,
            overview=snapshot.cached(read_overview),
        )


@router.get("/api/inventory")
def api_inventory(
    request: Request, snapshot: CurrentSnapshot, asked: Annotated[InventoryQuery, Query()]
) -> Inventory:
    """Every copy of a view with its conditions. Prices that are older than six hours are withheld."""
    return _read(request, snapshot, asked)


def _read(request: Request, snapshot: Snapshot, asked: InventoryQuery) -> Inventory:
    view = asked.wanted
    return read_inventory(
        snapshot,
        view,
        notes=asked.notes,
        fields=set(asked.own),
        prices=asked.prices,
        played=played_for(app_state(request), view),
    )


def filters_in_words(snapshot: Snapshot, view: View) -> list[tuple[str, list[str], bool]]:
    """The filters of a view as a sheet names them: what of, the values, and whether these are left out."""
    browser, knowledge = snapshot.cached(read_browser), snapshot.cached(read_overview).knowledge
    found = find_copies(snapshot, View(choice=view.choice))
    chips = [*collection_panel(browser.facets, knowledge).chips(found), *credit_chips(snapshot, view)]
    together: dict[tuple[str, bool], list[str]] = {}
    for chip in chips:
        together.setdefault((chip.facet, chip.is_excluded), []).append(chip.label)
    return [(title, labels, is_left_out) for (title, is_left_out), labels in together.items()]
