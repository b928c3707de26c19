"""Scales: where a number lies on an axis, and few round numbers to name on it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

from linernotes.web.rendering.charts.canvas import Frame, wide_of

#: Room between two names on an axis.
_CLEAR = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps `low` to `start` and `high` to `end`, evenly. Where both are one number it lies in the middle."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and its name, which stands there or at `middle`: that of a year, which begins at `at`."""

    at: float
    label: str
    middle: float | None = None

    @property
    def named_at(self) -> float:
        """Where the name stands."""
        return self.at if self.middle is None else self.middle


def round_numbers(low: float, high: float, most: int = 5, *, whole: bool = True) -> tuple[float, ...]:
    """Round numbers, evenly spaced, from at most `low` to at least `high`: `most` + 1 at most; `whole` has no halves.

    0, 20, 40, 60 for 0 to 53.
    """
    room = (high - low) or abs(high) or 1
    power = 10 ** floor(log10(room / most))
    steps = [power * factor for factor in (1, 2, 5, 10, 20)]
    step = next(step for step in steps if ceil(high / step) - floor(low / step) <= most or step == steps[-1])
    if whole:
        step = max(step, 1)
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return tuple(round(number * step, 10) for number in range(first, last + 1))


def that_fit(ticks: tuple[Tick, ...], scale: Scale, frame: Frame) -> tuple[Tick, ...]:
    """Every tick, every second one, every fifth .. so that no name lies over another. The last one stays."""
    for step in (1, 2, 3, 4, 5, 10, 20, 25, 50):
        kept = tuple(tick for number, tick in enumerate(reversed(ticks)) if number % step == 0)[::-1]
        if _are_clear(kept, scale, frame):
            return kept
    return ticks[-1:]


def _are_clear(ticks: tuple[Tick, ...], scale: Scale, frame: Frame) -> bool:
    return all(
        scale(after.named_at) - scale(before.named_at)
        >= (wide_of(before.label, frame) + wide_of(after.label, frame)) / 2 + _CLEAR
        for before, after in zip(ticks, ticks[1:], strict=False)
    )
