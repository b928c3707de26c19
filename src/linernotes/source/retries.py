"""Trying again what may work the next time, a bounded number of times."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from linernotes.errors import LinernotesError

logger = logging.getLogger(__name__)

T = TypeVar("T")


#: Seconds that a server may ask for. A longer wait is not waited for: the user is told when to come back.
LONGEST_WAIT = 90.0


class TransientError(Exception):
    """An attempt failed in a way that may pass. `error` is what to raise when the attempts run out."""

    def __init__(self, error: LinernotesError, *, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.error = error
        self.reason = reason
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is told before the wait for the next attempt. `what` is the path asked for, without a query."""

    what: str
    reason: str
    seconds: float
    attempt: int  # the one that failed, from 1
    attempts: int

    def __str__(self) -> str:
        tried = f"attempt {self.attempt} of {self.attempts}"
        return f"waiting {self.seconds:.0f} s: {self.reason} ({self.what}, {tried})"


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how patiently: seconds, doubling from `first_wait` to `longest_wait`, half by chance.

    Chance parts those that failed together. A server that names its own wait is obeyed up to `longest_wait`.
    """

    attempts: int = 5
    first_wait: float = 2.0
    longest_wait: float = LONGEST_WAIT

    def wait(self, attempt: int, retry_after: float | None) -> float:
        """Seconds to wait after the attempt of this number, from 1, failed."""
        if retry_after is not None:
            return min(retry_after, self.longest_wait)
        most = min(self.longest_wait, self.first_wait * 2.0 ** min(attempt - 1, 16))
        return most * random.uniform(0.5, 1.0)


async def persist(
    what: str,
    attempt: Callable[[], Awaitable[T]],
    policy: RetryPolicy,
    on_wait: Callable[[Waiting], None],
) -> T:
    """Await `attempt()` until it raises no TransientError; out of attempts, raise what that carries."""
    number = 1
    while True:
        try:
            return await attempt()
        except TransientError as failure:
            if number >= policy.attempts:
                raise failure.error from failure.__cause__
            seconds = policy.wait(number, failure.retry_after)
            waiting = Waiting(what, failure.reason, seconds, number, policy.attempts)
        logger.info(
            "attempt failed",
            extra={"what": what, "reason": waiting.reason, "seconds": seconds, "attempt": number},
        )
        on_wait(waiting)
        await asyncio.sleep(seconds)
        number += 1
