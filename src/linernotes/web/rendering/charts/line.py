"""A line over time, with the range around it where there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from linernotes.web.rendering.charts.axes import Plot, plot
from linernotes.web.rendering.charts.canvas import Caption, Drawn, Frame, element, figure, path
from linernotes.web.rendering.charts.scales import Tick, round_numbers


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line. `low` and `high` are its range. One with a `title` has a mark, and says it when pointed at."""

    x: float
    y: float
    title: str | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Points by x, two or more; names of the axis below; how heights are written. With `from_zero` it begins at 0."""

    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    name: Callable[[float], str]
    from_zero: bool = True


def line_chart(caption: Caption, line: Line) -> Markup:
    """Draw it."""
    return figure(caption, lambda frame: Drawn(_inside(line, frame), frame.height))


def _inside(line: Line, frame: Frame) -> Markup:
    reached = [value for one in line.points for value in (one.y, one.low, one.high) if value is not None]
    lowest = 0 if line.from_zero else min(reached)
    heights = round_numbers(lowest, max(*reached, lowest), whole=line.from_zero)
    placed = plot(frame, (line.points[0].x, line.points[-1].x), heights, line.ticks, line.name)
    course = path([(placed.x(one.x), placed.y(one.y)) for one in line.points])
    drawn = [placed.axes, _range(line, placed), element("path", d=course, class_="chart-line")]
    return Markup().join([*drawn, *(_mark(one, placed) for one in line.points if one.title)])


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
