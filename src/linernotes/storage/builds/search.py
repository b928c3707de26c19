"""Full-text search of a build: SQLite's FTS5 in a file of its own beside it.

DuckDB's own full-text extension is not in its wheel. Its sqlite extension is not used either: in one process
with Python's sqlite3 it loses data.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from linernotes.documents.folding import is_number, query_terms, terms
from linernotes.documents.numbers import barcode, likely_barcodes, typed_barcode
from linernotes.errors import BuildError, DiskFullError, StoreError
from linernotes.files import is_no_room
from linernotes.storage.duckdb.database import DBStorage, load_sql
from linernotes.storage.sqlite.reading import values

Kind = Literal["release", "artist"]

#: Table, columns with the weight of a hit in each, and the query that fills it. The first column is the title.
_INDEXES: dict[Kind, tuple[dict[str, float], str]] = {
    "release": (
        {"title": 10, "artists": 8, "tracks": 4, "credits": 3, "labels": 2, "numbers": 6, "notes": 1},
        "search_releases",
    ),
    "artist": ({"name": 10, "variations": 6, "related": 1}, "search_artists"),
}
#: Short lines, in which two words may be typed as one.
_JOINED = frozenset({"title", "artists", "labels", "numbers", "name", "variations"})
_BATCH = 1000

#: Up to how many matches are put in order: to weigh 10,000 takes some 35 ms.
RANKED = 2000


@dataclass(frozen=True, slots=True)
class Hit:
    """A release or artist that matches; `column` is the first one that holds a word of the text."""

    kind: Kind
    id: int
    title: str | None
    column: str


@contextmanager
def search_built_beside(storage: DBStorage, search_path: Path) -> Iterator[None]:
    """Build the index in a thread of its own while the block goes on; it is complete at the end of the block.

    The block leaves what is indexed as it is. Raises the errors of `build_search`, at the end of the block. If the
    block raises, its error leaves as soon as the thread has ended.
    """
    reader = storage.cursor()
    try:
        with ThreadPoolExecutor(1, "linernotes-search") as beside:
            built = beside.submit(build_search, reader, search_path)
            yield
            built.result()
    finally:
        reader.abandon()


def build_search(storage: DBStorage, search_path: Path) -> None:
    """Index a build that is open: one row per owned release and one per artist.

    Each kind has two tables: what is printed, and the index of its words as `folding.terms` gives them.
    What was at `search_path` is replaced. Raises BuildError or DiskFullError; the file is of no use then.
    """
    search_path.unlink(missing_ok=True)
    with (
        _sqlite_errors(search_path, BuildError),
        closing(sqlite3.connect(search_path, isolation_level=None)) as index,
    ):
        # A crash costs nothing: nobody reads the file before it is published.
        index.executescript("pragma journal_mode = off; pragma synchronous = off; begin")
        for kind, (columns, query) in _INDEXES.items():
            names = ", ".join(columns)
            index.execute(f"create table {kind}_printed (id integer primary key, {names})")
            index.execute(
                f"create virtual table {kind} using fts5({names}, content = '', prefix = '2 3',"
                " tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co M*'\")"
            )
            named = ", ".join(f":{name}" for name in ("id", *columns))
            printed = f"insert into {kind}_printed (id, {names}) values ({named})"  # noqa: S608
            words = f"insert into {kind} (rowid, {names}) values ({named})"  # noqa: S608
            for batch in storage.record_batches(
                load_sql("linernotes.storage.builds", query), batch_rows=_BATCH
            ):
                rows: list[dict[str, int | str | None]] = batch.to_pylist()
                index.executemany(printed, rows)
                index.executemany(words, map(_indexed, rows))
            index.execute(f"insert into {kind} ({kind}) values ('optimize')")  # noqa: S608
        index.execute("commit")


def _indexed(row: Mapping[str, int | str | None]) -> dict[str, int | str | None]:
    """A row of the printed lines as a row of their words. The id stays."""
    return {
        name: _column_terms(name, value) if isinstance(value, str) else value for name, value in row.items()
    }


def _column_terms(column: str, text: str | None) -> str | None:
    if not text:
        return None
    printed_lines = text.split("\n")
    joined = column in _JOINED
    lines = [_line_terms(line, joined) for line in printed_lines]
    codes = filter(None, map(barcode, printed_lines)) if column == "numbers" else ()
    return "\n".join((*lines, " ".join(codes)))


# A collection repeats its lines: tracks of all pressings of an album, names of artists and labels, credits.
@lru_cache(maxsize=1 << 14)
def _line_terms(line: str, joined: bool) -> str:
    return " ".join(terms(line, joined=joined))


def search(search_path: Path, text: str, kind: Kind, limit: int = 50) -> list[Hit]:
    """The best matches for what a person typed, the best one first; ties by id.

    Every word must occur, at least as the beginning of one, in any spelling that `folding.query_terms` knows.
    Text that is empty finds nothing. Raises StoreError if the index cannot be read.
    """
    query = match_query(text)
    if not query:
        return []
    columns, _ = _INDEXES[kind]
    select = (
        f"select id, {', '.join(f'p.{name} as {name}' for name in columns)} from {kind}"  # noqa: S608
        f" inner join {kind}_printed as p on p.id = {kind}.rowid where {kind} match ?"
        f" order by bm25({kind}, {_weights(columns)}), id limit ?"
    )
    with _reading(search_path) as index:
        rows = index.execute(select, (query, limit)).fetchall()
    wanted = {word for way in query_terms(text) for group in way for word in " ".join(group).split()}
    return [_hit(kind, columns, wanted, row) for row in rows]


@dataclass(frozen=True, slots=True)
class Matches:
    """Everything that matches a text: the best one first if `is_ranked`, else by id, as there are too many."""

    ids: list[int]
    is_ranked: bool


def matching(
    search_path: Path,
    text: str,
    kind: Kind,
    columns: Sequence[str] = (),
    *,
    ranked: int = RANKED,
    whole_numbers: bool = False,
) -> Matches:
    """The ids of all releases or artists that `search` would find, in these columns or in any. They are put in order
    if there are no more than `ranked`. With `whole_numbers` "II" does not begin "III", nor 1 begin 12.

    Raises StoreError if the index cannot be read.
    """
    query = match_query(text, whole_numbers=whole_numbers)
    if not query:
        return Matches([], True)
    known, _ = _INDEXES[kind]
    if columns:
        query = f"{{{' '.join(name for name in known if name in columns)}}} : ({query})"
    # As one text: 10,000 rows take longer to fetch than to find.
    every = f"select json_group_array(rowid) from {kind} where {kind} match ?"  # noqa: S608
    best = f"select rowid from {kind} where {kind} match ? order by bm25({kind}, {_weights(known)}), rowid"  # noqa: S608
    with _reading(search_path) as index:
        ids: list[int] = json.loads(values(index, str, every, (query,))[0])
        if len(ids) > ranked:
            return Matches(ids, False)
        return Matches(values(index, int, best, (query,)), True)


def printed(search_path: Path, ids: Sequence[int], kind: Kind = "release") -> dict[int, dict[str, str]]:
    """What is printed of releases or artists: id -> column -> its lines, without empty columns.

    Raises StoreError if the index cannot be read.
    """
    columns, _ = _INDEXES[kind]
    select = (
        f"select id, {', '.join(columns)} from {kind}_printed where id in (select value from json_each(?))"  # noqa: S608
    )
    with _reading(search_path) as index:
        rows = index.execute(select, (json.dumps(list(ids)),)).fetchall()
    return {row["id"]: {name: row[name] for name in columns if row[name]} for row in rows}


def check_search(search_path: Path) -> None:
    """Look whether the index can be read at all.

    Raises StoreError if it is not there, damaged, or no index of ours.
    """
    with _reading(search_path) as index:
        for kind in _INDEXES:
            index.execute(f"select * from {kind}_printed order by id desc limit 1").fetchall()  # noqa: S608
            index.execute(f"select rowid from {kind} where {kind} match 'a' limit 1").fetchall()  # noqa: S608


def match_query(text: str, *, whole_numbers: bool = False) -> str:
    """What a person typed as an FTS5 query that is never a syntax error: every word quoted, as a prefix."""
    codes = [[[code]] for code in typed_barcode(text)] + [[[code]] for _, code in likely_barcodes(text)]
    ways = []
    for way in [*query_terms(text), *codes]:
        groups = [" OR ".join(_spelled(one, whole_numbers) for one in group) for group in way]
        ways.append(" AND ".join(f"({group})" for group in groups))
    return " OR ".join(f"({way})" for way in ways)


def _spelled(spelling: str, whole_numbers: bool) -> str:
    quoted = (f'"{word}"' if whole_numbers and is_number(word) else f'"{word}"*' for word in spelling.split())
    return f"({' AND '.join(quoted)})"


def _weights(columns: dict[str, float]) -> str:
    return ", ".join(str(float(weight)) for weight in columns.values())


def _hit(kind: Kind, columns: dict[str, float], wanted: set[str], row: sqlite3.Row) -> Hit:
    title = next(iter(columns))
    held = (
        name
        for name in columns
        if any(word.startswith(tuple(wanted)) for word in (_column_terms(name, row[name]) or "").split())
    )
    return Hit(kind, row["id"], row[title], next(held, title))


@contextmanager
def _reading(search_path: Path) -> Iterator[sqlite3.Connection]:
    uri = f"{search_path.absolute().as_uri()}?mode=ro&immutable=1"
    with _sqlite_errors(search_path, StoreError), closing(sqlite3.connect(uri, uri=True)) as index:
        index.row_factory = sqlite3.Row
        yield index


@contextmanager
def _sqlite_errors(path: Path, error: type[StoreError]) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as failure:
        # Errors of the Python module itself have no code.
        code = getattr(failure, "sqlite_errorcode", 0) & 0xFF
        full = code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _cannot_grow(path))
        way_out = "" if full else ". It can be made again: linernotes build"
        raise (DiskFullError if full else error)(
            f"the full-text index {path}: {failure}{way_out}"
        ) from failure


def _cannot_grow(path: Path) -> bool:
    """Ask the system why a write failed: FTS5 only says "disk I/O error". The file is of no use any more."""
    try:
        with path.open("ab") as file:
            file.write(bytes(1 << 16))
            os.fsync(file)
    except OSError as failure:
        return is_no_room(failure)
    return False
