"""When documents were seen: id -> time (UTC)."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from linernotes.storage.landing.records import from_micros
from linernotes.storage.sqlite.reading import Bindings, read


class _Moment(NamedTuple):
    id: int
    micros: int


def moments(db: sqlite3.Connection, sql: str, params: Bindings) -> dict[int, datetime]:
    """The rows of a SELECT with an `id` and a time in `micros`, as landing.db writes times."""
    return {row.id: from_micros(row.micros) for row in read(db, _Moment, sql, params)}
