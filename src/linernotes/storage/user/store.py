"""What the user makes, in `user.db`. It belongs to no build, cannot be fetched again, and is backed up."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from linernotes.errors import StoreError
from linernotes.storage.home.layout import USER_DB
from linernotes.storage.sqlite.errors import DamagedError
from linernotes.storage.sqlite.file import SQLiteFile
from linernotes.storage.sqlite.migrations import Layout, read_migrations
from linernotes.storage.user.listening import Follow, Listening, Play, Spin, View

T = TypeVar("T")

LAYOUT = Layout(
    application_id=0x4C4E5553,  # "LNUS"
    migrations=read_migrations(Path(__file__).parent / "migrations"),
    error=StoreError,
    remedy="move it away and restore a backup of it; nothing was deleted",
)


@dataclass(frozen=True, slots=True)
class UserData:
    """Everything that the user made. Settings are JSON values by their keys; times are in UTC."""

    settings: dict[str, object] = field(default_factory=dict)
    views: list[View] = field(default_factory=list)
    follows: list[Follow] = field(default_factory=list)
    plays: list[Play] = field(default_factory=list)
    spins: list[Spin] = field(default_factory=list)


class UserStore:
    """One connection to a `user.db`, for one thread. It refers to Discogs' ids, never to rows of a build."""

    def __init__(self, file: SQLiteFile) -> None:
        self._file = file
        self.listening = Listening(file)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open `user.db`; make it if it is absent; upgrade it if it is older.

        :raises HomeVersionError: if a newer linernotes made it.
        :raises StoreError: if it is damaged or not permitted, DiskFullError if there is no room.
        """
        return cls(SQLiteFile.open(path, LAYOUT))

    def close(self) -> None:
        """Close the connection. A second call does nothing."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def settings(self) -> dict[str, object]:
        """Every setting, by key: plain JSON values."""
        with self._file.reading() as db:
            rows = db.execute("select key, value from settings order by key").fetchall()
            try:
                return {key: json.loads(value) for key, value in rows}
            except (ValueError, RecursionError) as error:
                raise DamagedError(f"a setting is not JSON: {error}") from error

    def save_setting(self, key: str, value: object) -> None:
        """Store one setting; None deletes it.

        :raises TypeError: if `value` cannot be written as JSON.
        """
        text = json.dumps(value)
        with self._file.writing() as db:
            if value is None:
                db.execute("delete from settings where key = ?", [key])
            else:
                db.execute("insert or replace into settings (key, value) values (?, ?)", [key, text])

    def export(self) -> UserData:
        """All rows, table by table: the data is the user's own."""
        listening = self.listening
        return UserData(
            settings=self.settings(),
            views=listening.views(),
            follows=[Follow(id, at) for id, at in listening.follows().items()],
            plays=listening.plays(limit=-1),
            spins=listening.spins_with_times(),
        )


def read_user(home: Path, read: Callable[[UserStore], T], nothing: T) -> T:
    """Read something of the `user.db` of a home; `nothing` where there is none. Nothing is made by looking.

    :raises StoreError: user.db is damaged.
    """
    path = home / USER_DB
    if not path.exists():
        return nothing
    with UserStore.open(path) as user:
        return read(user)
