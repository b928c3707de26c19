"""Append-only history in landing.db. The functions that write need a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation

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

# The same key twice is the same fetch, landed again after an interruption: it stays one row.
_APPEND = {
    CollectionValue: "insert into collection_value values (?, ?, ?, ?, ?, ?) on conflict do nothing",
    ReleaseStats: "insert into release_stats values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
    MasterStats: "insert into master_stats values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
    CollectionChange: "insert into collection_changes values (?, ?, ?, ?, ?) on conflict do nothing",
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
        db.execute(_APPEND[type(row)], [_stored(value) for value in row])


def _stored(value: int | float | str | Decimal | datetime | None) -> int | float | str | None:
    if isinstance(value, datetime):
        return to_micros(value)
    return str(value) if isinstance(value, Decimal) else value


def _price(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except (InvalidOperation, TypeError) as error:
        raise DamagedError(f"{text!r} is not a price") from error


def collection_values(db: sqlite3.Connection) -> Iterator[CollectionValue]:
    """Oldest first."""
    for at, items, low, middle, high, currency in db.execute(_VALUES):
        yield CollectionValue(from_micros(at), items, _price(low), _price(middle), _price(high), currency)


def release_stats(db: sqlite3.Connection) -> Iterator[ReleaseStats]:
    """By release, oldest first."""
    for id, at, have, want, average, ratings, for_sale, price, currency in db.execute(_RELEASE_STATS):
        fans = (have, want, average, ratings)
        yield ReleaseStats(id, from_micros(at), *fans, for_sale, _price(price), currency)


def master_stats(db: sqlite3.Connection) -> Iterator[MasterStats]:
    """By master, oldest first."""
    for id, at, have, want, for_sale, price, currency in db.execute(_MASTER_STATS):
        yield MasterStats(id, from_micros(at), have, want, for_sale, _price(price), currency)


def collection_changes(db: sqlite3.Connection) -> Iterator[CollectionChange]:
    """Oldest first, then by instance."""
    for id, at, change, before, after in db.execute(_CHANGES):
        yield CollectionChange(id, from_micros(at), change, before, after)
