"""The drawing of the network: components and communities lie apart, and it is always the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from linernotes.derive.network.graph import Ints, Network, network
from linernotes.derive.network.layout import PULL, pack, place, pull


def ring_of(*sizes: int) -> Network:
    """Components of these sizes, each a ring (a pair, a single artist)."""
    pairs, first = [], 1
    for size in sizes:
        pairs += [(first + i, first + i + 1) for i in range(size - 1)]
        pairs += [(first, first + size - 1)] if size > 2 else []
        first += size
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return network(range(1, first), ends, np.ones(len(ends), dtype=np.int64))


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(st.floats(0.5, 40), max_size=60))
def test_no_two_discs_lie_on_each_other(radii: list[float]) -> None:
    radii.sort(reverse=True)
    centres = pack(radii)
    assert len(centres) == len(radii)
    for one in range(len(radii)):
        for other in range(one):
            apart = np.hypot(*(centres[one] - centres[other]))
            assert apart >= (radii[one] + radii[other]) * (1 - 1e-9)


def test_components_are_drawn_apart_the_largest_in_the_middle() -> None:
    whole = ring_of(12, 3, 2, 1, 1, 5)
    places = place(whole, [])
    parts = np.split(places, [12, 15, 17, 18, 19])
    assert np.abs(parts[0].min(axis=0) + parts[0].max(axis=0)).max() < 1e-6
    for one in range(len(parts)):
        for other in range(one):
            assert min(np.hypot(*(a - b)) for a in parts[one] for b in parts[other]) > 0.9


def test_nobody_stands_where_another_stands() -> None:
    places = place(ring_of(30, 2, 1, 1), [])
    assert len({tuple(spot) for spot in places.round(6).tolist()}) == 34


def test_communities_are_drawn_apart() -> None:
    """Two groups in which all know all, with as many links across: told apart only by their communities."""
    one, other = range(1, 11), range(11, 21)
    inside = [(a, b) for group in (one, other) for a in group for b in group if a < b]
    across = [(a, b) for a in one for b in other if (a + b) % 2]
    ends = np.array(inside + across)
    whole = network(range(1, 21), ends, np.ones(len(ends), dtype=np.int64))
    members: list[tuple[int, Ints]] = [(1, np.arange(10)), (11, np.arange(10, 20))]
    places = place(whole, members)
    middles = [places[where].mean(axis=0) for _, where in members]
    for number, (_, where) in enumerate(members):
        near = np.hypot(*(places[where] - middles[number]).T)
        far = np.hypot(*(places[where] - middles[1 - number]).T)
        assert (near < far).all()


def test_an_edge_pulls_harder_for_each_community_that_its_ends_share() -> None:
    whole = network(range(1, 5), np.array([[1, 2], [2, 3], [3, 4]]), np.array([1, 1, 1]))
    top, parts = np.array([7, 7, 7, 8]), np.array([5, 5, -1, -1])
    assert pull(whole, [top, parts]).tolist() == [1 + 2 * PULL, 1 + PULL, 1]


def test_the_same_network_is_drawn_the_same_again() -> None:
    assert np.array_equal(place(ring_of(40, 7, 1), []), place(ring_of(40, 7, 1), []))


@pytest.mark.parametrize("size", [0, 1, 2])
def test_a_tiny_network_has_places_too(size: int) -> None:
    places = place(ring_of(*[size] * bool(size)), [])
    assert places.shape == (size, 2)
    assert np.isfinite(places).all()
