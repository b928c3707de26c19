"""Full-text search of a build: SQLite's FTS5 in a file of its own beside it.

DuckDB's own full-text extension is not in its wheel. Its sqlite extension is not used either: in one process
with Python's sqlite3 it loses data.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from linernotes.errors import BuildError, DiskFullError, StoreError
from linernotes.storage.database import DBStorage, load_sql
from linernotes.storage.durable import is_no_room

Kind = Literal["release", "artist"]

#: Table, columns with the weight of a hit in each, and the query that fills it. The first column is the title.
_INDEXES: dict[Kind, tuple[dict[str, float], str]] = {
    "release": (
        {"title": 10, "artists": 8, "tracks": 4, "credits": 3, "labels": 2, "numbers": 6, "notes": 1},
        "search_releases",
    ),
    "artist": ({"name": 10, "variations": 6, "related": 1}, "search_artists"),
}
_BATCH = 1000

#: Up to how many matches are put in order: to weigh 10,000 takes some 35 ms.
RANKED = 2000


@dataclass(frozen=True, slots=True)
class Hit:
    """A release or artist that matches. `column` says where the first match is, `excerpt` what stands there."""

    kind: Kind
    id: int
    title: str | None
    column: str
    excerpt: str


def build_search(build_path: Path, search_path: Path) -> None:
    """Index a build: one row per owned release and one per artist.

    What was at `search_path` is replaced. Raises BuildError or DiskFullError; the file is of no use then.
    """
    search_path.unlink(missing_ok=True)
    with (
        DBStorage.open(build_path) as storage,
        _sqlite_errors(search_path, BuildError),
        closing(sqlite3.connect(search_path, isolation_level=None)) as index,
    ):
        # A crash costs nothing: nobody reads the file before it is published.
        index.executescript("pragma journal_mode = off; pragma synchronous = off; begin")
        for kind, (columns, query) in _INDEXES.items():
            index.execute(
                f"create virtual table {kind} using fts5({', '.join(columns)},"
                " tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
            )
            marks = ", ".join("?" * (len(columns) + 1))
            insert = f"insert into {kind} (rowid, {', '.join(columns)}) values ({marks})"  # noqa: S608
            for batch in storage.record_batches(load_sql("linernotes.storage", query), batch_rows=_BATCH):
                index.executemany(insert, zip(*(column.to_pylist() for column in batch.columns), strict=True))
            index.execute(f"insert into {kind} ({kind}) values ('optimize')")  # noqa: S608
        index.execute("commit")


def search(search_path: Path, text: str, kind: Kind, limit: int = 50) -> list[Hit]:
    """The best matches for what a person typed, the best one first; ties by id.

    Every word must occur, at least as the beginning of one; case and accents do not matter, and punctuation
    only separates. Text without a word finds nothing. Raises StoreError if the index cannot be read.
    """
    query = match_query(text)
    if not query:
        return []
    columns, _ = _INDEXES[kind]
    weights = ", ".join(str(float(weight)) for weight in columns.values())
    excerpts = ", ".join(f"snippet({kind}, {i}, char(2), char(3), '…', 12)" for i in range(len(columns)))
    select = (
        f"select rowid, {next(iter(columns))}, {excerpts} from {kind} where {kind} match ?"  # noqa: S608
        f" order by bm25({kind}, {weights}), rowid limit ?"
    )
    with _reading(search_path) as index:
        rows = index.execute(select, (query, limit)).fetchall()
    return [_hit(kind, list(columns), row) for row in rows]


@dataclass(frozen=True, slots=True)
class Matches:
    """Everything that matches a text: the best one first if `is_ranked`, else by id, as there are too many."""

    ids: list[int]
    is_ranked: bool


def matching(
    search_path: Path, text: str, kind: Kind, columns: Sequence[str] = (), *, ranked: int = RANKED
) -> Matches:
    """The ids of all releases or artists that `search` would find, in these columns or in any. They are put in order
    if there are no more than `ranked`.

    Raises StoreError if the index cannot be read.
    """
    query = match_query(text)
    if not query:
        return Matches([], True)
    known, _ = _INDEXES[kind]
    if columns:
        query = f"{{{' '.join(name for name in known if name in columns)}}} : ({query})"
    weights = ", ".join(str(float(weight)) for weight in known.values())
    # As one text: 10,000 rows take longer to fetch than to find.
    every = f"select json_group_array(rowid) from {kind} where {kind} match ?"  # noqa: S608
    best = f"select rowid from {kind} where {kind} match ? order by bm25({kind}, {weights}), rowid"  # noqa: S608
    with _reading(search_path) as index:
        ids = json.loads(index.execute(every, (query,)).fetchone()[0])
        if len(ids) > ranked:
            return Matches(ids, False)
        return Matches([id for (id,) in index.execute(best, (query,))], True)


def printed(search_path: Path, release_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """What the index holds of releases: release_id -> column -> its lines, without empty columns.

    Raises StoreError if the index cannot be read.
    """
    columns, _ = _INDEXES["release"]
    select = (
        f"select rowid, {', '.join(columns)} from release where rowid in (select value from json_each(?))"  # noqa: S608
    )
    with _reading(search_path) as index:
        rows = index.execute(select, (json.dumps(list(release_ids)),)).fetchall()
    return {
        id: {name: text for name, text in zip(columns, texts, strict=True) if text} for id, *texts in rows
    }


def match_query(text: str) -> str:
    """What a person typed as an FTS5 query that is never a syntax error: every word quoted, as a prefix."""
    # Composed, for a combining accent would end a word here, and not in the index.
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))
    return " ".join(f'"{word}"*' for word in words)


def _hit(kind: Kind, columns: list[str], row: tuple[int, str | None, *tuple[str | None, ...]]) -> Hit:
    id_, title, *excerpts = row
    found = next((i for i, excerpt in enumerate(excerpts) if excerpt and "\x02" in excerpt), 0)
    excerpt = (excerpts[found] or "").replace("\x02", "").replace("\x03", "")
    return Hit(kind, id_, title, columns[found], " / ".join(excerpt.split("\n")))


@contextmanager
def _reading(search_path: Path) -> Iterator[sqlite3.Connection]:
    uri = f"{search_path.absolute().as_uri()}?mode=ro&immutable=1"
    with _sqlite_errors(search_path, StoreError), closing(sqlite3.connect(uri, uri=True)) as index:
        yield index


@contextmanager
def _sqlite_errors(path: Path, error: type[StoreError]) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as failure:
        # Errors of the Python module itself have no code.
        code = getattr(failure, "sqlite_errorcode", 0) & 0xFF
        full = code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _cannot_grow(path))
        raise (DiskFullError if full else error)(f"the full-text index {path}: {failure}") from failure


def _cannot_grow(path: Path) -> bool:
    """Ask the system why a write failed: FTS5 only says "disk I/O error". The file is of no use any more."""
    try:
        with path.open("ab") as file:
            file.write(bytes(1 << 16))
            os.fsync(file)
    except OSError as failure:
        return is_no_room(failure)
    return False
