"""What was looked for in monthly dumps, and whether it was there."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime


def put_searched(db: sqlite3.Connection, source: str, kind: str, what: str, found: Mapping[int, int]) -> None:
    """Note what one whole dump had of each id. Needs a transaction."""
    db.executemany(
        "insert or replace into dump_search (source, kind, what, id, found) values (?, ?, ?, ?, ?)",
        [(source, kind, what, id, count) for id, count in found.items()],
    )


def searched(db: sqlite3.Connection, kind: str, what: str, source: str | None) -> dict[int, int]:
    """id -> elements found, in one dump or the most of any."""
    rows = db.execute(_SEARCHED, {"kind": kind, "what": what, "source": source})
    return dict(rows.fetchall())


_SEARCHED = """
select id, max(found) from dump_search
where kind = :kind and what = :what and (:source is null or source = :source) group by id order by id
"""


def searched_as_of(db: sqlite3.Connection, what: str) -> datetime | None:
    """The day of the newest dump in which such things were looked for."""
    newest = db.execute("select max(source) from dump_search where what = ?", [what]).fetchone()[0]
    return None if newest is None else datetime.strptime(newest, "dump:%Y%m%d").replace(tzinfo=UTC)


def given(db: sqlite3.Connection, kind: str) -> set[int]:
    """The ids of which a dump's element is here."""
    rows = db.execute("select distinct id from document where kind = ? and source like 'dump:%'", [kind])
    return {id for (id,) in rows}
