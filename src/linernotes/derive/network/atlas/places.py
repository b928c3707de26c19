"""Communities as places on the map: which are large enough to be one, and who stands apart. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linernotes.derive.network.graph import Floats, Ints, Network

#: A community of fewer members joins the one that it is most connected with.
SMALL = 10
#: A piece without connection to others is a place from so many members on, or from so many with so many copies.
MEMBERS, FEW_MEMBERS, COPIES = 12, 4, 5
#: What was a place in the build before may be smaller by this share.
SLACK = 0.9
#: A community of more people is no place: its parts are.
MOST_TOGETHER = 350
#: With more places than this they are joined into regions, so many that each has room for a title.
MOST_PLACES, REGIONS = 45, 28
#: Regions come and go only with so many more or fewer places; they stay where so many of their places are known.
REGIONS_SLACK, HELD = 0.15, 0.8
#: Area by weight: fame does not count, copies and albums do.
POWER = 0.82


@dataclass(frozen=True)
class Place:
    """People who live together. `members` are places in the network, ascending; `id` is the community's."""

    id: int
    members: Ints


@dataclass(frozen=True)
class Settlement:
    """All places, and the small pieces that have none: each a list of members, the largest first."""

    places: list[Place]
    apart: list[Ints]

    def home(self, size: int) -> Ints:
        """The place of each artist, as its number in `places`; -1 for those apart."""
        found = np.full(size, -1, dtype=np.int64)
        for number, place in enumerate(self.places):
            found[place.members] = number
        return found


def settle_places(
    whole: Network, communities: Sequence[tuple[int, Ints]], copies: Ints, lived: NDArray[np.bool_]
) -> Settlement:
    """Who lives where. `communities` are the top ones, id with members; `lived` says who had a place before."""
    ids = np.array([id for id, _ in communities], dtype=np.int64)
    home = np.empty(whole.size, dtype=np.int64)
    for number, (_, members) in enumerate(communities):
        home[members] = number
    component = whole.components()
    home = _joined(home, component, whole)
    pieces: list[tuple[int, Ints]] = []
    order = np.argsort(home, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(home[order])) + 1) if whole.size else []:
        pieces.append((int(ids[home[members[0]]]), np.sort(members)))
    whole_piece = np.bincount(component, minlength=whole.size)
    places, apart = [], []
    for id, members in pieces:
        is_part = len(members) < whole_piece[component[members[0]]]
        if is_part or _is_large(members, copies, SLACK if lived[members].mean() >= 0.5 else 1.0):
            places.append(Place(id, members))
        else:
            apart.append(members)
    weights = place_weights([one.members for one in places], copies, np.zeros_like(copies))
    kept = sorted(range(len(places)), key=lambda at: (-weights[at], places[at].id))
    return Settlement([places[at] for at in kept], apart)


def inhabited(communities: Sequence[tuple[int, int, Ints]]) -> list[tuple[int, Ints]]:
    """The communities in which people live: those of the top, or the parts of one that is too large for a place.

    `communities` are (id, number of the one that it is a part of or -1, members), parents before their parts.
    """
    parts: dict[int, list[int]] = {}
    for number, (_, parent, _) in enumerate(communities):
        parts.setdefault(parent, []).append(number)
    found, waiting = [], parts.get(-1, [])
    while waiting:
        number = waiting.pop(0)
        id, _, members = communities[number]
        if len(members) > MOST_TOGETHER and number in parts:
            waiting = parts[number] + waiting
        else:
            found.append((id, members))
    return found


def place_weights(members: Sequence[Ints], copies: Ints, albums: Ints) -> Floats:
    """How much room each place is worth."""
    worth = 1 + 1.5 * np.sqrt(np.maximum(copies, albums)) + 1.5 * copies.astype(np.float64) ** 0.8
    return np.array([worth[one].sum() for one in members], dtype=np.float64)


