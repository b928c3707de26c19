"""The documents in landing.db. The functions that write need a transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

import msgspec

from linernotes.documents import DocumentKey
from linernotes.storage.landing.bodies import Bodies, Packed
from linernotes.storage.landing.left_out import LeftOut, Version
from linernotes.storage.landing.moments import moments
from linernotes.storage.landing.problems import API, settle
from linernotes.storage.landing.records import Count, Landed, from_micros, to_micros
from linernotes.storage.sqlite.errors import DamagedError
from linernotes.storage.sqlite.reading import Bindings, read, read_each, values

_IDS_PER_QUERY = 500


def put(db: sqlite3.Connection, key: DocumentKey, source: str, fetched_at: datetime, packed: Packed) -> None:
    """Store one document in the place of the one with the same key and source."""
    name = (key.kind, key.id, key.page, source)
    there = values(
        db, int, "select body_no from document where kind = ? and id = ? and page = ? and source = ?", name
    )
    if there:
        body_no: int | None = there[0]
        db.execute("update body set bytes = ? where body_no = ?", [packed.frame, body_no])
    else:
        body_no = db.execute("insert into body (bytes) values (?)", [packed.frame]).lastrowid
    db.execute(
        _PUT,
        (*name, to_micros(fetched_at), body_no, packed.raw_bytes, len(packed.frame), packed.dictionary_id),
    )
    settle(db, key, source)


_PUT = """
insert into document (kind, id, page, source, fetched_at, body_no, raw_bytes, stored_bytes, dictionary_id)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (kind, id, page, source) do update set
    fetched_at = excluded.fetched_at, body_no = excluded.body_no, raw_bytes = excluded.raw_bytes,
    stored_bytes = excluded.stored_bytes, dictionary_id = excluded.dictionary_id
