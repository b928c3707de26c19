"""A folder to work in, beside what will come of it. What a killed process leaves, the next one sweeps."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from linernotes.errors import StoreError
from linernotes.storage.lock import FileLock

#: The file that a process locks as long as it works in a folder. The system frees it when the process dies.
LOCK = "working.lock"

#: Seconds after which a folder without that file is nobody's: for a moment each is made without one.
LOCKLESS_AFTER = 60.0


@contextmanager
def working_folder(
    parent: Path, prefix: str, names: Collection[str], *, lockless_after: float = LOCKLESS_AFTER
) -> Iterator[Path]:
    """A new folder in `parent`, gone at the end. What killed processes left under this prefix goes first.

    Only folders are swept that hold nothing but files of these `names`; others are not ours. Nor are those touched
    that a living process works in, nor those without a lock before so many seconds have passed.

    :raises OSError: if it cannot be made.
    """
    sweep(parent, prefix, names, lockless_after)
    fresh = Path(tempfile.mkdtemp(dir=parent, prefix=f"{prefix}new-"))
    folder, lock = (
        fresh.with_name(f"{prefix}{fresh.name.removeprefix(f'{prefix}new-')}"),
        FileLock(fresh / LOCK),
    )
    try:
        with suppress(OSError):  # a disk without locks: then its age alone says that it is nobody's
            lock.try_acquire()
        fresh.rename(folder)  # from here on whoever sweeps finds the lock in it
        yield folder
    finally:
        lock.release()
        for left in (fresh, folder):
            shutil.rmtree(left, ignore_errors=True)


def sweep(parent: Path, prefix: str, names: Collection[str], lockless_after: float = LOCKLESS_AFTER) -> None:
    """Delete what killed processes left. What may not be deleted stays: it is in nobody's way."""
    for path in parent.glob(f"{prefix}*"):
        with suppress(OSError, StoreError):
            if not path.is_symlink() and path.is_dir() and _holds_only(path, {*names, LOCK}):
                _sweep_one(path, lockless_after)


def _sweep_one(path: Path, lockless_after: float) -> None:
    if not (path / LOCK).exists():
        if time.time() - path.stat().st_mtime > lockless_after:
            _remove(path)
        return
    lock = FileLock(path / LOCK)
    if lock.try_acquire():
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
