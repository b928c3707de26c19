"""Large places of the map are divided where two circles hardly play with each other, and stay divided."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from linernotes.derive.network.atlas.cells import cut
from linernotes.derive.network.atlas.geometry import inside, rectangle
from linernotes.derive.network.atlas.parts import divide_place, lines_between, spread_parts
from linernotes.derive.network.atlas.people import Crowd
from linernotes.derive.network.graph import Network, network

GROUND = rectangle(0, 0, 300, 200)
UNKNOWN = np.full(60, -1)


def circles(*sizes: int, bridges: int = 2) -> Network:
    """Circles in which everyone plays with everyone, and a few ties between each and the next."""
    begins = np.cumsum([0, *sizes]).tolist()
    pairs = [
        pair
        for low, high in zip(begins, begins[1:], strict=False)
        for pair in combinations(range(low, high), 2)
    ]
    pairs += [(low - 1 - at, low + at) for low in begins[1:-1] for at in range(bridges)]
    return network(range(begins[-1]), np.array(pairs), np.ones(len(pairs)))


def test_two_circles_are_two_parts_and_one_circle_is_none() -> None:
    found = divide_place(circles(35, 25), UNKNOWN, was_whole=False)
    assert len(set(found[:35].tolist())) == len(set(found[35:].tolist())) == 1
    assert found[0] != found[35]
    assert not divide_place(circles(60), UNKNOWN, was_whole=False).any()
    assert not divide_place(circles(20, 15), UNKNOWN[:35], was_whole=False).any()  # too few people


def test_a_small_circle_joins_another_part() -> None:
    found = divide_place(circles(30, 25, 5), UNKNOWN, was_whole=False)
    assert sorted(np.bincount(found).tolist()) == [30, 30]


def test_parts_stay_and_a_newcomer_joins_who_they_play_with() -> None:
    before = np.repeat([0, 1], 30)
    before[[3, 40]] = -1
    found = divide_place(circles(30, 30), before, was_whole=False)
    assert found.tolist() == [0] * 30 + [1] * 30


def test_people_stand_in_the_cell_of_their_part_and_lines_lie_between() -> None:
    part = np.repeat([0, 1], 30)
    whole, still = circles(30, 30), np.zeros(60, dtype=np.bool_)
    start = np.random.default_rng(1).uniform([20, 20], [280, 180], (60, 2))
    crowd = Crowd(start, whole.ends, whole.weights, np.zeros((60, 2)), still, still)
    title = np.array([100.0, 80.0, 200.0, 110.0])
    places, diagram = spread_parts(GROUND, [title], crowd, part, np.full((2, 3), np.nan), titled=0)
    for number, cell in enumerate(cut(GROUND, diagram)):
        assert inside(cell.outline, places[part == number]).all()
    (lines,) = lines_between(GROUND, diagram).values()
    apart = [((lines.reshape(-1, 2) - site) ** 2).sum(axis=1) for site in diagram.sites]
    assert np.allclose(apart[0] - diagram.powers[0], apart[1] - diagram.powers[1])
    again, same = spread_parts(
        GROUND,
        [title],
        Crowd(places, whole.ends, whole.weights, np.zeros((60, 2)), still, ~still),
        part,
        np.column_stack([diagram.sites, diagram.powers]),
        titled=0,
    )
    assert np.array_equal(again, places)
    assert np.array_equal(same.sites, diagram.sites)
