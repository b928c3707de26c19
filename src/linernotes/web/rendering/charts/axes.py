"""The two axes of a chart: lines across at round numbers, names below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from linernotes.web.rendering.charts.canvas import Frame, element, text, wide_of
from linernotes.web.rendering.charts.scales import Scale, Tick, that_fit

#: Room above a chart, and between an axis and its names.
_TOP = 10
_GAP = 6


@dataclass(frozen=True, slots=True)
class Plot:
    """Where a chart lies in its frame, with its scales and its axes drawn."""

    x: Scale
    y: Scale
    axes: Markup


def plot(
    frame: Frame,
    span: tuple[float, float],
    heights: Sequence[float],
    ticks: tuple[Tick, ...],
    name: Callable[[float], str],
    right: float = 14,
    above: float = 0,
) -> Plot:
    """Lay out a chart over `span`, from the first to the last of the round `heights`; leave room right and above."""
    left = max(wide_of(name(height), frame) for height in heights) + _GAP
    bottom = frame.height - frame.font * 2
    x = Scale(*span, left + _GAP, frame.width - right)
    y = Scale(heights[0], heights[-1], bottom, _TOP + above)
    drawn = [_across(name(height), y(height), left, frame, x.end) for height in heights]
    drawn += [_below(tick, x, bottom, frame) for tick in that_fit(ticks, x, frame)]
    return Plot(x, y, Markup().join(drawn))


def _across(name: str, y: float, left: float, frame: Frame, end: float) -> Markup:
    line = element("line", x1=left + _GAP, x2=end, y1=y, y2=y, class_="chart-grid")
    return line + text(name, left, y + frame.font * 0.35, frame, kind="label", anchor="end")


def _below(tick: Tick, x: Scale, bottom: float, frame: Frame) -> Markup:
    half = wide_of(tick.label, frame) / 2
    at = min(max(x(tick.named_at), half), frame.width - half)
    return element(
        "line", x1=x(tick.at), x2=x(tick.at), y1=bottom, y2=bottom + 4, class_="chart-grid"
    ) + text(tick.label, at, bottom + frame.font * 1.7, frame, kind="label", anchor="middle")
