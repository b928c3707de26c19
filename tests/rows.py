"""Rows of tests, which are lists of values: put into a build by the classes of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.rows import ROWS


def named(table: str, rows: Iterable[Sequence[object]]) -> list[tuple[object, ...]]:
    """The rows, their values in the order of the DDL, as objects of the table's class."""
    make = getattr(ROWS[table], "_make")  # noqa: B009 every one of them is a NamedTuple
    return [make(row) for row in rows]


def put(storage: DBStorage, table: str, rows: Iterable[Sequence[object]], origin: object = None) -> None:
    """Insert rows whose values are in the order of the DDL."""
    storage.insert(table, named(table, rows), origin)
