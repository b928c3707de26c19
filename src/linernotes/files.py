"""Files of a home: reading them, replacing them in one step, and removing the drafts that killed processes leave."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import secrets
import stat
import time
from pathlib import Path

#: What the system says where the disk is full, or a quota or a limit on the size of files is reached.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

#: Seconds after which a small draft is nobody's: it is written in less than one.
_ABANDONED = 60.0


def is_no_room(error: OSError) -> bool:
    """Whether the disk is full, or a quota or a limit on the size of files is reached."""
    return error.errno in NO_ROOM


def read_file(path: Path) -> bytes:
    """The content of a file of ours. Reads nothing but files: a pipe may block, and a device has no end.

    :raises OSError: if it is not there, is something else than a file, or may not be read.
    """
    status = path.stat()
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        raise OSError(errno.EINVAL, "It is no file", str(path))
    return path.read_bytes()


def replace_file(path: Path, content: bytes, *, mode: int = 0o600, durable: bool = True) -> None:
    """Give a file this content in one step: readers see the old content or the new. Its folder is there.

    `mode` are the new file's permissions, less the umask. With `durable` the content is on the disk before it counts.
    A killed process leaves at most a draft (`drafts_of`); the next call for the same file removes it.

    :raises OSError: it cannot be written; the old content stays.
    """
    remove_drafts(path.parent, drafts_of(path.name))
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:  # noqa: PTH123 a descriptor
            file.write(content)
        if durable:
            sync(draft)
        draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    if durable:
        with contextlib.suppress(OSError):  # where a folder cannot be synced the rename alone has to do
            sync(path.parent)


def drafts_of(name: str) -> str:
    """The pattern of the names of a file's drafts."""
    return f".{glob.escape(name)}.????????"


def sync(path: Path) -> None:
    """Wait until a file's content, or the names in a folder, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows does not open folders, and journals their names by itself
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_older(path: Path, seconds: float) -> bool:
    """Whether a file was last written more than `seconds` ago. True for the future: the clock was wrong then.

    :raises OSError: if it is not there.
    """
    return abs(time.time() - path.stat().st_mtime) > seconds


def remove_drafts(folder: Path, pattern: str) -> None:
    """Delete small drafts that no process writes any more. A file that may not be deleted stays: it does no harm."""
    with contextlib.suppress(OSError):
        for path in folder.glob(pattern):
            with contextlib.suppress(OSError):
                if not path.is_symlink() and is_older(path, _ABANDONED):
                    path.unlink()
