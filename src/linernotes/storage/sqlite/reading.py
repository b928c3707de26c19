"""Rows with names out of a SQLite file: see `storage.reading`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from linernotes.storage.reading import Model, filled

#: What may be bound to a `?`.
Bound = str | int | float | bytes | None


def read(
    db: sqlite3.Connection,
    model: type[Model],
    sql: str,
    params: Iterable[Bound] = (),
) -> list[Model]:
    """All rows of one SELECT, each as a `model` with a field for each column.

    Raises StoreError if a column is missing or too many, and what SQLite raises.
    """
    cursor = db.execute(sql, tuple(params))
    return filled(model, [column[0] for column in cursor.description], cursor)


def values(
    db: sqlite3.Connection,
    kind: type[Model],
    sql: str,
    params: Iterable[Bound] = (),
) -> list[Model]:
    """The values of a SELECT of one column, all of this `kind`; NULL is no value and left out."""
    return [value for (value,) in db.execute(sql, tuple(params)) if value is not None]
