"""The file that a build begins with: every table of TABLES, empty and commented."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb

from linernotes.storage.duckdb.errors import duckdb_errors
from linernotes.storage.duckdb.tables import TABLES

Connect = Callable[[], duckdb.DuckDBPyConnection]


class EmptyFiles:
    """Makes empty builds, and remembers how one looks.

    The hundreds of comments take DuckDB as long as it takes to load a small collection. A process that makes
    more than two builds copies the second one.
    """

    def __init__(self) -> None:
        self._made = 0
        self._content = b""

    def make(self, path: Path, connect: Connect) -> duckdb.DuckDBPyConnection:
        """Make an empty build where no file is, and open it. `connect` opens it with the settings of a build.

        :raises StoreError: if it cannot be written, DiskFullError if there is no room.
        """
        self._made += 1
        if self._content and _is_written(path, self._content):
            return connect()
        connection = connect()
        statements = [statement for table in TABLES.values() for statement in table.statements()]
        try:
            with duckdb_errors(str(path)):
                connection.execute(";\n".join(["begin", *statements, "commit"]))
        except BaseException:
            connection.close()
            raise
        if self._made == 1:  # most processes make one
            return connection
        with duckdb_errors(str(path)), closing(connection):
            connection.execute("checkpoint")
        self._content = path.read_bytes()
        return connect()


def _is_written(path: Path, content: bytes) -> bool:
    """Write a file. Where that fails no file is left: DuckDB tries, and its error says what is wrong."""
    try:
        path.write_bytes(content)
    except OSError:
        path.unlink(missing_ok=True)
        return False
    return True


#: Those of this process.
EMPTY_FILES = EmptyFiles()
