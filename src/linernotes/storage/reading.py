"""Rows with names: what a SELECT answers, as objects of a class of its reader's.

The class is a NamedTuple where many rows are read, for it takes a sixth longer than a bare tuple. It may be a
frozen dataclass where few are: that takes twice as long. Columns and fields go by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar, cast

from linernotes.errors import StoreError

Model = TypeVar("Model")

_Values = Sequence[object]


def filled(model: type[Model], columns: Sequence[str], rows: Iterable[_Values]) -> list[Model]:
    """Make a `model` of each row, whose values are those of `columns`.

    Values stay as the database gives them: a list is no tuple. Raises StoreError that names the columns that
    are missing or too many.
    """
    return list(filling(model, columns, rows))


def filling(model: type[Model], columns: Sequence[str], rows: Iterable[_Values]) -> Iterator[Model]:
    """Yield the rows as `filled` lists them, one at a time. Raises what it raises, at once."""
    return cast(Iterator[Model], _filler(cast(Hashable, model), tuple(columns))(rows))


@lru_cache(maxsize=1024)
def _filler(key: Hashable, columns: tuple[str, ...]) -> Callable[[Iterable[_Values]], Iterator[object]]:
    model = cast(type[object], key)
    names = _field_names(model)
    if sorted(names) != sorted(columns):
        missing, more = sorted(set(names) - set(columns)), sorted(set(columns) - set(names))
        raise StoreError(
            f"{model.__name__} has the fields {', '.join(names)}, but its SELECT gives {', '.join(columns)}"
            f" (missing: {', '.join(missing) or 'none'}; too many: {', '.join(more) or 'none, but one comes twice'})"
        )
    make = _maker(model)
    if names == columns:
        return lambda rows: map(make, rows)
    in_order = itemgetter(*(columns.index(name) for name in names))
    return lambda rows: map(make, map(in_order, rows))


def _field_names(model: type[object]) -> tuple[str, ...]:
    if is_dataclass(model):
        return tuple(field.name for field in fields(model) if field.init)
    return cast(tuple[str, ...], getattr(model, "_fields"))  # noqa: B009 of a NamedTuple


def _maker(model: type[object]) -> Callable[[_Values], object]:
    if is_dataclass(model):
        return lambda values: model(*values)
    return cast(Callable[[_Values], object], getattr(model, "_make"))  # noqa: B009 of a NamedTuple
