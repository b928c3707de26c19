"""Takes rows over from databases that strangers made, in a process of its own.

For each database our own migrations make a new one, and the rows of our tables are copied into that. This process
never runs the stranger's views, triggers, virtual tables, generated columns and expressions. It limits its own
memory; its parent limits its time.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from linernotes.errors import DiskFullError, HomeVersionError
from linernotes.storage.backup.database_layouts import LAYOUTS
from linernotes.storage.sqlite.errors import is_full
from linernotes.storage.sqlite.file import SQLiteFile
from linernotes.storage.sqlite.migrations import Layout

#: Bytes of memory of this process; of one value, of which bodies of documents are the largest; of one statement.
_MEMORY = 640 << 20
_LONGEST_VALUE = 128 << 20
_LONGEST_STATEMENT = 1 << 20

#: Columns of a table as SQLite lists them: the third is 0 for an ordinary one.
_COLUMNS = "select name, type, hidden from pragma_table_xinfo(?, ?) order by cid"
_TABLES = "select name from main.sqlite_schema where type = 'table' and name not like 'sqlite%' order by name"
_KIND = "select type from pragma_table_list(?) where schema = 'source'"

#: Tables, indexes and what not in one file, of which ours have a few dozen.
_MOST_THINGS = 1000


def copy_rows(source: Path, target: Path, layout: Layout) -> list[str]:
    """Make `target` anew with the rows of `source`; returns what else is in that, such as 'view x'.

    :raises StoreError: if a table of ours is missing, is none, or holds what does not fit.
    :raises HomeVersionError: if a newer linernotes made it.
    """
    name = f"the {source.name} in the backup"
    with _translated(name, layout):
        with _connected(source, "?mode=ro&immutable=1") as db:
            version = _version_of(db, name, layout)
        then = replace(layout, migrations=layout.migrations[:version])
        SQLiteFile.open(target, then).close()
        with _connected(target) as db:
            db.execute("pragma journal_mode = delete")
            db.execute("pragma synchronous = off")  # a copy that breaks off is thrown away
            db.execute("attach ? as source", [f"{source.absolute().as_uri()}?mode=ro&immutable=1"])
            left_out = _copy_tables(db, name, layout)
        SQLiteFile.open(target, layout).close()
        with _connected(target) as db:
            db.execute("pragma journal_mode = delete")
    return left_out


def _version_of(db: sqlite3.Connection, name: str, layout: Layout) -> int:
    version = int(db.execute("pragma user_version").fetchone()[0])
    if db.execute("pragma application_id").fetchone()[0] != layout.application_id or version < 1:
        raise layout.error(f"{name} was not made by linernotes")
    if version > layout.version:
        raise HomeVersionError(
            f"{name} was made by a newer linernotes (layout {version}, this one knows {layout.version}): "
            "upgrade linernotes"
        )
    return version


def _copy_tables(db: sqlite3.Connection, name: str, layout: Layout) -> list[str]:
    if db.execute("select count(*) from source.sqlite_schema").fetchone()[0] > _MOST_THINGS:
        raise layout.error(f"{name} has more tables and views than any of linernotes")
    ours = [table for (table,) in db.execute(_TABLES)]
    for table in ours:
        columns = list(db.execute(_COLUMNS, [table, "main"]))
        kind = db.execute(_KIND, [table]).fetchone()
        if kind != ("table",) or list(db.execute(_COLUMNS, [table, "source"])) != columns:
            raise layout.error(f"{name} has no table {table} as linernotes makes it")
        listed = ", ".join(f'"{column}"' for column, _, _ in columns)
        db.execute("begin")
        db.execute(f'delete from main."{table}"')  # noqa: S608 names of our own migrations
        # The table itself is read, whatever the stranger's indexes say. No `*`: that would copy pages unseen.
        db.execute(f'insert into main."{table}" ({listed}) select {listed} from source."{table}" not indexed')  # noqa: S608
        db.execute("commit")
        for _ in db.execute(f'select {listed} from main."{table}"' if table != "body" else "select 1"):  # noqa: S608
            pass  # each text is decoded once: what is not UTF-8 is found now
    known = {known for (known,) in db.execute("select name from main.sqlite_schema")}
    listed_too = db.execute(
        "select type, name from source.sqlite_schema where name not like 'sqlite%' order by type, name"
    )
    return [f"{kind} {thing}"[:80] for kind, thing in listed_too if thing not in known]


@contextmanager
def _connected(path: Path, how: str = "") -> Iterator[sqlite3.Connection]:
    """A connection that trusts nothing in its files."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}{how}", uri=True, isolation_level=None)
    try:
        db.execute("pragma trusted_schema = off")
        db.execute("pragma cell_size_check = on")
        db.execute("pragma mmap_size = 0")
        if sys.version_info >= (3, 12):
            db.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
            db.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_VIEW, False)
        db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        db.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, _LONGEST_STATEMENT)
        db.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 100)
        db.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)
        db.setlimit(sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0)
        yield db
    finally:
        db.close()


@contextmanager
def _translated(name: str, layout: Layout) -> Iterator[None]:
    """Raise SQLite's errors as ours, in one line."""
    try:
        yield
    except (sqlite3.Error, MemoryError) as error:
        if is_full(error):
            raise DiskFullError(f"there is no room to take over {name}: make some and try again") from error
        what = " ".join(str(error).split())[:200] or "it takes too much memory"
        raise layout.error(f"{name} is damaged or none of linernotes: {what}") from error


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """Databases by their `names` in a folder; each new one has the name of the old and `suffix`."""

    folder: Path
    names: tuple[str, ...]
    suffix: str


def copy_databases(request: CopyRequest) -> dict[str, list[str]]:
    """Take over what one request asks for; returns by database what was not taken over.

    :raises StoreError: as `copy_rows`.
    """
    _limit_memory()
    folder = request.folder
    return {
        name: copy_rows(folder / name, folder / f"{name}{request.suffix}", LAYOUTS[name])
        for name in LAYOUTS
        if name in request.names
    }
