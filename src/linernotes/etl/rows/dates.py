"""Moments and days as Discogs writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from linernotes.source.csv import PACIFIC


def parse_timestamp(text: str | None) -> datetime | None:
    """The moment in UTC of '2015-04-14T03:23:29-07:00', or of '2011-08-30 14:21:45' in Pacific time.

    None for what is blank or does not read as a moment.
    """
    try:
        moment = datetime.fromisoformat((text or "").strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=PACIFIC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def parse_day(text: str | None) -> date | None:
    """The day of a moment in the offset that it is written in: '2015-04-14T23:23:29-07:00' is 14 April.

    Without an offset it is the day as written, which is US Pacific. None where `parse_timestamp` returns None.
    """
    if parse_timestamp(text) is None:
        return None
    return datetime.fromisoformat((text or "").strip()).date()


def pacific_day(moment: datetime | None) -> date | None:
    """The day on which something happened by Discogs' clock, where only the moment is known."""
    return None if moment is None else moment.astimezone(PACIFIC).date()
