"""Months in a row, from one to another without gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year; `month` is 1 to 12."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @property
    def name(self) -> str:
        """`March 2019`."""
        return f"{NAMES[self.month - 1]} {self.year}"

    @property
    def number(self) -> int:
        """Months since the year 0, so that they can be counted."""
        return self.year * 12 + self.month - 1


def between(first: Month, last: Month) -> tuple[Month, ...]:
    """Every month from the first to the last one."""
    return tuple(Month(number // 12, number % 12 + 1) for number in range(first.number, last.number + 1))


def whole_span(days: Iterable[date]) -> tuple[Month, ...]:
    """Every month from that of the first day to that of the last one; nothing for no days."""
    kept = list(days)
    return between(Month.of(min(kept)), Month.of(max(kept))) if kept else ()
