"""The builds that a sync makes while it fetches, left out: most tests look at what is there in the end.

Each takes half a second of a processor, and most syncs of tests would make one. Tests of these builds use the fixture
`builds_meanwhile`; long trials have them all.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: Seconds between two of them: None are the program's own.
REAL, NEVER = None, math.inf

_MODULE = "linernotes.building"
_every: float | None = REAL
_own: float | None = None


def every() -> float | None:
    """The seconds between two builds of a sync in this process."""
    return _every


def use(seconds: float | None) -> None:
    """Let so many seconds pass from now on; a process that has not loaded the builds is left alone."""
    global _every, _own
    _every = seconds
    if (building := sys.modules.get(_MODULE)) is not None:
        _own = building.BUILD_EVERY if _own is None else _own
        building.BUILD_EVERY = _own if seconds is None else seconds  # type: ignore[attr-defined]


@contextmanager
def using(seconds: float | None) -> Iterator[None]:
    """Within the block so many seconds pass, also in processes that are forked there."""
    before = every()
    use(seconds)
    try:
        yield
    finally:
        use(before)
