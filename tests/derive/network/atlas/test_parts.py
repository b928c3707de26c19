"""Large places of the map are divided where two circles hardly play with each other, and stay divided."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from linernotes.derive.network.atlas.cells import cut
from linernotes.derive.network.atlas.geometry import inside, rectangle
from linernotes.derive.network.atlas.parts import (
    arrange_parts,
    divide_place,
    lines_between,
    ring_around,
    spread_parts,
)
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
    near, diagram = arrange_parts(GROUND, [title], crowd, part, np.full((2, 3), np.nan), titled=0)
    places = spread_parts(GROUND, [title], near, part, diagram)
    for number, cell in enumerate(cut(GROUND, diagram)):
        assert inside(cell.outline, places[part == number]).all()
    (lines,) = lines_between(GROUND, diagram).values()
    apart = [((lines.reshape(-1, 2) - site) ** 2).sum(axis=1) for site in diagram.sites]
    assert np.allclose(apart[0] - diagram.powers[0], apart[1] - diagram.powers[1])
    held = Crowd(places, whole.ends, whole.weights, np.zeros((60, 2)), still, ~still)
    sites = np.column_stack([diagram.sites, diagram.powers])
    again, same = arrange_parts(GROUND, [title], held, part, sites, titled=0)
    assert np.array_equal(spread_parts(GROUND, [title], again, part, same), places)
    assert np.array_equal(same.sites, diagram.sites)


def test_who_stands_at_the_title_has_their_part_around_wherever_it_begins() -> None:
    """The title stood in the cell of another part, where forces had put the larger one around it."""
    part = np.repeat([0, 1], [15, 45])
    whole, fixed = circles(15, 45), np.zeros(60, dtype=np.bool_)
    start = np.random.default_rng(1).uniform([20, 20], [280, 180], (60, 2))
    start[0], fixed[0] = (150, 115), True
    title = np.array([100.0, 80.0, 200.0, 110.0])
    crowd = Crowd(start, whole.ends, whole.weights, np.zeros((60, 2)), fixed, np.zeros(60, dtype=np.bool_))
    near, diagram = arrange_parts(GROUND, [title], crowd, part, np.full((2, 3), np.nan), titled=0)
    places = spread_parts(GROUND, [title], near, part, diagram)
    assert (diagram.owners(places) == part).all()
    apart = np.hypot(*(places[1:15, None] - places[None, 1:15]).transpose(2, 0, 1)) + np.eye(14) * 99
    assert apart.min() > 4  # nor are they a knot between the title and the lines


def test_a_line_lies_around_who_stands_on_the_bank_of_another_part() -> None:
    ring = ring_around(GROUND, np.array([150.0, 8.0]))
    assert 3 <= len(ring) < len(ring_around(GROUND, np.array([150.0, 100.0])))
    assert np.allclose(np.hypot(*(ring.reshape(-1, 2) - [150, 8]).T), 8)
    assert inside(GROUND, ring.mean(axis=1), 4.0).all()
