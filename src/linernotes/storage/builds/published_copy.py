"""`collection.duckdb`: the copy of the current build that people open in their own tools, and may write to.

It is a symbolic link to `builds/<build_id>.copy/collection.duckdb`. A session may have the old copy open for
writing. Then its write-ahead log lies beside the old copy. Beside the new copy, the next session would replay
it (docs/decisions/0004-publishing.md). Where links cannot be made, `collection.duckdb` is a file.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from linernotes.files import sync

if sys.platform != "win32":
    import fcntl

NAME = "collection.duckdb"


def replace_tools_copy(source: Path, copy: Path, *, home: Path) -> str | None:
    """Copy `source` to `copy` and let `collection.duckdb` in `home` stand for it.

    A write-ahead log that lies beside `collection.duckdb` belongs to what was there before: it is moved
    aside, never deleted. Returns None, or in one line why it could not be done; what was there stays then.
    """
    link = home / NAME
    try:
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, copy)
        sync(copy)
        fresh = _stand_in(copy, home)
        _move_log_aside(link, copy.parent.stem)
        fresh.replace(link)
    except OSError as error:
        return (
            f"{link} still shows an older build, it could not be replaced: {error.strerror or error}. "
            "Mend that, then run: linernotes build"
        )
    return None


def linked_folder(home: Path) -> Path | None:
    """The folder of the copy that `collection.duckdb` stands for, None if it is no link."""
    link = home / NAME
    return (home / link.readlink()).parent if link.is_symlink() else None


def is_in_use(path: Path) -> bool:
    """True of the folder of a copy that a process has open, or that holds what a session left unfinished."""
    copy = path / NAME
    return copy.is_file() and (copy.with_name(f"{NAME}.wal").exists() or _is_locked(copy))


def _stand_in(copy: Path, home: Path) -> Path:
    """What takes the place of `collection.duckdb`, under a name of its own: a link, else the copy itself."""
    fresh = home / f".{NAME}.new"
    fresh.unlink(missing_ok=True)
    try:
        fresh.symlink_to(copy.relative_to(home))
    except (OSError, NotImplementedError):
        shutil.move(copy, fresh)
        copy.parent.rmdir()
    return fresh


def _move_log_aside(link: Path, build_id: str) -> None:
    log = link.with_name(f"{NAME}.wal")
    if log.exists():
        log.replace(link.with_name(f"{NAME}.wal.before-{build_id}"))


def _is_locked(path: Path) -> bool:
    """Whether another process has the file open in DuckDB, which locks what it opens; True if in doubt."""
    if sys.platform == "win32":
        return False  # deleting will be refused anyhow
    # Closing it would drop the locks that this process has on it: a process that publishes has none.
    try:
        with path.open("r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    return False
