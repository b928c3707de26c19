"""How long prices and values from Discogs may be shown: docs/decisions/0005-discogs-terms.md."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

#: Discogs' terms: nothing of the market is shown that is older than this.
FRESH_FOR = timedelta(hours=6)

#: By how much an answer may lie in the future: clocks are set.
_CLOCK_TOLERANCE = timedelta(minutes=5)


def is_fresh(loaded_at: datetime | None, now: datetime | None = None) -> bool:
    """Whether a price, a value or a number for sale may be shown as what holds now.

    `loaded_at` is when Discogs sent it (aware). None is not fresh, nor is a time that has yet to come.
    `now` is the present unless it is given.
    """
    if loaded_at is None:
        return False
    return -_CLOCK_TOLERANCE <= (now or datetime.now(UTC)) - loaded_at <= FRESH_FOR
