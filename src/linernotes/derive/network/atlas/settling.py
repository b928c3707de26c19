"""Where everyone on land stands: each in their place, in its part, and the parts of large places. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from linernotes.derive.network.atlas.bridges import Bridge
from linernotes.derive.network.atlas.geometry import area, middle
from linernotes.derive.network.atlas.map_before import NO_AREA, UNKNOWN, AtlasBefore
from linernotes.derive.network.atlas.parts import Part, divide_place, lines_between, spread_parts
from linernotes.derive.network.atlas.people import Crowd, spread
from linernotes.derive.network.graph import Floats, Ints, Network

#: So far under its title the artist stands who gives a place its name, in pixels.
UNDER_TITLE = 5.0


@dataclass(frozen=True)
class Ground:
    """A place as its people find it. `members` are places in the network, ascending.

    `title` is the box of its own title, `taken` has all boxes that are kept free. `titled` gives it its name. `was` is
    its id in the build before, or NO_AREA.
    """

    id: int
    members: Ints
    outline: Floats
    title: Floats | None
    taken: list[Floats]
    titled: int
    was: int
    may_have_parts: bool


def settle_people(
    whole: Network,
    grounds: Sequence[Ground],
    bridges: Sequence[Bridge],
    homes_before: Ints,
    before: AtlasBefore,
    at: Floats,
) -> list[Part]:
    """Write where everyone on land stands into `at` (n, 2), before it is swayed. Returns the parts of places.

    `homes_before` has the place of each in the build before, or NO_AREA.
    """
    home = np.full(whole.size, -1, dtype=np.int64)
    position = np.full(whole.size, -1, dtype=np.int64)
    for number, ground in enumerate(grounds):
        home[ground.members] = number
        position[ground.members] = np.arange(len(ground.members))
    fixed = np.zeros(whole.size, dtype=np.bool_)
    for bridge in bridges:
        for who, where in ((bridge.near, bridge.near_at), (bridge.far, bridge.far_at)):
            at[who], fixed[who] = where, True
    leaning = _leaning(whole, home, np.array([middle(one.outline) for one in grounds]))
    homes = home[whole.ends]
    within = np.flatnonzero((homes[:, 0] == homes[:, 1]) & (homes[:, 0] >= 0))
    within = within[np.argsort(homes[within, 0], kind="stable")]
    begins = np.searchsorted(homes[within, 0], np.arange(len(grounds) + 1))
    parts: list[Part] = []
    for number, ground in enumerate(grounds):
        members = ground.members
        if not fixed[ground.titled] and ground.title is not None:
            left, _, right, bottom = ground.title
            at[ground.titled], fixed[ground.titled] = ((left + right) / 2, bottom + UNDER_TITLE), True
        inner = within[begins[number] : begins[number + 1]]
        start = _start(whole.ids[members], ground, before)
        start[fixed[members]] = at[members][fixed[members]]
        known = (homes_before[members] == ground.was) & (ground.was != NO_AREA)
        ends, weights = position[whole.ends[inner]], whole.weights[inner]
        crowd = Crowd(start, ends, weights, leaning[members], fixed[members], known)
        found = _in_parts(ground, whole.ids[members], crowd, before) if ground.may_have_parts else None
        if found is None:
            at[members] = spread(ground.outline, ground.taken, crowd)
        else:
            at[members], of_place = found
            parts += of_place
    return parts


def _in_parts(
    ground: Ground, ids: Ints, crowd: Crowd, before: AtlasBefore
) -> tuple[Floats, list[Part]] | None:
    """Where the people of a place with parts stand, and these; None if it has none."""
    pairs = zip(ids.tolist(), crowd.known.tolist(), strict=True)
    was = np.array([before.parts.get(id, -1) if known else -1 for id, known in pairs], dtype=np.int64)
    division = divide_place(
        Network(ids, crowd.ends, crowd.weights), was, was_whole=crowd.is_held and bool((was < 0).all())
    )
    count = int(division.max()) + 1
    if count < 2:
        return None
    # The part of the build before that each is: most of its people lived there.
    old = np.array(
        [Counter(was[division == number].tolist()).most_common(1)[0][0] for number in range(count)]
    )
    sites = np.array([before.part_sites.get((ground.was, number), UNKNOWN) for number in old.tolist()])
    crowd = replace(crowd, known=crowd.known & (was >= 0) & (was == old[division]))
    titled = int(np.searchsorted(ground.members, ground.titled))
    places, diagram = spread_parts(ground.outline, ground.taken, crowd, division, sites, titled)
    lines = lines_between(ground.outline, diagram)
    parts = [
        Part(
            ground.id,
            number,
            ground.members[division == number],
            diagram.sites[number],
            float(diagram.powers[number]),
            lines.get(number, np.empty((0, 2, 2))),
        )
        for number in range(count)
    ]
    return places, parts


def _leaning(whole: Network, home: Ints, centres: Floats) -> Floats:
    """How far each is pulled to other places, by the weight of ties with them; at most 1."""
    found = np.zeros((whole.size, 2))
    ends = home[whole.ends]
    across = (ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1])
    for near, far in ((0, 1), (1, 0)):
        here = whole.ends[across, near]
        way = centres[ends[across, far]] - centres[ends[across, near]]
        way /= np.maximum(np.linalg.norm(way, axis=1), 1e-9)[:, None]
        np.add.at(found, here, way * np.minimum(whole.weights[across], 1.0)[:, None])
    length = np.linalg.norm(found, axis=1)
    return np.asarray(found / np.maximum(length, 1.0)[:, None])


def _start(ids: Ints, ground: Ground, before: AtlasBefore) -> Floats:
    """Where people begin: where they stood in this place before, else anywhere, but always at the same spot."""
    spot = ids.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)
    turn = spot.astype(np.float64) / 2**24 * 2 * np.pi
    reach = 0.35 * np.sqrt(area(ground.outline)) * np.sqrt((np.arange(len(ids)) + 0.5) / len(ids))
    found = middle(ground.outline) + reach[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    for at, id in enumerate(ids.tolist()):
        if ground.was != NO_AREA and before.homes.get(id) == ground.was:
            found[at] = before.people[id]
    return np.asarray(found, dtype=np.float64)
