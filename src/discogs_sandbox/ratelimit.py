"""The number of requests that Discogs permits: a moving window, counted per source address."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Standing:
    """The standing of a caller after a request: what the three X-Discogs-Ratelimit headers say."""

    allowed: bool
    limit: int
    used: int

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.used)

    def headers(self) -> list[tuple[bytes, bytes]]:
        return [
            (b"x-discogs-ratelimit", str(self.limit).encode()),
            (b"x-discogs-ratelimit-used", str(self.used).encode()),
            (b"x-discogs-ratelimit-remaining", str(self.remaining).encode()),
        ]


class Limiter(Protocol):
    """Counts requests by key (a source address or a token)."""

    def take(self, key: str, limit: int) -> Standing:
        """Count a request of `key`, whose level permits `limit` in a window; not counted when refused."""


class SlidingLog:
    """The documented rule and the stricter one: at most `limit` requests in any `window` seconds.

    Assumption: a request answered 429 does not count. Discogs does not say. In measurements of a client that keeps
    trying, requests succeed right after a 429. If refused requests counted, that would not happen.
    """

    def __init__(self, window: float, clock: Callable[[], float]) -> None:
        self._window = window
        self._clock = clock
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def take(self, key: str, limit: int) -> Standing:
        now = self._clock()
        times = self._times[key]
        while times and times[0] <= now - self._window:
            times.popleft()
        allowed = len(times) < limit
        if allowed:
            times.append(now)
        return Standing(allowed, limit, len(times))


class TokenBucket:
    """The rule as measured from outside: `limit` at once, then refilled evenly, `limit` in a window."""

    def __init__(self, window: float, clock: Callable[[], float]) -> None:
        self._window = window
        self._clock = clock
        self._spent: defaultdict[str, tuple[float, float]] = defaultdict(lambda: (0.0, -math.inf))

    def take(self, key: str, limit: int) -> Standing:
        now = self._clock()
        spent, at = self._spent[key]
        spent = max(0.0, spent - (now - at) * limit / self._window)
        allowed = spent + 1 <= limit
        if allowed:
            spent += 1
        self._spent[key] = (spent, now)
        return Standing(allowed, limit, min(limit, math.ceil(spent)))
