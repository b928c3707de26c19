"""The collector's own fields as people type them: "Bought at: Flea market"; and orders, by a field or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linernotes.documents.folding import fold
from linernotes.errors import UsageError
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.collection.facets.facets import NONE, AnyFacet, Choice
from linernotes.insights.collection.facets.read_facets import read_facets
from linernotes.insights.collection.own_fields import FieldOfShelf, own_facet
from linernotes.insights.collection.sorting import SORTS, AnySort
from linernotes.insights.snapshot import Snapshot


def typed_fields(snapshot: Snapshot, include: Sequence[str], exclude: Sequence[str]) -> Choice:
    """The choice that is meant by texts such as "Bought at: Flea market", or "Bought at: none".

    :raises UsageError: no record has such a field, or such a value of it.
    """
    return Choice(_chosen(snapshot, include), _chosen(snapshot, exclude))


def typed_sort(snapshot: Snapshot, text: str) -> AnySort:
    """The order that is meant: one of SORTS, or the name of a field.

    :raises UsageError: there is no such order.
    """
    known = next((one for one in SORTS if one == text), None)
    if known is not None:
        return known
    fields = snapshot.cached(read_collection).fields
    for field in fields:
        if fold(field.name) == fold(text.strip()):
            return own_facet(field.field_id)
    raise UsageError(f"there is no order {text!r}: it is one of {', '.join((*SORTS, *_names(fields)))}")


def _chosen(snapshot: Snapshot, texts: Sequence[str]) -> dict[AnyFacet, tuple[str, ...]]:
    found: dict[AnyFacet, tuple[str, ...]] = {}
    for text in texts:
        name, key = _value(snapshot, text)
        found[name] = (*found.get(name, ()), key)
    return found


def _value(snapshot: Snapshot, text: str) -> tuple[AnyFacet, str]:
    fields = snapshot.cached(read_collection).fields
    asked = [(field, value) for field in fields for value in _values_of(field, text)]
    if not asked:
        known = (
            f"your fields are {', '.join(_names(fields))}" if fields else "no record has fields of your own"
        )
        raise UsageError(f"{text!r} names no field and value, as in 'Field: value': {known}")
    for field, value in asked:
        facet = snapshot.cached(read_facets)[own_facet(field.field_id)]
        for key, label in zip(facet.keys, facet.labels, strict=True):
            if fold(label) == fold(value):
                return own_facet(field.field_id), key
        if value == NONE:
            return own_facet(field.field_id), NONE
    raise UsageError(f"no record has {text!r}")


def _values_of(field: FieldOfShelf, text: str) -> Iterator[str]:
    """What stands after the name of a field, if that is what a text begins with. Both may hold colons."""
    parts = text.split(":")
    for number in range(1, len(parts)):
        if fold(":".join(parts[:number]).strip()) == fold(field.name.strip()):
            yield ":".join(parts[number:]).strip()


def _names(fields: Sequence[FieldOfShelf]) -> list[str]:
    return [field.name for field in fields]
