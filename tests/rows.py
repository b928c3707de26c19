"""Rows of tests, which are lists of values: put into a build by the classes of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.rows import ROWS


def named(table: str, rows: Iterable[Sequence[object]]) -> list[tuple[object, ...]]:
    """The rows, their values in the order of the DDL, as objects of the table's class."""
    make = getattr(ROWS[table], "_make")  # noqa: B009 every one of them is a NamedTuple
    return [make(row) for row in rows]


def put(storage: DBStorage, table: str, rows: Iterable[Sequence[object]], origin: object = None) -> None:
    """Insert rows whose values are in the order of the DDL."""
    storage.insert(table, named(table, rows), origin)


def tuples(storage: DBStorage, sql: str, params: Sequence[str | int | None] = ()) -> list[tuple[Any, ...]]:
    """All rows of a SELECT, by position: a test says beside its SELECT what it expects. `params` replace its `?`s."""
    for value in params:
        sql = sql.replace("?", _literal(value), 1)
    return [
        row
        for batch in storage.record_batches(sql)
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)
    ]


def _literal(value: str | int | None) -> str:
    if value is None:
        return "null"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
