"""The way back from a backup. Nothing is deleted: what was there is moved aside.

The backup may be a stranger's. It is unpacked within limits. Its rows are copied into new databases (`row_copy`).
Settings of addresses that data goes to are left out unless the user accepted them.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from linernotes.errors import DiskFullError, LinernotesError, StoreError
from linernotes.files import is_no_room
from linernotes.processes.child import Child
from linernotes.storage.backup.backup import FRESH, IN_STAGING
from linernotes.storage.backup.backup_file import LARGEST_SETTINGS, open_backup
from linernotes.storage.backup.config_text import ADDRESSES, SECRET, leave_out, parse_config
from linernotes.storage.backup.database_layouts import LAYOUTS
from linernotes.storage.backup.row_copy import CopyRequest
from linernotes.storage.home.layout import ASIDE, BESIDE, BUILD_SECONDS, CONFIG, STAGING, UNFINISHED
from linernotes.storage.home.locks import BuildLock, SyncLock
from linernotes.storage.home.working_folder import working_folder
from linernotes.storage.sqlite.errors import is_locked
from linernotes.storage.sqlite.file import SQLiteFile

#: What was put aside is deleted by the first restoration after so long.
KEPT_ASIDE = timedelta(days=30)

#: Seconds that taking over a backup's rows may take, and bytes in each second more.
_COPY_SECONDS, _COPY_RATE = 60.0, 2_000_000

_ASIDE_NAME = re.compile(rf"{ASIDE}(\d{{8}}-\d{{6}})-\w+")
_KNOWN = (*LAYOUTS, CONFIG)


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restoration: the files now in place, and the folder of their predecessors (None: there are none).

    `left_out` are settings that were not taken over; `strange` is what else a database held, by its name.
    """

    files: tuple[Path, ...]
    moved_aside: Path | None
    left_out: tuple[str, ...]
    strange: Mapping[str, list[str]]


def read_addresses(file: Path, home: Path) -> dict[str, object]:
    """The settings of addresses in a backup, without those that the home has already.

    :raises StoreError: if it is not a backup, is damaged or cannot be read.
    """
    with _file_errors(home):
        if _is_aside(file, home):
            return {}
        with open_backup(file, _KNOWN) as pack:
            text = (
                pack.read(CONFIG).decode("utf-8", "surrogateescape") if CONFIG in pack.manifest.files else ""
            )
    here, there = _settings_of(home), parse_config(text) or {}
    return {name: there[name] for name in ADDRESSES if name in there and there[name] != here.get(name)}


def restore(file: Path, home: Path, accepted: Mapping[str, object] | None = None) -> Restored:
    """Put the files of a backup into a home. Published builds stay as they are until `linernotes build` runs.

    `file` may also be a folder that an earlier restoration put aside. `accepted` are settings of addresses that may be
    taken over, with the values that the user saw. The backup is unpacked and verified first. Other processes may have
    the databases open. A failure or an interruption is undone. A kill leaves each file as it was or as in the backup;
    `read_unfinished` finds the folder.

    :raises SyncRunningError: if a sync runs. :raises BuildError: if a build goes on for long.
    :raises StoreError: if the backup is damaged or cannot be read; then the home is as it was.
    :raises HomeVersionError: if a newer linernotes made the backup; then, too.
    :raises DiskFullError: if there is no room; then, too.
    """
    with (
        _file_errors(home),
        SyncLock(home),
        BuildLock(home, timeout=BUILD_SECONDS),
        # The home is locked: what lies there without a lock is of a killed process too.
        working_folder(home, STAGING, IN_STAGING, lockless_after=0) as staging,
    ):
        names = _unpack(file, home, staging)
        left_out = () if _is_aside(file, home) else _cut_settings(staging, home, accepted or {})
        strange = _copy_rows(staging, [name for name in names if name in LAYOUTS])
        # The databases first: they need the room.
        names = sorted(
            (name for name in names if (staging / name).exists()),
            key=lambda name: (name not in LAYOUTS, name),
        )
        aside = _put_aside(home, names)
        _forget_old(home, keep=(aside, file))
        _put_all(staging, home, names, aside)
    return Restored(tuple(home / name for name in names), aside, left_out, strange)


