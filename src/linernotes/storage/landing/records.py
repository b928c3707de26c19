"""What goes into landing.db beside documents, and what comes out of it. All times are UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from linernotes.documents import DocumentKey
from linernotes.processes.progress import Step, Wait
from linernotes.storage.sqlite.errors import DamagedError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_micros(moment: datetime) -> int:
    """A moment as landing.db writes it: microseconds since 1970.

    :raises ValueError: for a naive datetime, which could be anywhere.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {moment!r}")
    return (moment - _EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    """The moment back, in UTC.

    :raises DamagedError: for what is no moment at all.
    """
    try:
        return _EPOCH + timedelta(microseconds=micros)
    except (OverflowError, TypeError) as error:
        raise DamagedError(f"{micros!r} is not a time") from error


@dataclass(frozen=True, slots=True)
class Landed:
    """A document as landing.db holds it: `body` is the bytes of the answer, exactly; `source` says whose."""

    key: DocumentKey
    source: str
    fetched_at: datetime
    body: bytes


class CollectionValue(NamedTuple):
    """What the collection was worth at one moment, in `currency` (None: Discogs did not say)."""

    loaded_at: datetime
    items: int | None
    minimum: Decimal | None
    median: Decimal | None
    maximum: Decimal | None
    currency: str | None


class ReleaseStats(NamedTuple):
    """What a release's document said of its market and its fans. No `lowest_price`: nothing is for sale."""

    release_id: int
    loaded_at: datetime
    have: int | None
    want: int | None
    rating_average: float | None
    rating_count: int | None
    for_sale: int | None
    lowest_price: Decimal | None
    currency: str | None


class MasterStats(NamedTuple):
    """The same of a master, whose document says neither `have` nor `want`."""

    master_id: int
    loaded_at: datetime
    have: int | None
    want: int | None
    for_sale: int | None
    lowest_price: Decimal | None
    currency: str | None


class CollectionChange(NamedTuple):
    """What changed for one copy between two listings; `before` and `after` are JSON of what changed."""

    instance_id: int
    seen_at: datetime
    change: str
    before: str | None
    after: str | None


#: A row of append-only history, its fields in the order of the published table's columns.
HistoryRow = CollectionValue | ReleaseStats | MasterStats


class Problem(NamedTuple):
    """One document that is gone, unreadable, or did not come. `location` is where in it, or its page."""

    kind: str
    id: int
    seen_at: datetime
    reason: str
    location: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """How much there is of one kind from one source; bytes as they came, and as stored."""

    documents: int
    raw_bytes: int
    stored_bytes: int


@dataclass(frozen=True, slots=True)
class Account:
    """The Discogs account that a home belongs to."""

    user_id: int
    username: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a sync reports of itself: the requests so far, and how long the rest takes at this pace."""

    requests: int
    seconds_left: float
    seconds_per_request: float


@dataclass(frozen=True, slots=True)
class RunState:
    """A sync, running or past. `status` is `running`, `interrupted`, or the one given to `finish_run`.

    `heartbeat_at` is when it last reported. `finished_at`, `documents` and `problems` are None until it finished;
    `requests` counts those made so far. `seconds_left` was true at `heartbeat_at`; it and the pace are None until
    known. `reason` is None unless the run failed. `waiting` is None unless it runs and waited when it last reported.
    `stages_moved_at` is the latest time that any stage was reported, None without stages.
    """

    run_id: int
    pid: int
    started_at: datetime
    heartbeat_at: datetime
    finished_at: datetime | None
    status: str
    requests: int | None
    documents: int | None
    problems: int | None
    stages: tuple[Step, ...]
    seconds_left: float | None = None
    seconds_per_request: float | None = None
    reason: str | None = None
    waiting: Wait | None = None
    stages_moved_at: datetime | None = None


#: (kind, source) -> how much of it there is.
Counts = Mapping[tuple[str, str], Count]
