"""The files of a home: their names, the room that they take, and how to delete them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from errno import EACCES, ELOOP, ENOENT, ENOTDIR
from os.path import realpath
from pathlib import Path
from stat import S_ISDIR

from linernotes.errors import StoreError, SyncRunningError
from linernotes.storage.home.dump_activity import DUMP_LOCK
from linernotes.storage.home.durable import file_errors
from linernotes.storage.home.locks import BuildLock, FileLock, SyncLock

LANDING_DB = "landing.db"
USER_DB = "user.db"
KEYS_DB = "keys.db"
CONFIG = "config.toml"
SECRETS = "secrets.yml"

#: Backups that are made in a home. No reset deletes them.
BACKUPS = "backups"

#: What SQLite and DuckDB leave beside a file while it is open, or when they were killed.
BESIDE = ("-wal", "-shm", "-journal", ".wal")

#: The folders that a restoration makes for what was there before.
ASIDE = "before-restore-"

#: In such a folder: the restoration has begun to change the home and has not ended.
UNFINISHED = "unfinished"

#: The folder in which a restoration unpacks; a killed one leaves it.
STAGING = ".linernotes-restore-"

#: What a home is made of, by the name that `disk_use` and `reset` give it.
PARTS = {
    "landing": (LANDING_DB,),
    "builds": ("builds",),
    "collection": ("collection.duckdb", "collection.duckdb.wal.before-*"),
    "covers": ("covers",),
    "dumps": ("dumps",),
    "catalogue": ("catalogue",),
    "user": (USER_DB,),
    "keys": (KEYS_DB,),
    "config": (CONFIG,),
    "secrets": (SECRETS, f".{SECRETS}.*"),
    "aside": (f"{ASIDE}*", f"{STAGING}*"),
}

#: What can be fetched or made again.
DATA = frozenset({"landing", "builds", "collection", "covers", "dumps", "catalogue"})

#: Held by the process that builds the catalogue.
CATALOGUE_LOCK = "catalogue.lock"

#: Parts on which work goes on without a sync or a build of the shelf -> the lock of that work.
_LOCKS = {"dumps": DUMP_LOCK, "catalogue": CATALOGUE_LOCK}

#: How long a reset or a restoration waits for a build to end.
BUILD_SECONDS = 60.0


def disk_use(home: Path) -> dict[str, int]:
    """Part of the home -> bytes of its files; `other` counts the rest. An absent home has no bytes.

    `backups` are no part: nothing deletes them with the home's data.

    A file counts once, also if links lead to it: collection.duckdb links to a file among the builds.
    """
    counted: set[tuple[int, int]] = set()
    use = dict.fromkeys(PARTS, 0)
    for part in sorted(PARTS, key=lambda part: part != "collection"):  # its file may lie among the builds
        use[part] = sum(_size(path, counted) for path in _paths(home, part))
    use["backups"] = _size(home / BACKUPS, counted)
    return use | {"other": _size(home, counted)}


def read_unfinished(home: Path) -> list[Path]:
    """The folders that killed restorations moved the former files to, the newest last."""
    if SyncLock(home).is_held():
        return []  # perhaps it is at work
    return [path.parent for path in sorted(home.glob(f"{ASIDE}*/{UNFINISHED}"))]


def reset(home: Path, what: Collection[str] = DATA) -> list[Path]:
    """Delete parts of a home and return the paths that were deleted, files beside them included.

    The user's own parts (`user`, `keys`, `config`, `secrets`) stay unless they are named. So do the files that
    restorations put aside (`aside`).

    :raises SyncRunningError: if a sync runs, or work with dumps or the catalogue that are to be deleted.
    :raises BuildError: if a build goes on for long.
    :raises StoreError: if something may not be deleted. :raises ValueError: for a name that is no part.
    """
    if strange := set(what) - PARTS.keys():
        raise ValueError(f"not a part of a home: {sorted(strange)}")
    if not home.is_dir():
        return []
    removed: list[Path] = []
    with SyncLock(home), BuildLock(home, timeout=BUILD_SECONDS), ExitStack() as stack:
        for part in _LOCKS.keys() & set(what):
            stack.enter_context(_idle(home, part))
        for path in (path for part in PARTS if part in what for path in _paths(home, part)):
            _remove(path)
            removed.append(path)
    return removed


@contextmanager
def _idle(home: Path, part: str) -> Iterator[None]:
    """Hold the lock of the work on a part of the home; a home without the part has none.

    :raises SyncRunningError: if a process works on it.
    """
    if not any(_paths(home, part)):
        yield
        return
    lock = FileLock(home / _LOCKS[part])
    if not lock.acquire(0.5):
        holder = lock.holder()
        raise SyncRunningError(
            f"{holder.who} works on the {part} of this home. Stop it first, or wait until it is done.",
            pid=holder.pid,
        )
    try:
        yield
    finally:
        lock.release()


def read_links(home: Path, what: Collection[str] = DATA) -> list[Path]:
    """The targets of the links that a reset of these parts deletes. Sorted, each once.

    A target is a file or folder outside of the home. It exists, and stays.
    """
    inside = home.resolve()
    return sorted(
        {
            target
            for part in PARTS
            if part in what
            for path in _paths(home, part)
            for link in _links(path)
            if not (target := Path(realpath(link))).is_relative_to(inside) and target.exists()
        }
    )


def _links(path: Path) -> Iterator[Path]:
    """The links at a path and below it; none of them is followed."""
    if path.is_symlink():
        yield path
        return
    for folder, folders, files in os.walk(path):
        yield from (below for name in (*folders, *files) if (below := Path(folder, name)).is_symlink())


def _paths(home: Path, part: str) -> Iterator[Path]:
    for name in PARTS[part]:
        if "*" in name:
            yield from sorted(home.glob(name))
            continue
        for path in (home / name, *(home / f"{name}{ending}" for ending in BESIDE)):
            if path.is_symlink() or path.exists():
                yield path


def _size(path: Path, counted: set[tuple[int, int]] | None = None) -> int:
    """Bytes of a file, or of all files below a folder, each once. Links are followed: data may lie on another disk.

    What vanishes meanwhile or may not be read counts nothing, nor does a link that leads nowhere. `counted` are the
    files so far, by device and number.
    """
    counted = set() if counted is None else counted
    try:
        about = path.stat()
        if (about.st_dev, about.st_ino) in counted:
            return 0
        counted.add((about.st_dev, about.st_ino))
        if S_ISDIR(about.st_mode):
            return sum(_size(below, counted) for below in path.iterdir())
        return about.st_size
    except OSError as error:
        if error.errno in (ENOENT, ELOOP, ENOTDIR, EACCES):
            return 0
        raise


def _remove(path: Path) -> None:
    with file_errors(f"{path} cannot be deleted", StoreError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
