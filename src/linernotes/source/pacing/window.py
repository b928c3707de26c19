"""The time of the next request: Discogs' moving window, seen from outside. Pure: no clock, no IO.

Discogs counts a request at some moment between our sending it and its answer. So a slot that we took is free
again, for certain, one window after the answer. Nothing shorter is safe, and nothing longer is needed.

The headers count all requests with the token: those beyond our own are of others. Two kinds of server are
known: a log of the last 60 s (documented); a bucket that refills evenly (measured by others). A client
within the limit of the log is within that of the bucket too; only the count of others differs.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field

from linernotes.source.pacing.other_clients import Others
from linernotes.source.pacing.server_count import (
    Level,
    Reckoning,
    Ticket,
    is_fewer_than_ours,
    refused_uncounted,
)

#: Discogs' window in seconds.
WINDOW = 60.0

#: Requests that a window permits with a token, assumed while no answer says so.
DEFAULT_LIMIT = 60

#: How much faster than on average we may send. A full window then takes 15 of 60 s, in which others are noticed.
_HASTE = 4

#: Its multiples, modulo 1, fall evenly without a pattern.
_GOLDEN = (math.sqrt(5) - 1) / 2

#: A slot is free later than it should by this much, in windows: timers and clocks are not exact.
_MARGIN = 0.25 / WINDOW


#: So many answers in a row make a server a bucket: some of a log may be false.
_CERTAIN = 10

#: The longest pause after a 429 that names none, in windows: what ends within it is noticed soon.
_LONGEST_GUESS = 0.5


@dataclass(frozen=True, slots=True)
class Quota:
    """The rate limit headers of an answer. `used` counts the requests of all programs in the window."""

    limit: int
    used: int


@dataclass(slots=True)
class Window:
    """Says when the next request may go, from what was sent and answered. Times are seconds, monotonic."""

    length: float = WINDOW
    default_limit: int = DEFAULT_LIMIT
    limit: int | None = None  # as the headers say; None until they did
    requests_made: int = 0
    _others: Others = field(default_factory=Others)
    _in_flight: list[Ticket] = field(default_factory=list)
    _frees: list[float] = field(default_factory=list)  # heap: when each answered request leaves the window
    _tickets: list[Ticket] = field(default_factory=list)  # in the order of sending, for the reckoning
    _last_sent: float = -math.inf
    _answers: int = 0
    _paused_until: float = -math.inf
    pauses: int = 0  # in a row
    _level: Level = field(default_factory=Level)
    _fewer_in_a_row: int = 0  # answers that counted fewer than ours
    _odd_limit: int | None = None  # as the last answer said, if that was far from what is known
    _bucket_until: float = -math.inf  # until then the server is taken for a bucket
    _odd_until: float = -math.inf  # until then what is refused may count nevertheless
    _wary_until: float = -math.inf  # until then room is left for another program, seen or not
    _probe_at: float = math.inf  # when one request goes even if others seem to use it all

    def delay(self, now: float) -> float:
        """Seconds until a request may go: 0 is now, inf not before an answer. Ask again after each answer."""
        self._forget(now)
        if now < self._paused_until:
            return self._paused_until - now
        if self._in_flight and self._must_see_an_answer():
            return math.inf
        slower = 2 if self._others.is_unclear(now, self.length) else 1
        wait = self._last_sent + self.gap * slower * self._uneven() - now
        if self._occupied() >= self.allowed(now):
            wait = max(wait, min(self._until_free(now), self._until_probe(now)))
        return max(0.0, wait)

    def send(self, now: float) -> Ticket:
        """Take the slot that `delay` said is there."""
        spent = 0.0
        if self._tickets:
            last = self._tickets[-1]
            spent = max(0.0, last.spent - (now - last.sent) * self._limit() / self.length)
        ticket = Ticket(now, spent + 1)
        self._tickets.append(ticket)
        self._in_flight.append(ticket)
        self._last_sent = now
        self.requests_made += 1
        return ticket

    def answer(self, ticket: Ticket, now: float, quota: Quota | None) -> None:
        """Learn from an answer that is no 429; `quota` is None where it had no headers."""
        ticket.counted = quota is not None
        self._finish(ticket, now)
        self._learn(ticket, now, quota)
        if ticket.sent >= self._paused_until:
            self.pauses = 0

    def refuse(self, ticket: Ticket, now: float, quota: Quota | None, retry_after: float | None) -> None:
        """Learn from a 429: nothing goes for `retry_after` seconds or a guess that doubles, then one request alone.

        What was refused takes no slot: a request right after it was seen to succeed. Yet the server may count it. So
        it is not taken for another program's request until an answer shows that the server does not count it.
        """
        ticket.answered, ticket.refused = now, True
        self._in_flight.remove(ticket)
        self._learn(ticket, now, quota, refused=True)
        if quota is not None and quota.used >= self._limit():
            # Who filled the window is not seen while what was refused may be counted as ours.
            self._wary_until = now + self.length
        else:
            # It refuses for another reason than a full window, and may count what it refuses.
            self._odd_until = now + 2 * self.length
        if ticket.sent < self._paused_until:  # sent before the pause that another one began
            return
        self._paused_until = now + self._pause_for(retry_after)
        self.pauses += 1

    def _pause_for(self, retry_after: float | None) -> float:
        """Seconds without a request: those that the server names; where it names none or less than one, a guess."""
        if retry_after is not None and retry_after >= self.length / 60:
            return retry_after
        gaps = 5 if retry_after is None else 1
        guess = gaps * self.length / self._limit() * 2.0 ** min(self.pauses, 16)
        return min(_LONGEST_GUESS * self.length, guess)

    def pause(self, now: float) -> float:
        """Seconds until the first request after a 429 may go; 0 where nothing keeps it."""
        return max(0.0, self._paused_until - now)

    def lose(self, ticket: Ticket, now: float, *, reached: bool) -> None:
        """No answer came. Unless it never `reached` Discogs it may have been counted, until now."""
        if reached:
            self._finish(ticket, now)
        else:
            self._in_flight.remove(ticket)
            self._tickets.remove(ticket)

    def allowed(self, now: float) -> int:
        """The number of our requests that may be in the window; at least 1, or nothing would ever be learned."""
        limit = self._limit()
        if self.limit is None:  # without headers others cannot be seen: leave them a sixth
            return max(1, limit - math.ceil(limit / 6))
        reserve = self._others.reserve(now, limit, self.length)
        if now < self._wary_until:
            reserve = max(reserve, Others.room_for_one(limit))
        return max(1, limit - reserve)

    def used_by_us(self, now: float) -> int:
        """Requests of ours that may be in the window, those under way included. Changes nothing."""
        return len(self._in_flight) + sum(free > now for free in self._frees)

    def taken(self, now: float) -> list[float]:
        """Seconds until each of the slots that we have taken is free again, soonest first."""
        under_way = [ticket.sent + self.cycle for ticket in self._in_flight]
        return [when - now for when in sorted([free for free in self._frees if free > now] + under_way)]

    @property
    def used_by_others(self) -> int:
        """Requests of others in the window when last looked."""
        return self._others.seen

    @property
    def gap(self) -> float:
        """Seconds between two requests while there is room, on average."""
        return self.length / (_HASTE * self._limit())

    @property
    def cycle(self) -> float:
        """Seconds from sending a request to when its slot is free again, as it went lately."""
        answered = [
            ticket.answered - ticket.sent for ticket in self._tickets[-20:] if ticket.answered < math.inf
        ]
        latency = sum(answered) / len(answered) if answered else 0.0
        return self.length * (1 + _MARGIN) + latency

    def _limit(self) -> int:
        return self.default_limit if self.limit is None else self.limit

    def _occupied(self) -> int:
        return len(self._in_flight) + len(self._frees)

    def _until_probe(self, now: float) -> float:
        """Seconds until one request may go though others seem to leave no room, alone; inf if none may."""
        is_ours = self._occupied() >= self._limit() - math.ceil(self._limit() / 60)
        return math.inf if self._in_flight or is_ours else max(0.0, self._probe_at - now)

    def _must_see_an_answer(self) -> bool:
        """At the very start and after a pause one request goes alone: its answer shows where we stand."""
        return self._answers == 0 or self.pauses > 0

    def _uneven(self) -> float:
        """A factor for the gap, else the requests of two windows would march in step.

        Of two requests just one window apart, the older one may count still or no more. In step that would be so for
        all of them.
        """
        return 0.8 + 0.4 * (self.requests_made * _GOLDEN % 1)

    def _until_free(self, now: float) -> float:
        again = self.length / 60  # others' reserve shrinks as time goes by: ask again
        surplus = self._occupied() - self.allowed(now) + 1
        if surplus > len(self._frees):
            return again
        free = self._frees[0] if surplus == 1 else heapq.nsmallest(surplus, self._frees)[-1]
        return min(again, free - now)

    def _learn(self, ticket: Ticket, now: float, quota: Quota | None, *, refused: bool = False) -> None:
        self._answers += 1
        if quota is None:
            return
        if not self._learn_limit(quota.limit):
            return
        assert self.limit is not None, "it was learned just now, if it was not known before"
        if refused and quota.used < self.limit:
            return  # it was not for what others use
        if now >= self._odd_until:
            self._drop_refused(quota.used, ticket)
        ours = Reckoning.of(self._tickets, ticket, self.length)
        fewer = is_fewer_than_ours(quota.used, self._tickets, ticket, self.length)
        self._fewer_in_a_row = self._fewer_in_a_row + 1 if fewer else 0
        if self._fewer_in_a_row >= _CERTAIN:
            self._bucket_until = now + 2 * self.length
        is_bucket = now < self._bucket_until
        is_too_few = not refused and self._level.is_contradicted(quota.used, ticket, self.limit, self.length)
        likely = math.ceil(ticket.spent) + ours.overtaking if is_bucket else ours.likely
        before = self._others.seen
        self._others.report(
            now,
            self.length,
            likely=quota.used - likely,
            certain=quota.used - ours.most,
            most=quota.used - ours.least,
            limit=self.limit,
            refused=sum(one.refused and one.sent > ticket.sent - self.length for one in self._tickets),
            is_bucket=is_bucket,
            passing=refused,
            is_contradicted=is_bucket and is_too_few,
        )
        self._look_again(now, before)

    def _drop_refused(self, used: int, ticket: Ticket) -> None:
        """Forget the refused requests that the server does not count."""
        for one in refused_uncounted(used, self._tickets, ticket, self.length):
            self._tickets.remove(one)

    def _look_again(self, now: float, before: int) -> None:
        """Ask once more soon after somebody appeared out of nothing: one answer alone may be mistaken."""
        limit = self._limit()
        if not self._others.is_settled(now):
            self._probe_at = math.inf  # what was there before us is waited for
        elif self._others.seen > before + limit / 20:
            self._probe_at = now + self.length / 30
        elif self._others.is_doubted(now, self.length, limit):
            self._probe_at = now + self.length / 12
        elif self.allowed(now) <= limit / 6:
            self._probe_at = now + self.length / 4
        else:
            self._probe_at = math.inf

    def _learn_limit(self, limit: int) -> bool:
        """Believe what an answer says; a third of what is known, or three times that, only if the next says so too.

        Returns whether it is believed: if not, the answer's count is not to be believed either.
        """
        if (
            self.limit is not None
            and not self.limit < 3 * limit < 9 * self.limit
            and limit != self._odd_limit
        ):
            self._odd_limit = limit
            return False
        self.limit, self._odd_limit = limit, None
        return True

    def _finish(self, ticket: Ticket, now: float) -> None:
        ticket.answered = now
        self._in_flight.remove(ticket)
        heapq.heappush(self._frees, now + self.length * (1 + _MARGIN))

    def _forget(self, now: float) -> None:
        """Drop what can no longer be in the window of any request, by dozens: the list is long."""
        while self._frees and self._frees[0] <= now:
            heapq.heappop(self._frees)
        oldest = min((ticket.sent for ticket in self._in_flight), default=now) - self.length
        if len(self._tickets) > 64 and all(ticket.answered <= oldest for ticket in self._tickets[:64]):
            del self._tickets[:64]
