"""The documents in landing.db and what went wrong with them. The functions that write need a transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from linernotes.documents import DocumentKey
from linernotes.storage.landing.bodies import Bodies, Packed
from linernotes.storage.landing.left_out import LeftOut, Version
from linernotes.storage.landing.records import Count, Landed, Problem, from_micros, to_micros
from linernotes.storage.sqlite.errors import DamagedError

#: What Discogs' API itself sent. It knows best: its documents settle what was wrong with the same key.
API = "api"
_IDS_PER_QUERY = 500


def put(db: sqlite3.Connection, key: DocumentKey, source: str, fetched_at: datetime, packed: Packed) -> None:
    """Store one document in the place of the one with the same key and source."""
    name = (key.kind, key.id, key.page, source)
    row = db.execute(
        "select body_no from document where kind = ? and id = ? and page = ? and source = ?", name
    ).fetchone()
    if row is None:
        body_no = db.execute("insert into body (bytes) values (?)", [packed.frame]).lastrowid
    else:
        body_no = row[0]
        db.execute("update body set bytes = ? where body_no = ?", [packed.frame, body_no])
    db.execute(
        _PUT,
        (*name, to_micros(fetched_at), body_no, packed.raw_bytes, len(packed.frame), packed.dictionary_id),
    )
    _settle(db, key, source)


_PUT = """
insert into document (kind, id, page, source, fetched_at, body_no, raw_bytes, stored_bytes, dictionary_id)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (kind, id, page, source) do update set
    fetched_at = excluded.fetched_at, body_no = excluded.body_no, raw_bytes = excluded.raw_bytes,
    stored_bytes = excluded.stored_bytes, dictionary_id = excluded.dictionary_id
"""


def _settle(db: sqlite3.Connection, key: DocumentKey, source: str) -> None:
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
    db.execute("insert or replace into gone values (?, ?, ?, ?, ?)", (*name, to_micros(seen_at), status))
    db.execute(_FORGET_FAILED, name)


def put_unreadable(db: sqlite3.Connection, problem: Problem, page: int, source: str, packed: Packed) -> None:
    """Note a document that came but could not be read, with its bytes; earlier documents stay."""
    name = (problem.kind, problem.id, page)
    values = (*name, source, to_micros(problem.seen_at), _storable(problem.reason))
    location = None if problem.location is None else _storable(problem.location)
    db.execute(
        "insert or replace into unreadable values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*values, location, packed.raw_bytes, packed.frame),
    )
    db.execute(_FORGET_FAILED, name)
    db.execute(_FORGET_GONE, name)


def put_failed(db: sqlite3.Connection, key: DocumentKey, seen_at: datetime, reason: str) -> None:
    """Note that a document did not come."""
    values = (key.kind, key.id, key.page, to_micros(seen_at), _storable(reason))
    db.execute("insert or replace into failed values (?, ?, ?, ?, ?)", values)


def _storable(text: str) -> str:
    """Text quoted from a broken document may hold half a surrogate pair, which no UTF-8 can."""
    return text.encode("utf-8", "replace").decode("utf-8")


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
    rows = db.execute(_FETCHED_AT, {"kind": kind, "source": source})
    return {id: from_micros(micros) for id, micros in rows}


_FETCHED_AT = """
select id, max(fetched_at) from document
where kind = :kind and page = 1 and (:source is null or source = :source) group by id order by id
"""


def pages(db: sqlite3.Connection, kind: str) -> dict[int, dict[int, datetime]]:
    """id -> page -> when it was fetched last."""
    found: dict[int, dict[int, datetime]] = {}
    for id, page, micros in db.execute(
        "select id, page, max(fetched_at) from document where kind = ? group by id, page order by id, page",
        [kind],
    ):
        found.setdefault(id, {})[page] = from_micros(micros)
    return found


class _Pagination(msgspec.Struct):
    pages: int


class _Page(msgspec.Struct):
    pagination: _Pagination


def page_counts(db: sqlite3.Connection, bodies: Bodies, kind: str, left_out: LeftOut) -> dict[int, int]:
    """id -> how many pages its first page says there are; ids whose page says nothing are left out."""
    decoder = msgspec.json.Decoder(_Page)
    counts: dict[int, int] = {}
    for page in _landed(db, bodies, db.execute(_FIRST_PAGES, [kind]), left_out):
        try:
            counts[page.key.id] = decoder.decode(page.body).pagination.pages
        except msgspec.DecodeError:
            continue  # how well pages read is not for landing to judge
    return counts


def gone(db: sqlite3.Connection, kind: str) -> dict[int, datetime]:
    """id -> when Discogs said last that it does not exist."""
    rows = db.execute("select id, max(seen_at) from gone where kind = ? group by id order by id", [kind])
    return {id: from_micros(micros) for id, micros in rows}


def unreadable(db: sqlite3.Connection, kind: str, source: str | None) -> dict[int, datetime]:
    """id -> when it came last, from one source or from any, in a form that could not be read."""
    rows = db.execute(
        "select id, max(seen_at) from unreadable where kind = :kind and (:source is null or source = :source) "
        "group by id order by id",
        {"kind": kind, "source": source},
    )
    return {id: from_micros(micros) for id, micros in rows}


def document(
    db: sqlite3.Connection, bodies: Bodies, key: DocumentKey, source: str | None, left_out: LeftOut
) -> Landed | None:
    """One document: of that source, else the newest of any that is not damaged."""
    rows = db.execute(_DOCUMENT, {"kind": key.kind, "id": key.id, "page": key.page, "source": source})
    return next(_landed(db, bodies, rows, left_out), None)


def unreadable_body(db: sqlite3.Connection, bodies: Bodies, key: DocumentKey, source: str) -> bytes | None:
    """The bytes of a document that could not be read."""
    row = db.execute(
        "select bytes, raw_bytes from unreadable where kind = ? and id = ? and page = ? and source = ?",
        [key.kind, key.id, key.page, source],
    ).fetchone()
    return None if row is None else bodies.unpack(db, Packed(row[0], row[1], None))


_COLUMNS = """
select d.kind, d.id, d.page, d.source, d.fetched_at, body.bytes, d.raw_bytes, d.dictionary_id
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
        yield from _landed(db, bodies, db.execute(_DOCUMENTS[newest, False], [kind]), left_out)
        return
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _IDS_PER_QUERY):
        some = json.dumps(wanted[start : start + _IDS_PER_QUERY])
        yield from _landed(db, bodies, db.execute(_DOCUMENTS[newest, True], [kind, some]), left_out)


