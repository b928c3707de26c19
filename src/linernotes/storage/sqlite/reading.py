"""Rows with names out of a SQLite file: see `storage.reading`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping

from linernotes.storage.reading import Model, filling

#: What may be bound to a `?`, or to a name.
Bound = str | int | float | bytes | None
Bindings = Iterable[Bound] | Mapping[str, Bound]


def read(db: sqlite3.Connection, model: type[Model], sql: str, params: Bindings = ()) -> list[Model]:
    """All rows of one SELECT, each as a `model` with a field for each column.

    Raises StoreError if a column is missing or too many, and what SQLite raises.
    """
    return list(read_each(db, model, sql, params))


def read_each(db: sqlite3.Connection, model: type[Model], sql: str, params: Bindings = ()) -> Iterator[Model]:
    """Yield the rows as `read` lists them, one at a time."""
    cursor = db.execute(sql, params if isinstance(params, Mapping) else tuple(params))
    return filling(model, [column[0] for column in cursor.description], cursor)


def values(db: sqlite3.Connection, kind: type[Model], sql: str, params: Bindings = ()) -> list[Model]:
    """The values of a SELECT of one column, all of this `kind`; NULL is no value and left out."""
    cursor = db.execute(sql, params if isinstance(params, Mapping) else tuple(params))
    return [value for (value,) in cursor if value is not None]
