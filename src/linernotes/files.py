"""Files that grow under another name until they are whole, and what is left of them when a process is killed."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

#: Seconds after which a small draft is nobody's: it is written in less than one.
_ABANDONED = 60.0


def remove_drafts(folder: Path, pattern: str) -> None:
    """Delete small drafts that nobody writes any more. What may not be deleted stays: it is in nobody's way."""
    with contextlib.suppress(OSError):
        for path in folder.glob(pattern):
            with contextlib.suppress(OSError):
                if not path.is_symlink() and time.time() - path.stat().st_mtime > _ABANDONED:
                    path.unlink()
