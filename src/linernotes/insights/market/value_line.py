"""The value of the collection over time: past answers of Discogs, each at its date, never as what holds now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal

from linernotes.insights.market.collection_value import Valuation


@dataclass(frozen=True, slots=True)
class ValuePoint:
    """One answer: the median and the range around it."""

    loaded_at: datetime
    minimum: Decimal
    median: Decimal
    maximum: Decimal


@dataclass(frozen=True, slots=True)
class ValueLine:
    """Answers in the currency of the newest one, the oldest first.

    `left_out` answers are in another currency, or lack a number.
    """

    currency: str | None
    points: tuple[ValuePoint, ...]
    left_out: int

    def sentence(self, zone: tzinfo | None) -> str:
        """What the picture shows, with the days of a zone."""
        if not self.points:
            return "Discogs has given no value with its range."
        low = min(self.points, key=lambda one: (one.median, one.loaded_at))
        high = max(self.points, key=lambda one: (one.median, one.loaded_at))
        first, last = (_day(self.points[at].loaded_at, zone) for at in (0, -1))
        return (
            f"Medians that Discogs gave from {first} to {last}: the lowest {self._money(low)} on "
            f"{_day(low.loaded_at, zone)}, the highest {self._money(high)} on {_day(high.loaded_at, zone)}."
        )

    def _money(self, point: ValuePoint) -> str:
        amount = f"{point.median:,.2f}"
        return f"{self.currency} {amount}" if self.currency else amount


def value_line(history: Sequence[Valuation]) -> ValueLine:
    """The answers of a history, which has the newest first. Nothing is converted. Pure."""
    currency = history[0].currency if history else None
    points = [
        ValuePoint(one.loaded_at, one.minimum, one.median, one.maximum)
        for one in reversed(history)
        if one.currency == currency
        and one.minimum is not None
        and one.median is not None
        and one.maximum is not None
    ]
    return ValueLine(currency, tuple(points), len(history) - len(points))


def _day(moment: datetime, zone: tzinfo | None) -> str:
    day = moment.astimezone(zone).date()
    return f"{day.day} {day:%B %Y}"
