"""Where everyone on land stands: each in their place, in its part, and the parts of large places. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from linernotes.derive.network.atlas.bridges import Bridge
from linernotes.derive.network.atlas.cells import Diagram
from linernotes.derive.network.atlas.geometry import area, middle
from linernotes.derive.network.atlas.map_before import NO_AREA, UNKNOWN, AtlasBefore
from linernotes.derive.network.atlas.parts import (
    Part,
    arrange_parts,
    divide_place,
    lines_between,
    ring_around,
    spread_parts,
)
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


class Settled(NamedTuple):
    """The people of a place, the number of the part of each, and the cells of these; None where it has no parts."""

    crowd: Crowd
    part: Ints
    diagram: Diagram | None


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
    on_bank = np.zeros(whole.size, dtype=np.bool_)
    for bridge in bridges:
        for who, where in zip((bridge.near, bridge.far), bridge.spots[0], strict=True):
            at[who], on_bank[who] = where, True
    leaning = _leaning(whole, home, np.array([middle(one.outline) for one in grounds]))
    homes = home[whole.ends]
    within = np.flatnonzero((homes[:, 0] == homes[:, 1]) & (homes[:, 0] >= 0))
    within = within[np.argsort(homes[within, 0], kind="stable")]
    begins = np.searchsorted(homes[within, 0], np.arange(len(grounds) + 1))
    settled = []
    for number, ground in enumerate(grounds):
        members = ground.members
        inner = within[begins[number] : begins[number + 1]]
        start, fixed = _start(whole.ids[members], ground, before), on_bank[members]
        start[fixed] = at[members][fixed]
        if not on_bank[ground.titled] and ground.title is not None:
            left, _, right, bottom = ground.title
            titled = position[ground.titled]
            start[titled], fixed[titled] = ((left + right) / 2, bottom + UNDER_TITLE), True
        known = (homes_before[members] == ground.was) & (ground.was != NO_AREA)
        ends, weights = position[whole.ends[inner]], whole.weights[inner]
        crowd = Crowd(start, ends, weights, leaning[members], fixed, known)
        settled.append(_settled(ground, whole.ids[members], crowd, before))
    for bridge in bridges:
        build_bank(bridge, [(settled[home[who]], position[who]) for who in (bridge.near, bridge.far)])
    parts: list[Part] = []
    for ground, one in zip(grounds, settled, strict=True):
        at[ground.members], of_place = _spread(ground, one)
        parts += of_place
    return parts


def _settled(ground: Ground, ids: Ints, crowd: Crowd, before: AtlasBefore) -> Settled:
    """The people of a place with its parts, if it may have some. Who is on a bank may stand elsewhere on it at last."""
    whole = Settled(crowd, np.zeros(len(ids), dtype=np.int64), None)
    if not ground.may_have_parts:
        return whole
    pairs = zip(ids.tolist(), crowd.known.tolist(), strict=True)
    was = np.array([before.parts.get(id, -1) if known else -1 for id, known in pairs], dtype=np.int64)
    part = divide_place(
        Network(ids, crowd.ends, crowd.weights), was, was_whole=crowd.is_held and bool((was < 0).all())
    )
    count = int(part.max()) + 1
    if count < 2:
        return whole
    # The part of the build before that each is: most of its people lived there.
    old = np.array([Counter(was[part == number].tolist()).most_common(1)[0][0] for number in range(count)])
    sites = np.array([before.part_sites.get((ground.was, number), UNKNOWN) for number in old.tolist()])
    crowd = replace(crowd, known=crowd.known & (was >= 0) & (was == old[part]))
    titled = int(np.searchsorted(ground.members, ground.titled))
    crowd, diagram = arrange_parts(ground.outline, ground.taken, crowd, part, sites, titled)
    return Settled(crowd, part, diagram)


def build_bank(bridge: Bridge, ends: Sequence[tuple[Settled, int]]) -> None:
    """Put the two of a bridge where most of them stand in the cell of their own part."""
    astray = np.zeros(len(bridge.spots))
    for side, (one, who) in enumerate(ends):
        if one.diagram is not None:
            astray += one.diagram.owners(bridge.spots[:, side]) != one.part[who]
    best = bridge.spots[int(astray.argmin())]
    for side, (one, who) in enumerate(ends):
        one.crowd.start[who] = best[side]


def _spread(ground: Ground, settled: Settled) -> tuple[Floats, list[Part]]:
    """Where the people of a place stand at last, and its parts."""
    crowd, part, diagram = settled
    if diagram is None:
        return spread(ground.outline, ground.taken, crowd), []
    places = spread_parts(ground.outline, ground.taken, crowd, part, diagram)
    lines = lines_between(ground.outline, diagram)
    for who in np.flatnonzero(crowd.fixed & (diagram.owners(places) != part)).tolist():
        number = int(part[who])
        ring = ring_around(ground.outline, places[who])
        lines[number] = np.concatenate([lines.get(number, np.empty((0, 2, 2))), ring])
    return places, [
        Part(
            ground.id,
            number,
            ground.members[part == number],
            diagram.sites[number],
            float(diagram.powers[number]),
            lines.get(number, np.empty((0, 2, 2))),
        )
        for number in range(len(diagram.sites))
    ]


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
