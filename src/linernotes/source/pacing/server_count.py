"""Counting our own requests as the server must have counted them. Pure: no clock, no IO."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

#: What is closer together than this, in windows (10 ms in 60 s), may have been counted in any order.
_HAIR = 1 / 6000


@dataclass(slots=True, eq=False)
class Ticket:
    """One request of ours: when it was sent and answered (inf: not yet), in seconds, monotonic."""

    sent: float
    spent: float  # how far a bucket would be filled by ours alone, this one included
    answered: float = math.inf
    counted: bool = False  # for certain: the answer had the headers and was no 429
    refused: bool = False  # a 429: the server may have counted it all the same


@dataclass(slots=True)
class Level:
    """The fullest that the server was said to be. A bucket drains from there evenly, and no faster."""

    _used: int = 0
    _sent: float = -math.inf
    _answered: float = -math.inf

    def is_contradicted(self, used: int, one: Ticket, limit: int, length: float) -> bool:
        """Whether so many are fewer than a bucket can have come down to. Takes note of what this answer showed."""
        least = self._used - 1 - (one.answered - self._sent) * limit / length  # it was rounded up
        # Of two that were under way together either may have been counted first, with others of ours in between.
        blur = math.ceil(limit / 20) if one.sent >= self._answered else math.ceil(limit / 4)
        is_later = one.sent > self._sent and one.answered > self._answered
        is_too_few = is_later and used + blur < least
        if is_too_few or used >= least:
            self._used, self._sent, self._answered = used, one.sent, one.answered
        return is_too_few


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The number of our requests in the server's log when it counted one of them, that one included.

    It counts a request at an unknown moment between sending and answer. `likely` supposes an order. A request
    that led another by more than a hair, at sending and at answer, was counted first.
    """

    likely: int  # at most, if so
    most: int  # at most, for certain
    least: int  # for certain
    overtaking: int  # sent later, answered earlier

    @classmethod
    def of(cls, tickets: Sequence[Ticket], one: Ticket, length: float) -> Reckoning:
        """Reckon for `one`, which was answered, from all tickets in the order of sending."""
        hair = length * _HAIR
        begin = _sent_until(tickets, one.sent - length - hair)
        end = _sent_until(tickets, one.sent + hair)
        during = tickets[end : _sent_until(tickets, one.answered)]
        # Sent a window ago or longer, yet perhaps counted less than a window ago.
        leaving = [ticket for ticket in tickets[:begin] if ticket.answered > one.sent - length]
        overtaking = sum(ticket.answered <= one.answered + hair for ticket in during)
        leaving_later = sum(ticket.answered > one.answered - length - hair for ticket in leaving)
        return cls(
            likely=end - begin + overtaking + leaving_later,
            most=end - begin + len(during) + len(leaving),
            least=_counted_before(tickets, one, length),
            overtaking=overtaking,
        )


def is_fewer_than_ours(used: int, tickets: Sequence[Ticket], one: Ticket, length: float) -> bool:
    """Whether the server counts fewer than ours alone would be in a log, so that it must be another kind."""
    return used < _counted_before(tickets, one, length)


def refused_uncounted(used: int, tickets: Sequence[Ticket], one: Ticket, length: float) -> list[Ticket]:
    """Those of the refused requests that the server cannot have counted, the newest first, as it counts too few."""
    refused = [
        ticket
        for ticket in reversed(tickets)
        if ticket.refused and one.answered - length < ticket.sent and ticket.answered <= one.sent
    ]
    spare = len(refused) + _counted_before(tickets, one, length) - used
    return refused[: max(0, spare)]


def _counted_before(tickets: Sequence[Ticket], one: Ticket, length: float) -> int:
    """The number of our other requests that are for certain in the log when it counts this one."""
    first = _sent_until(tickets, one.answered - length)
    end = _sent_until(tickets, one.sent)
    return sum(
        ticket.counted and ticket is not one and ticket.answered <= one.sent for ticket in tickets[first:end]
    )


def _sent_until(tickets: Sequence[Ticket], when: float) -> int:
    return bisect_right(tickets, when, key=lambda ticket: ticket.sent)
