"""Who ties two territories: they stand on the banks of the border, with a line across. Pure functions.

Where no line joins two of the largest territories, the names of who ties them say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from linernotes.derive.network.graph import Floats, Ints, Network

#: From the border to who stands on the bank, in pixels.
BANK = 8.0
#: Who stands on the far bank is so much further from it.
FAR_BANK = 6.0
#: A border that is shorter has no room for a bridge, in pixels.
SHORTEST = 26.0
#: For each territory so many bridges are drawn, the strongest first.
EACH = 0.9
#: Who gives a territory its title stands by the title rather than on a bank: their tie counts less.
TITLED = 0.35
#: Who stood on a bank before keeps the place unless somebody has so many times more ties; so do bridges their border.
HELD = 1.5
NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Bridge:
    """Somebody on the bank of one territory who plays with somebody on the other. `near`, `far`: in the network.

    `spots` (n, 2, 2) are where the two may stand, clear of titles: at the middle of the border first.
    """

    near: int
    far: int
    weight: float
    spots: Floats


@dataclass(frozen=True)
class Meeting:
    """Somebody of one territory who plays with somebody of another, where no bridge joins the two."""

    near: int
    far: int
    weight: float


def build_bridges(
    whole: Network,
    home: Ints,
    borders: dict[tuple[int, int], Floats],
    titled: frozenset[int],
    albums: Ints,
    before: Mapping[tuple[int, int], frozenset[int]],
    boxes: list[Floats],
    busy: frozenset[int] = NOBODY,
) -> list[Bridge]:
    """The bridges across borders, the strongest first; nobody stands on two banks.

    `home` is the territory of each artist, `borders` the border of each two that touch. `before` has who stood on
    the banks of a border in the build before; `boxes` are those of titles, which no bridge crosses. Who is `busy`
    stands on none.
    """
    ends = home[whole.ends]
    across = np.flatnonzero((ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1]))
    ties: dict[tuple[int, int], list[int]] = {}
    for edge in across.tolist():
        one, other = sorted(ends[edge].tolist())
        if (one, other) in borders:
            ties.setdefault((one, other), []).append(edge)
    strength = {pair: float(whole.weights[edges].sum()) for pair, edges in ties.items()}
    found: list[Bridge] = []
    used = set(busy)
    most = int(EACH * (home.max(initial=-1) + 1))
    for pair in before.keys() & strength.keys():
        strength[pair] *= HELD
    for pair in sorted(ties, key=lambda pair: (-strength[pair], pair)):
        if len(found) < most and np.linalg.norm(np.diff(borders[pair], axis=0)) >= SHORTEST:
            bridge = _bridge(
                whole,
                home,
                ties[pair],
                pair,
                borders[pair],
                titled,
                used,
                albums,
                before.get(pair, NOBODY),
                boxes,
            )
            if bridge is not None:
                used |= {bridge.near, bridge.far}
                found.append(bridge)
    return found


def find_meetings(
    whole: Network,
    home: Ints,
    pairs: Sequence[tuple[int, int]],
    titled: frozenset[int],
    albums: Ints,
    busy: frozenset[int] = NOBODY,
) -> list[Meeting]:
    """Who ties each of these pairs of territories most; nobody for a pair that shares no tie.

    Nobody ties two pairs, nor does who is `busy` elsewhere.
    """
    found: list[Meeting] = []
    used = set(busy)
    ends = np.sort(home[whole.ends], axis=1)
    for pair in pairs:
        edges = np.flatnonzero((ends == sorted(pair)).all(axis=1)).tolist()
        both = _strongest(whole, edges, titled, used, albums, NOBODY, to_title=True)
        if both is not None:
            used |= set(both)
            found.append(Meeting(*both, _weight_across(whole, edges, both[0])))
    return found


def _bridge(
    whole: Network,
    home: Ints,
    edges: list[int],
    pair: tuple[int, int],
    border: Floats,
    titled: frozenset[int],
    used: set[int],
    albums: Ints,
    before: frozenset[int],
    boxes: list[Floats],
) -> Bridge | None:
    """The two with most ties across, on the banks of a border that has room for them."""
    both = _strongest(whole, edges, titled, used, albums, before)
    crossings = _crossings(border, boxes) if both is not None else None
    if both is None or crossings is None:
        return None
    at, normal = crossings
    # The cell of the lower number keeps its corners in the clock's order, so that the normal leaves it.
    side = 1.0 if home[both[0]] == pair[0] else -1.0
    spots = np.stack([at - side * BANK * normal, at + side * (BANK + FAR_BANK) * normal], axis=1)
    return Bridge(*both, _weight_across(whole, edges, both[0]), spots)


def _strongest(
    whole: Network,
    edges: list[int],
    titled: frozenset[int],
    used: set[int],
    albums: Ints,
    before: frozenset[int],
    *,
    to_title: bool = False,
) -> tuple[int, int] | None:
    """The person with most ties across, and the one on the other side with most ties to that person.

    With `to_title` that is who gives the territory its title where there is nobody else.
    """
    reach: dict[int, float] = {}
    for edge in edges:
        for end in whole.ends[edge].tolist():
            share = (TITLED if end in titled else 1.0) * (HELD if int(whole.ids[end]) in before else 1.0)
            reach[end] = reach.get(end, 0.0) + float(whole.weights[edge]) * share
    people = [one for one in reach if one not in used and one not in titled]
    for near in sorted(people, key=lambda one: (-reach[one] * (1 + 0.1 * min(int(albums[one]), 10)), one)):
        partners = _partners(whole, edges, near, used | titled, before)
        if not partners and to_title:
            partners = _partners(whole, edges, near, used, before)
        if partners:
            return near, min(partners, key=lambda one: (-partners[one], -int(albums[one]), one))
    return None


def _partners(
    whole: Network, edges: list[int], near: int, taken: set[int] | frozenset[int], before: frozenset[int]
) -> dict[int, float]:
    """Who is free on the other bank, with the weight of their ties to `near`."""
    found: dict[int, float] = {}
    for edge in edges:
        one, other = whole.ends[edge].tolist()
        partner = other if near == one else one
        if near in (one, other) and partner not in taken:
            share = HELD if int(whole.ids[partner]) in before else 1.0
            found[partner] = found.get(partner, 0.0) + float(whole.weights[edge]) * share
    return found


def _crossings(border: Floats, boxes: list[Floats]) -> tuple[Floats, Floats] | None:
    """Where a border is crossed clear of titles (n, 2), its middle first, and its normal; None if nowhere."""
    begin, end = border
    normal = np.array([end[1] - begin[1], begin[0] - end[0]]) / np.linalg.norm(end - begin)
    reach = np.linspace(-BANK - FAR_BANK - 4, BANK + FAR_BANK + 4, 15)[:, None]
    found = []
    for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        at = begin + share * (end - begin)
        points = at + reach * normal
        if not any(((points > box[:2] - 6) & (points < box[2:] + 6)).all(axis=1).any() for box in boxes):
            found.append(at)
    return (np.array(found), normal) if found else None


def _weight_across(whole: Network, edges: list[int], near: int) -> float:
    """All the weight that ties somebody across."""
    return float(sum(whole.weights[edge] for edge in edges if near in whole.ends[edge]))
