"""Errors of our SQLite files, as our own: one line, with what to do now."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linernotes.errors import DiskFullError, StoreError
from linernotes.files import is_no_room
from linernotes.storage.sqlite.migrations import Layout

#: How long one process waits for another's transaction before it gives up.
BUSY_SECONDS = 30.0

#: SQLite reports ENOSPC as FULL. EFBIG (a file size limit) and EDQUOT (a quota) come as these I/O errors.
_NO_ROOM = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}

#: What another process that has the file open can cause; it says nothing about the file.
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class DamagedError(sqlite3.DatabaseError):
    """A value that linernotes cannot have written, although SQLite itself reports no damage."""


def is_locked(error: BaseException) -> bool:
    """Whether one of our errors, as `translated` raises it, came from another process's lock."""
    return getattr(error.__cause__, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in _LOCKED


def is_full(error: BaseException) -> bool:
    """Whether SQLite found no room on the disk."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) in _NO_ROOM


@contextmanager
def translated(path: Path, layout: Layout) -> Iterator[None]:
    """Raise the errors inside as one of ours, in one line that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate(error, path, layout) from error
    except UnicodeDecodeError as error:  # SQLite's message quotes a name that is not text any more
        raise layout.error(f"{path}: it is damaged: {layout.remedy}") from error
    except OSError as error:
        if is_no_room(error):
            raise _no_room(path) from error
        why = os.strerror(error.errno or 0)
        raise layout.error(f"{path} cannot be opened: {why}. Check the folder and its permissions") from error


def _translate(error: sqlite3.Error, path: Path, layout: Layout) -> StoreError:
    # Errors of the Python module itself (a closed connection, the wrong thread) have no code.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    if code in _NO_ROOM:
        return _no_room(path)
    if isinstance(error, DamagedError):
        code = sqlite3.SQLITE_CORRUPT
    what = {
        sqlite3.SQLITE_BUSY: f"another process locked it for {BUSY_SECONDS:.0f} s: wait until that is done",
        sqlite3.SQLITE_READONLY: "it may not be written: check the permissions of the file and its folder",
        sqlite3.SQLITE_CANTOPEN: "it cannot be opened: check the permissions of the file and its folder",
        sqlite3.SQLITE_IOERR: f"the disk failed ({error}): see to it, then try again",
        sqlite3.SQLITE_CORRUPT: f"it is damaged ({error}): {layout.remedy}",
        sqlite3.SQLITE_NOTADB: f"it is damaged ({error}): {layout.remedy}",
    }
    if "no such table" in str(error) or "no such column" in str(error):
        what[code & 0xFF] = f"it is damaged ({error}): {layout.remedy}"
    return layout.error(f"{path}: {what.get(code & 0xFF, str(error))}")


def _no_room(path: Path) -> DiskFullError:
    return DiskFullError(
        f"{path} cannot grow: the disk is full, or a quota or file size limit is reached; "
        "make room and run the command again, nothing that was stored is lost"
    )
