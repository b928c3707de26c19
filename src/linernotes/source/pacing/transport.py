"""Pacing as a transport: each request waits here for a slot in Discogs' window, each answer is learned from.

Nothing above this knows of rate limits, and nothing, retries included, gets round it.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from linernotes.source.pacing.server_count import Ticket
from linernotes.source.pacing.window import Quota, Window

_HEADER = "x-discogs-ratelimit"
_A_MONTH = 30 * 86_400.0

#: No server permits more requests than this in a window.
_MOST = 1_000_000

#: Of the limit, by how much the used and the remaining requests of one answer may contradict each other.
_BLUR = 0.2

#: Errors of a request that never got as far as Discogs, so that it cost no slot.
_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Pace:
    """The state of the pacing: counts of requests in the window of 60 s, and what the next ones cost."""

    limit: int | None  # as Discogs says; None before the first answer
    used_by_us: int
    used_by_others: int  # with the same token, as last seen
    allowed: int  # ours at most at once in the window; the rest is left to others
    requests_made: int  # since the start, retries included
    cycle: float  # seconds from sending a request to when its slot is free again
    gap: float  # seconds between two requests while there is room, on average
    taken: tuple[float, ...]  # seconds until each slot that we have taken is free again, soonest first

    @property
    def seconds_per_request(self) -> float:
        """Over whole windows; while there is room it goes faster."""
        return self.cycle / self.allowed

    def seconds_for(self, requests: int) -> float:
        """Until this many more can be sent, if callers keep up and others stay as they are."""
        if requests <= 0:
            return 0.0
        cycles, slot = divmod(requests - 1, self.allowed)
        room = self.allowed - len(self.taken)
        # More may be taken than is allowed now: then the first to be free again are not ours to use.
        wait = 0.0 if slot < room else self.taken[slot - room]
        return max(wait, slot * self.gap) + cycles * self.cycle


class PacedTransport(httpx2.AsyncBaseTransport):
    """Sends requests through `inner`, first come first served, each when `window` has room for it."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, window: Window | None = None) -> None:
        self._inner = inner
        self._window = window or Window()
        self._queue = asyncio.Lock()
        self._news = asyncio.Event()

    @property
    def pace(self) -> Pace:
        """A snapshot; outside a running event loop, too."""
        now, window = _now(), self._window
        return Pace(
            limit=window.limit,
            used_by_us=window.used_by_us(now),
            used_by_others=window.used_by_others,
            allowed=window.allowed(now),
            requests_made=window.requests_made,
            cycle=window.cycle,
            gap=window.gap,
            taken=tuple(window.taken(now)),
        )

    @property
    def pause(self) -> float:
        """Seconds for which a 429 keeps every request waiting; 0 where none does."""
        return self._window.pause(_now())

    @property
    def refusals_in_a_row(self) -> int:
        """429s since the last answer that was none; those to requests of before a pause count as one."""
        return self._window.pauses

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        ticket = await self._wait_for_slot()
        try:
            response = await self._inner.handle_async_request(request)
        except BaseException as error:
            self._window.lose(ticket, _now(), reached=not isinstance(error, _NEVER_SENT))
            raise
        else:
            self._learn(ticket, response)
        finally:
            self._news.set()
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def _wait_for_slot(self) -> Ticket:
        async with self._queue:
            while (delay := self._window.delay(_now())) > 0:
                # Each answer may change what is allowed, either way.
                self._news.clear()
                try:
                    async with asyncio.timeout(None if math.isinf(delay) else delay):
                        await self._news.wait()
                except TimeoutError:
                    pass
            return self._window.send(_now())

    def _learn(self, ticket: Ticket, response: httpx2.Response) -> None:
        quota = read_quota(response.headers)
        if response.status_code == httpx2.codes.TOO_MANY_REQUESTS:
            self._window.refuse(ticket, _now(), quota, retry_after(response.headers))
        else:
            self._window.answer(ticket, _now(), quota)


def read_quota(headers: Mapping[str, str]) -> Quota | None:
    """The values of the rate limit headers; None where they are missing, no numbers, or cannot be true.

    Used and remaining make up the limit, give or take the requests of a moment: then the gloomier one counts.
    """
    try:
        limit = int(headers[_HEADER])
        used = int(headers[f"{_HEADER}-used"])
        remaining = int(headers.get(f"{_HEADER}-remaining", limit - used))
    except (KeyError, ValueError):
        return None
    if not (0 < limit <= _MOST and 0 <= used <= limit and 0 <= remaining <= limit):
        return None
    if abs(limit - used - remaining) > max(1, limit * _BLUR):
        return None
    return Quota(limit, max(used, limit - remaining))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks us to wait, given in seconds or as a date; None where it does not say.

    A month at the most: servers may name any number, and no calendar holds some of them.
    """
    text = headers.get("retry-after", "")
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(text).astimezone(UTC) - datetime.now(UTC)).total_seconds()
        except (ValueError, OverflowError):
            return None
    return min(max(0.0, seconds), _A_MONTH) if math.isfinite(seconds) else None


def _now() -> float:
    """The event loop's clock: monotonic, so that neither sleep nor a changed clock opens the window early."""
    try:
        return asyncio.get_running_loop().time()
    except RuntimeError:
        return time.monotonic()