def _landed(
    db: sqlite3.Connection, bodies: Bodies, rows: Iterable[tuple[Any, ...]], left_out: LeftOut
) -> Iterator[Landed]:
    """Documents from their rows. A damaged one is passed over, and noted: the others are worth having."""
    for kind, id, page, source, micros, frame, raw_bytes, dictionary_id in rows:
        version = Version(DocumentKey(kind, id, page), source)
        if left_out.passes_over(version):
            continue
        try:
            body = bodies.unpack(db, Packed(frame, raw_bytes, dictionary_id))
            landed = Landed(version.key, source, from_micros(micros), body)
        except DamagedError:
            left_out.add_damaged(version)
        else:
            yield landed


def versions(db: sqlite3.Connection) -> list[Version]:
    """Every document of every source, by kind, id, page."""
    rows = db.execute("select kind, id, page, source from document order by kind, id, page, source")
    return [Version(DocumentKey(kind, id, page), source) for kind, id, page, source in rows]


def unreadable_versions(db: sqlite3.Connection) -> dict[Version, str]:
    """What cannot be read, or was set aside by a build, with the reasons."""
    rows = db.execute("select kind, id, page, source, reason from unreadable")
    return {
        Version(DocumentKey(kind, id, page), source): str(reason) for kind, id, page, source, reason in rows
    }


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


def counts(db: sqlite3.Connection) -> dict[tuple[str, str], Count]:
    """(kind, source) -> documents and bytes."""
    rows = db.execute(
        "select kind, source, count(*), sum(raw_bytes), sum(stored_bytes) from document group by kind, source"
    )
    return {(kind, source): Count(*sums) for kind, source, *sums in rows}


def problems(db: sqlite3.Connection) -> Iterator[Problem]:
    """Every document that is gone, unreadable or did not come, by kind, id, page, then in that order."""
    for kind, id, seen_at, reason, location in db.execute(_PROBLEMS):
        yield Problem(kind, id, from_micros(seen_at), reason, location)


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
    case when page = 1 then location else rtrim('page ' || page || ' ' || coalesce(location, '')) end
from noted order by kind, id, page, sort, seen_at, reason
"""

FORGET = (
    "delete from document",
    "delete from body",
    "delete from dictionary",
    "delete from gone",
    "delete from unreadable",
    "delete from failed",
    "delete from dump_search",
    "delete from collection_value",
    "delete from release_stats",
    "delete from master_stats",
    "delete from collection_changes",
    "delete from account",
    "delete from run",
    "delete from run_stage",
    "update control set command = 'run'",
)
