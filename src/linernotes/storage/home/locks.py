"""Locks on a home: one process syncs it, one builds it. The system frees them when the process dies."""

from __future__ import annotations

import errno
import json
import os
import sys
import time
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import portalocker

from linernotes.errors import BuildError, DiskFullError, StoreError, SyncRunningError
from linernotes.files import is_no_room, read_file

SYNC_LOCK = "sync.lock"
BUILD_LOCK = "build.lock"

#: Who holds the lock may be about to end, and on Windows who looks at it holds it: a refusal is not believed at once.
_GRACE_SECONDS = 0.5
_POLL_SECONDS = 0.05

#: For so long somebody has the lock who only looks whether it is held.
_LOOK_SECONDS = 0.001


class Holder(NamedTuple):
    """Who holds a lock, as far as its file says; both None if that cannot be read."""

    pid: int | None
    started_at: str | None

    @property
    def who(self) -> str:
        """The process, as a sentence begins with it: 'Process 7', or 'Another process'."""
        return "Another process" if self.pid is None else f"Process {self.pid}"


class FileLock:
    """An exclusive lock on a file. The file stays when it is free; only the system's lock on it counts."""

    _held: weakref.WeakSet[FileLock] = weakref.WeakSet()

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def try_acquire(self) -> bool:
        """Take the lock and write our pid into its file, or return False if somebody has it.

        :raises StoreError: if the file cannot be made.
        """
        if self._file is not None:
            return False
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise _cannot(self.path, error) from error
        try:
            taken = _take(file)
        except OSError as error:
            os.close(file)
            raise _cannot(self.path, error) from error
        if not taken:
            os.close(file)
            return False
        self._file = file
        FileLock._held.add(self)
        try:
            self._write(json.dumps({"pid": os.getpid(), "started_at": datetime.now(UTC).isoformat()}))
        except OSError as error:
            self.release()
            raise _cannot(self.path, error) from error
        return True

    def acquire(self, seconds: float | None, on_wait: Callable[[Holder], None] | None = None) -> bool:
        """Try for so many seconds (None: for ever); False if in vain. `on_wait` is called once, if at all."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while not self.try_acquire():
            if on_wait is not None:
                on_wait(self.holder())
                on_wait = None
            if deadline is not None and time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_SECONDS)
        return True

    def release(self) -> None:
        """Give it back. A second call does nothing."""
        if self._file is None:
            return
        file, self._file = self._file, None
        FileLock._held.discard(self)
        try:
            os.ftruncate(file, 0)
        finally:
            portalocker.unlock(file)
            os.close(file)

    def is_held(self) -> bool:
        """Whether any process holds it now, this one included."""
        if self._file is not None:
            return True
        try:
            file = os.open(self.path, os.O_RDWR)
        except OSError:
            return False
        try:
            return not _is_free(file)
        finally:
            os.close(file)

    def holder(self) -> Holder:
        """What the file says of who took it last."""
        try:
            note = json.loads(read_file(self.path))
            return Holder(int(note["pid"]), str(note["started_at"]))
        except (OSError, ArithmeticError, ValueError, KeyError, TypeError, RecursionError):
            return Holder(None, None)

    def _write(self, note: str) -> None:
        assert self._file is not None
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, note.encode())

    def _forked(self) -> None:
        """A child has a copy of the open file, which would keep the lock after the parent's death."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _let_go_in_child() -> None:
    for lock in list(FileLock._held):
        lock._forked()
    FileLock._held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go_in_child)


class SyncLock(FileLock):
    """The right to change what a home has landed."""

    def __init__(self, home: Path) -> None:
        super().__init__(home / SYNC_LOCK)

    def __enter__(self) -> Self:
        """Take the lock.

        :raises SyncRunningError: if another process has it; the message and `pid` say which.
        """
        if not self.acquire(_GRACE_SECONDS):
            holder = self.holder()
            raise SyncRunningError(
                f"{holder.who} is syncing {self.path.parent}: wait until it is done, or stop it",
                pid=holder.pid,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


class BuildLock(FileLock):
    """The right to build and publish. A second process waits."""

    def __init__(
        self,
        home: Path,
        *,
        timeout: float | None = None,
        on_wait: Callable[[Holder], None] | None = None,
    ) -> None:
        super().__init__(home / BUILD_LOCK)
        self._timeout = timeout
        self._on_wait = on_wait

    def __enter__(self) -> Self:
        """Take the lock. Waits while another process builds, `timeout` seconds at most (None: for ever).

        :raises BuildError: if it is still taken then.
        """
        if not self.acquire(self._timeout, self._on_wait):
            raise BuildError(
                f"{self.holder().who} is still building {self.path.parent} after {self._timeout:g} s: wait until it is "
                "done, or stop it"
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def is_process_alive(pid: int) -> bool:
    """Whether a process of this number exists (it may be another one by now)."""
    if sys.platform == "win32":
        return True  # os.kill would end it; the lock alone decides there
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _cannot(path: Path, error: OSError) -> StoreError:
    if is_no_room(error):
        return DiskFullError(f"{path} cannot be written: the disk is full, or a file size limit is reached")
    return StoreError(f"{path} cannot be made: {error.strerror}; check the permissions of the folder")


def _take(file: int) -> bool:
    """Take the lock, unless someone holds it."""
    while not _try(file, portalocker.LockFlags.EXCLUSIVE):
        if not _is_free(file):
            return False
        time.sleep(_LOOK_SECONDS)  # only those have it who look whether it is held
    return True


def _is_free(file: int) -> bool:
    """Whether no one holds the lock. The look is a shared lock: those who look do not take each other for a holder."""
    free = _try(file, portalocker.LockFlags.SHARED)
    if free:
        portalocker.unlock(file)
    return free


def _try(file: int, kind: portalocker.LockFlags) -> bool:
    """Take a lock of this kind if it can be had at once."""
    try:
        portalocker.lock(file, kind | portalocker.LockFlags.NON_BLOCKING)
    except portalocker.AlreadyLocked:
        return False
    except portalocker.LockException as error:  # a file system that knows no locks, say
        raise OSError(errno.ENOLCK, str(error)) from error
    return True
