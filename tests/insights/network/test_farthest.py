"""Who is farthest apart: the same as by a search from everybody."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from linernotes.insights.network.adjacency import Adjacency
from linernotes.insights.network.farthest import farthest_apart

Pairs = set[tuple[int, int]]

pairs = st.sets(
    st.tuples(st.integers(1, 14), st.integers(1, 14)).filter(lambda pair: pair[0] < pair[1]), max_size=20
)


def network(edges: Pairs) -> Adjacency:
    both = sorted(edges | {(other, one) for one, other in edges})
    ids = np.array(sorted({one for one, _ in both}), dtype=np.int64)
    near = np.searchsorted(ids, [one for one, _ in both])
    far = np.searchsorted(ids, [other for _, other in both]).astype(np.int64)
    begins = np.searchsorted(near, np.arange(len(ids) + 1))
    return Adjacency(ids, begins, far, np.ones(len(far)), np.ones(len(far), dtype=np.int64))


def distances(edges: Pairs, start: int) -> dict[int, int]:
    found, waiting = {start: 0}, [start]
    for here in waiting:
        for pair in edges:
            if here in pair:
                other = pair[1] if pair[0] == here else pair[0]
                if other not in found:
                    found[other] = found[here] + 1
                    waiting.append(other)
    return found


@given(pairs, st.sets(st.integers(1, 16)), st.integers(1, 6))
def test_the_farthest_are_those_of_a_search_from_everybody(edges: Pairs, some: set[int], most: int) -> None:
    known = some & {one for pair in edges for one in pair}
    apart = {
        (steps, one, other)
        for one in known
        for other, steps in distances(edges, one).items()
        if one < other and other in known and steps <= most
    }
    longest = max((steps for steps, _, _ in apart), default=0)
    first = min(((one, other) for steps, one, other in apart if steps == longest), default=None)
    assert farthest_apart(network(edges), some, most_steps=most) == first


def test_more_artists_than_are_searched_from_at_once() -> None:
    chain = {(id, id + 1) for id in range(1, 1300)}
    assert farthest_apart(network(chain), range(1, 1301), most_steps=12) == (1, 13)
    assert farthest_apart(network({(1, 600), (600, 1200)}), [1200, 1], most_steps=12) == (1, 1200)
