"""Facets of the collector's own fields: their values, and how addresses ask for these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from linernotes.insights.collection.copies import Copy, sort_key
from linernotes.insights.collection.facets.facets import FACETS, NONE, AnyFacet, Choice, Facet, facet_of
from linernotes.insights.collection.own_fields import FieldOfShelf, field_id_of, own_facet

#: The parameter of an address that asks for values of such fields, each as "4:Flea market"; with "not-" it leaves out.
PARAMETER = "field"
#: What such a value looks like.
VALUE = r"(?s)^-?[0-9]{1,18}:.+$"


def key_of(value: str) -> str:
    """The key of a value that was filled in. One that reads like the key of copies without a value gets a sign."""
    text = value.strip()
    return f"~{text}" if text.lstrip("~") == NONE else text


def parameter(name: AnyFacet, key: str) -> tuple[str, str]:
    """How an address asks for a value of a facet: the name of the parameter, and its value."""
    id = field_id_of(name)
    return (name, key) if id is None else (PARAMETER, f"{id}:{key}")


def parameters(choice: Choice) -> list[tuple[str, str]]:
    """A choice as the parameters of an address, in one order."""
    said: list[tuple[str, str]] = []
    for name in in_order((*choice.include, *choice.exclude)):
        said += [parameter(name, key) for key in choice.include.get(name, ())]
        left_out = [parameter(name, key) for key in choice.exclude.get(name, ())]
        said += [(f"not-{which}", value) for which, value in left_out]
    return said


def parse_values(texts: Iterable[str]) -> dict[AnyFacet, tuple[str, ...]]:
    """The values of fields that an address asks for, by facet; texts are as VALUE has them."""
    found: dict[AnyFacet, dict[str, None]] = {}
    for text in texts:
        id, _, key = text.partition(":")
        found.setdefault(own_facet(int(id)), {})[key] = None
    return {name: tuple(keys) for name, keys in found.items()}


def in_order(names: Iterable[AnyFacet]) -> list[AnyFacet]:
    """Facets in the order of addresses: FACETS, then the fields by id."""
    asked = set(names)
    own = [name for name in asked if name not in FACETS]
    return [
        *(name for name in FACETS if name in asked),
        *sorted(own, key=lambda name: field_id_of(name) or 0),
    ]


def facet_of_field(field: FieldOfShelf, copies: Sequence[Copy]) -> Facet:
    """The facet of a field. Options come in the order of the dropdown, then those that it lacks by now, by name."""
    by_copy = [copy.field_values.get(field.field_id) for copy in copies]
    labels = {key_of(value): value.strip() for value in by_copy if value is not None}
    order = None
    if field.options:
        offered = [key_of(option) for option in field.options]
        order = [*offered, *sorted(labels.keys() - set(offered), key=lambda key: (sort_key(key), key))]
    return facet_of(
        [None if value is None else key_of(value) for value in by_copy], labels, order, title=field.name
    )
