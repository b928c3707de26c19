"""Power diagrams: an outline cut into cells, one around each site, of the areas that are wanted. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linernotes.derive.network.atlas.geometry import clip, nearest, raster
from linernotes.derive.network.graph import Floats, Ints

#: How much of the missing area a site's power grows by in a round.
GROWTH = 0.3
#: The power of two sites differs at most by this share of their squared distance, so that each lies in its cell.
REACH = 0.9


@dataclass(frozen=True)
class Diagram:
    """Sites (n, 2) and their powers: a point belongs to the site whose squared distance less its power is smallest."""

    sites: Floats
    powers: Floats

    def owners(self, points: Floats) -> Ints:
        """The site that each point belongs to."""
        return nearest(points, self.sites, self.powers)


@dataclass(frozen=True)
class Cell:
    """The exact outline of a cell; `sides` has the cell on the other side of each, -1 for the rim."""

    outline: Floats
    sides: list[int]


def settle(
    outline: Floats,
    start: Diagram,
    shares: Floats,
    *,
    step: float,
    rounds: int,
    pull: float,
    slack: float = 0.0,
) -> Diagram:
    """Bring the cells to their shares of the area; `pull` is how far a site goes to the middle of its cell, 0 to 1.

    An area may differ from what is wanted by `slack`, as a share of that.
    """
    points = raster(outline, step)
    wanted = shares / shares.sum() * len(points) * step**2
    sites, powers = start.sites.copy(), start.powers.copy()
    for _ in range(rounds):
        owners = Diagram(sites, powers).owners(points)
        count = np.bincount(owners, minlength=len(sites))
        there = count > 0
        for axis in (0, 1):
            sums = np.bincount(owners, points[:, axis], len(sites))
            to_middle = np.where(there, sums / np.maximum(count, 1) - sites[:, axis], 0.0)
            sites[:, axis] += pull * to_middle
        missing = wanted - count * step**2
        powers += GROWTH * (missing - np.clip(missing, -slack * wanted, slack * wanted))
        powers = _capped(sites, powers)
    return Diagram(sites, powers - powers.mean())


def cut(outline: Floats, diagram: Diagram) -> list[Cell]:
    """The exact cell of each site; one without an area has less than three corners."""
    sites, powers = diagram.sites, diagram.powers
    squares = (sites**2).sum(axis=1)
    found = []
    for at, site in enumerate(sites):
        cell, sides = outline, [-1] * len(outline)
        order = np.argsort(((sites - site) ** 2).sum(axis=1), kind="stable")
        for other in order[1:].tolist():
            bound = squares[other] - squares[at] + powers[at] - powers[other]
            cell, sides = clip(cell, sides, 2 * (sites[other] - site), float(bound), other)
            if len(cell) < 3:
                break
        found.append(Cell(cell, sides))
    return found


def borders(cells: list[Cell]) -> dict[tuple[int, int], Floats]:
    """The border of each two cells that touch, as (begin, end): lower cell first."""
    found: dict[tuple[int, int], Floats] = {}
    for at, cell in enumerate(cells):
        for corner, other in enumerate(cell.sides):
            if other > at and len(cell.outline) >= 3:
                ends = cell.outline[[corner, (corner + 1) % len(cell.outline)]]
                if np.linalg.norm(ends[1] - ends[0]) > 1.0:
                    found[at, other] = ends
    return found


def touching(cells: list[Cell]) -> Ints:
    """Hops between cells: 0 to itself, 1 to one that it touches, and so on; as many as cells where no way leads."""
    count = len(cells)
    hops = np.full((count, count), count, dtype=np.int64)
    np.fill_diagonal(hops, 0)
    for one, other in borders(cells):
        hops[one, other] = hops[other, one] = 1
    for via in range(count):
        hops = np.minimum(hops, hops[:, via, None] + hops[None, via])
    return hops


def _capped(sites: Floats, powers: Floats) -> Floats:
    apart = ((sites[:, None] - sites[None]) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    return np.asarray(np.minimum(powers, (powers[None] + REACH * apart).min(axis=1, initial=np.inf)))
