"""A year as twelve small months: a square is the darker the more came in on a day, a ring marks another thing."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from linernotes.web.rendering.charts.canvas import (
    Caption,
    Drawn,
    Frame,
    element,
    figure,
    shortest,
    text,
    wide_of,
)
from linernotes.web.rendering.charts.heat_map import level

_COLUMNS = {"wide": 6, "narrow": 3}
_CELL = {"wide": 18, "narrow": 14}
_WEEKS = 6


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day: its `count` makes its square dark. `title` is what is said when it is pointed at."""

    count: int
    is_ringed: bool
    title: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A year, its days on which something happened, and what squares and rings stand for."""

    year: int
    days: Mapping[date, CalendarDay]
    months: tuple[str, ...]
    square: str
    ring: str


def calendar_chart(caption: Caption, shown: Calendar) -> Markup:
    """Draw it. Weeks begin on Monday."""
    return figure(caption, lambda frame: _drawn(shown, frame))


def _drawn(shown: Calendar, frame: Frame) -> Drawn:
    most = max((day.count for day in shown.days.values()), default=0)
    columns, cell = _COLUMNS[frame.name], _CELL[frame.name]
    across = (frame.width - 7 * cell) / (columns - 1)
    high = frame.font * 1.7 + _WEEKS * cell + 8
    drawn = []
    for number in range(12):
        left, top = number % columns * across, number // columns * high
        drawn.append(text(shown.months[number], left, top + frame.font, frame, kind="label"))
        drawn.append(_month(shown, number + 1, (left, top + frame.font * 1.5), cell, most))
    foot = 12 // columns * high
    return Drawn(Markup().join([*drawn, _legend(shown, foot, frame, cell)]), foot + cell + 6)


def _month(shown: Calendar, month: int, corner: tuple[float, float], cell: int, most: int) -> Markup:
    empty, drawn = [], []
    first, count = calendar.monthrange(shown.year, month)
    for number in range(count):
        x = corner[0] + (first + number) % 7 * cell
        y = corner[1] + (first + number) // 7 * cell
        day = shown.days.get(date(shown.year, month, number + 1))
        if day is None or not day.count:
            side = cell - 2
            empty.append(f"M{shortest(x)} {shortest(y)}h{side}v{side}h-{side}z")
        if day is not None:
            drawn.append(_day(day, x, y, cell, most))
    return element("path", d="".join(empty), class_="chart-heat-0") + Markup().join(drawn)


def _day(day: CalendarDay, x: float, y: float, cell: int, most: int) -> Markup:
    side = cell - 2
    drawn = element("title", day.title)
    drawn += element("rect", x=x, y=y, width=side, height=side, class_=f"chart-heat-{level(day.count, most)}")
    if day.is_ringed:
        drawn += _ring(x + side / 2, y + side / 2, cell)
    return element("g", drawn)


def _ring(x: float, y: float, cell: int) -> Markup:
    """A ring that is seen on every ground: a wide pale one below a narrow dark one."""
    return element("circle", cx=x, cy=y, r=cell / 4, class_="chart-ring-edge") + element(
        "circle", cx=x, cy=y, r=cell / 4, class_="chart-ring"
    )


def _legend(shown: Calendar, top: float, frame: Frame, cell: int) -> Markup:
    side, drawn, x = cell - 2, Markup(), 0.0
    for number in (1, 3, 5):
        drawn += element("rect", x=x, y=top, width=side, height=side, class_=f"chart-heat-{number}")
        x += cell
    base = top + side / 2 + frame.font * 0.35
    drawn += text(shown.square, x + 4, base, frame, kind="label")
    x += wide_of(shown.square, frame) + 28
    drawn += _ring(x, top + side / 2, cell)
    return drawn + text(shown.ring, x + cell * 0.75, base, frame, kind="label")
