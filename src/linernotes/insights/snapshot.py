"""A snapshot: one published build, opened for reading. Every insight is a function that takes one."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar, cast

from linernotes.storage.builds.publish import Build
from linernotes.storage.builds.readable_builds import open_build
from linernotes.storage.duckdb.database import DBStorage

P = ParamSpec("P")
T = TypeVar("T")
Reader = Callable[Concatenate["Snapshot", P], T]


class Snapshot:
    """A build that never changes, with what was read of it once for all who look at it.

    One snapshot serves one thread at a time. `for_another_thread` makes one that shares what is kept.
    """

    def __init__(self, storage: DBStorage) -> None:
        self._opened = storage
        self._own: DBStorage | None = storage
        self._kept: dict[Hashable, object] = {}
        self._latest: dict[Hashable, tuple[Hashable, object]] = {}

    @classmethod
    def open(cls, build: Build) -> Self:
        """Open a published build.

        :raises StoreError: it is damaged, or another version of linernotes made it.
        """
        return cls(open_build(build))

    @property
    def build_id(self) -> str:
        """The id of the build, which its file is called by."""
        return self._opened.path.stem

    @property
    def search_path(self) -> Path:
        """The full-text index of the build."""
        return self._opened.search_path

    @property
    def storage(self) -> DBStorage:
        """The database, read-only; the connection of this snapshot alone."""
        if self._own is None:
            self._own = self._opened.cursor()
        return self._own

    @property
    def kept(self) -> int:
        """The number of answers that are kept of the build."""
        return len(self._kept)

    def cached(self, reader: Reader[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return `reader(snapshot, ...)`, read by the first who asks. It is kept as long as the build is open."""
        key = (reader, args, *sorted(kwargs.items()))
        if key not in self._kept:
            self._kept[key] = reader(self, *args, **kwargs)
        return cast(T, self._kept[key])  # what this reader gave

    def latest(self, reader: Reader[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return `reader(snapshot, ...)`, and keep it until someone asks with other arguments, such as the next day."""
        asked = (args, *sorted(kwargs.items()))
        kept = self._latest.get(reader)
        if kept is None or kept[0] != asked:
            kept = self._latest[reader] = (asked, reader(self, *args, **kwargs))
        return cast(T, kept[1])  # what this reader gave

    def for_another_thread(self) -> Snapshot:
        """Return a snapshot of the same build. It has a connection of its own once it asks the database."""
        other = Snapshot(self._opened)
        other._own, other._kept, other._latest = None, self._kept, self._latest
        return other

    def close(self) -> None:
        """Close the connection of this snapshot."""
        if self._own is not None:
            self._own.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
