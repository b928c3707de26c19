"""A year as twelve small months: a square is the darker the more came in on a day.

Days on which something happened have their number; a bar below it marks those on which another thing happened. Where
the darkest shade has several counts, the days with most have a frame.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

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
_CELL = {"wide": 19, "narrow": 15}
_WEEKS = 6
#: Height of the bar at the foot of a square.
_BAR = 4
#: Between two entries of the legend.
_APART = 14


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day: its `count` makes its square dark. `title` is what is said when it is pointed at."""

    count: int
    is_marked: bool
    title: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A year, its days on which something happened, and what squares and bars stand for."""

    year: int
    days: Mapping[date, CalendarDay]
    months: tuple[str, ...]
    square: str
    mark: str


def calendar_chart(caption: Caption, shown: Calendar) -> Markup:
    """Draw it. Weeks begin on Monday."""
    return figure(caption, lambda frame: _drawn(shown, frame))


def _drawn(shown: Calendar, frame: Frame) -> Drawn:
    most = _most(shown)
    columns, cell = _COLUMNS[frame.name], _CELL[frame.name]
    across = (frame.width - 7 * cell) / (columns - 1)
    high = frame.font * 1.7 + _WEEKS * cell + 8
    drawn = []
    for number in range(12):
        left, top = number % columns * across, number // columns * high
        drawn.append(text(shown.months[number], left, top + frame.font, frame, kind="label"))
        drawn.append(_month(shown, number + 1, (left, top + frame.font * 1.5), frame, most))
    foot = 12 // columns * high
    legend, height = _legend(shown, foot, frame, cell)
    return Drawn(Markup().join([*drawn, legend]), height)


def _month(shown: Calendar, month: int, corner: tuple[float, float], frame: Frame, most: int) -> Markup:
    empty, drawn, cell = [], [], _CELL[frame.name]
    has_frames = _has_frames(shown)
    first, count = calendar.monthrange(shown.year, month)
    for number in range(count):
        x = corner[0] + (first + number) % 7 * cell
        y = corner[1] + (first + number) // 7 * cell
        day = shown.days.get(date(shown.year, month, number + 1))
        if day is None or not day.count:
            side = cell - 2
            empty.append(f"M{shortest(x)} {shortest(y)}h{side}v{side}h-{side}z")
        if day is not None:
            is_framed = has_frames and day.count == most
            drawn.append(_day(day, number + 1, (x, y), frame, most, is_framed=is_framed))
    return element("path", d="".join(empty), class_="chart-heat-0") + Markup().join(drawn)


def _day(
    day: CalendarDay, number: int, corner: tuple[float, float], frame: Frame, most: int, *, is_framed: bool
) -> Markup:
    """A day on which something happened, with its number."""
    dark, side, (x, y) = level(day.count, most), _CELL[frame.name] - 2, corner
    drawn = element("title", day.title) + _square(x, y, side, dark)
    if is_framed:
        drawn += _frame(x, y, side)
    if day.is_marked:
        drawn += _bar(x, y, side)
    base = y + (side - (_BAR if day.is_marked else 0)) / 2 + frame.font * 0.35
    digits = element(
        "text", str(number), x=x + side / 2, y=base, font_size=frame.font,
        text_anchor="middle", class_=f"chart-on-heat-{dark}",
    )  # fmt: skip
    return element("g", drawn + digits)


def _square(x: float, y: float, side: float, dark: int) -> Markup:
    return element("rect", x=x, y=y, width=side, height=side, class_=f"chart-heat-{dark}")


def _most(shown: Calendar) -> int:
    return max((day.count for day in shown.days.values()), default=0)


def _has_frames(shown: Calendar) -> bool:
    """Whether the darkest shade has several counts, so that it does not say which day has most."""
    most = _most(shown)
    darkest = {day.count for day in shown.days.values() if level(day.count, most) == level(most, most)}
    return len(darkest) > 1


def _frame(x: float, y: float, side: float) -> Markup:
    return element("rect", x=x - 0.5, y=y - 0.5, width=side + 1, height=side + 1, class_="chart-most")


def _bar(x: float, y: float, side: float) -> Markup:
    """A bar at the foot of a square, that is seen on every ground: dark, with a pale line above it."""
    foot = y + side
    return element("rect", x=x, y=foot - _BAR, width=side, height=_BAR, class_="chart-bar-edge") + element(
        "rect", x=x, y=foot - _BAR + 1, width=side, height=_BAR - 1, class_="chart-bar"
    )


def _legend(shown: Calendar, top: float, frame: Frame, cell: int) -> tuple[Markup, float]:
    """What squares and bars stand for, in as many lines as it takes; and where it ends."""
    side, x, drawn = cell - 2, 0.0, Markup()
    for mark, words in _entries(shown, side):
        wide = (cell + 2 if mark else 0) + wide_of(words, frame)
        if x and x + wide > frame.width:
            x, top = 0.0, top + cell + 6
        if mark:
            drawn += mark(x, top)
        at = x + (cell + 2 if mark else 0)
        drawn += text(words, at, top + side / 2 + frame.font * 0.35, frame, kind="label")
        x += wide + _APART
    return drawn, top + cell + 6


def _entries(shown: Calendar, side: float) -> Iterator[tuple[Callable[[float, float], Markup] | None, str]]:
    """The legend: how a mark is drawn at a corner, and what it stands for."""
    found = shades(day.count for day in shown.days.values())
    for number, (dark, words) in enumerate(found, 1):
        square = partial(_square, side=side, dark=dark)
        yield square, f"{words} {shown.square}" if number == len(found) else words
    if _has_frames(shown):
        yield partial(_framed, side=side), f"{_most(shown):,}, most"
    if any(day.is_marked for day in shown.days.values()):
        yield partial(_marked, side=side), shown.mark
    yield None, "weeks begin on Monday"


def _framed(x: float, y: float, side: float) -> Markup:
    return _square(x, y, side, 5) + _frame(x, y, side)


def _marked(x: float, y: float, side: float) -> Markup:
    return _square(x, y, side, 0) + _bar(x, y, side)


def shades(counts: Iterable[int]) -> list[tuple[int, str]]:
    """The shades that are drawn, from the palest, with the counts that have them: `(4, "2–3")`. Pure."""
    found = sorted({count for count in counts if count})
    by_shade: dict[int, list[int]] = {}
    for count in found:
        by_shade.setdefault(level(count, found[-1]), []).append(count)
    return [
        (shade, f"{kept[0]:,}" if len(kept) == 1 else f"{kept[0]:,}\N{EN DASH}{kept[-1]:,}")
        for shade, kept in by_shade.items()
    ]
