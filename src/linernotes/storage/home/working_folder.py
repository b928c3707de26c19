"""A folder to work in, beside the result. The next process deletes what a killed one left."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from linernotes.errors import StoreError
from linernotes.files import is_older
from linernotes.storage.home.locks import FileLock

#: The file that a process locks as long as it works in a folder. The system frees it when the process dies.
LOCK = "working.lock"

#: What its name has in it until it is locked.
_NEW = "new-"

#: Seconds after which a folder without that file is nobody's: for a moment each is made without one.
LOCKLESS_AFTER = 60.0


@contextmanager
def working_folder(
    parent: Path, prefix: str, names: Collection[str], *, lockless_after: float = LOCKLESS_AFTER
) -> Iterator[Path]:
    """A new folder in `parent`, gone at the end. First it deletes what killed processes left under this prefix.

    It deletes only folders that hold nothing but files of these `names`; others are not ours. It leaves a folder that
    a living process works in. It leaves one without a lock until `lockless_after` seconds have passed.

    :raises OSError: if it cannot be made.
    """
    sweep(parent, prefix, names, lockless_after)
    name = token_hex(8)  # so long that no other has it: at the end what has this name is deleted
    fresh, folder = parent / f"{prefix}{_NEW}{name}", parent / f"{prefix}{name}"
    lock = FileLock(fresh / LOCK)
    try:  # before it is made: an interruption may come at once
        fresh.mkdir(mode=0o700)
        with suppress(OSError):  # a disk without locks: then its age alone says that it is nobody's
            lock.try_acquire()
        try:
            fresh.rename(folder)  # from here on it is swept as soon as its lock is free
        except OSError:  # Windows renames no folder with an open file in it
            folder = fresh
        yield folder
    finally:
        lock.release()
        for left in (fresh, folder):
            shutil.rmtree(left, ignore_errors=True)


def sweep(parent: Path, prefix: str, names: Collection[str], lockless_after: float) -> None:
    """Delete what killed processes left. A folder that may not be deleted stays: it does no harm."""
    for path in parent.glob(f"{prefix}*"):
        with suppress(OSError, StoreError):
            if not path.is_symlink() and path.is_dir() and _holds_only(path, {*names, LOCK}):
                _sweep_one(path, path.name.startswith(f"{prefix}{_NEW}"), lockless_after)


def _sweep_one(path: Path, is_new: bool, lockless_after: float) -> None:
    """Delete one folder if no process works in it. A new folder is about to be locked, so it stays until it is old."""
    is_old = is_older(path, lockless_after)
    lock = FileLock(path / LOCK)
    if not lock.path.exists():
        if is_old:
            _remove(path)
    elif (is_old or not is_new) and lock.try_acquire():
        try:
            _remove(path)
        finally:
            with suppress(OSError):
                lock.release()


def _holds_only(path: Path, names: Collection[str]) -> bool:
    return all(file.name in names and file.is_file() and not file.is_symlink() for file in path.iterdir())


def _remove(path: Path) -> None:
    for file in path.iterdir():
        file.unlink()
    path.rmdir()
