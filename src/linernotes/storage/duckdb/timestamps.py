"""Times with a zone, out of DuckDB without pytz.

DuckDB's Python client makes a datetime of a TIMESTAMPTZ only if pytz is installed; Python's own zones will
not do. So a query with such columns is asked for plain timestamps. They are UTC, because every
connection's TimeZone is. The zone is put back here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

_ZONED = "TIMESTAMP WITH TIME ZONE"
#: Types with a zone and what to ask for instead.
_PLAIN = {_ZONED: "TIMESTAMP", "TIMESTAMPTZ_NS": "TIMESTAMP_NS"}

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Zoneless:
    """A query that gives plain timestamps for TIMESTAMPTZ; `columns` says which those are.

    `names` are those of all columns as the query was asked. Rewritten, it has others.
    """

    sql: str
    names: tuple[str, ...]
    columns: frozenset[int]

    def restore(self, rows: list[Row]) -> list[Row]:
        """Put UTC back. Times within lists and structs stay without a zone, and those beyond 9999 are text."""
        return [
            tuple(
                value.replace(tzinfo=UTC) if i in self.columns and isinstance(value, datetime) else value
                for i, value in enumerate(row)
            )
            for row in rows
        ]


def zoneless(sql: str, description: Sequence[Sequence[object]]) -> Zoneless | None:
    """Rewrite a query; `description` has its columns (PEP 249). None if no column has a time zone."""
    types = [str(column[1]) for column in description]
    plain = [_without_zone(type_) for type_ in types]
    if plain == types:
        return None
    selected = [
        f"c{i}" if wanted == type_ else f"cast(c{i} as {wanted})"
        for i, (type_, wanted) in enumerate(zip(types, plain, strict=True))
    ]
    names = ", ".join(f"c{i}" for i in range(len(types)))
    # The new line is for a query that ends with a comment.
    rewritten = f"select {', '.join(selected)} from ({without_end(sql)}\n) as answer({names})"  # noqa: S608
    asked = tuple(str(column[0]) for column in description)
    return Zoneless(rewritten, asked, frozenset(i for i, type_ in enumerate(types) if type_ in _PLAIN))


def _without_zone(type_: str) -> str:
    for zoned, plain in _PLAIN.items():
        type_ = type_.replace(zoned, plain)
    return type_


def without_end(sql: str) -> str:
    """One statement up to its semicolon, if it has one."""
    text = sql.encode()
    for offset, kind in duckdb.tokenize(sql):
        if kind == duckdb.token_type.operator and text.startswith(b";", offset):
            return text[:offset].decode()
    return sql
