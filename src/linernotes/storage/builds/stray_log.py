"""A write-ahead log beside a published build. linernotes leaves none, so DuckDB must not replay it.

DuckDB replays `<name>.wal` whenever it opens `<name>`, for reading too. The log's content becomes the build's, and a
damaged log makes the build unreadable. A build is published whole and is never written again. A log beside it
comes from another program.
"""

from __future__ import annotations

import logging
from pathlib import Path

from linernotes.errors import StoreError

log = logging.getLogger(__name__)


def set_log_aside(build_path: Path) -> None:
    """Move a log that lies beside a complete build to `<name>.wal.aside`, and say so in one line.

    It is kept, for someone's unfinished work may be in it. Nothing happens if there is none.

    :raises StoreError: it cannot be moved.
    """
    stray = build_path.with_name(f"{build_path.name}.wal")
    try:
        aside = stray.replace(stray.with_name(f"{stray.name}.aside"))
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(
            f"{stray} does not belong to this build and cannot be moved ({error.strerror or error}). Delete it"
        ) from error
    log.error("%s was not written by linernotes. It is kept as %s and not used", stray, aside.name)
