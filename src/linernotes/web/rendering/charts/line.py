"""A line over time, with the range around it where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from linernotes.web.rendering.charts.areas import apart
from linernotes.web.rendering.charts.axes import Plot, plot
from linernotes.web.rendering.charts.canvas import (
    Caption,
    Drawn,
    Frame,
    element,
    figure,
    path,
    text,
    wide_of,
)
from linernotes.web.rendering.charts.scales import Tick, round_numbers

#: Room between two labels, and between the end of a line and its name.
_CLEAR, _LEAD = 4, 12


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line. `low` and `high` are its range. One with a `title` has a mark, and says it when pointed at.

    `label` stands above the mark where there is room; labels of greater `weight` come first.
    """

    x: float
    y: float
    title: str | None = None
    low: float | None = None
    high: float | None = None
    label: str = ""
    weight: float = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Points by x, two or more; names of the axis below; how heights are written. With `from_zero` it begins at 0.

    `names` are those of the lower edge of the range, of the line and of the upper edge: they stand at the end.
    """

    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    name: Callable[[float], str]
    from_zero: bool = True
    names: tuple[str, ...] = ()


def line_chart(caption: Caption, line: Line) -> Markup:
    """Draw it."""
    return figure(caption, lambda frame: Drawn(_inside(line, frame), frame.height))


def _inside(line: Line, frame: Frame) -> Markup:
    reached = [value for one in line.points for value in (one.y, one.low, one.high) if value is not None]
    lowest = 0 if line.from_zero else min(reached)
    heights = round_numbers(lowest, max(*reached, lowest), whole=line.from_zero)
    span = (line.points[0].x, line.points[-1].x)
    above = frame.font if any(one.label for one in line.points) else 0
    placed = plot(frame, span, heights, line.ticks, line.name, _room(line, frame), above)
    course = path([(placed.x(one.x), placed.y(one.y)) for one in line.points])
    drawn = [placed.axes, _range(line, placed), element("path", d=course, class_="chart-line")]
    drawn += [_mark(one, placed) for one in line.points if one.title]
    return Markup().join([*drawn, *_labels(line.points, placed, frame), _names(line, placed, frame)])


def _room(line: Line, frame: Frame) -> float:
    """The room at the right: for the names, where there are any."""
    return max(14, *(wide_of(name, frame) + _LEAD for name in line.names)) if line.names else 14


def _names(line: Line, placed: Plot, frame: Frame) -> Markup:
    """The names at the end of the line and of its range, apart from each other."""
    last = line.points[-1]
    ends = [placed.y(last.y if at is None else at) for at in (last.low, last.y, last.high)]
    drawn = Markup()
    for name, at in zip(line.names, apart(ends, frame.font * 1.25, frame), strict=False):
        drawn += text(name, placed.x.end + _LEAD - 2, at + frame.font * 0.35, frame, kind="label")
    return drawn


def _range(line: Line, placed: Plot) -> Markup:
    """The range as a band; for a line from zero without ranges what lies below it."""
    ranged = [one for one in line.points if one.low is not None and one.high is not None]
    if ranged:
        above = [(placed.x(one.x), placed.y(one.high or 0)) for one in ranged]
        below = [(placed.x(one.x), placed.y(one.low or 0)) for one in reversed(ranged)]
    elif line.from_zero:
        above = [(placed.x(one.x), placed.y(one.y)) for one in line.points]
        below = [(placed.x.end, placed.y.start), (placed.x.start, placed.y.start)]
    else:
        return Markup()
    return element("path", d=path(above + below) + "Z", class_="chart-range")


def _mark(point: Point, placed: Plot) -> Markup:
    title = element("title", point.title or "")
    return element("circle", title, cx=placed.x(point.x), cy=placed.y(point.y), r=3.5, class_="chart-mark")


def _labels(points: tuple[Point, ...], placed: Plot, frame: Frame) -> Iterator[Markup]:
    """Labels left above their marks, where a line that rises leaves room. Those that would overlap are left out."""
    taken: list[tuple[float, float]] = []
    for point in sorted((one for one in points if one.label), key=lambda one: -one.weight):
        end = placed.x(point.x) + 2
        start = end - wide_of(point.label, frame)
        base = placed.y(point.y) - 8
        if (
            start < placed.x.start
            or base < frame.font
            or any(start < right and left < end for left, right in taken)
        ):
            continue
        taken.append((start - _CLEAR, end + _CLEAR))
        yield text(point.label, end, base, frame, kind="label", anchor="end")
