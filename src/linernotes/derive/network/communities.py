"""Communities of artists: the network divided, and each part divided again while there is something to divide.

Pure functions. Every artist is in one community of level 0; who is connected to nobody is one alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from linernotes.derive.network.build_before import Levels
from linernotes.derive.network.graph import Floats, Ints, Network
from linernotes.storage.duckdb.rows import ArtistCommunityMembersRow, ArtistCommunityRow

#: A community with fewer collected artists than this is not divided.
FEW = 8
#: A division counts as structure from this modularity on.
STRUCTURE = 0.2
#: The best of so many runs is taken, of the parts of a community of fewer: they are many, and small. Fewer also where
#: the network is large: edges that all runs together may see.
RUNS, RUNS_BELOW = 10, 4
EDGES_SEEN = 500_000
#: A division that starts from the build before is kept unless a fresh one has so much more modularity.
HOLD = 0.01
#: A run from the build before that adds less modularity than that moves people for nothing.
SETTLED = 0.005
#: Communities that are divided at once, each by a thread: Leiden lets other threads of Python run.
AT_ONCE = 2
#: community_id = level x LEVEL + the anchor's id.
LEVEL = 10**12


@dataclass(frozen=True)
class Community:
    """One community. `members` are places in the network, ascending; `parent` is a place in the list, -1 on top."""

    level: int
    parent: int
    members: Ints


def divide(whole: Network, collected: Set[int], before: Levels = ()) -> list[Community]:
    """All communities on all levels, parents before their parts. They start from those of the build before."""
    on_shelf = np.isin(whole.ids, list(collected))
    found: list[Community] = []
    waiting = [(-1, 0, np.arange(whole.size), whole, best_division(whole, starts(whole, before, 0)))]
    threads = ThreadPoolExecutor(AT_ONCE, "linernotes-communities")
    try:
        while waiting:
            parent, level, places, part, division = waiting.pop()
            parts = [(places[members], inner) for members, inner in part.parts(division)]
            divisions = [
                threads.submit(_structure, inner, starts(inner, before, level + 1))
                if on_shelf[members].sum() >= FEW
                else None
                for members, inner in parts
            ]
            for (members, inner), division_to_come in zip(parts, divisions, strict=True):
                found.append(Community(level, parent, members))
                finer = None if division_to_come is None else division_to_come.result()
                if finer is not None:
                    waiting.append((len(found) - 1, level + 1, members, inner, finer))
    finally:
        threads.shutdown(cancel_futures=True)  # after an interruption none of those that wait begins
    return found


def _structure(part: Network, start: Ints | None) -> Ints | None:
    """The division of one community, None where there is too little structure to divide it."""
    finer = best_division(part, start, runs=RUNS_BELOW)
    return finer if finer.max(initial=0) > 0 and part.modularity(finer) >= STRUCTURE else None


def best_division(part: Network, start: Ints | None = None, *, runs: int = RUNS) -> Ints:
    """The division of highest modularity among at most so many runs.

    With a `start` it is the one that comes of it, unless a fresh one is much better. A start that is nearly as good
    stays as it is, but for newcomers, who join their neighbours.
    """
    fresh = part.leiden(runs=max(2, min(runs, EDGES_SEEN // max(1, len(part.ends)))))
    if start is None:
        return fresh
    kept = max((start, _with_newcomers(part, start)), key=part.modularity)
    held = part.leiden(runs=1, start=start)
    if part.modularity(held) - part.modularity(kept) < SETTLED:
        held = kept
    return fresh if part.modularity(fresh) > part.modularity(held) + HOLD else held


def _with_newcomers(part: Network, start: Ints) -> Ints:
    """The division with those who are alone, and have neighbours, in the community that they are tied to most."""
    near, far = np.concatenate([part.ends, part.ends[:, ::-1]]).T
    newcomers = np.bincount(start)[start] == 1
    of_newcomers = newcomers[near] & ~newcomers[far]
    artists, communities = near[of_newcomers], start[far[of_newcomers]]
    ties = np.tile(part.weights, 2)[of_newcomers]
    pairs, place = np.unique(np.column_stack([artists, communities]), axis=0, return_inverse=True)
    strength = np.bincount(place.ravel(), ties, len(pairs))
    order = np.lexsort([pairs[:, 1], -strength, pairs[:, 0]])
    who, first = np.unique(pairs[order, 0], return_index=True)
    joined = start.copy()
    joined[who] = pairs[order][first, 1]
    return np.unique(joined, return_inverse=True)[1].astype(np.int64)


def starts(part: Network, before: Levels, level: int) -> Ints | None:
    """The community of each artist in the build before, as numbers from 0; who was not there begins alone.

    None if none of them was in a community of this level.
    """
    known = before[level] if level < len(before) else {}
    ids = part.ids.tolist()
    if known.keys().isdisjoint(ids):
        return None
    labels = [known.get(artist, -artist) for artist in ids]
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def finest(communities: Sequence[Community], size: int) -> Ints:
    """The place in the list of each artist's finest community."""
    place = np.full(size, -1, dtype=np.int64)
    for number, community in enumerate(communities):
        place[community.members] = number  # parents come first, so that the last one is the finest
    return place


