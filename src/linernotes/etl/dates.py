"""Moments as Discogs writes them."""

from __future__ import annotations

from datetime import UTC, datetime

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
