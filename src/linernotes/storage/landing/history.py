"""Append-only history in landing.db. The functions that write need a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from linernotes.storage.landing.records import (
    CollectionChange,
    CollectionValue,
    HistoryRow,
    MasterStats,
    ReleaseStats,
    from_micros,
    to_micros,
)
from linernotes.storage.sqlite.errors import DamagedError
from linernotes.storage.sqlite.reading import read

_Row = CollectionValue | ReleaseStats | MasterStats | CollectionChange


def _append(table: str, row: type[_Row]) -> str:
    """The statement that adds a row by the names of its columns.

    The same key twice is the same fetch, landed again after an interruption: it stays one row.
    """
    columns = ", ".join(row._fields)
    named = ", ".join(f":{name}" for name in row._fields)
    return f"insert into {table} ({columns}) values ({named}) on conflict do nothing"  # noqa: S608 names of ours


_APPEND = {
    CollectionValue: _append("collection_value", CollectionValue),
    ReleaseStats: _append("release_stats", ReleaseStats),
    MasterStats: _append("master_stats", MasterStats),
    CollectionChange: _append("collection_changes", CollectionChange),
}

_VALUES = (
    "select loaded_at, items, minimum, median, maximum, currency from collection_value order by loaded_at"
)
_RELEASE_STATS = """
select release_id, loaded_at, have, want, rating_average, rating_count, for_sale, lowest_price, currency
from release_stats order by release_id, loaded_at
"""
_MASTER_STATS = """
select master_id, loaded_at, have, want, for_sale, lowest_price, currency
from master_stats order by master_id, loaded_at
"""
_CHANGES = """
select instance_id, seen_at, change, before, after
from collection_changes order by seen_at, instance_id, change
"""


def append(db: sqlite3.Connection, rows: Iterable[HistoryRow | CollectionChange]) -> None:
    """Add rows; one that is there already, by its key, is left as it is."""
    for row in rows:
        db.execute(_APPEND[type(row)], {name: _stored(value) for name, value in row._asdict().items()})


def _stored(value: int | float | str | Decimal | datetime | None) -> int | float | str | None:
    if isinstance(value, datetime):
        return to_micros(value)
    return str(value) if isinstance(value, Decimal) else value


def _price(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except (InvalidOperation, TypeError) as error:
        raise DamagedError(f"{text!r} is not a price") from error


class _ValueRow(NamedTuple):
    loaded_at: int
    items: int | None
    minimum: str | None
    median: str | None
    maximum: str | None
    currency: str | None


class _ReleaseRow(NamedTuple):
    release_id: int
    loaded_at: int
    have: int | None
    want: int | None
    rating_average: float | None
    rating_count: int | None
    for_sale: int | None
    lowest_price: str | None
    currency: str | None


class _MasterRow(NamedTuple):
    master_id: int
    loaded_at: int
    have: int | None
    want: int | None
    for_sale: int | None
    lowest_price: str | None
    currency: str | None


class _ChangeRow(NamedTuple):
    instance_id: int
    seen_at: int
    change: str
    before: str | None
    after: str | None


def collection_values(db: sqlite3.Connection) -> Iterator[CollectionValue]:
    """Oldest first."""
    for row in read(db, _ValueRow, _VALUES):
        yield CollectionValue(
            loaded_at=from_micros(row.loaded_at),
            items=row.items,
            minimum=_price(row.minimum),
            median=_price(row.median),
            maximum=_price(row.maximum),
            currency=row.currency,
        )


def release_stats(db: sqlite3.Connection) -> Iterator[ReleaseStats]:
    """By release, oldest first."""
    for row in read(db, _ReleaseRow, _RELEASE_STATS):
        yield ReleaseStats(
            release_id=row.release_id,
            loaded_at=from_micros(row.loaded_at),
            have=row.have,
            want=row.want,
            rating_average=row.rating_average,
            rating_count=row.rating_count,
            for_sale=row.for_sale,
            lowest_price=_price(row.lowest_price),
            currency=row.currency,
        )


def master_stats(db: sqlite3.Connection) -> Iterator[MasterStats]:
    """By master, oldest first."""
    for row in read(db, _MasterRow, _MASTER_STATS):
        yield MasterStats(
            master_id=row.master_id,
            loaded_at=from_micros(row.loaded_at),
            have=row.have,
            want=row.want,
            for_sale=row.for_sale,
            lowest_price=_price(row.lowest_price),
            currency=row.currency,
        )


def collection_changes(db: sqlite3.Connection) -> Iterator[CollectionChange]:
    """Oldest first, then by instance."""
    for row in read(db, _ChangeRow, _CHANGES):
        yield CollectionChange(row.instance_id, from_micros(row.seen_at), row.change, row.before, row.after)
