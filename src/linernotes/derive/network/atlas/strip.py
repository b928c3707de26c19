"""The strip at the foot of the map: who plays with nobody else here, and small pieces. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linernotes.derive.network.graph import Floats, Ints

#: Height of the line of words above, of a row of named pieces, and of a row of the others, in pixels.
WORDS, NAMED_ROW, ROW = 20.0, 19.0, 17.0
#: Room of a piece with a name, and without one.
NAMED_WIDTH, WIDTH = 84.0, 16.5
#: From the sides of the map.
SIDE = 18.0
#: A piece stood in a slot that is at most so far away, in pixels.
NEAR = 4.0


@dataclass(frozen=True)
class Strip:
    """The strip: its height, and for each piece the middle of its slot, the named ones (the first) with a name."""

    height: float
    slots: Floats
    named: int


def lay_out(pieces: Sequence[Ints], width: float, height: float, before: Floats) -> Strip:
    """Slots for pieces, which come in their order. `before` (n, 2) has a piece's slot in the build before, else NaN.

    A piece keeps its slot where the slots are the same as before.
    """
    if not len(pieces):
        return Strip(0.0, np.empty((0, 2)), 0)
    named = min(len(pieces), int((width - 2 * SIDE) // NAMED_WIDTH))
    each = int((width - 2 * SIDE) // WIDTH)
    rows = -(-(len(pieces) - named) // each)
    whole = WORDS + NAMED_ROW + ROW * rows + 6
    top = height - whole
    slots = [[SIDE + NAMED_WIDTH * number + 8, top + WORDS + NAMED_ROW / 2] for number in range(named)]
    for number in range(rows * each):
        row, column = divmod(number, each)
        slots.append([SIDE + WIDTH * (column + 0.5), top + WORDS + NAMED_ROW + ROW * (row + 0.5)])
    return Strip(whole, _held(np.array(slots), before, len(pieces), named), named)


def around(slot: Floats, count: int) -> Floats:
    """Where the members of a piece stand, around the middle of its slot."""
    if count == 1:
        return slot[None]
    number = np.arange(count)
    reach = min(6.0, 1.6 + 0.9 * np.sqrt(count)) * np.sqrt((number + 0.5) / count)
    turn = number * 2.39996  # the golden angle: no two in one direction
    found = reach[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    return np.asarray(slot + found - found.mean(axis=0))


def _held(slots: Floats, before: Floats, count: int, named: int) -> Floats:
    """A slot for each: its own of before where that is still one, of the same kind; the free ones in order else."""
    found = np.full((count, 2), np.nan)
    free = np.ones(len(slots), dtype=np.bool_)
    for piece in np.flatnonzero(~np.isnan(before[:, 0])).tolist():
        apart = np.abs(slots - before[piece])
        # The named row moves up when another row comes below it.
        distance = apart[:, 0] if piece < named else apart.max(axis=1)
        of_kind = (np.arange(len(slots)) < named) == (piece < named)
        distance = np.where(free & of_kind, distance, np.inf)
        at = int(distance.argmin())
        if distance[at] < NEAR:
            found[piece], free[at] = slots[at], False
    rest = iter([at for at, is_free in enumerate(free.tolist()) if is_free])
    for piece in np.flatnonzero(np.isnan(found[:, 0])).tolist():
        found[piece] = slots[next(rest)]
    return found
