"""Rows on their way in: objects or dicts by column name, put into the order of the DDL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from linernotes.errors import BuildError
from linernotes.storage.duckdb.tables import TABLES

#: A NamedTuple with the columns of a table as its fields (`rows`), or a mapping that has each column.
NamedRow = tuple[object, ...] | Mapping[str, object]


def in_ddl_order(table: str, rows: Sequence[NamedRow]) -> Iterable[tuple[object, ...]]:
    """The values of rows in the order of the table's columns.

    Raises BuildError that names the columns that a row lacks, or has too many: for a bare tuple all of them.
    """
    for kind in set(map(type, rows)):
        if not _fits(table, kind):
            break
    else:
        return rows  # type: ignore[return-value] # all of them are NamedTuples
    return [_values(table, row) for row in rows]


@lru_cache(maxsize=1024)
def _fits(table: str, kind: type[NamedRow]) -> bool:
    """Whether the class is a NamedTuple with the fields of the table, in its order."""
    return getattr(kind, "_fields", None) == _columns(table)


def _values(table: str, row: NamedRow) -> tuple[object, ...]:
    named = row if isinstance(row, Mapping) else getattr(row, "_asdict", dict)()
    columns = _columns(table)
    if named.keys() != set(columns):
        lacks, more = sorted(set(columns) - named.keys()), sorted(named.keys() - set(columns))
        raise BuildError(
            f"a row of {table} ({type(row).__name__}) lacks the columns {', '.join(lacks) or 'none'},"
            f" and has too many: {', '.join(more) or 'none'}"
        )
    return tuple(named[column] for column in columns)


@lru_cache(maxsize=1024)
def _columns(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in TABLES[table].columns)