def links_between(whole: Network, home: Ints, count: int) -> Floats:
    """The weight of all edges between each two places, both ways; 0 on the diagonal."""
    ends = home[whole.ends]
    across = (ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1])
    flat = np.bincount(ends[across] @ [count, 1], whole.weights[across], count * count)
    found = flat.reshape(count, count)
    return np.asarray(found + found.T, dtype=np.float64)


def join_regions(
    weights: Floats, links: Floats, likeness: Floats, before: Sequence[int], *, known: bool
) -> Ints:
    """The region of each place: small ones join those they are most connected with, then those of like styles.

    `before` has the region of each in the build before, 0 for none; `known` says that there was a map before. Then
    regions stay, and whether there are any changes only with clearly more or fewer places.
    """
    had = any(before)
    most = MOST_PLACES if not known else MOST_PLACES * (1 - REGIONS_SLACK if had else 1 + REGIONS_SLACK)
    if len(weights) <= most:
        return np.arange(len(weights))
    held = np.array(before, dtype=np.int64)
    if had and (held != 0).mean() >= HELD:
        return _in_order(_with_new(held, weights, links, likeness))
    return _in_order(_merged(weights, links, likeness))


def _in_order(region: Ints) -> Ints:
    """Regions numbered from 0 in the order of their first places."""
    _, first, number = np.unique(region, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first)).astype(np.int64)[number]


def _with_new(held: Ints, weights: Floats, links: Floats, likeness: Floats) -> Ints:
    """The regions of before; a new place joins the one that it belongs to most."""
    found = held.copy()
    pull = links / np.sqrt(weights[:, None] * weights[None]) + 0.1 * likeness
    for new in np.flatnonzero(held == 0).tolist():
        found[new] = held[int(np.where(held != 0, pull[new], -1.0).argmax())]
    return found


def _merged(weights: Floats, links: Floats, likeness: Floats) -> Ints:
    region = np.arange(len(weights))
    weight, link, like = weights.copy(), links.copy(), likeness * np.sqrt(weights[:, None] * weights[None])
    alive = np.ones(len(weights), dtype=np.bool_)
    while alive.sum() > REGIONS:
        at = int(np.where(alive, weight, np.inf).argmin())
        strength = link[at] / np.sqrt(weight[at] * weight) + 0.1 * like[at] / (weight[at] * weight) ** 0.5
        strength = np.where(alive, strength / np.sqrt(weight), -1.0)
        strength[at] = -1.0
        to = int(strength.argmax())
        for table in (link, like):
            table[to] += table[at]
            table[:, to] += table[:, at]
            table[to, to] = 0.0
        weight[to] += weight[at]
        alive[at] = False
        region[region == at] = to
    return region


def _joined(home: Ints, component: Ints, whole: Network) -> Ints:
    """Small communities within a larger piece join their strongest neighbour, the smallest first."""
    home = home.copy()
    size = np.bincount(home)
    of_piece = np.bincount(component, minlength=whole.size)
    inner = {
        int(number)
        for number in np.unique(home).tolist()
        if size[number] < SMALL and of_piece[component[np.flatnonzero(home == number)[0]]] > size[number]
    }
    while inner:
        small = min(inner, key=lambda number: (size[number], number))
        inner.discard(small)
        ends = home[whole.ends]
        across = (ends == small).any(axis=1) & (ends[:, 0] != ends[:, 1])
        if not across.any():
            continue
        others = np.where(ends[across, 0] == small, ends[across, 1], ends[across, 0])
        to = int(np.bincount(others, whole.weights[across]).argmax())
        home[home == small] = to
        size[to] += size[small]
        size[small] = 0
        if size[to] >= SMALL:
            inner.discard(to)
    return home


def _is_large(members: Ints, copies: Ints, slack: float) -> bool:
    return len(members) >= MEMBERS * slack or (
        len(members) >= FEW_MEMBERS * slack and copies[members].sum() >= COPIES * slack
    )
