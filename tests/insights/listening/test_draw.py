"""The draw: seeded, weighed, and never again what was just shown."""

from __future__ import annotations

from collections import Counter

import pytest

from linernotes.insights.listening.weighted_draw import draw_one, draw_several


def test_the_same_seed_draws_the_same_record() -> None:
    weights = dict.fromkeys(range(100), 1.0)
    assert draw_one(weights, "tonight") == draw_one(dict(reversed(weights.items())), "tonight")
    assert len({draw_one(weights, f"seed {number}") for number in range(50)}) > 20


def test_every_record_can_come_up_and_the_heavier_ones_do_so_more_often() -> None:
    weights = {1: 1.0, 2: 3.0, 3: 0.1}
    drawn = Counter(draw_one(weights, f"seed {number}") for number in range(4000))
    assert set(drawn) == {1, 2, 3}
    assert drawn[2] / drawn[1] == pytest.approx(3, rel=0.2)
    assert drawn[1] / drawn[3] == pytest.approx(10, rel=0.5)


def test_what_was_just_shown_does_not_come_up() -> None:
    weights = {1: 1000.0, 2: 1000.0, 3: 0.001}
    assert {draw_one(weights, f"{seed}", just_shown=[1, 2]) for seed in range(100)} == {3}


def test_where_all_were_shown_the_one_whose_turn_is_longest_ago_comes_again() -> None:
    assert draw_one({1: 1.0, 2: 1.0}, "any", just_shown=[2, 9, 1, 8]) == 1
    assert draw_one({1: 1.0, 2: 1.0}, "any", just_shown=[1, 2, 1]) == 2
    assert draw_one({2: 1.0}, "any", just_shown=[2]) == 2


def test_nothing_is_drawn_from_nothing() -> None:
    assert draw_one({}, "any", just_shown=[1]) is None
    assert draw_several({}, "any", 6) == []


def test_several_are_different_ones() -> None:
    weights = {number: 1.0 + number for number in range(20)}
    drawn = draw_several(weights, "today", 6)
    assert len(set(drawn)) == 6
    assert drawn == draw_several(weights, "today", 6)
    assert sorted(draw_several(weights, "today", 99)) == sorted(weights)
    first = Counter(draw_several({1: 1.0, 2: 9.0}, f"{seed}", 1)[0] for seed in range(1000))
    assert first[2] > 5 * first[1]
