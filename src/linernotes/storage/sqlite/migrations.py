"""The layouts of our SQLite files: numbered by `user_version`, brought up to date by migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from linernotes.errors import HomeVersionError, StoreError

#: One statement, so that it sees one state of the file: another process may be making it.
_HEAD = """
select user_version, application_id, not exists (select 1 from sqlite_schema)
from pragma_user_version, pragma_application_id
"""


@dataclass(frozen=True, slots=True)
class Layout:
    """What makes a SQLite file one of ours.

    `application_id` is in its header. `migrations` are the scripts that brought it to this version; the first has
    number 1. `error` is the class of its failures. `remedy` ends the message about damage.
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


def version_of(connection: sqlite3.Connection, path: Path, layout: Layout) -> int:
    """The number of the file's layout, 0 for a new file."""
    version, made_by, is_empty = connection.execute(_HEAD).fetchone()
    if made_by != layout.application_id and not is_empty:
        raise layout.error(f"{path} is not a {path.name} of linernotes: move it away")
    if version > layout.version:
        raise HomeVersionError(
            f"{path} was made by a newer linernotes (layout {version}, this one knows {layout.version}): "
            "upgrade linernotes"
        )
    return int(version)


def upgrade(connection: sqlite3.Connection, path: Path, layout: Layout) -> None:
    """Run the migrations that the file has not seen, each in a transaction with its number."""
    known = version_of(connection, path, layout)
    for number, script in enumerate(layout.migrations[known:], start=known + 1):
        connection.execute("begin immediate")
        try:
            # Asked inside the transaction: another process may have upgraded it meanwhile.
            if version_of(connection, path, layout) < number:
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
