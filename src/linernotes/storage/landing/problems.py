"""What went wrong with documents in landing.db. The functions that write need a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from linernotes.documents import DocumentKey
from linernotes.storage.landing.bodies import Bodies, Packed
from linernotes.storage.landing.left_out import Version
from linernotes.storage.landing.moments import moments
from linernotes.storage.landing.records import Problem, from_micros, to_micros
from linernotes.storage.sqlite.reading import read, read_each

#: What Discogs' API itself sent. It knows best: its documents settle what was wrong with the same key.
API = "api"


def settle(db: sqlite3.Connection, key: DocumentKey, source: str) -> None:
    """Forget the problems that a document which came has ended."""
    name = (key.kind, key.id, key.page)
    if source == API:
        for statement in _FORGET:
            db.execute(statement, name)
    else:
        db.execute(_FORGET_UNREADABLE_OF, (*name, source))
        if key.kind == "export":
            db.execute("delete from unreadable where kind = 'export'")  # a row that a build has set aside


_FORGET_GONE = "delete from gone where kind = ? and id = ? and page = ?"
_FORGET_FAILED = "delete from failed where kind = ? and id = ? and page = ?"
_FORGET_UNREADABLE = "delete from unreadable where kind = ? and id = ? and page = ?"
_FORGET_UNREADABLE_OF = f"{_FORGET_UNREADABLE} and source = ?"
_FORGET = (_FORGET_GONE, _FORGET_FAILED, _FORGET_UNREADABLE)


def put_gone(db: sqlite3.Connection, key: DocumentKey, seen_at: datetime, status: int) -> None:
    """Note that Discogs has no such document. It answered, so an earlier failure to is settled."""
    name = (key.kind, key.id, key.page)
    db.execute(
        "insert or replace into gone (kind, id, page, seen_at, status) values (?, ?, ?, ?, ?)",
        (*name, to_micros(seen_at), status),
    )
    db.execute(_FORGET_FAILED, name)


def put_unreadable(db: sqlite3.Connection, problem: Problem, page: int, source: str, packed: Packed) -> None:
    """Note a document that came but could not be read, with its bytes; earlier documents stay."""
    name = (problem.kind, problem.id, page)
    reason = _storable(problem.reason)
    location = None if problem.location is None else _storable(problem.location)
    db.execute(
        "insert or replace into unreadable (kind, id, page, source, seen_at, reason, location, raw_bytes, bytes)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*name, source, to_micros(problem.seen_at), reason, location, packed.raw_bytes, packed.frame),
    )
    db.execute(_FORGET_FAILED, name)
    db.execute(_FORGET_GONE, name)


def put_failed(db: sqlite3.Connection, key: DocumentKey, seen_at: datetime, reason: str) -> None:
    """Note that a document did not come."""
    db.execute(
        "insert or replace into failed (kind, id, page, seen_at, reason) values (?, ?, ?, ?, ?)",
        (key.kind, key.id, key.page, to_micros(seen_at), _storable(reason)),
    )


def _storable(text: str) -> str:
    """Text quoted from a broken document may hold half a surrogate pair, which no UTF-8 can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def gone(db: sqlite3.Connection, kind: str) -> dict[int, datetime]:
    """id -> when Discogs said last that it does not exist."""
    select = "select id, max(seen_at) as micros from gone where kind = ? group by id order by id"
    return moments(db, select, [kind])


def unreadable(db: sqlite3.Connection, kind: str, source: str | None) -> dict[int, datetime]:
    """id -> when it came last, from one source or from any, in a form that could not be read."""
    return moments(db, _UNREADABLE, {"kind": kind, "source": source})


_UNREADABLE = """
select id, max(seen_at) as micros from unreadable
where kind = :kind and (:source is null or source = :source) group by id order by id
"""


class _Unreadable(NamedTuple):
    frame: bytes
    raw_bytes: int


def unreadable_body(db: sqlite3.Connection, bodies: Bodies, key: DocumentKey, source: str) -> bytes | None:
    """The bytes of a document that could not be read."""
    found = read(
        db,
        _Unreadable,
        "select bytes as frame, raw_bytes from unreadable where kind = ? and id = ? and page = ? and source = ?",
        [key.kind, key.id, key.page, source],
    )
    return bodies.unpack(db, Packed(found[0].frame, found[0].raw_bytes, None)) if found else None


class _UnreadableVersion(NamedTuple):
    kind: str
    id: int
    page: int
    source: str
    reason: str


def unreadable_versions(db: sqlite3.Connection) -> dict[Version, str]:
    """What cannot be read, or was set aside by a build, with the reasons."""
    rows = read(db, _UnreadableVersion, "select kind, id, page, source, reason from unreadable")
    return {Version(DocumentKey(row.kind, row.id, row.page), row.source): str(row.reason) for row in rows}


def put_left_out(
    db: sqlite3.Connection,
    damaged: Mapping[Version, str],
    refused: Mapping[Version, str],
    empty: Packed,
    now: datetime,
) -> None:
    """Note what was passed over. What is damaged goes; the bytes of what was set aside stay where they are."""
    for (key, source), reason in damaged.items():
        db.execute(_DROP, (key.kind, key.id, key.page, source))
        put_failed(db, key, now, reason)
    for (key, source), reason in refused.items():
        put_unreadable(db, Problem(key.kind, key.id, now, reason, None), key.page, source, empty)


_DROP = "delete from document where kind = ? and id = ? and page = ? and source = ?"


class _Problem(NamedTuple):
    kind: str
    id: int
    seen_at: int
    reason: str
    location: str | None


def problems(db: sqlite3.Connection) -> Iterator[Problem]:
    """Every document that is gone, unreadable or did not come, by kind, id, page, then in that order."""
    for row in read_each(db, _Problem, _PROBLEMS):
        yield Problem(row.kind, row.id, from_micros(row.seen_at), row.reason, row.location)


_PROBLEMS = """
with
    noted as (
        select kind, id, page, 1 as sort, seen_at,
            'gone: Discogs answered ' || status as reason, null as location
        from gone
        union all select kind, id, page, 2, seen_at, reason, location from unreadable
        union all select kind, id, page, 3, seen_at, reason, null from failed
    )
select kind, id, seen_at, reason,
    case when page = 1 then location else rtrim('page ' || page || ' ' || coalesce(location, '')) end as location
from noted order by kind, id, page, sort, seen_at, reason
"""
