"""Names on the map: beside their dots, none over another, at each depth of zoom as many as there is room for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linernotes.derive.network.atlas.geometry import inside
from linernotes.derive.network.atlas.text_width import text_width
from linernotes.derive.network.graph import Floats

#: Depths of zoom at which names are placed: at 1 the whole map is seen.
ZOOMS = (1, 2, 4, 8, 16)
#: Kept clear beside and above a name, in pixels.
BESIDE, ABOVE = 4.0, 1.0
#: One point of the grid that knows what is taken, in pixels.
GRID = 1.0
#: Where a name may stand around its dot: to the sides first.
SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -0.9), (-1, -0.9), (1, 0.9), (-1, 0.9))
#: What a name costs that covers a dot, by the dot's radius; and the most that one may cost.
MOST_COST = 4.0
#: A name that was shown in the build before stays with less room beside it, on its side where it can.
HELD_BESIDE, HELD_ABOVE, HELD_SIDE, HELD_COST = 2.0, -0.6, 12.0, 4.0


@dataclass(frozen=True)
class Wish:
    """A name to place: at a dot of this radius, in letters of this size.

    It stays in the box `bounds`, and in the convex outline `within`; who stands on a border may leave it at a cost.
    """

    artist: int
    name: str
    at: Floats
    radius: float
    size: float
    bold: bool
    bounds: Floats
    within: Floats
    may_leave: bool = False
    most_cost: float = MOST_COST
    #: The side of the build before, where the name was shown then; -1 else.
    side: int = -1


@dataclass(frozen=True)
class Label:
    """A name that was placed: its side, and the middle of its text, in pixels from the dot."""

    artist: int
    side: int
    offset: Floats
    width: float


class Sheet:
    """A part of the map at one depth of zoom, with what is taken on it."""

    def __init__(self, low: Floats, high: Floats, zoom: float) -> None:
        (self.left, self.top), self.zoom = low.tolist(), zoom
        self._shape = int((high[1] - low[1]) * zoom / GRID) + 2, int((high[0] - low[0]) * zoom / GRID) + 2
        self._taken = np.zeros(self._shape, dtype=np.bool_)
        self._dots = np.zeros(self._shape, dtype=np.float32)

    def take(self, box: Floats) -> None:
        """Keep a box (left, top, right, bottom; of the map) free of names."""
        self._taken[self._cells(box)] = True

    def take_line(self, begin: Floats, end: Floats) -> None:
        """Keep a line free of names."""
        count = int(np.linalg.norm(end - begin) * self.zoom / GRID) + 2
        for at in np.linspace(begin, end, count):
            self.take(np.concatenate([at - 1 / self.zoom, at + 1 / self.zoom]))

    def dot(self, at: Floats, cost: float) -> None:
        """A dot that a name covers only at a cost."""
        row, column = int((at[1] - self.top) * self.zoom / GRID), int((at[0] - self.left) * self.zoom / GRID)
        if 0 <= row < self._shape[0] and 0 <= column < self._shape[1]:
            self._dots[row, column] += cost

    def place(self, wish: Wish) -> Label | None:
        """Place a name where it costs least; None where every side is taken or costs too much."""
        width, height = text_width(wish.name, wish.size, bold=wish.bold), wish.size * 1.05
        half = np.array([width / 2, height / 2])
        held = wish.side >= 0
        best: tuple[float, int, Floats, tuple[slice, slice]] | None = None
        for side, (right, down) in enumerate(SIDES):
            gap = wish.radius + 2.5
            offset = np.array([right * (gap + half[0]), down * (gap * 0.8 + half[1]) if down else 0.0])
            middle = wish.at + offset / self.zoom
            clear = (half + ([HELD_BESIDE, HELD_ABOVE] if held else [BESIDE, ABOVE])) / self.zoom
            box = np.concatenate([middle - clear, middle + clear])
            low, high = middle - half / self.zoom, middle + half / self.zoom
            if (low < wish.bounds[:2]).any() or (high > wish.bounds[2:]).any():
                continue
            cells = self._cells(box)
            if self._taken[cells].any():
                continue
            leaves = not inside(
                wish.within, np.array([low, high, [low[0], high[1]], [high[0], low[1]]])
            ).all()
            if leaves and not wish.may_leave:
                continue
            cost = (
                float(self._dots[cells].sum()) + 0.15 * side + 1.5 * leaves - HELD_SIDE * (side == wish.side)
            )
            if cost <= (HELD_COST if held else wish.most_cost) and (best is None or cost < best[0]):
                best = cost, side, offset, cells
        if best is None:
            return None
        self._taken[best[3]] = True
        return Label(wish.artist, best[1], best[2], width)

    def _cells(self, box: Floats) -> tuple[slice, slice]:
        scale = self.zoom / GRID
        return (
            slice(max(0, int((box[1] - self.top) * scale)), max(0, int((box[3] - self.top) * scale) + 1)),
            slice(max(0, int((box[0] - self.left) * scale)), max(0, int((box[2] - self.left) * scale) + 1)),
        )
