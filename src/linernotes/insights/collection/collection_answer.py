"""The answers about a view of the collection: a page of its copies, and its facets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from linernotes.insights.collection.artist_search import PersonMatch, find_people
from linernotes.insights.collection.copies import PER_PAGE
from linernotes.insights.collection.copy_answer import CopyMatch
from linernotes.insights.collection.credits.credit_answer import CreditAnswer, read_credit_answers
from linernotes.insights.collection.facets.facets import AnyFacet, FacetName
from linernotes.insights.collection.facets.own_facets import parameter
from linernotes.insights.collection.own_fields import field_id_of
from linernotes.insights.collection.search_excerpts import find_places
from linernotes.insights.collection.views import Found, read_browser
from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class CollectionAnswer(OfBuild):
    """A page of a view. `query` is the view in its one spelling, as in the address of the page.

    `credits` are its conditions on credits.
    `people` are artists whose names the text fits, on the first page alone. Where nothing matches, `suggestions`
    lists texts that the user may have meant. `wants` counts releases of the wantlist that the text finds.
    """

    query: str
    total: int
    page: int
    pages: int
    credits: tuple[CreditAnswer, ...]
    people: tuple[PersonMatch, ...]
    suggestions: tuple[str, ...]
    wants: int
    items: tuple[CopyMatch, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: `value` is what the parameter takes."""

    value: str
    label: str
    items: int


@dataclass(frozen=True, kw_only=True)
class FacetAnswer:
    """A facet: its most frequent values, how many there are, and how many copies have none."""

    values: tuple[FacetValue, ...]
    total_values: int
    none: int


@dataclass(frozen=True, kw_only=True)
class OneFacetAnswer(OfBuild, FacetAnswer):
    """A facet of a build."""


@dataclass(frozen=True, kw_only=True)
class FieldFacetAnswer(FacetAnswer):
    """The facet of a field of the collector's own: its values are those of the parameter `field`."""

    field_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class FacetsAnswer(OfBuild):
    """All facets of a view of `total` copies; `fields` are those of the collector's own fields that are dropdowns."""

    total: int
    facets: dict[FacetName, FacetAnswer]
    fields: tuple[FieldFacetAnswer, ...]


def read_collection_answer(
    snapshot: Snapshot,
    matches: Found,
    *,
    page: int = 1,
    per_page: int = PER_PAGE,
    suggestions: tuple[str, ...] = (),
    wants: int = 0,
) -> CollectionAnswer:
    """Read a page of the matches; one beyond the last is the last one."""
    text = matches.view.text
    shown = snapshot.cached(read_browser).page(matches, page, per_page)
    places = find_places(snapshot, text, shown.copies)
    return CollectionAnswer(
        query=matches.view.query,
        total=shown.total,
        page=shown.page,
        pages=shown.pages,
        credits=read_credit_answers(snapshot, matches.view.credits),
        people=tuple(find_people(snapshot, text)) if page == 1 else (),
        suggestions=suggestions,
        wants=wants,
        items=tuple(
            [
                CopyMatch.of(copy, found_in=places.get(copy.release_id, ()), fields=copy.fields)
                for copy in shown.copies
            ]
        ),
        **of_build(snapshot),
    )


def read_facets_answer(
    snapshot: Snapshot, matches: Found, names: Iterable[FacetName], *, limit: int
) -> FacetsAnswer:
    """Read facets of the matches in the order of `names`, each with at most `limit` values."""
    facets = {name: FacetAnswer(**_facet(matches, name, limit=limit)) for name in names}
    fields = tuple(
        [
            FieldFacetAnswer(
                field_id=field_id_of(name) or 0,
                name=matches.selection.facet(name).title,
                **_facet(matches, name, limit=limit),
            )
            for name in matches.selection.offered
        ]
    )
    return FacetsAnswer(total=matches.total, facets=facets, fields=fields, **of_build(snapshot))


def read_facet_answer(
    snapshot: Snapshot, matches: Found, name: AnyFacet, *, find: str, limit: int
) -> OneFacetAnswer:
    """Read one facet of the matches: values that have every word of `find` in their names."""
    return OneFacetAnswer(**_facet(matches, name, find=find, limit=limit), **of_build(snapshot))


class _FacetFields(TypedDict):
    values: tuple[FacetValue, ...]
    total_values: int
    none: int


def _facet(matches: Found, name: AnyFacet, *, find: str = "", limit: int) -> _FacetFields:
    values, total = matches.selection.values(name, find=find, limit=limit)
    return {
        "values": tuple(
            [FacetValue(parameter(name, value.key)[1], value.label, value.copies) for value in values]
        ),
        "total_values": total,
        "none": matches.selection.without(name),
    }