def _unpack(file: Path, home: Path, staging: Path) -> list[str]:
    if _is_aside(file, home):
        names = [name for name in _KNOWN if (file / name).is_file()]
        for name in names:
            for path in (file / name, *((file / f"{name}{end}") for end in BESIDE)):
                if path.is_file():
                    shutil.copyfile(path, staging / path.name)
        _merge_logs(staging, names)
        return names
    with open_backup(file, _KNOWN) as pack:
        for name in pack.manifest.files:
            if name == CONFIG:
                (staging / name).write_bytes(pack.read(name, LARGEST_SETTINGS))
            else:
                pack.extract(name, staging)
        return list(pack.manifest.files)


def _merge_logs(staging: Path, names: list[str]) -> None:
    """Write into a database of ours what its write-ahead log holds: `row_copy` reads the file alone."""
    for name in names:
        if name in LAYOUTS and (staging / f"{name}-wal").exists():
            with SQLiteFile.open(staging / name, LAYOUTS[name]) as database:
                database.compact()


def _cut_settings(staging: Path, home: Path, accepted: Mapping[str, object]) -> tuple[str, ...]:
    """Leave secrets and addresses out of the unpacked settings; all of them where they are no TOML."""
    path = staging / CONFIG
    if not path.exists():
        return ()
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    settings, here = parse_config(text), _settings_of(home)
    if settings is None:
        path.unlink()
        return (CONFIG,)
    may_stay = {name for name in ADDRESSES if settings.get(name) in (accepted.get(name), here.get(name))}
    names = [name for name in (*SECRET, *ADDRESSES) if name in settings and name not in may_stay]
    cut = leave_out(text, names)
    if cut is None:
        path.unlink()
        return (CONFIG,)
    path.write_bytes(cut.encode("utf-8", "surrogateescape"))
    return tuple(names)


def _settings_of(home: Path) -> dict[str, object]:
    try:
        return parse_config((home / CONFIG).read_text("utf-8", "surrogateescape")) or {}
    except OSError:
        return {}


def _copy_rows(staging: Path, names: list[str]) -> dict[str, list[str]]:
    """Replace each unpacked database by a new one with its rows, made in a process that has limits."""
    if not names:
        return {}
    seconds = _COPY_SECONDS + sum((staging / name).stat().st_size for name in names) / _COPY_RATE
    with Child("row_copy", CopyRequest(staging, tuple(names), FRESH)) as child:
        if not child.wait(seconds):
            raise StoreError(
                f"the backup's databases could not be read within {seconds:.0f} s: it is damaged"
            )
        try:
            left_out: dict[str, list[str]] = child.result(dict)
        except StoreError:
            raise
        except LinernotesError:
            raise StoreError(
                "the backup's databases cannot be read: it is damaged, or no backup of ours"
            ) from None
    for name in names:
        (staging / f"{name}{FRESH}").replace(staging / name)
    return {name: found for name, found in left_out.items() if found}


def _put_aside(home: Path, names: list[str]) -> Path | None:
    """Copy the present files into a new folder; None if there are none. The home stays as it is."""
    if not any((home / name).exists() for name in names):
        return None
    aside = Path(tempfile.mkdtemp(dir=home, prefix=f"{ASIDE}{datetime.now(UTC):%Y%m%d-%H%M%S}-"))
    try:
        for name in names:
            if (home / name).exists():
                _copy_aside(home / name, aside)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return aside


def _copy_aside(path: Path, aside: Path) -> None:
    """Copy one file. A database is copied in one state, unless it is too damaged or of a newer linernotes."""
    if path.name in LAYOUTS and _is_ours(path):
        with SQLiteFile.open(path, LAYOUTS[path.name]) as database:
            database.copy_to(aside / path.name)
        return
    for beside in (path, *(path.with_name(path.name + ending) for ending in BESIDE)):
        if beside.exists():
            shutil.copy2(beside, aside / beside.name)


