"""Choose which documents to fetch from Discogs. Pure: no IO."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

#: What could not be read is asked again after this long: somebody may have mended it.
RETRY_UNREADABLE = timedelta(days=1)


#: By how much the clock of one sync may differ from that of the next.
CLOCKS = timedelta(minutes=10)

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class LandedDocuments:
    """The documents of one kind in landing. Each mapping is from an id to a time (UTC)."""

    fetched: Mapping[int, datetime] = field(default_factory=dict)
    gone: Mapping[int, datetime] = field(default_factory=dict)
    unreadable: Mapping[int, datetime] = field(default_factory=dict)


def documents_to_fetch(
    wanted: Sequence[int],
    known: LandedDocuments,
    *,
    now: datetime,
    max_age: timedelta,
    since_last_sync: timedelta = timedelta(0),
    present: datetime | None = None,
) -> list[int]:
    """Choose ids out of `wanted`, and their order: the unknown ones as they stand, then the stalest first.

    A document older than `max_age` is stale, and so is one that answered 404 that long ago. Documents past half
    that age are taken early: else all of one day would fall due on one day. Each sync takes a share of all
    documents: `since_last_sync` divided by that half. Ties go by id.

    `now` is when the sync began, `present` this moment (None: `now`), both UTC. A document later than both is from
    a clock that was ahead. It is the stalest, for its age is not known.
    """
    future = max(now, present or now) + CLOCKS
    unknown: list[int] = []
    aged: list[tuple[datetime, int]] = []
    for id in dict.fromkeys(wanted):
        seen = _last_seen(id, known, now)
        if seen is None:
            unknown.append(id)
        else:
            aged.append((_LONG_AGO if seen > future else seen, id))
    aged.sort()
    due = sum(now - seen > max_age for seen, _ in aged)
    share = int(len(aged) * min(since_last_sync / (max_age / 2), 1.0)) if max_age else len(aged)
    half = sum(now - seen > max_age / 2 for seen, _ in aged)
    return unknown + [id for _, id in aged[: max(due, min(share, half))]]


def _last_seen(id: int, known: LandedDocuments, now: datetime) -> datetime | None:
    """The time (UTC) of Discogs' last usable answer for this document; None if it must be fetched."""
    unreadable = known.unreadable.get(id)
    if unreadable is not None and now - unreadable > RETRY_UNREADABLE:
        return None
    seen = [at for at in (known.fetched.get(id), known.gone.get(id), unreadable) if at is not None]
    return max(seen, default=None)


def newest_first(dated: Iterable[tuple[datetime | None, int]]) -> list[int]:
    """Ids by their newest date, latest first; undated last; ties by id. Each id once."""
    newest: dict[int, datetime | None] = {}
    for at, id in dated:
        best = newest.get(id)
        if id not in newest or (at is not None and (best is None or at > best)):
            newest[id] = at
    return sorted(newest, key=lambda id: (-_timestamp(newest[id]), id))


def _timestamp(at: datetime | None) -> float:
    return at.timestamp() if at is not None else float("-inf")
