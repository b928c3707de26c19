"""People within their place: those who play together near each other, and everyone with room around them."""

from __future__ import annotations

from dataclasses import dataclass

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
#: In a place where this share of people stood before everyone stays, while so far from the border.
HELD, HELD_MARGIN = 0.8, 3.5
#: So far under a title one may stand on, in pixels.
HELD_UNDER = 0.5
#: Forces are computed between all pairs up to so many people; a larger crowd is only evened out.
MOST_PAIRS = 700
#: Points of the raster for each person.
POINTS_EACH = 14


@dataclass(frozen=True)
class Crowd:
    """The people of a place before they are spread over it.

    `start` (n, 2) is where they begin. `ends` are the pairs who play together, with weights. `leaning` pulls each
    towards other places. Those `fixed` stay where they are. Who is `known` stood there before.
    """

    start: Floats
    ends: Ints
    weights: Floats
    leaning: Floats
    fixed: NDArray[np.bool_]
    known: NDArray[np.bool_]

    def part(self, who: Ints) -> Crowd:
        """Some of them (places, ascending), with the pairs among these."""
        place = np.full(len(self.start), -1, dtype=np.int64)
        place[who] = np.arange(len(who))
        ends = place[self.ends].reshape(-1, 2)
        inner = (ends >= 0).all(axis=1)
        return Crowd(
            self.start[who],
            ends[inner],
            self.weights[inner],
            self.leaning[who],
            self.fixed[who],
            self.known[who],
        )

    @property
    def is_held(self) -> bool:
        """Whether most stood there before, so that everyone moves little."""
        return bool(self.known.mean() >= HELD)


def spread(outline: Floats, taken: list[Floats], crowd: Crowd) -> Floats:
    """Places (n, 2) for the people of a place; boxes `taken` (left, top, right, bottom) are kept free for titles."""
    if crowd.is_held:
        return _kept(outline, taken, crowd)
    places = _evened(outline, taken, drawn_together(outline, crowd), crowd.fixed)
    moved = ~crowd.fixed & (_within(taken, places, 0.0) | _on_others(places))
    return _settled(outline, taken, places, crowd.ends, moved)


def drawn_together(outline: Floats, crowd: Crowd) -> Floats:
    """Places (n, 2) that forces lead to: those who play together near each other."""
    places = np.where(crowd.fixed[:, None], crowd.start, held_inside(outline, crowd.start, MARGIN))
    if 1 < len(places) <= MOST_PAIRS:
        places = _forced(outline, places, crowd.ends, crowd.weights, crowd.leaning, crowd.fixed)
    return places


def _kept(outline: Floats, taken: list[Floats], crowd: Crowd) -> Floats:
    """Everyone where they stood, unless that is outside of the place or under a title now; new people in between."""
    pushed = held_inside(outline, crowd.start, HELD_MARGIN)
    places = np.where(crowd.fixed[:, None], crowd.start, pushed)
    moved = ~crowd.fixed & (~crowd.known | _within(taken, places, HELD_UNDER))
    return _settled(outline, taken, places, crowd.ends, moved)


def _settled(
    outline: Floats, taken: list[Floats], places: Floats, ends: Ints, moved: NDArray[np.bool_]
) -> Floats:
    """The people who `moved` stand where there is room, near those they play with, else near where they were."""
    points = _free_points(outline, taken, len(places))
    if not moved.any() or not len(points):
        return places
    found, stand = places.copy(), ~moved
    spacing = np.sqrt(area(outline) / len(places))
    clear = np.full(len(points), np.inf)
    for one in found[stand]:
        clear = np.minimum(clear, np.hypot(*(points - one).T))
    for new in np.flatnonzero(moved).tolist():
        others = ends[(ends == new).any(axis=1)].ravel()
        others = others[stand[others]]
        wish = found[others].mean(axis=0) if len(others) else found[new]
        far = np.hypot(*(points - wish).T)
        best = int((np.minimum(clear / spacing, 0.75) - 0.15 * far / spacing / np.sqrt(len(places))).argmax())
        found[new], stand[new] = points[best], True
        clear = np.minimum(clear, np.hypot(*(points - points[best]).T))
    return found


def _within(boxes: list[Floats], places: Floats, margin: float) -> NDArray[np.bool_]:
    """Who stands in one of the boxes, at least so far from its sides."""
    found = np.zeros(len(places), dtype=np.bool_)
    for box in boxes:
        found |= ((places > box[:2] + margin) & (places < box[2:] - margin)).all(axis=1)
    return found


def _on_others(places: Floats) -> NDArray[np.bool_]:
    """Who stands less than a pixel from somebody who comes earlier."""
    squares = (places**2).sum(axis=1)
    near = squares[:, None] + squares - 2 * places @ places.T < 1.0
    return np.asarray(np.tril(near, -1).any(axis=1))


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


def _evened(outline: Floats, taken: list[Floats], places: Floats, fixed: NDArray[np.bool_]) -> Floats:
    """Everyone moved to the middle of the room around them, so that dots do not line up along the borders."""
    count = len(places)
    points = _free_points(outline, taken, count)
    if len(points) < count:
        return places
    # Two at one spot would share their room for ever.
    places = places + np.where(fixed, 0.0, 0.01)[:, None] * np.column_stack(
        [np.arange(count) % 7, np.arange(count) // 7 % 7]
    )
    for _ in range(EVENING):
        owner = nearest(points, places)
        held = np.bincount(owner, minlength=count)
        for axis in (0, 1):
            middle = np.bincount(owner, points[:, axis], count) / np.maximum(held, 1)
            places[:, axis] = np.where(fixed | (held == 0), places[:, axis], middle)
    return places


def _free_points(outline: Floats, taken: list[Floats], count: int) -> Floats:
    """The points of a raster that are clear of the border and of boxes; finer with more people."""
    points = raster(outline, max(2.0, float(np.sqrt(area(outline) / (count * POINTS_EACH)))))
    points = points[inside(outline, points, MARGIN * 0.7)]
    return points[~_within(taken, points, 0.0)]
