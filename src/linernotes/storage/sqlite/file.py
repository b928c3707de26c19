"""A SQLite file of ours: opened, upgraded, read and written with one kind of error.

`landing.db` and `user.db` are such files. They are in WAL mode, so that one process writes while others read,
and their layout is numbered by `user_version`. Every failure of SQLite leaves this module as a `StoreError`.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from linernotes.storage.sqlite.errors import BUSY_SECONDS, translated
from linernotes.storage.sqlite.migrations import Layout, upgrade, version_of


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
        if path.is_dir():
            raise layout.error(f"{path} is a folder where a file should be: move it away")
        if path.exists() and not path.is_file():  # a pipe would be waited for, and no signal ends that
            raise layout.error(f"{path} is something else than a file: move it away")
        if path.is_symlink() and not path.exists():
            raise layout.error(f"{path} is a link to something that is not there: move it away")
        with translated(path, layout):
            if read_only:
                if not path.exists():
                    raise layout.error(f"{path} is not there yet: run `linernotes sync` first")
                with _connected(path, "ro") as connection:
                    is_current = version_of(connection, path, layout) == layout.version
                if is_current:
                    return cls(path, _connect(path, "ro"), layout)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)
            with _connected(path, "rw") as connection:
                _use_wal(connection)
                upgrade(connection, path, layout)
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
        with translated(self.path, self._layout):
            yield self._connection

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads inside see one state of the file, also if other processes commit. Not for writing."""
        with translated(self.path, self._layout):
            self._connection.execute("begin")
        try:
            yield  # not translated: what the caller does inside is its own
        finally:
            with translated(self.path, self._layout):
                if self._connection.in_transaction:
                    self._connection.execute("rollback")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed at the end, rolled back if anything is raised inside."""
        with translated(self.path, self._layout):
            self._connection.execute("begin immediate")
            try:
                yield self._connection
                self._connection.execute("commit")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")

    def copy_to(self, target: Path) -> None:
        """Write one consistent copy of the file, of what is committed now, as a single file without a WAL.

        :raises StoreError: (the layout's own subclass) if the file is damaged; `target` is useless then.
        """
        with translated(target, self._layout):
            copy = sqlite3.connect(target, isolation_level=None)
            try:
                self._connection.backup(copy)
                copy.execute("pragma journal_mode = delete")
            finally:
                copy.close()
        with SQLiteFile.open(target, self._layout, read_only=True) as copied:
            if (damage := copied.damage()) is not None:
                raise self._layout.error(f"{self.path} is damaged ({damage}): {self._layout.remedy}")

    def replace_content(self, source: Path) -> None:
        """Replace the content by that of another such file, in one transaction. Other processes may have it open."""
        with translated(self.path, self._layout):
            other = sqlite3.connect(source, isolation_level=None)
            try:
                other.backup(self._connection)
            finally:
                other.close()

    def damage(self) -> str | None:
        """Read the whole file and return its damage in SQLite's words; None if there is none."""
        with translated(self.path, self._layout):
            found = self._connection.execute("pragma quick_check(1)").fetchone()[0]
        return None if found == "ok" else " ".join(str(found).split())

    def compact(self) -> None:
        """Rewrite the file without its free pages, so that deleted data is gone from the disk as well."""
        with translated(self.path, self._layout):
            self._connection.execute("vacuum")
            self._connection.execute("pragma wal_checkpoint(truncate)")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    if mode == "ro" and _is_shut(path):
        mode = "ro&immutable=1"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    try:
        # NORMAL in WAL mode: a killed process loses nothing; a power cut may lose the last commits, no more.
        connection.execute("pragma synchronous = normal")
        connection.execute("pragma journal_size_limit = 67108864")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _is_shut(path: Path) -> bool:
    """Whether the file lies where we may not write, and no process has it open.

    Even to read, SQLite makes two files beside a database in WAL mode, and would refuse there. A process that writes
    has made them. Without them the file itself holds everything.
    """
    may_write = os.access(path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
    return not may_write and not path.with_name(f"{path.name}-wal").exists()


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
