"""A simulated Discogs for the pacing's pure core: both kinds of server, latency, other programs, no real time."""

from __future__ import annotations

import heapq
import itertools
import math
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from linernotes.source.pacing.server_count import Ticket
from linernotes.source.pacing.window import Quota, Window


class Log:
    """The documented server: at most `limit` requests in the last `length` seconds; refused ones do not count."""

    def __init__(self, limit: int, length: float = 60.0) -> None:
        self.limit, self.length = limit, length
        self._times: deque[float] = deque()

    def take(self, now: float) -> tuple[bool, Quota]:
        while self._times and self._times[0] <= now - self.length:
            self._times.popleft()
        allowed = len(self._times) < self.limit
        if allowed:
            self._times.append(now)
        return allowed, Quota(self.limit, len(self._times))


class Bucket:
    """The measured server: `limit` at once, refilled evenly; `used` is rounded up."""

    def __init__(self, limit: int, length: float = 60.0) -> None:
        self.limit, self.length = limit, length
        self._spent, self._at = 0.0, 0.0

    def take(self, now: float) -> tuple[bool, Quota]:
        self._spent = max(0.0, self._spent - (now - self._at) * self.limit / self.length)
        self._at = now
        allowed = self._spent + 1 <= self.limit
        if allowed:
            self._spent += 1
        return allowed, Quota(self.limit, min(self.limit, math.ceil(self._spent)))


@dataclass(frozen=True)
class Answer:
    """What arrives at the client: whether the request was let in, and what the headers say."""

    allowed: bool
    quota: Quota | None
    retry_after: float | None = None


@dataclass
class Outcome:
    """What a simulation counted: requests as the server saw them, and who was refused."""

    made: list[float] = field(default_factory=list)  # ours that were let in, by the server's time
    refused: list[float] = field(default_factory=list)
    others_made: list[float] = field(default_factory=list)
    others_refused: list[float] = field(default_factory=list)


@dataclass
class _Simulation:
    """A queue of what happens when, and the time."""

    now: float = 0.0
    _events: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _number: itertools.count[int] = field(default_factory=itertools.count)

    def at(self, when: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._events, (when, next(self._number), what))

    def pass_until(self, when: float) -> None:
        """Put the clock forward, to the next event at most; that happens then."""
        if not self._events or when < self._events[0][0]:
            assert when < math.inf, "the window waits for ever"
            self.now = when
            return
        self.now, _, what = heapq.heappop(self._events)
        what()


def simulate(  # noqa: C901 - one small function for each thing that happens
    window: Window,
    server: Log | Bucket,
    *,
    seconds: float,
    latency: Callable[[], tuple[float, float]],
    others: Iterable[float] = (),
    headers: bool = True,
    trouble: Callable[[float, bool, Quota], Answer] | None = None,
) -> Outcome:
    """Send as fast as `window` lets us, for so many seconds from the first request.

    `latency` gives seconds on the way to the moment of counting, and back. `others` are the times of another
    program's requests, as counted by the server. `trouble` may put another answer in the place of the server's.
    """
    outcome = Outcome()
    simulation = _Simulation()

    def other_program() -> None:
        allowed, _ = server.take(simulation.now)
        (outcome.others_made if allowed else outcome.others_refused).append(simulation.now)

    def send() -> None:
        there, back = latency()
        ticket = window.send(simulation.now)
        simulation.at(simulation.now + there, lambda: count(ticket, back))

    def count(ticket: Ticket, back: float) -> None:
        allowed, quota = server.take(simulation.now)
        (outcome.made if allowed else outcome.refused).append(simulation.now)
        said = Answer(allowed, quota if headers else None)
        if trouble is not None:
            said = trouble(simulation.now, allowed, quota)
        simulation.at(simulation.now + back, lambda: answer(ticket, said))

    def answer(ticket: Ticket, said: Answer) -> None:
        if said.allowed:
            window.answer(ticket, simulation.now, said.quota)
        else:
            window.refuse(ticket, simulation.now, said.quota, said.retry_after)

    for when in others:
        simulation.at(when, other_program)
    while simulation.now <= seconds:
        while window.delay(simulation.now) <= 0:
            send()
        simulation.pass_until(simulation.now + window.delay(simulation.now))
    return outcome
