"""What was looked for in monthly dumps, and whether it was there."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from linernotes.storage.sqlite.reading import read, values


def put_searched(db: sqlite3.Connection, source: str, kind: str, what: str, found: Mapping[int, int]) -> None:
    """Note what one whole dump had of each id, or of each master's pressings. Needs a transaction."""
    db.executemany(
        "insert or replace into dump_search (source, kind, what, id, found) values (?, ?, ?, ?, ?)",
        [(source, kind, what, id, count) for id, count in found.items()],
    )


class _Found(NamedTuple):
    id: int
    found: int


def searched(db: sqlite3.Connection, kind: str, what: str, source: str | None) -> dict[int, int]:
    """id -> elements found, in one dump or the most of any."""
    rows = read(db, _Found, _SEARCHED, {"kind": kind, "what": what, "source": source})
    return {row.id: row.found for row in rows}


_SEARCHED = """
select id, max(found) as found from dump_search
where kind = :kind and what = :what and (:source is null or source = :source) group by id order by id
"""


def searched_as_of(db: sqlite3.Connection, what: str) -> datetime | None:
    """The day of the newest dump in which such things were looked for."""
    newest = values(db, str, "select max(source) from dump_search where what = ?", [what])
    return datetime.strptime(newest[0], "dump:%Y%m%d").replace(tzinfo=UTC) if newest else None


def given(db: sqlite3.Connection, kind: str) -> set[int]:
    """The ids of which a dump's element is here."""
    return set(
        values(db, int, "select distinct id from document where kind = ? and source like 'dump:%'", [kind])
    )
