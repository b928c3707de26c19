"""Power diagrams: cells of the wanted areas that fill their outline, whatever the sites."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from linernotes.derive.network.atlas.cells import Diagram, borders, cut, settle, touching
from linernotes.derive.network.atlas.geometry import (
    area,
    drawn_in,
    held_inside,
    inside,
    raster,
    rectangle,
    rounded,
    swayed,
    unswayed,
)
from linernotes.derive.network.graph import Floats

LAND = rectangle(8, 8, 1192, 700)
shares = st.lists(st.floats(0.5, 8), min_size=1, max_size=20)


def sites(count: int, seed: int) -> Floats:
    return np.random.default_rng(seed).uniform([20, 20], [1180, 690], size=(count, 2))


@settings(max_examples=examples(60), deadline=None)
@given(shares, st.integers(0, 1000))
def test_cells_fill_the_land_with_the_areas_that_are_wanted(wanted: list[float], seed: int) -> None:
    start = Diagram(sites(len(wanted), seed), np.zeros(len(wanted)))
    diagram = settle(LAND, start, np.array(wanted), step=12, rounds=80, pull=0.4)
    areas = np.array([area(cell.outline) for cell in cut(LAND, diagram)])
    assert areas.sum() == pytest.approx(area(LAND), rel=1e-9)
    assert np.abs(areas / areas.sum() - np.array(wanted) / sum(wanted)).max() < 0.03


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(2, 20), st.integers(0, 1000))
def test_a_point_lies_in_the_cell_of_the_site_that_it_belongs_to(count: int, seed: int) -> None:
    powers = np.random.default_rng(seed + 1).uniform(-2000, 2000, size=count)
    diagram = Diagram(sites(count, seed), powers)
    cells, points = cut(LAND, diagram), raster(LAND, 40)
    for point, owner in zip(points, diagram.owners(points).tolist(), strict=True):
        assert inside(cells[owner].outline, point[None], -1e-6).all()


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(2, 20), st.integers(0, 1000))
def test_cells_that_share_a_border_touch_and_nothing_else(count: int, seed: int) -> None:
    cells = cut(LAND, Diagram(sites(count, seed), np.zeros(count)))
    hops, shared = touching(cells), borders(cells)
    assert (hops == hops.T).all()
    assert (np.diag(hops) == 0).all()
    for one in range(count):
        for other in range(one + 1, count):
            assert (hops[one, other] == 1) == ((one, other) in shared)
    for (one, other), ends in shared.items():
        for cell in (cells[one], cells[other]):
            assert inside(cell.outline, ends, -1e-6).all()


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(st.floats(-500, 1700), st.floats(-500, 1300)), min_size=1, max_size=30))
def test_points_are_held_inside_and_come_back_from_their_sway(drawn: list[tuple[float, float]]) -> None:
    points = np.array(drawn)
    assert inside(LAND, held_inside(LAND, points, 7), 7 - 1e-6).all()
    assert np.abs(unswayed(swayed(points)) - points).max() < 1e-6


def test_an_outline_drawn_in_is_smaller_on_all_sides_and_a_round_one_lies_within() -> None:
    smaller = drawn_in(LAND, 5)
    assert area(smaller) == pytest.approx((1184 - 10) * (692 - 10))
    assert inside(LAND, rounded(LAND, 9), -1e-6).all()
    assert len(drawn_in(rectangle(0, 0, 8, 8), 5)) < 3
