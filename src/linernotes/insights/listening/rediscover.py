"""Records to rediscover: owned for long, rated high, not played for long or ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from linernotes.insights.listening.play_weight import Appeal, appeal
from linernotes.insights.listening.weighted_draw import draw_several
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.owned_releases import OwnedReleases, Record, read_owned_releases

#: Whole years that a record has been owned, at least.
_YEARS = 2
#: Its rating, at least; on a shelf where nothing is rated any will do.
_STARS = 4
#: Days since it was played last, at least.
_DAYS = 365


#: How many of them are shown.
_SHOWN = 6

#: How many are drawn for a day: so many that some are left when those that were played are taken out.
_DRAWN = 500


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A record to rediscover, and what speaks for it."""

    record: Record
    appeal: Appeal


def draw_day(shelf: OwnedReleases, day: date) -> tuple[Forgotten, ...]:
    """Records to rediscover on a day, whether played or not, in the order of their draw: another one every day. Pure.

    Some 50 ms per 10,000 records.
    """
    appeals = {one.release_id: appeal(one, None, day) for one in shelf}
    is_rated = any(one.rating for one in appeals.values())
    weights = {
        release_id: one.weight
        for release_id, one in appeals.items()
        if (one.years_owned or 0) >= _YEARS and (not is_rated or (one.rating or 0) >= _STARS)
    }
    drawn = draw_several(weights, f"rediscover {day.isoformat()}", _DRAWN)
    return tuple(Forgotten(shelf[release_id], appeals[release_id]) for release_id in drawn)


def read_drawn_day(snapshot: Snapshot, day: date) -> tuple[Forgotten, ...]:
    """Records of a build to rediscover on a day."""
    return draw_day(snapshot.cached(read_owned_releases), day)


def unplayed(drawn: Iterable[Forgotten], last_played: Mapping[int, date], day: date) -> tuple[Forgotten, ...]:
    """The first six of them that were not played for a year, as far as is logged. Pure."""
    found = []
    for one in drawn:
        current = appeal(one.record, last_played.get(one.record.release_id), day)
        if current.days_unplayed is None or current.days_unplayed >= _DAYS:
            found.append(Forgotten(one.record, current))
            if len(found) == _SHOWN:
                break
    return tuple(found)
