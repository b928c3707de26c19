"""The builds that a sync makes while it fetches, left out: most tests look at what is there in the end.

Each takes half a second of a processor, and most syncs of tests would make one. Tests of these builds use the fixture
`builds_meanwhile`; long trials have them all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

from linernotes import building

#: Seconds between two of them: the program's own, and those of tests.
REAL, NEVER = building.BUILD_EVERY, math.inf


def every() -> float:
    """The seconds between two builds of a sync in this process."""
    return building.BUILD_EVERY


def use(seconds: float) -> None:
    """Let so many seconds pass between two builds from now on."""
    building.BUILD_EVERY = seconds


@contextmanager
def using(seconds: float) -> Iterator[None]:
    """Within the block so many seconds pass, also in processes that are forked there."""
    before = every()
    use(seconds)
    try:
        yield
    finally:
        use(before)
