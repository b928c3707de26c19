"""Small files of a home: reading them, and removing the drafts that killed processes leave."""

from __future__ import annotations

import contextlib
import errno
import stat
import time
from pathlib import Path

#: Seconds after which a small draft is nobody's: it is written in less than one.
_ABANDONED = 60.0


def read_file(path: Path) -> bytes:
    """The content of a file of ours. Reads nothing but files: a pipe may block, and a device has no end.

    :raises OSError: if it is not there, is something else than a file, or may not be read.
    """
    status = path.stat()
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        raise OSError(errno.EINVAL, "It is no file", str(path))
    return path.read_bytes()


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
