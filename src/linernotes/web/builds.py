"""The build that the app has open: opened once, shared by all requests, exchanged when there is a newer one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linernotes.storage.database import DBStorage
from linernotes.storage.publish import Build, current_build


class _Open:
    """An open build and how many requests use it now."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.storage = DBStorage.open(build.path)
        self.readers = 0
        self.is_old = False


class Builds:
    """Hands out the current build of a home, read-only.

    A request that began with a build ends with it; the next one gets the newer. A build that is no longer current
    is closed when its last reader is done. Nobody waits: while one thread opens the newer build, the others go
    on with the one before.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._open: _Open | None = None

    @contextmanager
    def reading(self) -> Iterator[DBStorage | None]:
        """The current build for one request in one thread; None before the first one is published."""
        held = self._take()
        if held is None:
            yield None
            return
        try:
            storage = held.storage.cursor()
            try:
                yield storage
            finally:
                storage.close()
        finally:
            self._give_back(held)

    def current_id(self) -> str | None:
        """The id of the build that a request would get now; None before the first."""
        build = current_build(self._home)
        return build.build_id if build else None

    def close(self) -> None:
        """Close what is open, as soon as nobody reads it."""
        with self._lock:
            self._replace(None)

    def _take(self) -> _Open | None:
        build = current_build(self._home)
        is_open = self._open
        if build is None or is_open is None or is_open.build != build:
            self._move_to(build, wait=is_open is None)
        with self._lock:
            if self._open is not None:
                self._open.readers += 1
            return self._open

    def _move_to(self, build: Build | None, *, wait: bool) -> None:
        if not self._opening.acquire(blocking=wait):
            return  # another thread is at it
        try:
            if build is not None and self._open is not None and self._open.build == build:
                return
            opened = None if build is None else _Open(build)
            with self._lock:
                self._replace(opened)
        finally:
            self._opening.release()

    def _replace(self, opened: _Open | None) -> None:
        before, self._open = self._open, opened
        if before is not None:
            before.is_old = True
            if before.readers == 0:
                before.storage.close()

    def _give_back(self, held: _Open) -> None:
        with self._lock:
            held.readers -= 1
            if held.is_old and held.readers == 0:
                held.storage.close()
