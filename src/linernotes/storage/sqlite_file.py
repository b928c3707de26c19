"""A SQLite file of ours: opened, upgraded, read and written with one kind of error.

`landing.db` and `user.db` are such files. They are in WAL mode, so that one process writes while others read,
and their layout is numbered by `user_version`. Every failure of SQLite leaves this module as a `StoreError`.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from linernotes.errors import DiskFullError, HomeVersionError, StoreError

#: How long one process waits for another's transaction before it gives up.
BUSY_SECONDS = 30.0

#: SQLite reports ENOSPC as FULL. EFBIG (a file size limit) and EDQUOT (a quota) come as these I/O errors.
_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE}
_NO_ROOM_ERRNO = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}


class DamagedError(sqlite3.DatabaseError):
    """What was read cannot have been written by us, though SQLite itself saw nothing wrong."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What makes a SQLite file one of ours.

    `application_id` is in its header; `migrations` are the scripts that brought it to this version, the first
    being number 1; `error` is the class that its failures are raised as; `remedy` ends the message of damage.
    """

    application_id: int
    migrations: tuple[str, ...]
    error: type[StoreError]
    remedy: str

    @property
    def version(self) -> int:
        """The newest layout that this linernotes knows."""
        return len(self.migrations)


def read_migrations(folder: Path) -> tuple[str, ...]:
    """The scripts `0001_*.sql`, `0002_*.sql` and so on, in order."""
    return tuple(path.read_text("utf-8") for path in sorted(folder.glob("[0-9]*.sql")))


class SQLiteFile:
    """One connection to one file of ours, for one thread. Other processes may have it open as well."""

    def __init__(self, path: Path, connection: sqlite3.Connection, layout: Layout) -> None:
        self.path = path
        self._connection = connection
        self._layout = layout

    @classmethod
    def open(cls, path: Path, layout: Layout, *, read_only: bool = False) -> Self:
        """Open the file; make it (mode 0600) if it is absent; upgrade it if it is older.

        With `read_only` an absent file is an error, and nothing is written but an upgrade.

        :raises HomeVersionError: if a newer linernotes made it.
        :raises DiskFullError: if there is no room to make or upgrade it.
        :raises StoreError: (the layout's own subclass) if it cannot be opened or is not one of ours.
        """
        with _translated(path, layout):
            if read_only:
                if not path.exists():
                    raise layout.error(f"{path} is not there yet: run `linernotes sync` first")
                with _connected(path, "ro") as connection:
                    is_current = _version(connection, path, layout) == layout.version
                if is_current:
                    return cls(path, _connect(path, "ro"), layout)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)
            with _connected(path, "rw") as connection:
                _use_wal(connection)
                _upgrade(connection, path, layout)
            return cls(path, _connect(path, "ro" if read_only else "rw"), layout)

    def close(self) -> None:
        """Close the connection. A second call does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for reading; SQLite's errors are translated."""
        with _translated(self.path, self._layout):
            yield self._connection

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads inside see one state of the file, whatever other processes commit. Not for writing."""
        with _translated(self.path, self._layout):
            self._connection.execute("begin")
        try:
            yield  # not translated: what the caller does inside is its own
        finally:
            with _translated(self.path, self._layout):
                if self._connection.in_transaction:
                    self._connection.execute("rollback")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed at the end, rolled back if anything is raised inside."""
        with _translated(self.path, self._layout):
            self._connection.execute("begin immediate")
            try:
                yield self._connection
                self._connection.execute("commit")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")

    def compact(self) -> None:
        """Rewrite the file without its free pages, so that deleted data is gone from the disk as well."""
        with _translated(self.path, self._layout):
            self._connection.execute("vacuum")
            self._connection.execute("pragma wal_checkpoint(truncate)")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    # NORMAL in WAL mode: a killed process loses nothing; a power cut may lose the last commits, no more.
    connection.execute("pragma synchronous = normal")
    connection.execute("pragma journal_size_limit = 67108864")
    return connection


@contextmanager
def _connected(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    connection = _connect(path, mode)
    try:
        yield connection
    finally:
        connection.close()


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL mode. SQLite does not wait for a lock here, so two that begin at once need this."""
    connection.execute("pragma page_size = 8192")  # of a new file: 11 % less waste than 4096 for our bodies
    deadline = time.monotonic() + BUSY_SECONDS
    while connection.execute("pragma journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("pragma journal_mode = wal")
            return  # a file system without shared memory stays in its own mode, which is slower but right
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _version(connection: sqlite3.Connection, path: Path, layout: Layout) -> int:
    """The number of the file's layout, 0 for a new file."""
    version = int(connection.execute("pragma user_version").fetchone()[0])
    made_by = int(connection.execute("pragma application_id").fetchone()[0])
    is_empty = connection.execute("select count(*) = 0 from sqlite_schema").fetchone()[0]
    if made_by != layout.application_id and not is_empty:
        raise layout.error(f"{path} is not a {path.name} of linernotes: move it away")
    if version > layout.version:
        raise HomeVersionError(
            f"{path} was made by a newer linernotes (layout {version}, this one knows {layout.version}): "
            "upgrade linernotes"
        )
    return version


def _upgrade(connection: sqlite3.Connection, path: Path, layout: Layout) -> None:
    """Run the migrations that the file has not seen, each in a transaction with its number."""
    for number, script in enumerate(layout.migrations, start=1):
        connection.execute("begin immediate")
        try:
            # Asked inside the transaction: another process may have upgraded it meanwhile.
            if _version(connection, path, layout) < number:
                for statement in _statements(script):
                    connection.execute(statement)
                connection.execute(f"pragma application_id = {layout.application_id}")
                connection.execute(f"pragma user_version = {number}")
            connection.execute("commit")
        finally:
            if connection.in_transaction:
                connection.execute("rollback")


def _statements(script: str) -> Iterator[str]:
    """Cut a script into statements. `executescript` will not do: it commits the transaction around it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def is_no_room(error: OSError) -> bool:
    """Whether a write failed for want of room."""
    return error.errno in _NO_ROOM_ERRNO


@contextmanager
def _translated(path: Path, layout: Layout) -> Iterator[None]:
    """Raise what goes wrong inside as one of our errors, in one line that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate(error, path, layout) from error
    except OSError as error:
        if is_no_room(error):
            raise _no_room(path) from error
        raise layout.error(f"{path} cannot be opened: {os.strerror(error.errno or 0)}") from error


def _translate(error: sqlite3.Error, path: Path, layout: Layout) -> StoreError:
    # Errors of the Python module itself (a closed connection, the wrong thread) have no code.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    if code in _NO_ROOM:
        return _no_room(path)
    if isinstance(error, DamagedError):
        code = sqlite3.SQLITE_CORRUPT
    what = {
        sqlite3.SQLITE_BUSY: f"another process locked it for {BUSY_SECONDS:.0f} s: wait until that is done",
        sqlite3.SQLITE_READONLY: "it may not be written: check the permissions of the file and its folder",
        sqlite3.SQLITE_CANTOPEN: "it cannot be opened: check the permissions of the file and its folder",
        sqlite3.SQLITE_CORRUPT: f"it is damaged ({error}): {layout.remedy}",
        sqlite3.SQLITE_NOTADB: f"it is damaged ({error}): {layout.remedy}",
    }
    return layout.error(f"{path}: {what.get(code & 0xFF, str(error))}")


def _no_room(path: Path) -> DiskFullError:
    return DiskFullError(
        f"{path} cannot grow: the disk is full, or a quota or file size limit is reached; "
        "make room and run the command again, nothing that was stored is lost"
    )
