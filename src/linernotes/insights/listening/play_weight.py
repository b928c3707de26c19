"""How much a record asks to be played: long owned, liked, long not heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linernotes.insights.statistics.owned_releases import Record

#: By how much the collector's own rating counts; one that is not rated counts as one of three stars.
_LIKED = {1: 0.25, 2: 0.5, 3: 1.0, 4: 2.0, 5: 3.0}
#: Days after which it is as if a record had not been played.
_LONG_AGO = 730
#: Years of ownership beyond which more of them say nothing more.
_LONG_OWNED = 15
#: What is left of a record's weight on the day on which it was played.
_JUST_PLAYED = 0.01


@dataclass(frozen=True, slots=True)
class Appeal:
    """What speaks for a record today.

    `years_owned` are whole years since its first copy was added, None if the date is not known.
    `rating` is the collector's, None if there is none.
    `days_unplayed` are days since it was played last, None if no play is logged.
    """

    years_owned: int | None
    rating: int | None
    days_unplayed: int | None

    @property
    def weight(self) -> float:
        """Its share in a draw: always above 0, for everything on the shelf may come up."""
        owned = 1 + min(self.years_owned or 0, _LONG_OWNED) / 5
        liked = _LIKED[self.rating or 3]
        if self.days_unplayed is None:
            return owned * liked
        return owned * liked * max(_JUST_PLAYED, min(self.days_unplayed / _LONG_AGO, 1.0))


def appeal(record: Record, played_on: date | None, day: date) -> Appeal:
    """What speaks for a record on a day; `played_on` is the day on which it was played last. Pure.

    Plays and `day` are days of the collector's zone.
    """
    added_on = record.added_on
    return Appeal(
        years_owned=years_between(added_on, day) if added_on else None,
        rating=record.rating,
        days_unplayed=max(0, (day - played_on).days) if played_on else None,
    )


def years_between(earlier: date, later: date) -> int:
    """Whole years from one day to another; 0 if the other does not come later."""
    is_before = (later.month, later.day) < (earlier.month, earlier.day)
    return max(0, later.year - earlier.year - is_before)
