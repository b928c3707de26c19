"""The order in which syncs ran, and what of their times cannot be: a clock was ahead.

One rule for everything that is dated. Syncs run one after another, so an answer came before the next sync began,
and before now. A later date is wrong: its clock was ahead, and how far nobody knows. Each sync measures value and
statistics anew: a row with a wrong date is left out where it would shadow a row in order. What happened once (a
change of the collection) keeps its place: it is dated right before the next sync. Landing keeps all as it came.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypeVar

from linernotes.etl.planning.stale_documents import CLOCKS
from linernotes.storage.landing import RunState

Row = TypeVar("Row")

_INSTANT = timedelta(microseconds=1)
_END = datetime.max.replace(tzinfo=UTC)


class Span(NamedTuple):
    """Times after `first`, up to `last` (UTC). What is dated so happened at `latest` or before."""

    first: datetime
    last: datetime
    latest: datetime


@dataclass(frozen=True, slots=True)
class RunOrder:
    """Which times lie ahead. The last of `spans` is all that is after now."""

    spans: tuple[Span, ...]

    @classmethod
    def of(cls, runs: Iterable[RunState], now: datetime) -> RunOrder:
        """Compare when runs began (given in their true order) with each other and with now. Pure."""
        moments = [(run.started_at, _last_moment(run)) for run in runs]
        in_order = _longest_order([began for began, _ in moments], now + CLOCKS)
        ahead: list[Span] = []
        in_place: list[tuple[datetime, datetime]] = []
        limit = now
        for number in range(len(moments) - 1, -1, -1):
            began, ended = moments[number]
            if ended > limit + CLOCKS:
                ahead.append(Span(max(began - _INSTANT, limit + CLOCKS), ended + CLOCKS, limit))
            if number in in_order:
                in_place.append((began, min(ended, limit) + CLOCKS))
                limit = began - _INSTANT
        spans = [part for span in ahead for part in _without(span, in_place)]
        return cls((*spans, Span(now + CLOCKS, _END, now)))

    def latest(self, at: datetime) -> datetime | None:
        """When that was at the latest, if its clock was ahead; None: the time may be right."""
        return min((span.latest for span in self.spans if span.first < at <= span.last), default=None)

    def redated(self, at: datetime) -> datetime:
        """The time, or the latest that it can have been."""
        return self.latest(at) or at

    def in_order(
        self, rows: Iterable[Row], subject: Callable[[Row], Hashable], dated: Callable[[Row], datetime]
    ) -> list[Row]:
        """The rows without those that are dated ahead, as far as another row is known of their subject."""
        every = [(row, subject(row), self.latest(dated(row)) is None) for row in rows]
        known = {of for _, of, is_in_order in every if is_in_order}
        return [row for row, of, is_in_order in every if is_in_order or of not in known]


def _last_moment(run: RunState) -> datetime:
    """The latest time that a run noted. Its clock may have been set while it ran."""
    noted = (run.started_at, run.heartbeat_at, run.stages_moved_at, run.finished_at)
    return max(moment for moment in noted if moment is not None)


def _longest_order(times: list[datetime], latest: datetime) -> set[int]:
    """The places of the most times that ascend and are not after `latest`: one wrong clock spoils no other run.

    Of two that exclude each other the earlier time is taken: a clock that is far behind reaches no Discogs, for
    certificates are not valid yet.
    """
    tails: list[datetime] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number, time in enumerate(times):
        if time > latest:
            continue
        length = bisect_right(tails, time)
        before[number] = ends[length - 1] if length else None
        tails[length : length + 1] = [time]
        ends[length : length + 1] = [number]
    chain: set[int] = set()
    place = ends[-1] if ends else None
    while place is not None:
        chain.add(place)
        place = before[place]
    return chain


def _without(span: Span, in_place: Iterable[tuple[datetime, datetime]]) -> list[Span]:
    """The parts of a span that is ahead in which no other run, with a right clock, was at work."""
    parts = [span]
    for first, last in in_place:
        parts = [
            part
            for whole in parts
            for part in (
                whole._replace(last=min(whole.last, first - _INSTANT)),
                whole._replace(first=max(whole.first, last)),
            )
            if part.first < part.last
        ]
    return parts
