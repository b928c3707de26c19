"""The collector's own fields: what they are called, and which of them offer values to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, NewType

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql

#: An export has no types. Up to so many values, each on so many copies in the mean, are taken for those of a dropdown.
_MOST_VALUES, _COPIES_OF_EACH = 20, 2


#: What addresses call the facet of a field, and the order by it.
OwnFacet = NewType("OwnFacet", str)
_NAME = r"field-(-?[0-9]{1,18})"


@dataclass(frozen=True, slots=True)
class OwnField:
    """What the collector filled in for a copy, in a field that they made at Discogs."""

    field_id: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FieldOfShelf:
    """A field of the collector's own that is filled in on some copy. `options` are a dropdown's, in its order.

    `is_choice` if its values are chosen and not typed: those of a dropdown. An export does not say which fields are
    dropdowns; there a field is one if few values are on many copies.
    """

    field_id: int
    name: str
    options: tuple[str, ...]
    is_choice: bool


class _FieldRow(NamedTuple):
    field_id: int
    name: str
    type: str | None
    options: list[str] | None


def own_facet(field_id: int) -> OwnFacet:
    """The name of the facet of a field: its id is the same in every build, whatever the field is called."""
    return OwnFacet(f"field-{field_id}")


def field_id_of(name: str) -> int | None:
    """The field whose facet, or order, has this name; None where it is no field's."""
    found = re.fullmatch(_NAME, name)
    return int(found[1]) if found else None


def read_fields(snapshot: Snapshot, filled: Iterable[OwnField]) -> tuple[FieldOfShelf, ...]:
    """The fields of what is `filled` in, in the collector's order; those that the account's list lacks come last."""
    values: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for one in filled:
        values.setdefault(one.field_id, []).append(one.value.strip())
        names[one.field_id] = one.name
    listed = {row.field_id: row for row in snapshot.storage.read(_FieldRow, _sql()) if row.field_id in values}
    unlisted = [_FieldRow(id, names[id], None, None) for id in sorted(values.keys() - listed.keys())]
    return tuple(_field(row, names, values[row.field_id]) for row in (*listed.values(), *unlisted))


def _sql() -> str:
    return load_sql("linernotes.insights.collection", "own_fields")


def _field(row: _FieldRow, names: Mapping[int, str], values: list[str]) -> FieldOfShelf:
    options = tuple(dict.fromkeys(option.strip() for option in row.options or ()))
    is_choice = row.type == "dropdown" if row.type else _look_chosen(values)
    return FieldOfShelf(row.field_id, names[row.field_id], options, is_choice)


def _look_chosen(values: list[str]) -> bool:
    several = set(values)
    return len(several) <= _MOST_VALUES and len(values) >= _COPIES_OF_EACH * len(several)
