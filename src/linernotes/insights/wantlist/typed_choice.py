"""Filters of the wantlist as people type them: names of values, not their keys in addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from linernotes.documents.folding import fold
from linernotes.errors import UsageError
from linernotes.insights.collection.facets.facets import NONE, AnyFacet, Choice, Facet, FacetName
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.wantlist.want_facets import WANT_FACETS, WantFacet
from linernotes.insights.wantlist.wantlist import read_wantlist


def typed_choice(
    snapshot: Snapshot, typed: Mapping[FacetName, Sequence[str]], left_out: Sequence[str] = ()
) -> Choice:
    """The choice that is meant: each text is a key, or a name in whatever case; of those `left_out` "genre: Jazz".

    :raises UsageError: no want has such a value, or there is no such filter.
    """
    facets = snapshot.cached(read_wantlist).facets
    include: dict[AnyFacet, tuple[str, ...]] = {
        name: tuple(key for text in texts for key in _keys(name, facets[name], text))
        for name, texts in typed.items()
        if texts
    }
    exclude: dict[AnyFacet, tuple[str, ...]] = {}
    for text in left_out:
        name, value = _named(text)
        exclude[name] = (*exclude.get(name, ()), *_keys(name, facets[name], value))
    return Choice(include, exclude)


def _named(text: str) -> tuple[WantFacet, str]:
    """A filter and a value of it, as in "genre: Jazz"."""
    asked, colon, value = text.partition(":")
    name = next((one for one in WANT_FACETS if one == fold(asked).strip()), None)
    if name is None or not colon:
        raise UsageError(
            f"{text!r} is no filter and value, as in 'genre: Jazz': filters are {', '.join(WANT_FACETS)}"
        )
    return name, value.strip()


def _keys(name: FacetName, facet: Facet, text: str) -> list[str]:
    if text in facet or text == NONE:
        return [text]
    found = [
        key for key, label in zip(facet.keys, facet.labels, strict=True) if fold(label) == fold(text.strip())
    ]
    if not found:
        raise UsageError(f"nothing on the wantlist has the {name} {text!r}")
    return found