"""


def drop_kind(db: sqlite3.Connection, kind: str, kept: Collection[int] = ()) -> None:
    """Delete all pages of a listing that the API sent, those of the numbers `kept` excepted, and its problems."""
    db.execute(
        "delete from document where kind = ? and source = ? and page not in (select value from json_each(?))",
        [kind, API, json.dumps(list(kept))],
    )
    for statement in ("delete from gone where kind = ?", "delete from failed where kind = ?"):
        db.execute(statement, [kind])
    db.execute("delete from unreadable where kind = ? and source = ?", [kind, API])


def drop_pages(db: sqlite3.Connection, kind: str, id: int, after: int) -> None:
    """Delete the pages of a list beyond page `after`, and their problems."""
    db.execute(
        "delete from document where kind = ? and id = ? and page > ? and source = ?", [kind, id, after, API]
    )
    for table in ("gone", "failed"):
        db.execute(_DROP_PAGES[table], [kind, id, after])
    db.execute(
        "delete from unreadable where kind = ? and id = ? and page > ? and source = ?", [kind, id, after, API]
    )


_DROP_PAGES = {
    "gone": "delete from gone where kind = ? and id = ? and page > ?",
    "failed": "delete from failed where kind = ? and id = ? and page > ?",
}


def fetched_at(db: sqlite3.Connection, kind: str, source: str | None) -> dict[int, datetime]:
    """id -> when its first page was fetched last, from one source or from any."""
    return moments(db, _FETCHED_AT, {"kind": kind, "source": source})


_FETCHED_AT = """
select id, max(fetched_at) as micros from document
where kind = :kind and page = 1 and (:source is null or source = :source) group by id order by id
"""


class _PageMoment(NamedTuple):
    id: int
    page: int
    micros: int


def pages(db: sqlite3.Connection, kind: str) -> dict[int, dict[int, datetime]]:
    """id -> page -> when it was fetched last."""
    found: dict[int, dict[int, datetime]] = {}
    for row in read(db, _PageMoment, _PAGES, [kind]):
        found.setdefault(row.id, {})[row.page] = from_micros(row.micros)
    return found


_PAGES = """
select id, page, max(fetched_at) as micros from document where kind = ? group by id, page order by id, page
"""


class _Pagination(msgspec.Struct):
    pages: int


class _Page(msgspec.Struct):
    pagination: _Pagination


def page_counts(db: sqlite3.Connection, bodies: Bodies, kind: str, left_out: LeftOut) -> dict[int, int]:
    """id -> how many pages its first page says there are; ids whose page says nothing are left out."""
    decoder = msgspec.json.Decoder(_Page)
    counts: dict[int, int] = {}
    for page in _landed(db, bodies, _FIRST_PAGES, [kind], left_out):
        try:
            counts[page.key.id] = decoder.decode(page.body).pagination.pages
        except msgspec.DecodeError:
            continue  # how well pages read is not for landing to judge
    return counts


def document(
    db: sqlite3.Connection, bodies: Bodies, key: DocumentKey, source: str | None, left_out: LeftOut
) -> Landed | None:
    """One document: of that source, else the newest of any that is not damaged."""
    wanted = {"kind": key.kind, "id": key.id, "page": key.page, "source": source}
    return next(_landed(db, bodies, _DOCUMENT, wanted, left_out), None)


class _Document(NamedTuple):
    kind: str
    id: int
    page: int
    source: str
    fetched_at: int
    frame: bytes
    raw_bytes: int
    dictionary_id: int | None


_COLUMNS = """
select d.kind, d.id, d.page, d.source, d.fetched_at, body.bytes as frame, d.raw_bytes, d.dictionary_id
from document as d join body on body.body_no = d.body_no
"""

# The newest wins; the API wins a tie; the later dump wins the next.
_DOCUMENT = f"""
{_COLUMNS} where d.kind = :kind and d.id = :id and d.page = :page and (:source is null or d.source = :source)
order by d.fetched_at desc, d.source = 'api' desc, d.source desc
"""

_IS_NEWEST = """
not exists (
    select 1 from document as other
    where other.kind = d.kind and other.id = d.id and other.page = d.page
    and (other.fetched_at, other.source = 'api', other.source) > (d.fetched_at, d.source = 'api', d.source)
)
"""

_FIRST_PAGES = f"{_COLUMNS} where d.kind = ? and d.page = 1 and {_IS_NEWEST} order by d.id"

_ORDER = "order by d.id, d.page, d.source"
_OF_THESE_IDS = "d.id in (select value from json_each(?))"

# (only the newest, only some ids) -> statement
_DOCUMENTS = {
    (False, False): f"{_COLUMNS} where d.kind = ? {_ORDER}",
    (True, False): f"{_COLUMNS} where d.kind = ? and {_IS_NEWEST} {_ORDER}",
    (False, True): f"{_COLUMNS} where d.kind = ? and {_OF_THESE_IDS} {_ORDER}",
    (True, True): f"{_COLUMNS} where d.kind = ? and {_OF_THESE_IDS} and {_IS_NEWEST} {_ORDER}",
}


def documents(
    db: sqlite3.Connection,
    bodies: Bodies,
    kind: str,
    ids: Iterable[int] | None,
    newest: bool,
    left_out: LeftOut,
) -> Iterator[Landed]:
    """All documents of a kind, or those of some ids, one at a time, by id, page (and source)."""
    if ids is None:
        yield from _landed(db, bodies, _DOCUMENTS[newest, False], [kind], left_out)
        return
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _IDS_PER_QUERY):
        some = json.dumps(wanted[start : start + _IDS_PER_QUERY])
        yield from _landed(db, bodies, _DOCUMENTS[newest, True], [kind, some], left_out)


def _landed(
    db: sqlite3.Connection, bodies: Bodies, sql: str, params: Bindings, left_out: LeftOut
) -> Iterator[Landed]:
    """Documents, one at a time. A damaged one is passed over, and noted: the others are worth having."""
    for row in read_each(db, _Document, sql, params):
        version = Version(DocumentKey(row.kind, row.id, row.page), row.source)
        if left_out.passes_over(version):
            continue
        try:
            body = bodies.unpack(db, Packed(row.frame, row.raw_bytes, row.dictionary_id))
            landed = Landed(version.key, row.source, from_micros(row.fetched_at), body)
        except DamagedError:
            left_out.add_damaged(version)
        else:
            yield landed


class _Version(NamedTuple):
    kind: str
    id: int
    page: int
    source: str


def versions(db: sqlite3.Connection) -> list[Version]:
    """Every document of every source, by kind, id, page."""
    rows = read(db, _Version, "select kind, id, page, source from document order by kind, id, page, source")
    return [Version(DocumentKey(row.kind, row.id, row.page), row.source) for row in rows]


class _Count(NamedTuple):
    kind: str
    source: str
    documents: int
    raw_bytes: int
    stored_bytes: int


def counts(db: sqlite3.Connection) -> dict[tuple[str, str], Count]:
    """(kind, source) -> documents and bytes."""
    rows = read(db, _Count, _COUNTS)
    return {(row.kind, row.source): Count(row.documents, row.raw_bytes, row.stored_bytes) for row in rows}


_COUNTS = """
select kind, source, count(*) as documents, sum(raw_bytes) as raw_bytes, sum(stored_bytes) as stored_bytes
from document group by kind, source
"""
