"""The parts of a large place: people who play with each other more than with the rest of it. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from linernotes.derive.network.atlas.arrangement import arrange
from linernotes.derive.network.atlas.cells import Diagram, borders, cut, settle
from linernotes.derive.network.atlas.geometry import area, drawn_in, held_inside, inside
from linernotes.derive.network.atlas.people import HELD, MARGIN, Crowd, drawn_together, spread
from linernotes.derive.network.graph import Floats, Ints, Network

#: A place of fewer people is not divided.
LARGE = 40
#: A part has at least so many people, and at least so large a share of them; there are at most so many parts.
LEAST, LEAST_SHARE, MOST = 10, 0.15, 5
#: A division counts from this modularity on; by this share more where the build before had none, or less where it had.
STRUCTURE, SLACK = 0.2, 0.2
#: The raster of a place, and the rounds in which its parts come to their shares: how far each is pulled to its middle.
POINTS, ROUNDS, PULL = 2_000, 60, 0.02
#: A part is moved so often, and so far on the way, to people of it whose spot is fixed.
#: The part in whose cell they would stand gives way by a share of that.
MOVES, MOVED, GIVEN_WAY = 10, 0.9, 0.3
#: Who stands at the title counts as much as so many others, and so does room under the title for people who play
#: with them, as a share of the width of the place.
TITLED, UNDER = 3.0, np.array([[-0.12, 0.06], [0.0, 0.15], [0.12, 0.06]])
#: How far the lines between parts stay away from the edge of their place, in pixels.
EDGE = 4.0
#: The lines are drawn in pieces: how long each is, and from where on the next begins, in pixels.
PIECE, STEP = 4.0, 8.0
#: Who has to stand in the cell of another part has a ring of such pieces around: its radius, in pixels.
RING = 8.0


@dataclass(frozen=True)
class Part:
    """A part of a place. `members` are places in the network.

    `lines` (n, 2, 2) part it from those that come later. They lie around who stands in the cell of another part, too.
    """

    place: int
    number: int
    members: Ints
    site: Floats
    power: float
    lines: Floats


def divide_place(inner: Network, before: Ints, *, was_whole: bool) -> Ints:
    """The number of the part of each person of a place, from 0; everyone in part 0 where it has none.

    `before` has the part of each in the build before, -1 for none. `was_whole` says that it was a place
    there, undivided.
    """
    whole = np.zeros(inner.size, dtype=np.int64)
    had = (before >= 0).mean() >= HELD and len(np.unique(before[before >= 0])) > 1
    if inner.size < LARGE * (1 - SLACK if had else 1 + SLACK if was_whole else 1):
        return whole
    division = _with_new(inner, before) if had else inner.leiden(runs=2)
    division = _joined(inner, division, slack=1 - SLACK if had else 1.0)
    structure = STRUCTURE * (1 - SLACK if had else 1 + SLACK if was_whole else 1)
    return division if inner.modularity(division) >= structure else whole


def arrange_parts(
    outline: Floats, taken: list[Floats], crowd: Crowd, part: Ints, before: Floats, titled: int
) -> tuple[Crowd, Diagram]:
    """The people of a place near the cell of their part, and the cells of its parts.

    `part` has the part of each. `before` (parts, 3) has the sites and powers of the build before, NaN for new ones.
    `titled` is who stands at the title: the cell of their part begins there, and has room for the boxes `taken`.
    """
    count = len(before)
    qty = np.bincount(part, minlength=count).astype(np.float64)
    covered = sum(float(np.prod(box[2:] - box[:2])) for box in taken) / area(outline)
    shares = qty.copy()
    shares[part[titled]] += len(part) * covered
    if crowd.is_held and not np.isnan(before).any():
        diagram = arrange(outline, np.ones((count, count)), np.zeros((count, count)), shares, before)
    else:
        crowd = replace(crowd, start=drawn_together(outline, crowd))
        middles = [np.bincount(part, crowd.start[:, axis], count) / qty for axis in (0, 1)]
        sites = np.column_stack(middles)
        sites[part[titled]] = crowd.start[titled]
        begin = Diagram(sites, np.zeros(count))
        fixed = np.flatnonzero(crowd.fixed)
        under = (
            crowd.start[titled] + UNDER * np.sqrt(area(outline)) if crowd.fixed[titled] else np.empty((0, 2))
        )
        spots = np.concatenate([crowd.start[fixed], under])
        owner = np.concatenate([part[fixed], np.full(len(under), part[titled])])
        worth = np.where(np.append(fixed, np.full(len(under), titled)) == titled, TITLED, 1.0)
        diagram = _reaching(outline, begin, shares, spots, owner, worth)
    return crowd, diagram


def spread_parts(outline: Floats, taken: list[Floats], crowd: Crowd, part: Ints, diagram: Diagram) -> Floats:
    """Places (n, 2) for the people of a place with parts: each in the cell of their part, but for those fixed."""
    places = crowd.start.copy()
    for number, cell in enumerate(cut(outline, diagram)):
        if len(cell.outline) >= 3:
            # Who is fixed in the cell of another part needs room there.
            guests = crowd.fixed & inside(cell.outline, crowd.start)
            who = np.flatnonzero((part == number) | guests)
            places[who] = spread(cell.outline, taken, crowd.part(who))
    return places


def _reaching(
    outline: Floats, begin: Diagram, shares: Floats, fixed: Floats, part: Ints, worth: Floats
) -> Diagram:
    """Cells of these shares that have as many as can be of the people whose spot is `fixed`.

    `part` is the part of each of them, `worth` how much each counts. Each time the parts are pulled less to the middle
    of their cells, and more to these people.
    """
    step = float(np.sqrt(area(outline) / POINTS))
    best, least, start = begin, np.inf, begin
    for pull in np.linspace(PULL, 0.0, MOVES).tolist():
        found = settle(outline, start, shares, step=step, rounds=ROUNDS, pull=pull)
        owners = found.owners(fixed) if len(fixed) else part
        wrong = np.flatnonzero(owners != part)
        if worth[wrong].sum() < least:
            best, least = found, worth[wrong].sum()
        if not len(wrong):
            break
        sites = found.sites.copy()
        for at in wrong:
            share = MOVED * worth[at] / TITLED
            sites[part[at]] += share * (fixed[at] - sites[part[at]])
            sites[owners[at]] += GIVEN_WAY * share * (sites[owners[at]] - fixed[at])
        start = Diagram(held_inside(outline, sites, MARGIN), found.powers)
    return best


def lines_between(outline: Floats, diagram: Diagram) -> dict[int, Floats]:
    """The lines between the cells of a place, by the lower of the two cells.

    They come in short pieces, (n, 2, 2)."""
    inner = drawn_in(outline, EDGE)
    found: dict[int, list[Floats]] = {}
    for (one, _), (begin, end) in borders(cut(inner, diagram)).items() if len(inner) else ():
        along = end - begin
        length = float(np.hypot(*along))
        count = max(1, int((length - PIECE) // STEP) + 1)
        first = (length - (count - 1) * STEP - PIECE) / 2
        at = (first + STEP * np.arange(count))[:, None] * along / length
        found.setdefault(one, []).append(np.stack([begin + at, begin + at + PIECE * along / length], axis=1))
    return {one: np.concatenate(lines) for one, lines in found.items()}


def ring_around(outline: Floats, spot: Floats) -> Floats:
    """The pieces, (n, 2, 2), of a line around somebody who has to stand in the cell of another part."""
    count = int(2 * np.pi * RING / STEP)
    middles = 2 * np.pi * (np.arange(count) + 0.5) / count
    ends = np.stack([middles - PIECE / RING / 2, middles + PIECE / RING / 2], axis=1)
    pieces = spot + RING * np.stack([np.cos(ends), np.sin(ends)], axis=2)
    return np.asarray(pieces[inside(outline, pieces.mean(axis=1), EDGE)])


def parts_of(parts: Sequence[Part], size: int) -> Ints:
    """The number of the part that each artist of the network lives in; -1 where their place has none."""
    found = np.full(size, -1, dtype=np.int64)
    for part in parts:
        found[part.members] = part.number
    return found


def _with_new(inner: Network, before: Ints) -> Ints:
    """The parts of before; who is new joins the part that they are most connected with, else the largest."""
    found = before.copy()
    largest = int(np.bincount(before[before >= 0]).argmax())
    for new in np.flatnonzero(before < 0).tolist():
        found[new] = _strongest(inner, before, inner.ends == new, largest)
    return found


def _joined(inner: Network, division: Ints, *, slack: float) -> Ints:
    """Small parts join the one that they are most connected with, the smallest first, until all are large enough."""
    found = np.unique(division, return_inverse=True)[1].astype(np.int64)
    least = max(LEAST, LEAST_SHARE * inner.size) * slack
    while True:
        sizes = np.bincount(found)
        there = np.flatnonzero(sizes)
        small = int(there[sizes[there].argmin()])
        if len(there) < 2 or (sizes[small] >= least and len(there) <= MOST):
            return np.unique(found, return_inverse=True)[1].astype(np.int64)
        others = np.where(found == small, -1, found)
        largest = int(np.bincount(others[others >= 0]).argmax())
        found[found == small] = _strongest(inner, others, found[inner.ends] == small, largest)


def _strongest(inner: Network, part: Ints, near: NDArray[np.bool_], otherwise: int) -> int:
    """The part with most weight of ties to those who are `near` ends (edges, 2); those of part -1 do not count."""
    across = near[:, 0] != near[:, 1]
    others = np.where(near[across, 0], part[inner.ends[across, 1]], part[inner.ends[across, 0]])
    there = others >= 0
    if not there.any():
        return otherwise
    return int(np.bincount(others[there], inner.weights[across][there]).argmax())
