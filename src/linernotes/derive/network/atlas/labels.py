"""Names on the map: beside their dots, none over another, at each depth of zoom as many as there is room for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linernotes.derive.network.atlas.text_width import text_width
from linernotes.derive.network.graph import Floats, Ints

#: Depths of zoom at which names are placed: at 1 the whole map is seen.
ZOOMS = (1, 2, 4, 8, 16)
#: Kept clear beside and above a name, in pixels.
BESIDE, ABOVE = 4.0, 1.0
#: One point of the grid on which boxes lie, in pixels.
GRID = 1.0
#: Points of the grid, across and down, of a tile: each knows the boxes in it.
TILE = 32
#: Where a name may stand around its dot: to the sides first.
SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -0.9), (-1, -0.9), (1, 0.9), (-1, 0.9))
_DIRECTIONS = np.array(SIDES)
#: What a name costs that covers a dot, by the dot's radius; and the most that one may cost.
MOST_COST = 4.0
#: A name that was shown in the build before stays with less room beside it, and may cost more.
HELD_BESIDE, HELD_ABOVE, HELD_COST = 2.0, -0.6, 8.0
#: So far a name may leave its outline that stays where it was, in pixels.
HELD_BEYOND = 5.0


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
    #: Whether the name was shown in the build before.
    held: bool = False
    #: The only side that it may stand on, whatever it covers; -1 for any.
    side: int = -1


@dataclass(frozen=True)
class Label:
    """A name that was placed: its side, and the middle of its text, in pixels from the dot."""

    artist: int
    side: int
    offset: Floats
    width: float


#: Points of the grid: left, top, and one after right and bottom.
Box = list[int]


class Dots:
    """The dots that names may cover only at a cost, as sums over boxes: no dot is looked at twice."""

    def __init__(self, at: Floats, costs: Floats) -> None:
        rounded = np.round(at, 1).reshape(-1, 2)
        self._x, column = np.unique(rounded[:, 0], return_inverse=True)
        self._y, row = np.unique(rounded[:, 1], return_inverse=True)
        self._sums = np.zeros((len(self._y) + 1, len(self._x) + 1))
        np.add.at(self._sums, (row + 1, column + 1), costs)
        self._sums = self._sums.cumsum(axis=0).cumsum(axis=1)

    def within(self, low: Floats, high: Floats) -> Floats:
        """The costs of all dots in each box, given by its upper left and its lower right corner (..., 2)."""
        left, right = np.searchsorted(self._x, low[..., 0]), np.searchsorted(self._x, high[..., 0], "right")
        top, bottom = np.searchsorted(self._y, low[..., 1]), np.searchsorted(self._y, high[..., 1], "right")
        sums = self._sums
        return np.asarray(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left])


NO_DOTS = Dots(np.empty((0, 2)), np.empty(0))


class Sheet:
    """A part of the map at one depth of zoom, with what is taken on it.

    It remembers boxes by tiles: at the deepest zoom a picture of one place would have millions of points.
    """

    def __init__(self, low: Floats, zoom: float, dots: Dots = NO_DOTS) -> None:
        self._low, self._scale, self.zoom, self._dots = low, zoom / GRID, zoom, dots
        self._taken: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)

    def take(self, boxes: Floats) -> None:
        """Keep boxes (left, top, right, bottom; of the map) free of names."""
        boxes = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
        for box in self._cells(boxes[:, :2], boxes[:, 2:]).tolist():
            self._take(box)

    def take_line(self, begin: Floats, end: Floats) -> None:
        """Keep a line free of names."""
        count = int(np.linalg.norm(end - begin) * self.zoom / GRID) + 2
        points = np.linspace(begin, end, count)
        self.take(np.hstack([points - 1 / self.zoom, points + 1 / self.zoom]))

    def place(self, wish: Wish) -> Label | None:
        """Place a name where it costs least; None where every side is taken or costs too much."""
        return self.place_all([wish])[0]

    def place_all(self, wishes: Sequence[Wish]) -> list[Label | None]:
        """Place names one after the other, each where it costs least."""
        if not wishes:
            return []
        offsets, widths, costs, tried, kept = self._choices(wishes)
        order = np.argsort(costs, axis=1, kind="stable")
        most = np.array([max(HELD_COST, one.most_cost) if one.held else one.most_cost for one in wishes])
        count = (np.isfinite(costs) & (costs <= most[:, None])).sum(axis=1).tolist()
        found: list[Label | None] = []
        for number, sides in enumerate(order.tolist()):
            label = None
            for side in sides[: count[number]]:
                if not self._is_taken(tried[number][side]):
                    self._take(kept[number][side])
                    label = Label(wishes[number].artist, side, offsets[number, side], widths[number])
                    break
            found.append(label)
        return found

    def _choices(
        self, wishes: Sequence[Wish]
    ) -> tuple[Floats, list[float], Floats, list[list[Box]], list[list[Box]]]:
        """The choices of each name: its middles from the dot, width, costs, what must be free and what it takes.

        Where a name may not stand the cost is infinite.
        """
        widths = [text_width(one.name, one.size, bold=one.bold) for one in wishes]
        half = np.column_stack([widths, [one.size * 1.05 for one in wishes]]) / 2
        offsets = _offsets(half, np.array([one.radius for one in wishes]) + 2.5)
        middles = np.array([one.at for one in wishes])[:, None] + offsets / self.zoom
        low, high = middles - half[:, None] / self.zoom, middles + half[:, None] / self.zoom
        bounds = np.array([one.bounds for one in wishes])[:, None]
        possible = (low >= bounds[..., :2]).all(axis=2) & (high <= bounds[..., 2:]).all(axis=2)
        side, held = np.array([one.side for one in wishes]), np.array([one.held for one in wishes])[:, None]
        leaves = _leaves(wishes, middles, half / self.zoom, np.where(side >= 0, HELD_BEYOND, 0.0))
        possible &= ~leaves | np.array([one.may_leave for one in wishes])[:, None]
        clear = (half + [BESIDE, ABOVE])[:, None] / self.zoom
        needed = (half + np.where(held, [HELD_BESIDE, HELD_ABOVE], [BESIDE, ABOVE]))[:, None] / self.zoom
        costs = 0.15 * np.arange(len(SIDES)) + 1.5 * leaves
        costs += self._dots.within(middles - needed, middles + needed)
        stays = np.flatnonzero(side >= 0)
        possible[stays] &= np.arange(len(SIDES)) == side[stays, None]
        costs[stays] = 0.0
        return (
            offsets,
            widths,
            np.where(possible, costs, np.inf),
            self._cells(middles - needed, middles + needed).tolist(),
            self._cells(middles - clear, middles + clear).tolist(),
        )

    def _cells(self, low: Floats, high: Floats) -> Ints:
        """Boxes as cells of the grid (..., 4): left, top, and one after right and bottom."""
        begin = np.floor((low - self._low) * self._scale).astype(np.int64)
        end = np.floor((high - self._low) * self._scale).astype(np.int64) + 1
        return np.concatenate([begin, end], axis=-1)

    def _take(self, box: Box) -> None:
        for tile in _tiles(box):
            self._taken[tile].append(box)

    def _is_taken(self, box: Box) -> bool:
        """Whether a box that is taken has a point of this one."""
        left, top, right, bottom = box
        for tile in _tiles(box):
            for one in self._taken.get(tile, ()):
                if left < one[2] and one[0] < right and top < one[3] and one[1] < bottom:
                    return True
        return False


def _tiles(box: Box) -> list[tuple[int, int]]:
    """The tiles that a box has points in."""
    left, top, right, bottom = box
    columns = range(left // TILE, (right - 1) // TILE + 1)
    return [(row, column) for row in range(top // TILE, (bottom - 1) // TILE + 1) for column in columns]


def further_out(wish: Wish, side: int, offset: Floats, steps: Sequence[float]) -> float:
    """By which of these steps a name stood further from its dot, so that its middle was at `offset`."""
    half = np.array([text_width(wish.name, wish.size, bold=wish.bold), wish.size * 1.05]) / 2
    tried = np.array([_offsets(half[None], np.array([wish.radius + 2.5 + step]))[0, side] for step in steps])
    return steps[int(np.hypot(*(tried - offset).T).argmin())]


def _leaves(wishes: Sequence[Wish], middles: Floats, half: Floats, beyond: Floats) -> NDArray[np.bool_]:
    """Which names, on which sides (n, sides), are more than `beyond` outside of their outline."""
    most = max(len(one.within[1]) for one in wishes)
    normals, bounds = np.zeros((len(wishes), most, 2)), np.full((len(wishes), most), np.inf)
    for number, one in enumerate(wishes):
        normals[number, : len(one.within[1])], bounds[number, : len(one.within[1])] = one.within
    reach = np.einsum("nkx,nx->nk", np.abs(normals), half)  # of the corner that goes furthest
    depth = np.einsum("nsx,nkx->nsk", middles, normals)
    return np.asarray((depth + reach[:, None] > (bounds + beyond[:, None])[:, None]).any(axis=2))


def _offsets(half: Floats, gap: Floats) -> Floats:
    """The middle of each name from its dot, for each side (n, sides, 2)."""
    reach = np.column_stack([gap + half[:, 0], gap * 0.8 + half[:, 1]])
    return np.asarray(_DIRECTIONS * reach[:, None])
