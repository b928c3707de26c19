"""Stacked areas over time, each with its name at the end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from linernotes.web.rendering.charts.axes import Plot, plot
from linernotes.web.rendering.charts.canvas import (
    Caption,
    Drawn,
    Frame,
    element,
    figure,
    path,
    shortened,
    text,
    wide_of,
)
from linernotes.web.rendering.charts.scales import Tick, round_numbers

#: Areas have tints in turn, numbered from 0; this one is left to the rest.
REST = 7
#: The least width of a step between two points: closer ones are left out of the drawing.
_STEP = 4
#: Room for the lines that lead from areas to names, and for the names.
_LEAD = 18
_NAMES = {"wide": 190, "narrow": 112}


@dataclass(frozen=True, slots=True)
class Layer:
    """An area: its name, how thick it is at each x, and what is said when it is pointed at. The rest is grey."""

    name: str
    values: tuple[float, ...]
    title: str
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Areas:
    """Layers over the same `xs`, two or more; the first one lies at the bottom."""

    xs: tuple[float, ...]
    layers: tuple[Layer, ...]
    ticks: tuple[Tick, ...]


def areas_chart(caption: Caption, areas: Areas) -> Markup:
    """Draw them."""
    return figure(caption, lambda frame: Drawn(_inside(areas, frame), frame.height))


def _inside(areas: Areas, frame: Frame) -> Markup:
    tops = list(
        zip(*(accumulate(at) for at in zip(*(one.values for one in areas.layers), strict=True)), strict=True)
    )
    room = min(max(wide_of(one.name, frame) for one in areas.layers) + 4, _NAMES[frame.name]) + _LEAD
    heights = round_numbers(0, max(tops[-1]))
    span = (areas.xs[0], areas.xs[-1])
    placed = plot(frame, span, heights, areas.ticks, lambda height: f"{height:,.0f}", right=room)
    kept = _kept(len(areas.xs), int((placed.x.end - placed.x.start) / _STEP))
    drawn = [placed.axes]
    floor: tuple[float, ...] = (0.0,) * len(areas.xs)
    for number, (layer, top) in enumerate(zip(areas.layers, tops, strict=True)):
        drawn.append(_area(layer, number, [(areas.xs[at], floor[at], top[at]) for at in kept], placed))
        floor = top
    return Markup().join([*drawn, _names(areas, [top[-1] for top in tops], placed, frame, room)])


def _area(layer: Layer, number: int, edges: list[tuple[float, float, float]], placed: Plot) -> Markup:
    above = [(placed.x(x), placed.y(high)) for x, _, high in edges]
    below = [(placed.x(x), placed.y(low)) for x, low, _ in reversed(edges)]
    title = element("title", layer.title)
    tint = REST if layer.is_rest else number % REST
    kind = f"chart-area chart-tint-{tint}"
    return element("path", title, d=path(above + below) + "Z", class_=kind)


def _names(areas: Areas, tops: list[float], placed: Plot, frame: Frame, room: float) -> Markup:
    """The names at the end of the areas, apart from each other, each with a line from its area."""
    middles = [placed.y((low + high) / 2) for low, high in zip([0, *tops], tops, strict=False)]
    drawn = []
    for layer, middle, at in zip(
        areas.layers, middles, apart(middles, frame.font * 1.25, frame), strict=True
    ):
        lead = path([(placed.x.end + 1, middle), (placed.x.end + 6, middle), (placed.x.end + 13, at)])
        words = shortened(layer.name, room - _LEAD, frame)
        drawn.append(element("path", d=lead, class_="chart-lead"))
        drawn.append(text(words, placed.x.end + _LEAD - 2, at + frame.font * 0.35, frame, kind="name"))
    return Markup().join(drawn)


def apart(places: list[float], distance: float, frame: Frame) -> list[float]:
    """Places from the bottom up, moved so that they are `distance` apart and within the frame. Pure."""
    found: list[float] = []
    lowest = frame.height - frame.font * 2
    for place in places:
        found.append(min(place, (found[-1] if found else lowest + distance) - distance))
    above = float(frame.font)
    for number in range(len(found) - 1, -1, -1):
        found[number] = max(found[number], above)
        above = found[number] + distance
    return found


def _kept(count: int, most: int) -> list[int]:
    """Which points are drawn: `most` at most, evenly spaced, the first and the last among them."""
    step = max(1, -(-count // max(most, 2)))
    return sorted({*range(count - 1, -1, -step), 0})
