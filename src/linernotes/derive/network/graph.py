"""Network: artists and how strongly they are connected, as a graph.

The only module that knows rustworkx and graspologic.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import graspologic_native
import numpy as np
import rustworkx
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Of PageRank: how much is handed on, and when it has settled. Each round leaves 0.85 of the error: 200 are plenty.
_DAMPING, _PRECISION, _ROUNDS = 0.85, 1e-13, 200
#: Leiden moves artists, refines and joins so often: ten times, and in large networks until it saw so many edges, but
#: three times at least. Of 215,000 edges the fourth to tenth time add 0.0002 of modularity for twice the time.
_MOST_CYCLES, _LEAST_CYCLES, _CYCLES_SEE = 10, 3, 100_000
#: Where its random numbers begin, so that the same network is always divided in the same way.
_SEED = 1


@dataclass(frozen=True)
class Network:
    """An undirected simple graph. Build it with `network`, which puts it into an order of its own.

    `ids` are the artists, ascending; everywhere else an artist is its place in `ids`. `ends` has a row per
    edge, the lower place first, rows ascending; `weights` goes with it. The order in which
    artists and edges come makes no difference: neither to the Network, nor to results computed from it.
    """

    ids: Ints
    ends: Ints
    weights: Floats

    @property
    def size(self) -> int:
        """Number of artists."""
        return len(self.ids)

    @cached_property
    def _graph(self) -> Any:
        graph = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(self.size))
        graph.add_edges_from_no_data(list(map(tuple, self.ends.tolist())))
        return graph

    @cached_property
    def _neighbours(self) -> tuple[Ints, Ints]:
        """All neighbours, one artist after the other, and where those of each begin (one more than artists)."""
        near, far = np.concatenate([self.ends, self.ends[:, ::-1]]).T
        order = np.lexsort([far, near])
        return far[order], np.searchsorted(near[order], np.arange(self.size + 1))

    def part(self, members: Ints) -> Network:
        """The network of these artists (places, ascending) and the edges among them."""
        place = np.full(self.size, -1, dtype=np.int64)
        place[members] = np.arange(len(members))
        ends = place[self.ends]
        inside = (ends >= 0).all(axis=1)
        return Network(self.ids[members], ends[inside], self.weights[inside])

    def parts(self, membership: Ints) -> Iterator[tuple[Ints, Network]]:
        """For each value of `membership` (one per artist, from 0) its artists and their network."""
        order = np.argsort(membership, kind="stable")
        bounds = np.searchsorted(membership[order], np.arange(membership.max(initial=-1) + 2))
        place = np.empty(self.size, dtype=np.int64)
        place[order] = np.arange(self.size) - bounds[membership[order]]
        of_edge = membership[self.ends]
        inside = np.flatnonzero(of_edge[:, 0] == of_edge[:, 1])
        inside = inside[np.argsort(of_edge[inside, 0], kind="stable")]
        edge_bounds = np.searchsorted(of_edge[inside, 0], np.arange(len(bounds)))
        for value in range(len(bounds) - 1):
            members = order[bounds[value] : bounds[value + 1]]
            edges = inside[edge_bounds[value] : edge_bounds[value + 1]]
            yield members, Network(self.ids[members], place[self.ends[edges]], self.weights[edges])

    def degrees(self) -> tuple[Ints, Floats]:
        """Each artist's number of neighbours, and the sum of the weights of its edges."""
        flat = self.ends.ravel()
        degree = np.bincount(flat, minlength=self.size)
        weighted = np.bincount(flat, weights=np.repeat(self.weights, 2), minlength=self.size)
        return degree.astype(np.int64), weighted.astype(np.float64)

    def components(self) -> Ints:
        """Each artist's connected component, named by the lowest place in it."""
        lowest = np.arange(self.size)
        for members in rustworkx.connected_components(self._graph):
            lowest[list(members)] = min(members)
        return lowest

    def hops(self, start: int) -> Ints:
        """Steps from one artist to each by the shortest way, -1 where no way leads."""
        found = np.full(self.size, -1, dtype=np.int64)
        found[start], front, steps = 0, np.array([start]), 0
        while len(front):
            steps += 1
            _, near = self._around(front)
            front = np.unique(near[found[near] < 0])
            found[front] = steps
        return found

    def _around(self, front: Ints) -> tuple[Ints, Ints]:
        """The neighbours of some artists: (artist, neighbour) as two arrays."""
        others, begins = self._neighbours
        counts = begins[front + 1] - begins[front]
        ends = np.cumsum(counts)
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins[front] - ends + counts, counts)
        return np.repeat(front, counts), others[at]

    def on_round_trips(self, start: int) -> NDArray[np.bool_]:
        """Who lies on some round trip from `start` that passes nobody twice.

        By Menger's theorem those are the members of its biconnected components of three artists or more.
        """
        found = np.zeros(self.size, dtype=np.bool_)
        blocks: dict[int, set[int]] = {}
        for ends, block in rustworkx.biconnected_components(self._graph).items():
            blocks.setdefault(block, set()).update(ends)
        for members in blocks.values():
            if len(members) > 2 and start in members:
                found[list(members)] = True
        return found

    def pagerank(self) -> Floats:
        """PageRank by weights, damped by 0.85; all add up to 1. Who has no edge hands on to everybody alike.

        By hand: its rounds add up in one order, so that two builds have the same digits.
        """
        source, target = np.concatenate([self.ends, self.ends[:, ::-1]]).T
        weights = np.tile(self.weights, 2)
        strength = np.bincount(source, weights, self.size)
        share, alone = weights / strength[source], strength == 0
        rank = np.full(self.size, 1 / max(self.size, 1))
        for _ in range(_ROUNDS if self.size else 0):
            handed_on = np.bincount(target, share * rank[source], self.size) + rank[alone].sum() / self.size
            before, rank = rank, (1 - _DAMPING) / self.size + _DAMPING * handed_on
            if np.abs(rank - before).sum() < _PRECISION:
                break
        return rank

    def betweenness(self) -> Floats:
        """How many shortest paths run through each, unweighted; of several shortest ones each counts its share.

        Takes some 20 ns for each artist and edge: the number of artists times the number of edges.
        """
        # By one thread: several would add up in an order of their own each time.
        found = rustworkx.graph_betweenness_centrality(
            self._graph, normalized=False, parallel_threshold=self.size + 1
        )
        return np.array([found[place] for place in range(self.size)], dtype=np.float64)

    def estimate_betweenness(
        self, *, sources: int, seed: int, is_over: Callable[[], bool] = lambda: False
    ) -> Floats:
        """The same, estimated from the paths of `sources` artists (at most all), picked by `seed`.

        It is asked of each whether all `is_over`: then the others are left out.
        """
        picked = sorted(random.Random(seed).sample(range(self.size), sources))
        found = np.zeros(self.size)
        for source in picked:
            if is_over():
                break
            found += self._dependencies(source)
        return found / 2 * (self.size / sources)

    def _dependencies(self, source: int) -> Floats:
        """How many shortest paths from one artist run through each other one, by Brandes' algorithm."""
        depth = np.full(self.size, -1, dtype=np.int64)
        paths, through = np.zeros(self.size), np.zeros(self.size)
        depth[source], paths[source] = 0, 1.0
        front = np.array([source])
        steps: list[tuple[Ints, Ints]] = []
        while len(front):
            near, far = self._around(front)
            onward = depth[far] < 0
            near, far = near[onward], far[onward]
            paths += np.bincount(far, paths[near], self.size)
            depth[far] = len(steps) + 1
            front = np.flatnonzero(depth == len(steps) + 1)
            steps.append((near, far))
        for near, far in reversed(steps):
            share = paths[near] * (1 + through[far]) / paths[far]
            through += np.bincount(near, share, self.size)
        through[source] = 0.0
        return through

    def modularity(self, membership: Ints) -> float:
        """Weighted modularity of a division, 0 for a network without edges."""
        whole = float(self.weights.sum())
        if not whole:
            return 0.0
        _, strength = self.degrees()
        of_each = np.bincount(membership, strength)
        of_edge = membership[self.ends]
        inside = self.weights[of_edge[:, 0] == of_edge[:, 1]].sum()
        return float(inside / whole - ((of_each / (2 * whole)) ** 2).sum())

    def leiden(self, *, runs: int, start: Ints | None = None) -> Ints:
        """Divide into communities by the Leiden algorithm: the best of some runs by weighted modularity, resolution 1.

        `start` has a community for each artist; without it everyone begins alone.
        """
        if not len(self.ends):
            return np.arange(self.size)
        names = [str(place) for place in range(self.size)]
        edges = [
            (names[one], names[other], weight)
            for (one, other), weight in zip(self.ends.tolist(), self.weights.tolist(), strict=True)
        ]
        connected = np.unique(self.ends).tolist()
        begin = None if start is None else {names[place]: int(start[place]) for place in connected}
        cycles = max(_LEAST_CYCLES, min(_MOST_CYCLES, _CYCLES_SEE // len(edges)))
        _, found = graspologic_native.leiden(edges, begin, iterations=cycles, seed=_SEED, trials=runs)
        # Who has no edge is unknown there, and alone.
        community = {names[place]: self.size + place for place in range(self.size)} | found
        return np.unique([community[name] for name in names], return_inverse=True)[1].astype(np.int64)


def network(artists: Sequence[int] | Ints, pairs: Ints, weights: Ints | Floats) -> Network:
    """The Network of these artists and edges, in any order; each pair of ids once, either way round."""
    ids = np.unique(np.asarray(artists, dtype=np.int64))
    ends = np.sort(np.searchsorted(ids, pairs.reshape(-1, 2)), axis=1)
    order = np.lexsort((ends[:, 1], ends[:, 0]))
    return Network(ids, ends[order].astype(np.int64), weights[order].astype(np.float64))
