"""A view of the map of the shelf, and the room in it that names cover already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from linernotes.insights.network.atlas import HEIGHT, WIDTH

#: One point of what is taken by names, in pixels; so many beside a view are looked at, too.
GRID, BESIDE = 2.0, 300


@dataclass(frozen=True)
class View:
    """A part of the map: its left upper corner in the map's pixels, the zoom, and how large it is on the screen."""

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, width and height in the map's pixels."""
        return self.x, self.y, self.width / self.zoom, self.height / self.zoom

    def shows(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a point lies in it, or so many of the map's pixels beside it."""
        left, top, width, height = self.box
        return left - margin <= x <= left + width + margin and top - margin <= y <= top + height + margin


class TakenRoom:
    """What names of a view cover already, so that none lies over another. What nobody sees is left out."""

    def __init__(self, view: View) -> None:
        self._scale = view.zoom / GRID
        self._left = int(view.x * self._scale) - BESIDE
        self._columns = int(view.width / GRID) + 2 * BESIDE
        #: The columns that are taken in a row, as bits.
        self._rows: defaultdict[int, int] = defaultdict(int)

    def take_title(self, box: Sequence[float]) -> None:
        """A title: its letters have the same size at each depth."""
        left, top, right, bottom = box
        self.take((left + right) / 2, (top + bottom) / 2, right - left, (bottom - top) / 1.05)

    def covers(self, x: float, y: float) -> bool:
        """Whether a point of the map is taken."""
        column = floor(x * self._scale) - self._left
        return 0 <= column < self._columns and bool(self._rows.get(floor(y * self._scale), 0) >> column & 1)

    def take(self, x: float, y: float, width: float, size: float) -> bool:
        """Take the box of a text around its middle, of a width and a size in pixels; False where it is taken."""
        half_width, half_height = width / 2 / GRID, size * 0.5 / GRID
        column, row = x * self._scale - self._left, y * self._scale
        first = max(0, floor(column - half_width - 0.7))
        end = min(self._columns, floor(column + half_width + 0.7) + 1)
        if first >= end:
            return True
        bits = (1 << end) - (1 << first)
        rows = range(floor(row - half_height), floor(row + half_height) + 1)
        if any(self._rows[at] & bits for at in rows):
            return False
        for at in rows:
            self._rows[at] |= bits
        return True
