"""What wants have in common: the facets of the collection that a wantlist has, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

import numpy as np

from linernotes.insights.collection.copies import sort_key
from linernotes.insights.collection.facets.facets import AnyFacet, Facet, FacetName, Facets
from linernotes.insights.wantlist.wants import WantedRecord

#: In the order in which a page shows them.
WantFacet = Literal["genre", "style", "decade", "format", "label", "country", "artist", "person"]
WANT_FACETS: tuple[WantFacet, ...] = get_args(WantFacet)

#: A key, as addresses have it, and its label.
_Value = tuple[str, str]


def facets_of(wants: Sequence[WantedRecord]) -> Facets:
    """The facets of a wantlist. Values are keyed as in the collection."""
    # Under another name a person is found as well.
    others = {str(one.artist_id): str(one.identity_id) for want in wants for one in want.people}
    facets: dict[AnyFacet, Facet] = {
        name: _facet(
            [list(_values(name, want)) for want in wants],
            is_ordered=name == "decade",
            others=others if name == "person" else {},
        )
        for name in WANT_FACETS
    }
    return Facets(len(wants), facets)


def _values(name: FacetName, want: WantedRecord) -> Iterable[_Value]:
    match name:
        case "genre":
            return [(one, one) for one in want.genres]
        case "style":
            return [(one, one) for one in want.styles]
        case "format":
            return [(one, one) for one in want.format_words]
        case "decade":
            year = want.original_year
            return [] if year is None else [(f"{year // 10 * 10}", f"{year // 10 * 10}s")]
        case "label":
            return [_linked(one.label_id, one.name) for one in want.labels if one.label_id or one.name]
        case "artist":
            return [_linked(one.artist_id, one.printed) for one in want.artists]
        case "person":
            return [(str(one.identity_id), one.name) for one in want.people]
        case _:
            return [(want.country, want.country)] if want.country else []


def _linked(id: int | None, name: str | None) -> _Value:
    return (f"~{name}" if id is None else str(id), name or f"{id}")


def _facet(by_want: Sequence[Sequence[_Value]], *, is_ordered: bool, others: Mapping[str, str]) -> Facet:
    labels: dict[str, str] = {}
    for values in by_want:
        for key, label in values:
            labels.setdefault(key, label)
    keys = sorted(labels, key=lambda key: (sort_key(labels[key]), key))
    numbers = {key: number for number, key in enumerate(keys)}
    pairs = [(row, numbers[key]) for row, values in enumerate(by_want) for key in dict(values)]
    rows, chosen = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    names = [labels[key] for key in keys]
    return Facet(len(by_want), keys, names, rows, chosen, is_ordered=is_ordered, others=others)
