"""Names on the map: beside their dots, none over another, at each depth of zoom as many as there is room for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linernotes.derive.network.atlas.text_width import text_width
from linernotes.derive.network.graph import Floats

#: Depths of zoom at which names are placed: at 1 the whole map is seen.
ZOOMS = (1, 2, 4, 8, 16)
#: Kept clear beside and above a name, in pixels.
BESIDE, ABOVE = 4.0, 1.0
#: One point of the grid on which boxes lie, in pixels.
GRID = 1.0
#: Points of the grid, across and down, of a tile: each knows the boxes and dots in it.
TILE = 32
#: Where a name may stand around its dot: to the sides first.
SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -0.9), (-1, -0.9), (1, 0.9), (-1, 0.9))
_DIRECTIONS = np.array(SIDES)
#: What a name costs that covers a dot, by the dot's radius; and the most that one may cost.
MOST_COST = 4.0
#: A name that was shown in the build before stays with less room beside it, on its side where it can.
HELD_BESIDE, HELD_ABOVE, HELD_SIDE, HELD_COST = 2.0, -0.6, 12.0, 4.0


@dataclass(frozen=True)
class Wish:
    """A name to place: at a dot of this radius, in letters of this size.

    It stays in the box `bounds`, and `within` the half planes of an outline; who stands on a border may leave these.
    """

    artist: int
    name: str
    at: Floats
    radius: float
    size: float
    bold: bool
    bounds: Floats
    within: tuple[Floats, Floats]
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


#: Points of the grid: from top to before bottom, from left to before right.
Cells = tuple[int, int, int, int]


class Sheet:
    """A part of the map at one depth of zoom, with what is taken on it.

    It remembers boxes and dots by tiles: at the deepest zoom a picture of one place would have millions of points.
    """

    def __init__(self, low: Floats, high: Floats, zoom: float) -> None:
        (self.left, self.top), self.zoom = low.tolist(), zoom
        self._shape = int((high[1] - low[1]) * zoom / GRID) + 2, int((high[0] - low[0]) * zoom / GRID) + 2
        self._taken: defaultdict[tuple[int, int], list[Cells]] = defaultdict(list)
        self._dots: defaultdict[tuple[int, int], list[tuple[int, int, float]]] = defaultdict(list)

    def take(self, box: Floats) -> None:
        """Keep a box (left, top, right, bottom; of the map) free of names."""
        self._take(self._cells(box.tolist()))

    def take_line(self, begin: Floats, end: Floats) -> None:
        """Keep a line free of names."""
        count = int(np.linalg.norm(end - begin) * self.zoom / GRID) + 2
        along = np.linspace(begin, end, count)
        for box in np.column_stack([along - 1 / self.zoom, along + 1 / self.zoom]).tolist():
            self._take(self._cells(box))

    def dot(self, at: Floats, cost: float) -> None:
        """A dot that a name covers only at a cost."""
        row, column = int((at[1] - self.top) * self.zoom / GRID), int((at[0] - self.left) * self.zoom / GRID)
        if 0 <= row < self._shape[0] and 0 <= column < self._shape[1]:
            self._dots[row // TILE, column // TILE].append((row, column, cost))

    def place(self, wish: Wish) -> Label | None:
        """Place a name where it costs least; None where every side is taken or costs too much."""
        width, height = text_width(wish.name, wish.size, bold=wish.bold), wish.size * 1.05
        half = np.array([width / 2, height / 2])
        held = wish.side >= 0
        offsets = _offsets(half, wish.radius + 2.5)
        middles = wish.at + offsets / self.zoom
        costs, possible = self._costs(wish, middles, half / self.zoom)
        clear = (half + ([HELD_BESIDE, HELD_ABOVE] if held else [BESIDE, ABOVE])) / self.zoom
        boxes = np.column_stack([middles - clear, middles + clear]).tolist()
        best, best_cost = None, HELD_COST if held else wish.most_cost
        for side in np.flatnonzero(possible).tolist():
            if best is not None and costs[side] >= best_cost:
                continue
            cells = self._cells(boxes[side])
            if self._is_taken(cells):
                continue
            cost = float(costs[side]) + self._cost_of_dots(cells)
            if cost <= best_cost:
                best, best_cost = (side, cells), cost
        if best is None:
            return None
        self._take(best[1])
        return Label(wish.artist, best[0], offsets[best[0]], width)

    def _costs(self, wish: Wish, middles: Floats, half: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """What each side costs before it covers anything, and whether the name may stand there."""
        low, high = middles - half, middles + half
        possible = (low >= wish.bounds[:2]).all(axis=1) & (high <= wish.bounds[2:]).all(axis=1)
        normals, bounds = wish.within
        corners = np.stack(
            [low, high, np.column_stack([low[:, 0], high[:, 1]]), np.column_stack([high[:, 0], low[:, 1]])]
        )
        leaves = ~(corners @ normals.T <= bounds).all(axis=(0, 2))
        if not wish.may_leave:
            possible &= ~leaves
        costs = 0.15 * np.arange(len(SIDES)) + 1.5 * leaves
        if wish.side >= 0:
            costs[wish.side] -= HELD_SIDE
        return costs, np.asarray(possible)

    def _cells(self, box: list[float]) -> Cells:
        scale = self.zoom / GRID
        left, top, right, bottom = box
        rows, columns = self._shape
        return (
            max(0, int((top - self.top) * scale)),
            min(rows, int((bottom - self.top) * scale) + 1),
            max(0, int((left - self.left) * scale)),
            min(columns, int((right - self.left) * scale) + 1),
        )

    def _take(self, cells: Cells) -> None:
        for tile in _tiles(cells):
            self._taken[tile].append(cells)

    def _is_taken(self, cells: Cells) -> bool:
        """Whether a box that is taken has a point of this one."""
        top, bottom, left, right = cells
        return any(
            top < box[1] and box[0] < bottom and left < box[3] and box[2] < right
            for tile in _tiles(cells)
            for box in self._taken.get(tile, ())
        )

    def _cost_of_dots(self, cells: Cells) -> float:
        """What the dots cost that a name in this box covers."""
        top, bottom, left, right = cells
        return sum(
            cost
            for tile in _tiles(cells)
            for row, column, cost in self._dots.get(tile, ())
            if top <= row < bottom and left <= column < right
        )


def _tiles(cells: Cells) -> Iterator[tuple[int, int]]:
    """The tiles that a box has points in; none if the box is empty."""
    top, bottom, left, right = cells
    if top < bottom and left < right:
        for row in range(top // TILE, (bottom - 1) // TILE + 1):
            for column in range(left // TILE, (right - 1) // TILE + 1):
                yield row, column


def _offsets(half: Floats, gap: float) -> Floats:
    """The middle of a name from its dot, for each side."""
    right, down = _DIRECTIONS.T
    return np.column_stack([right * (gap + half[0]), down * (gap * 0.8 + half[1])])
