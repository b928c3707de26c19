"""Trying again what may work the next time, a bounded number of times."""

from __future__ import annotations

import logging
import math
import random
from asyncio import sleep
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from linernotes.errors import LinernotesError
from linernotes.processes.progress import Wait

logger = logging.getLogger(__name__)

T = TypeVar("T")


#: Seconds that a server may ask for. We do not wait longer: an error says when to come back.
LONGEST_WAIT = 90.0


#: What a server names below this many seconds is no wait: five attempts would be over in no time.
_SHORTEST_WAIT = 1.0


#: Characters of a path that a sentence has.
_LONGEST_PATH = 60


class TransientError(Exception):
    """An attempt failed in a way that may pass. `error` is what to raise when the attempts run out.

    `is_refusal`: a 429, which says that there are too many requests, and nothing about this one. `status` is that of
    the answer, None where none came.
    """

    def __init__(
        self,
        error: LinernotesError,
        *,
        reason: str,
        retry_after: float | None = None,
        is_refusal: bool = False,
        status: int | None = None,
    ) -> None:
        super().__init__(reason)
        self.error = error
        self.reason = reason
        self.retry_after = retry_after
        self.is_refusal = is_refusal
        self.status = status


@dataclass(frozen=True, slots=True)
class Waiting:
    """The report before the wait for the next attempt. `what` is the path of the request, without a query.

    As text it is the sentence that every place shows, with the end of a long path. The log has all of it.
    """

    what: str
    reason: str
    seconds: float
    attempt: int  # the one that failed, from 1; refusals (429) and other failures are counted apart
    attempts: int
    status: int | None = None  # of the answer; None where none came
    is_refusal: bool = False  # a 429, which keeps every other request waiting, too

    def __str__(self) -> str:
        path = self.what if len(self.what) <= _LONGEST_PATH else f"...{self.what[-_LONGEST_PATH:]}"
        return (
            f"{self.reason[:1].upper()}{self.reason[1:]} ({path}): waits {max(math.ceil(self.seconds), 1)} s"
        )

    def from_now(self, now: datetime) -> Wait:
        """The wait as progress has it; it begins `now` (aware, UTC)."""
        return Wait(str(self), now + timedelta(seconds=self.seconds))


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The number of attempts and the waits between them, in seconds.

    Waits double from `first_wait` to `longest_wait`; half of each is chance. Chance parts requests that failed
    together. A wait that the server names holds up to `longest_wait`; less than a second is none. After a 429 all
    requests wait together, so a document may be refused up to `refusals` times.
    """

    attempts: int = 5
    refusals: int = 30
    first_wait: float = 2.0
    longest_wait: float = LONGEST_WAIT

    def wait(self, attempt: int, retry_after: float | None) -> float:
        """Seconds to wait after the attempt of this number, from 1, failed."""
        if retry_after is not None and retry_after >= _SHORTEST_WAIT:
            return min(retry_after, self.longest_wait)
        most = min(self.longest_wait, self.first_wait * 2.0 ** min(attempt - 1, 16))
        return most * random.uniform(0.5, 1.0)


class _Attempts:
    """Counts the failures of one request, refusals apart, and logs each with path and status."""

    def __init__(self, what: str, policy: RetryPolicy) -> None:
        self._what = what
        self._policy = policy
        self._failures = {False: 0, True: 0}  # by whether they are refusals

    def fail(self, failure: TransientError) -> Waiting:
        """Return the wait that comes now. Out of attempts, raise the error that the failure carries."""
        policy, refused = self._policy, failure.is_refusal
        self._failures[refused] += 1
        number, most = self._failures[refused], policy.refusals if refused else policy.attempts
        extra = _extra(self._what, failure, number)
        if number >= most:
            logger.warning("given up", extra=extra)
            raise failure.error from failure.__cause__
        seconds = (failure.retry_after or 0.0) if refused else policy.wait(number, failure.retry_after)
        logger.info("waiting to try again", extra=extra | {"seconds": round(seconds, 1)})
        return Waiting(self._what, failure.reason, seconds, number, most, failure.status, refused)


async def persist(
    what: str,
    attempt: Callable[[], Awaitable[T]],
    policy: RetryPolicy,
    on_wait: Callable[[Waiting], None],
) -> T:
    """Await `attempt()` until it raises no TransientError; out of attempts, raise what that carries."""
    attempts = _Attempts(what, policy)
    while True:
        try:
            return await attempt()
        except TransientError as failure:
            waiting = attempts.fail(failure)
        on_wait(waiting)
        await sleep(waiting.seconds)


def _extra(what: str, failure: TransientError, number: int) -> dict[str, object]:
    return {"path": what, "status": failure.status, "reason": failure.reason, "attempt": number}
