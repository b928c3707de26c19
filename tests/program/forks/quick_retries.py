"""The waits between two attempts, shortened: a test that goes through five attempts needs no half minute.

What is said of a wait, and counted, stays as it is; only the sleep is shorter. Tests of the waits themselves use the
fixture `real_waits`. Pauses after a 429 are the pacing's, and stay.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: Of a wait that is slept: two seconds become forty milliseconds.
SHARE = 0.02

_MODULE = "linernotes.source.retries"
_real = asyncio.sleep
_share = 1.0


async def _sleep(seconds: float) -> None:
    await _real(seconds * _share)


def share() -> float:
    """The part of each wait that this process sleeps."""
    return _share


def use(wanted: float) -> None:
    """Sleep this part of each wait from now on; a process that has not loaded the waits is left alone."""
    global _share
    _share = wanted
    if (retries := sys.modules.get(_MODULE)) is not None:
        retries.sleep = _sleep  # type: ignore[attr-defined]


@contextmanager
def using(wanted: float) -> Iterator[None]:
    """Within the block this part of each wait is slept, also by processes that are forked there."""
    before = _share
    use(wanted)
    try:
        yield
    finally:
        use(before)


#: Starts `linernotes` with short waits in a real process: the code is self-contained, it may run in any folder.
PROGRAM = f"""
import asyncio
from linernotes.source import retries
retries.sleep = lambda seconds: asyncio.sleep(seconds * {SHARE})
from linernotes.__main__ import main
main()
"""
