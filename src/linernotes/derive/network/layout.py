"""Where artists stand in the drawing of the network. Pure functions; an edge becomes about half a unit long.

Places begin where communities and ids alone put them: each community at a place that follows from its id, around
it its parts, around them their artists. Forces do the rest. So the same network is always drawn in the same way.
A network with a few more artists looks much the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from linernotes.derive.network.graph import Floats, Ints, Network

#: Rounds that the forces work: as many as move an artist so often in all, within bounds.
MOVES, FEWEST, MOST = 2_000_000, 50, 500
#: How much stronger an edge pulls for each community that its ends share.
PULL = 8
#: Space around each component.
MARGIN = 1.0


def place(whole: Network, communities: Sequence[tuple[int, Ints]]) -> Floats:
    """A place (x, y) for each artist. `communities` are ids with members, the coarser before the finer.

    The largest component is in the middle, the others lie in rings around it, so that none covers another.
    """
    levels = _levels(communities, whole.size)
    start = start_places(whole, levels)
    pulling = Network(whole.ids, whole.ends, pull(whole, levels))
    found = np.zeros((whole.size, 2))
    drawn = []
    _, component = np.unique(whole.components(), return_inverse=True)
    for members, part in pulling.parts(component):
        places = _drawn(part, start[members])
        drawn.append((members, places, _radius(places)))
    drawn.sort(key=lambda one: (-one[2], -len(one[0]), int(one[0][0])))
    centres = pack([radius for _, _, radius in drawn])
    for (members, places, _), centre in zip(drawn, centres, strict=True):
        found[members] = places + centre
    return found


def start_places(whole: Network, levels: Sequence[Ints]) -> Floats:
    """Where artists stand before forces work on them."""
    reach = max(1.0, whole.size**0.5)
    found: Floats = _in_disc(whole.ids) * reach / 8
    for level, of_artist in enumerate(levels):
        found += _in_disc(of_artist) * (of_artist >= 0)[:, None] * reach / 2**level
    return found


def pull(whole: Network, levels: Sequence[Ints]) -> Floats:
    """How strongly each edge pulls: more inside a community, and more yet inside a part of it.

    With equal forces a network of thousands is one ball of wool, whatever it is made of.
    """
    shared = np.zeros(len(whole.ends), dtype=np.int64)
    for of_artist in levels:
        ends = of_artist[whole.ends]
        shared += (ends[:, 0] == ends[:, 1]) & (ends[:, 0] >= 0)
    return (1 + PULL * shared).astype(np.float64)


def _levels(communities: Sequence[tuple[int, Ints]], size: int) -> list[Ints]:
    """For each level the community of each artist, -1 where there is none."""
    levels: list[Ints] = []
    depth = np.zeros(size, dtype=np.int64)
    for number, members in communities:
        level = int(depth[members[0]])
        if level == len(levels):
            levels.append(np.full(size, -1, dtype=np.int64))
        levels[level][members] = number
        depth[members] += 1
    return levels


def pack(radii: Sequence[float]) -> Floats:
    """Centres for discs of these radii, the largest first: the first at 0, the others in rings around it."""
    centres = np.zeros((len(radii), 2))
    rim, first = (radii[0] if radii else 0.0), 1
    while first < len(radii):
        ring = rim + radii[first]
        # Seen from the middle a disc on the ring takes twice this angle, at most half of the whole.
        angles = 2 * np.arcsin(np.minimum(1.0, np.asarray(radii[first:]) / ring))
        count = max(1, int(np.searchsorted(np.cumsum(angles), 2 * np.pi, side="right")))
        angles = angles[:count]
        gap = (2 * np.pi - angles.sum()) / count
        at = np.cumsum(angles + gap) - angles / 2
        centres[first : first + count] = ring * np.column_stack([np.cos(at), np.sin(at)])
        rim, first = ring + radii[first], first + count
    return centres


def _drawn(part: Network, start: Floats) -> Floats:
    """The places of one component, its middle at 0."""
    if part.size == 1:
        return np.zeros((1, 2))
    if part.size == 2:
        return np.array([[-0.25, 0.0], [0.25, 0.0]])
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