def top_modularity(whole: Network, communities: Sequence[Community]) -> float:
    """Weighted modularity of level 0."""
    return whole.modularity(finest([one for one in communities if one.level == 0], whole.size))


def centralities(whole: Network, communities: Sequence[Community]) -> list[Floats]:
    """Of each community its members' sums of weights of edges to members, in the order of `members`."""
    of_level: dict[int, Floats] = {}
    for level in {community.level for community in communities}:
        number = np.full(whole.size, -1, dtype=np.int64)
        for place, community in enumerate(communities):
            if community.level == level:
                number[community.members] = place
        ends = number[whole.ends]
        inside = (ends[:, 0] == ends[:, 1]) & (ends[:, 0] >= 0)
        _, of_level[level] = Network(whole.ids, whole.ends[inside], whole.weights[inside]).degrees()
    return [of_level[one.level][one.members] for one in communities]


@dataclass(frozen=True)
class Described:
    """Communities as rows of artist_community and artist_community_members, both in the order of their keys.

    `numbers` are the community_ids of the communities that were described, in their order; `finest` has the finest
    community_id of each artist of the network.
    """

    numbers: list[int]
    communities: list[ArtistCommunityRow]
    members: list[ArtistCommunityMembersRow]
    finest: list[int]


def describe(
    whole: Network,
    communities: Sequence[Community],
    copies: Mapping[int, Sequence[int]],
    names: Mapping[int, str | None],
    identities: Mapping[int, int],
) -> Described:
    """Name, count and label. `copies` has the copies on the shelf of each collected artist, by their ids.

    `identities` have the identity of each artist that is another name of somebody.
    """
    central = centralities(whole, communities)
    numbers: list[int] = []
    rows: list[ArtistCommunityRow] = []
    members: list[ArtistCommunityMembersRow] = []
    for community, weights in zip(communities, central, strict=True):
        artists = whole.ids[community.members].tolist()
        collected = [artist for artist in artists if artist in copies]
        anchor = min(collected or artists, key=lambda artist: (-len(copies.get(artist, ())), artist))
        number = community.level * LEVEL + anchor
        numbers.append(number)
        by_artist = dict(zip(artists, weights.tolist(), strict=True))
        items = {copy for artist in collected for copy in copies[artist]}
        parent = None if community.parent < 0 else numbers[community.parent]
        rows.append(
            ArtistCommunityRow(
                community_id=number,
                parent_id=parent,
                level=community.level,
                label=_label(collected, by_artist, names, identities),
                qty_artists=len(artists),
                qty_collected=len(collected),
                qty_items=len(items),
            )
        )
        members += [
            ArtistCommunityMembersRow(number, artist, centrality=weight)
            for artist, weight in by_artist.items()
        ]
    places = finest(communities, whole.size).tolist()
    return Described(numbers, sorted(rows), sorted(members), [numbers[place] for place in places])


def _label(
    collected: Sequence[int],
    centrality: Mapping[int, float],
    names: Mapping[int, str | None],
    identities: Mapping[int, int],
) -> str | None:
    """Its three most central collected artists, of one person or group the most central name alone.

    Names have commas in them, so a dot stands between them.
    """
    named: dict[int, int] = {}
    for artist in sorted(collected, key=lambda artist: (-centrality[artist], artist)):
        named.setdefault(identities.get(artist, artist), artist)
    first = list(named.values())[:3]
    return " · ".join(names.get(artist) or str(artist) for artist in first) or None
