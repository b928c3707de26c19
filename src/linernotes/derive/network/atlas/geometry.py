"""Convex outlines: clipped, drawn in, rounded, and points inside them. Pure functions; an outline is an (n, 2) array.

Corners come in the order of the clock's hands as seen on a page, where y grows downwards.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from linernotes.derive.network.graph import Floats, Ints

#: How far a line of the map sways from the straight, and over which length, in pixels.
SWAY, SWAY_LENGTH = 6.5, 173.0
#: A point is pushed back into an outline at most so often: near a corner each push may need another.
PUSHES = 8


def rectangle(left: float, top: float, right: float, bottom: float) -> Floats:
    """The outline of a rectangle."""
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64)


def area(outline: Floats) -> float:
    """The area in square pixels; 0 for less than three corners."""
    if len(outline) < 3:
        return 0.0
    x, y = outline.T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def middle(outline: Floats) -> Floats:
    """The centroid of an outline."""
    x, y = outline.T
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    whole = cross.sum()
    if abs(whole) < 1e-9:
        return np.asarray(outline.mean(axis=0), dtype=np.float64)
    sums = outline + np.roll(outline, -1, axis=0)
    return np.asarray((sums * cross[:, None]).sum(axis=0) / (3 * whole), dtype=np.float64)


def clip(
    outline: Floats, sides: list[int], normal: Floats, bound: float, side: int
) -> tuple[Floats, list[int]]:
    """What of an outline lies where point times `normal` is at most `bound`.

    `sides` has a number for the side after each corner; a new side gets the number `side`.
    """
    depth = outline @ normal - bound
    inside = depth <= 1e-9
    if inside.all():
        return outline, sides
    corners: list[Floats] = []
    kept: list[int] = []
    for at, corner in enumerate(outline):
        after = (at + 1) % len(outline)
        if inside[at]:
            corners.append(corner)
            kept.append(sides[at])
        if inside[at] != inside[after]:
            share = depth[at] / (depth[at] - depth[after])
            corners.append(corner + share * (outline[after] - corner))
            kept.append(side if inside[at] else sides[at])
    return np.array(corners).reshape(-1, 2), kept


def inside(outline: Floats, points: Floats, margin: float = 0.0) -> NDArray[np.bool_]:
    """Which points lie in a convex outline, at least `margin` from its sides."""
    normals, bounds = half_planes(outline)
    return np.asarray((points @ normals.T <= bounds - margin).all(axis=1))


def held_inside(outline: Floats, points: Floats, margin: float) -> Floats:
    """The points, those outside (or nearer to a side than `margin`) pushed in; a small cell takes a smaller margin."""
    return held_within(inner_planes(outline, margin), points)


def inner_planes(outline: Floats, margin: float) -> tuple[Floats, Floats]:
    """The half planes of an outline moved inwards by `margin`, or less where the outline is small."""
    normals, bounds = half_planes(outline)
    room = float((bounds - normals @ middle(outline)).min())
    return normals, bounds - min(margin, 0.8 * max(room, 0.0))


def held_within(planes: tuple[Floats, Floats], points: Floats) -> Floats:
    """The points, those outside these half planes pushed in, each from the side that it is furthest beyond first."""
    (normals, bounds), held, everyone = planes, points, np.arange(len(points))
    for _ in range(PUSHES):
        over = held @ normals.T - bounds
        side = over.argmax(axis=1)
        furthest = over[everyone, side]
        if not (furthest > 1e-9).any():
            break
        held = held - np.maximum(furthest, 0.0)[:, None] * normals[side]
    return held


def drawn_in(outline: Floats, by: float) -> Floats:
    """The outline moved inwards on all sides; empty where nothing is left."""
    normals, bounds = half_planes(outline)
    found, sides = outline, [0] * len(outline)
    for normal, bound in zip(normals, bounds, strict=True):
        if len(found) < 3:
            return np.empty((0, 2))
        found, sides = clip(found, sides, normal, bound - by, 0)
    return found


def rounded(outline: Floats, radius: float, step: float = 14.0) -> Floats:
    """The outline with round corners, its sides divided into pieces of about `step` pixels."""
    points: list[Floats] = []
    count = len(outline)
    for at in range(count):
        before, corner, after = outline[at - 1], outline[at], outline[(at + 1) % count]
        one, other = before - corner, after - corner
        lengths = np.linalg.norm(one), np.linalg.norm(other)
        if min(lengths) < 1e-6:
            continue
        cut = min(radius, 0.45 * float(lengths[0]), 0.45 * float(lengths[1]))
        begin, end = corner + one / lengths[0] * cut, corner + other / lengths[1] * cut
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            points.append((1 - share) ** 2 * begin + 2 * share * (1 - share) * corner + share**2 * end)
        straight = after + (corner - after) / lengths[1] * min(radius, 0.45 * float(lengths[1])) - end
        pieces = int(np.linalg.norm(straight) // step)
        points += [end + straight * number / (pieces + 1) for number in range(1, pieces + 1)]
    return np.array(points).reshape(-1, 2)


def swayed(points: Floats) -> Floats:
    """All points moved along by two smooth waves, so that straight borders look drawn by hand and still meet."""
    x, y = points.T
    turn = 2 * np.pi / SWAY_LENGTH
    along = np.sin(y * turn * 0.9 + 1.3) + 0.5 * np.sin((x + y) * turn * 0.53)
    across = np.sin(x * turn * 0.8 + 0.4) + 0.5 * np.sin((x - y) * turn * 0.61 + 2.0)
    return points + SWAY / 1.5 * np.column_stack([along, across])


def unswayed(points: Floats) -> Floats:
    """The points that `swayed` moves to these, to a millionth of a pixel."""
    found = points
    for _ in range(20):
        found = points - (swayed(found) - found)
    return found


def raster(outline: Floats, step: float) -> Floats:
    """The points of a grid that lie in a convex outline, at least one."""
    low, high = outline.min(axis=0), outline.max(axis=0)
    x, y = (np.arange(low[axis] + step / 2, high[axis], step) for axis in (0, 1))
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    kept = grid[inside(outline, grid)] if len(grid) else grid
    return kept if len(kept) else middle(outline)[None]


def nearest(points: Floats, sites: Floats, powers: Floats | float = 0.0) -> Ints:
    """The site of each point whose squared distance less its power is smallest; the first of two that are equal."""
    score = (-2 * sites) @ points.T
    score += ((sites**2).sum(axis=1) - powers)[:, None]
    # Three times as fast as argmin, which goes through a column at a time.
    return np.asarray((score == score.min(axis=0)).argmax(axis=0), dtype=np.int64)


def half_planes(outline: Floats) -> tuple[Floats, Floats]:
    """Of each side its outward normal, of length 1, and where it lies along it."""
    along = np.roll(outline, -1, axis=0) - outline
    lengths = np.linalg.norm(along, axis=1)
    along, corners = along[lengths > 1e-9], outline[lengths > 1e-9]
    normals = np.column_stack([along[:, 1], -along[:, 0]]) / lengths[lengths > 1e-9, None]
    x, y = outline.T
    if (x * np.roll(y, -1) - np.roll(x, -1) * y).sum() < 0:
        normals = -normals
    return normals, (normals * corners).sum(axis=1)
