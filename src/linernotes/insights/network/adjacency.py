"""Neighbours of artists, in memory: a shortest path through 100,000 artists takes milliseconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from linernotes.insights.snapshot import Snapshot

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Steps = NDArray[np.int8]
Scalar = TypeVar("Scalar", bound=np.generic)

#: "me" is left out: everyone would be two steps from everyone.
_EDGES = "select artist_id_from, artist_id_to, albums, weight from artist_edge where artist_id_from != 0"


@dataclass(frozen=True, slots=True)
class Adjacency:
    """The network's edges, both ways round, by where they begin: `others[begins[i]:begins[i + 1]]` are the places of
    the neighbours of `ids[i]`, those with the heaviest edges first, ties by id. `albums` are how many two artists made
    together, 0 where only family connects them. `weights` say how strongly they are connected; they count nothing.

    To be read by any number of threads.
    """

    ids: Ints
    begins: Ints
    others: Ints
    weights: Floats
    albums: Ints

    def place(self, artist_id: int) -> int | None:
        """Where an artist is in `ids`; None without neighbours."""
        place = int(np.searchsorted(self.ids, artist_id))
        return place if place < len(self.ids) and self.ids[place] == artist_id else None

    def neighbours(self, artist_id: int) -> list[tuple[int, int]]:
        """(artist_id, albums together) of each neighbour, the heaviest edge first, ties by id."""
        place = self.place(artist_id)
        if place is None:
            return []
        part = slice(self.begins[place], self.begins[place + 1])
        return list(zip(self.ids[self.others[part]].tolist(), self.albums[part].tolist(), strict=True))

    def shortest(self, starts: Iterable[int], ends: Iterable[int], *, most_steps: int) -> list[int] | None:
        """A shortest path from any of `starts` to any of `ends`, as artist ids; None without one, or none so short.

        Of several one with the fewest steps of family alone, which prove no music. Of these the one whose last edge is
        the heaviest, and so on backwards; ties by id.
        """
        there, back = _Search(self, self._places(starts)), _Search(self, self._places(ends))
        while there.steps_made + back.steps_made < most_steps:
            # From both sides, the smaller one first: a few hundred are looked at where it would be thousands.
            near, far = (there, back) if len(there.frontier) <= len(back.frontier) else (back, there)
            near.step()
            if not len(near.frontier):
                return None
            met = near.frontier[far.steps[near.frontier] >= 0]
            if len(met):
                return self._walk_back(met, there, back)
        return None

    def _places(self, artist_ids: Iterable[int]) -> Ints:
        places = [place for id in sorted(artist_ids) if (place := self.place(id)) is not None]
        return np.array(places, dtype=np.int64)

    def next_to(self, frontier: Ints) -> Ints:
        """The places of all neighbours of all of a frontier."""
        return self.others[self._edges_of(frontier)]

    def _edges_of(self, frontier: Ints) -> Ints:
        """Where in `others` the neighbours of all of a frontier are."""
        counts = self.begins[frontier + 1] - self.begins[frontier]
        skipped = np.cumsum(counts) - counts
        at: Ints = np.arange(counts.sum()) + np.repeat(self.begins[frontier] - skipped, counts)
        return at

    def _walk_back(self, met: Ints, there: _Search, back: _Search) -> list[int]:
        """From the best of the ends to a start, through those on any shortest path."""
        steps = np.full(len(self.ids), -1, dtype=np.int8)
        steps[met] = there.steps_made
        there.mark(met, steps, -1)
        arrived = back.mark(met, steps, 1).tolist()
        family = self._count_family(steps)
        ways = {end: self._way_back(end, steps, family) for end in arrived}
        here = min(arrived, key=lambda end: (int(family[end]), -ways[end][1], ways[end][0], end))
        path = [here]
        while steps[here] > 0:
            here = self._way_back(here, steps, family)[0]
            path.append(here)
        found: list[int] = self.ids[path[::-1]].tolist()
        return found

    def _count_family(self, steps: Steps) -> Steps:
        """The fewest steps of family alone from a start to each artist on a shortest path."""
        family: Steps = np.zeros(len(self.ids), dtype=np.int8)
        for number in range(1, int(steps.max()) + 1):
            layer = np.flatnonzero(steps == number)
            at = self._edges_of(layer)
            owner = np.repeat(np.arange(len(layer)), self.begins[layer + 1] - self.begins[layer])
            kept = steps[self.others[at]] == number - 1
            at, owner = at[kept], owner[kept]
            fewest = np.full(len(layer), np.iinfo(np.int8).max, dtype=np.int8)
            np.minimum.at(fewest, owner, family[self.others[at]] + (self.albums[at] == 0).astype(np.int8))
            family[layer] = fewest
        return family

    def _way_back(self, place: int, steps: Steps, family: Steps) -> tuple[int, float]:
        """The neighbour that is one step nearer to the start, by the heaviest edge, and that edge's weight.

        The edge is one of a path with the fewest steps of family.
        """
        part = slice(self.begins[place], self.begins[place + 1])
        others = self.others[part]
        is_best = family[others] + (self.albums[part] == 0) == family[place]
        nearer = int(np.flatnonzero((steps[others] == steps[place] - 1) & is_best)[0])
        return int(others[nearer]), float(self.weights[part][nearer])


class _Search:
    """Breadth first from one side. `steps` is how far everybody is who was reached, -1 for the others."""

    def __init__(self, network: Adjacency, begun: Ints) -> None:
        self._network = network
        self.frontier = begun
        self.steps_made = 0
        self.steps: Steps = np.full(len(network.ids), -1, dtype=np.int8)
        self.steps[begun] = 0

    def step(self) -> None:
        """One step farther."""
        far = self._network.next_to(self.frontier)
        self.frontier = np.unique(far[self.steps[far] < 0])
        self.steps_made += 1
        self.steps[self.frontier] = self.steps_made

    def mark(self, met: Ints, steps: Steps, way: int) -> Ints:
        """Number those on shortest paths from where both sides met back to this side's beginnings, which it returns.

        `steps` has the numbers of those met; each step is `way` more.
        """
        layer, number = met, int(steps[met[0]])
        for left in range(self.steps_made - 1, -1, -1):
            near = self._network.next_to(layer)
            layer = np.unique(near[self.steps[near] == left])
            number += way
            steps[layer] = number
        return layer


def read_adjacency(snapshot: Snapshot) -> Adjacency:
    """All edges of a build but those to "me"."""
    batches = list(snapshot.storage.record_batches(_EDGES))

    def column(name: str, kind: type[Scalar]) -> NDArray[Scalar]:
        parts = [batch.column(name).to_numpy() for batch in batches]
        return np.concatenate(parts).astype(kind) if parts else np.empty(0, dtype=kind)

    lower, higher = column("artist_id_from", np.int64), column("artist_id_to", np.int64)
    ids = np.unique(np.concatenate([lower, higher]))
    one, other = np.searchsorted(ids, lower), np.searchsorted(ids, higher)
    near, far = np.concatenate([one, other]), np.concatenate([other, one])
    weights, albums = np.tile(column("weight", np.float64), 2), np.tile(column("albums", np.int64), 2)
    order = np.lexsort([far, -weights, near])
    begins = np.searchsorted(near[order], np.arange(len(ids) + 1))
    return Adjacency(ids, begins, far[order], weights[order], albums[order])