def _is_ours(path: Path) -> bool:
    """Whether a database can be changed from inside, with other processes looking on.

    :raises StoreError: if another process keeps it locked. :raises DiskFullError: if there is no room to open it.
    """
    try:
        with SQLiteFile.open(path, LAYOUTS[path.name]) as database:
            return database.damage() is None
    except StoreError as error:
        if isinstance(error, DiskFullError) or is_locked(error):
            raise
        return False


def _put_all(staging: Path, home: Path, names: list[str], aside: Path | None) -> None:
    """Put every file in its place, or none: a failure or an interruption is undone."""
    if aside is not None:
        (aside / UNFINISHED).touch()
    put: list[str] = []
    try:
        for name in names:
            put.append(name)
            _put(staging / name, home / name)
    except BaseException:
        _undo(home, put, aside)
        raise
    for mark in home.glob(f"{ASIDE}*/{UNFINISHED}"):  # those of earlier ones too: the home is whole again
        mark.unlink(missing_ok=True)


def _undo(home: Path, put: list[str], aside: Path | None) -> None:
    """Put the predecessors back. What cannot be put back is still aside, marked as unfinished."""
    for name in reversed(put):
        if aside is None or not (aside / name).exists():
            (home / name).unlink(missing_ok=True)
            continue
        back = aside / f"{name}{FRESH}"
        try:
            shutil.copy2(aside / name, back)
            _put(back, home / name)
            for ending in BESIDE:
                if (aside / f"{name}{ending}").exists():
                    shutil.copy2(aside / f"{name}{ending}", home / f"{name}{ending}")
        except (OSError, StoreError) as error:
            raise StoreError(
                f"{home / name} could be neither replaced nor put back ({error}); what was there is in {aside}: "
                f"make room, then run: linernotes backup --restore {aside}"
            ) from error
        finally:
            back.unlink(missing_ok=True)
    if aside is not None:
        shutil.rmtree(aside, ignore_errors=True)


def _put(new: Path, path: Path) -> None:
    """Put one file in its place. A database is changed from inside, so that processes with it open see the new rows."""
    if path.exists() and path.name in LAYOUTS and _is_ours(path):
        with SQLiteFile.open(path, LAYOUTS[path.name]) as database:
            database.replace_content(new)
        return
    for ending in BESIDE:  # the log of a damaged database: its successor must not meet it
        path.with_name(path.name + ending).unlink(missing_ok=True)
    new.chmod(0o600)
    new.replace(path)


def _is_aside(path: Path, home: Path) -> bool:
    """Whether that is a folder in the home that a restoration made."""
    named = _ASIDE_NAME.fullmatch(path.name) is not None
    return named and path.is_dir() and not path.is_symlink() and path.resolve().parent == home.resolve()


def _forget_old(home: Path, keep: tuple[Path | None, Path]) -> None:
    """Delete what earlier restorations put aside long ago, if nothing else lies in it."""
    for path in home.glob(f"{ASIDE}*"):
        named = _ASIDE_NAME.fullmatch(path.name)
        if named is None or path in keep or path.is_symlink() or not path.is_dir():
            continue
        put_aside_at = datetime.strptime(named[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
        if time.time() - put_aside_at.timestamp() > KEPT_ASIDE.total_seconds():
            files = {file.name for file in path.iterdir()}
            if files <= {*IN_STAGING, UNFINISHED}:
                shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _file_errors(home: Path) -> Iterator[None]:
    """Raise errors of the file system as ours, in one line."""
    try:
        yield
    except OSError as error:
        if is_no_room(error):
            raise DiskFullError(f"there is no room in {home}: make some and try again") from error
        raise StoreError(f"{error.filename or home} cannot be restored: {error.strerror or error}") from error
