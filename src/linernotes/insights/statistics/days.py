"""Days of the collector: of plays, and of what the program did.

Days of the collection and the wantlist are Discogs' own instead: the columns `added_on`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo


def local_time(moment: datetime, zone: tzinfo | None) -> datetime:
    """A moment by the clock of a zone; None is the zone of this machine."""
    return moment.astimezone(zone)


def local_day(moment: datetime, zone: tzinfo | None) -> date:
    """The day of a moment in a zone; None is the zone of this machine."""
    return local_time(moment, zone).date()


def local_days(moments: Mapping[int, datetime], zone: tzinfo | None) -> dict[int, date]:
    """The day of each moment, by the same keys."""
    return {key: local_day(moment, zone) for key, moment in moments.items()}


def today(zone: tzinfo | None) -> date:
    """Which day it is now in a zone."""
    return local_day(datetime.now(UTC), zone)
