"""People within their place: those who play together near each other, and everyone with room around them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from linernotes.derive.network.atlas.geometry import (
    area,
    held_inside,
    held_within,
    inner_planes,
    inside,
    nearest,
    raster,
)
from linernotes.derive.network.graph import Floats, Ints

#: From the border of a place, in pixels.
MARGIN = 7.0
#: Rounds of forces, and of moving everyone to the middle of the room around them.
FORCES, EVENING = 30, 20
#: Of a place where this share of people stood before no forces are asked, and they are evened out only so often.
HELD, HELD_EVENING = 0.8, 1
#: Forces are computed between all pairs up to so many people; a larger crowd is only evened out.
MOST_PAIRS = 700
#: Points of the raster for each person.
POINTS_EACH = 14


def spread(
    outline: Floats,
    taken: list[Floats],
    start: Floats,
    ends: Ints,
    weights: Floats,
    leaning: Floats,
    fixed: NDArray[np.bool_],
    known: NDArray[np.bool_],
) -> Floats:
    """Places (n, 2) for the people of a place.

    `taken` are boxes (left, top, right, bottom) kept free for titles. `start` are places to begin at. `ends` are the
    pairs who play together, with weights; `leaning` pulls each towards other places. Those `fixed` stay where they are.
    Who is `known` stood there before, and moves little if most are.
    """
    count = len(start)
    places = np.where(fixed[:, None], start, held_inside(outline, start, MARGIN))
    held = known.mean() >= HELD
    if held:
        places = _near_partners(places, ends, known | fixed)
    elif 1 < count <= MOST_PAIRS:
        places = _forced(outline, places, ends, weights, leaning, fixed)
    return _evened(outline, taken, places, fixed, HELD_EVENING if held else EVENING)


def _forced(
    outline: Floats,
    places: Floats,
    ends: Ints,
    weights: Floats,
    leaning: Floats,
    fixed: NDArray[np.bool_],
) -> Floats:
    count = len(places)
    room = 0.75 * np.sqrt(area(outline) / count)
    reach = 0.12 * np.sqrt(area(outline))
    planes = inner_planes(outline, MARGIN)
    one, other = ends.T if len(ends) else (np.empty(0, np.int64), np.empty(0, np.int64))
    strength = np.minimum(weights, 2.0) / room
    # Both coordinates of both ends, so that one sum does for all.
    both = (2 * np.concatenate([one, other])[:, None] + [0, 1]).ravel()
    leaning, free = leaning * room, ~fixed
    centre = outline.mean(axis=0)
    for number in range(FORCES):
        move = leaning + _pushed(places - centre, room)
        along = places[one] - places[other]
        pull = along * (np.sqrt((along**2).sum(axis=1)) * strength)[:, None]
        move += np.bincount(both, np.concatenate([-pull, pull]).ravel(), 2 * count).reshape(-1, 2)
        heat = reach * (1 - number / FORCES)
        length = np.sqrt((move**2).sum(axis=1))
        places = places + (free * np.minimum(1.0, heat / np.maximum(length, 1e-9)))[:, None] * move
        places = np.where(fixed[:, None], places, held_within(planes, places))
    return places


def _pushed(places: Floats, room: float) -> Floats:
    """How everyone pushes everyone: the sum of (place - other) / distance², without an array of all differences.

    `places` are counted from a middle, so that half the precision is plenty.
    """
    near = places.astype(np.float32)
    squares = (near**2).sum(axis=1)
    push = near @ near.T
    push *= -2
    push += squares[:, None]
    push += squares
    np.maximum(push, 0.01, out=push)
    np.divide(np.float32(room**2), push, out=push)
    np.fill_diagonal(push, 0)
    return np.asarray(near * push.sum(axis=1)[:, None] - push @ near, dtype=np.float64)


def _near_partners(places: Floats, ends: Ints, known: NDArray[np.bool_]) -> Floats:
    """New people begin beside those they play with."""
    found = places.copy()
    for new in np.flatnonzero(~known).tolist():
        others = ends[(ends == new).any(axis=1)].ravel()
        others = others[known[others]]
        if len(others):
            found[new] = places[others].mean(axis=0) + [4.0 * ((new % 5) - 2), 4.0 * ((new // 5 % 5) - 2)]
    return found


def _evened(
    outline: Floats, taken: list[Floats], places: Floats, fixed: NDArray[np.bool_], rounds: int
) -> Floats:
    """Everyone moved to the middle of the room around them, so that dots do not line up along the borders."""
    count = len(places)
    points = raster(outline, max(2.0, float(np.sqrt(area(outline) / (count * POINTS_EACH)))))
    points = points[inside(outline, points, MARGIN * 0.7)]
    for left, top, right, bottom in taken:
        x, y = points.T
        points = points[(x < left) | (x > right) | (y < top) | (y > bottom)]
    if len(points) < count:
        return places
    # Two at one spot would share their room for ever.
    places = places + 0.01 * np.column_stack([np.arange(count) % 7, np.arange(count) // 7 % 7])
    for _ in range(rounds):
        owner = nearest(points, places)
        held = np.bincount(owner, minlength=count)
        for axis in (0, 1):
            middle = np.bincount(owner, points[:, axis], count) / np.maximum(held, 1)
            places[:, axis] = np.where(fixed | (held == 0), places[:, axis], middle)
    return places
