"""Filters of the wantlist as people type them: names of values, not their keys in addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from linernotes.documents.folding import fold
from linernotes.errors import UsageError
from linernotes.insights.collection.facets.facets import NONE, Choice, Facet, FacetName
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.wantlist.wantlist import read_wantlist


def typed_choice(snapshot: Snapshot, typed: Mapping[FacetName, Sequence[str]]) -> Choice:
    """The choice that is meant: each text is a key, or a name in whatever case.

    :raises UsageError: no want has such a value.
    """
    facets = snapshot.cached(read_wantlist).facets
    include = {
        name: tuple(key for text in texts for key in _keys(name, facets[name], text))
        for name, texts in typed.items()
        if texts
    }
    return Choice(include)


def _keys(name: FacetName, facet: Facet, text: str) -> list[str]:
    if text in facet or text == NONE:
        return [text]
    found = [
        key for key, label in zip(facet.keys, facet.labels, strict=True) if fold(label) == fold(text.strip())
    ]
    if not found:
        raise UsageError(f"nothing on the wantlist has the {name} {text!r}")
    return found
