"""The day of a play that is logged later: typed, by the collector's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo

from linernotes.errors import UsageError
from linernotes.insights.statistics.days import today

#: Nothing is played before: the formats of listens count from here.
EARLIEST = date(1970, 1, 2)


def parse_day(text: str, zone: tzinfo | None) -> date:
    """Read a day such as 2026-05-01.

    :raises UsageError: it is none, lies before 1970, or has not come yet in the zone.
    """
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{text!r} is no day: write it such as 2026-05-01") from None
    if not EARLIEST <= day <= today(zone):
        raise UsageError(f"{day} cannot be the day of a play: give one from {EARLIEST} to today")
    return day


def time_of_day(day: date, zone: tzinfo | None) -> datetime:
    """The moment that stands for a day, in UTC: noon in the zone; now, if that has not come yet."""
    noon = datetime.combine(day, time(12), zone)
    return min((noon if zone else noon.astimezone()).astimezone(UTC), datetime.now(UTC))
