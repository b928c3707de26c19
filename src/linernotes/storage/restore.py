"""The way back from a backup. Nothing is deleted: what was there is moved aside."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from linernotes.errors import DiskFullError, StoreError
from linernotes.storage.backup import IN_STAGING, LAYOUTS, unpack
from linernotes.storage.durable import is_no_room, remove_leftovers
from linernotes.storage.home import ASIDE, BESIDE, BUILD_SECONDS, STAGING
from linernotes.storage.lock import BuildLock, SyncLock
from linernotes.storage.sqlite_errors import is_locked
from linernotes.storage.sqlite_file import SQLiteFile


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restoration did: the files now in place, and where their predecessors are (None: no such)."""

    files: tuple[Path, ...]
    moved_aside: Path | None


def restore(file: Path, home: Path) -> Restored:
    """Put the files of a backup into a home. Published builds stay as they are until `linernotes build` runs.

    The backup is unpacked and verified first. Other processes may have the databases open. A kill at any
    moment, and a disk that becomes full, leave each file as it was or as in the backup.

    :raises SyncRunningError: if a sync runs. :raises BuildError: if a build goes on for long.
    :raises StoreError: if the backup is damaged or cannot be read; then the home is as it was.
    :raises HomeVersionError: if a newer linernotes made the backup; then, too.
    :raises DiskFullError: if there is no room; the message says where the predecessors are, if they are needed.
    """
    with (
        _told(home),
        SyncLock(home),
        BuildLock(home, timeout=BUILD_SECONDS),
        _staging(home) as staging,
    ):
        # The databases first: they need the room.
        names = sorted(unpack(file, staging)["files"], key=lambda name: (name not in LAYOUTS, name))
        aside = _make_aside(home, names)
        try:
            for name in names:
                _put(staging / name, home / name, aside)
        except StoreError as error:
            raise type(error)(f"{error}; what was there is in {aside}") from error
    return Restored(tuple(home / name for name in names), aside)


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    """A folder to unpack into. Others can only be of killed processes: the home is locked."""
    remove_leftovers(home, STAGING, IN_STAGING)
    with tempfile.TemporaryDirectory(dir=home, prefix=STAGING) as folder:
        yield Path(folder)


def _make_aside(home: Path, names: list[str]) -> Path | None:
    """A new folder for what is there now; None if nothing is."""
    if not any((home / name).exists() for name in names):
        return None
    prefix = f"{ASIDE}{datetime.now(UTC):%Y%m%d-%H%M%S}-"
    return Path(tempfile.mkdtemp(dir=home, prefix=prefix))


def _put(new: Path, path: Path, aside: Path | None) -> None:
    """Put one file in its place, its predecessor aside."""
    if aside is not None and path.exists():
        if path.name in LAYOUTS and _put_into(new, path, aside):
            return
        for beside in [path.with_name(path.name + ending) for ending in BESIDE]:
            if beside.exists():  # the WAL of a damaged database: its successor must not meet it
                beside.rename(aside / beside.name)
        shutil.copy2(path, aside / path.name)
    new.chmod(0o600)
    new.replace(path)


def _put_into(new: Path, path: Path, aside: Path) -> bool:
    """Change a database from inside, so that no process that has it open is left with a file of yesterday.

    False if it is too damaged for that, or of a newer linernotes.
    """
    try:
        with SQLiteFile.open(path, LAYOUTS[path.name]) as database:
            database.copy_to(aside / path.name)
            database.replace_content(new)
    except StoreError as error:
        if isinstance(error, DiskFullError) or is_locked(error):
            raise
        return False
    return True


@contextmanager
def _told(home: Path) -> Iterator[None]:
    """Raise errors of the file system as ours, in one line."""
    try:
        yield
    except OSError as error:
        if is_no_room(error):
            raise DiskFullError(f"there is no room in {home}: make some and try again") from error
        raise StoreError(f"{error.filename or home} cannot be restored: {error.strerror or error}") from error
