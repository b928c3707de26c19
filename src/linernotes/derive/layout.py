"""Where artists stand in the drawing of the network. Pure functions; lengths are in edges, which become about 1 long.

Places begin where communities and ids alone put them: each community at a place that follows from its id, around
it its parts, around them their artists. Forces do the rest. So the same network is always drawn in the same way,
and one with a few more artists in it looks much the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from linernotes.derive.graph import Floats, Ints, Network

#: Rounds that the forces work: as many as move an artist so often in all, within bounds.
MOVES, FEWEST, MOST = 2_000_000, 50, 500
#: Space around each component.
MARGIN = 1.0


def place(whole: Network, communities: Sequence[tuple[int, Ints]]) -> Floats:
    """A place (x, y) for each artist. `communities` are ids with members, the coarser before the finer.

    The largest component is in the middle, the others lie in rings around it, so that none covers another.
    """
    start = start_places(whole, communities)
    found = np.zeros((whole.size, 2))
    drawn = []
    _, component = np.unique(whole.components(), return_inverse=True)
    for members, part in whole.parts(component):
        places = _drawn(part, start[members])
        drawn.append((members, places, _radius(places)))
    drawn.sort(key=lambda one: (-one[2], -len(one[0]), int(one[0][0])))
    centres = pack([radius for _, _, radius in drawn])
    for (members, places, _), centre in zip(drawn, centres, strict=True):
        found[members] = places + centre
    return found


def start_places(whole: Network, communities: Sequence[tuple[int, Ints]]) -> Floats:
    """Where artists stand before forces work on them."""
    reach = max(1.0, whole.size**0.5)
    found: Floats = _in_disc(whole.ids) * reach / 8
    depth = np.zeros(whole.size)
    for number, members in communities:
        found[members] += _in_disc(np.array([number]))[0] * reach / 2 ** depth[members, None]
        depth[members] += 1
    return found


def pack(radii: Sequence[float]) -> Floats:
    """Centres for discs of these radii, the largest first: the first at 0, the others in rings around it."""
    centres = np.zeros((len(radii), 2))
    rim = radii[0] if radii else 0.0
    place = 1
    while place < len(radii):
        widest = radii[place]
        ring, angle = rim + widest, 0.0
        while place < len(radii):
            # The angle that a disc on the ring needs on either side; one alone may need half of all.
            half = np.arcsin(min(1.0, radii[place] / ring))
            if angle and angle + 2 * half > 2 * np.pi:
                break
            centres[place] = ring * np.cos(angle + half), ring * np.sin(angle + half)
            angle += 2 * half
            place += 1
        rim = ring + widest
    return centres


def _drawn(part: Network, start: Floats) -> Floats:
    """The places of one component, its middle at 0."""
    if part.size == 1:
        return np.zeros((1, 2))
    if part.size == 2:
        return np.array([[-0.5, 0.0], [0.5, 0.0]])
    places = part.spread(start, rounds=min(MOST, max(FEWEST, MOVES // part.size)))
    middle: Floats = (places.min(axis=0) + places.max(axis=0)) / 2
    return places - middle


def _radius(places: Floats) -> float:
    return float(np.sqrt((places**2).sum(axis=1).max())) + MARGIN / 2


def _in_disc(ids: Ints) -> Floats:
    """A place in the unit disc for each id: arbitrary, evenly spread, and always the same."""
    mixed = ids.astype(np.uint64)
    for multiplier in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):  # splitmix64, whose wrapping round is meant
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(multiplier)
    mixed ^= mixed >> np.uint64(31)
    angle = (mixed >> np.uint64(32)).astype(np.float64) / 2**32 * 2 * np.pi
    radius = np.sqrt((mixed & np.uint64(2**32 - 1)).astype(np.float64) / 2**32)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
