"""The page of one facet: all its values among the records of a view, of the collection or of the wantlist."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import Response

from linernotes.insights.collection.facets.facets import AnyFacet
from linernotes.insights.statistics.overview import Overview
from linernotes.web.query.facet_panel import Chip, Found, Panel
from linernotes.web.rendering.templating import page

#: Values that the page has.
VALUES = 200


def facet_page(
    request: Request,
    panel: Panel,
    name: AnyFacet,
    found: Found,
    overview: Overview,
    *,
    find: str,
    rests: Sequence[str],
    credit_chips: Sequence[Chip] = (),
    one_credit: tuple[str, str] | None = None,
) -> Response:
    """Show all values of a facet among what was found of a view. With `find` those whose names hold its words.

    `rests` are the kinds of coverage that the counts rest on. `one_credit` is what `as_one_credit` returns.
    """
    return page(
        request,
        "collection/facet.html",
        section=panel.section(found, name, find=find, limit=VALUES),
        find=find,
        view=found.view,
        path=panel.path,
        back=found.view.address(),
        rests=rests,
        chips=[*panel.chips(found), *credit_chips],
        one_credit=one_credit,
        found=found,
        overview=overview,
    )
