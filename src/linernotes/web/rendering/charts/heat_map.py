"""A heat map: a table whose cells are the darker the more they hold. A cell can lead somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from markupsafe import Markup

from linernotes.web.rendering.charts.canvas import (
    Caption,
    Drawn,
    Frame,
    element,
    figure,
    shortened,
    text,
    wide_of,
)
from linernotes.web.rendering.charts.scales import Scale, Tick, that_fit

#: How dark a cell can be: 1 to this.
LEVELS = 5
_CELL = {"wide": 26, "narrow": 28}
#: The widest that a cell gets, and the most room for the names of rows beside them.
_WIDEST = 84
_NAMES = 220


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its number, what is said when it is pointed at, and where it leads."""

    count: int
    title: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row with its name, and where the name leads."""

    name: str
    cells: tuple[Cell, ...]
    address: str | None = None


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Rows of cells, one for each of `columns`."""

    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]


def heat_map(caption: Caption, heat: HeatMap) -> Markup:
    """Draw it. Cells of 0 are empty."""
    return figure(caption, lambda frame: _drawn(heat, frame))


def level(count: int, most: int) -> int:
    """How dark a cell is: 0 for nothing, else 1 to 5, by its share of the fullest one."""
    return ceil(LEVELS * count / most) if count else 0


@dataclass(frozen=True, slots=True)
class _Layout:
    """`left` is where cells begin, `wide` how wide they are. Names stand beside the cells, or on a line above them."""

    frame: Frame
    left: float
    wide: float
    above: float
    most: int

    @property
    def pitch(self) -> float:
        return self.high + self.above + 2

    @property
    def high(self) -> float:
        return _CELL[self.frame.name]


def _drawn(heat: HeatMap, frame: Frame) -> Drawn:
    most = max((cell.count for row in heat.rows for cell in row.cells), default=0)
    is_wide = frame.name == "wide"
    left = min(max(wide_of(row.name, frame) for row in heat.rows) + 10, _NAMES) if is_wide else 0
    wide = min((frame.width - left) / len(heat.columns), _WIDEST)
    layout = _Layout(frame, left, wide, 0 if is_wide else frame.font * 1.6, most)
    top = frame.font * 1.6
    drawn = [_heads(heat, layout)]
    drawn += [_row(row, layout, top + number * layout.pitch) for number, row in enumerate(heat.rows)]
    has_links = any(row.address or any(cell.address for cell in row.cells) for row in heat.rows)
    return Drawn(Markup().join(drawn), top + len(heat.rows) * layout.pitch, has_links)


def _heads(heat: HeatMap, layout: _Layout) -> Markup:
    ticks = tuple(Tick(number, label) for number, label in enumerate(heat.columns))
    middle = layout.left + layout.wide / 2
    end = middle + layout.wide * max(len(ticks) - 1, 1)
    scale = Scale(0, max(len(ticks) - 1, 1), middle, end)
    drawn = []
    for tick in that_fit(ticks, scale, layout.frame):
        half = wide_of(tick.label, layout.frame) / 2
        at = min(max(scale(tick.at), half), layout.frame.width - half)
        drawn.append(text(tick.label, at, layout.frame.font, layout.frame, kind="label", anchor="middle"))
    return Markup().join(drawn)


def _row(row: HeatRow, layout: _Layout, top: float) -> Markup:
    frame = layout.frame
    room = layout.left - 10 if layout.left else frame.width
    base = top + frame.font * 1.2 if layout.above else top + layout.high / 2 + frame.font * 0.35
    name = text(shortened(row.name, room, frame), 0, base, frame, kind="name")
    cells = (
        _cell(cell, layout, layout.left + number * layout.wide, top + layout.above)
        for number, cell in enumerate(row.cells)
    )
    return _linked(name, row.address, None) + Markup().join(cells)


def _cell(cell: Cell, layout: _Layout, left: float, top: float) -> Markup:
    frame, dark = layout.frame, level(cell.count, layout.most)
    box = element(
        "rect",
        element("title", cell.title) if cell.count else "",
        x=left + 1, y=top, width=layout.wide - 2, height=layout.high, rx=2, class_=f"chart-heat-{dark}",
    )  # fmt: skip
    number = f"{cell.count:,}"
    if not cell.count or wide_of(number, frame) > layout.wide - 4:
        return _linked(box, cell.address if cell.count else None, cell.title)
    middle = (left + layout.wide / 2, top + layout.high / 2 + frame.font * 0.35)
    words = text(number, *middle, frame, kind=f"on-heat-{dark}", anchor="middle")
    return _linked(box + words, cell.address, cell.title)


def _linked(inside: Markup, address: str | None, label: str | None) -> Markup:
    return inside if address is None else element("a", inside, href=address, aria_label=label)
