"""The weight of an artist in suggestions."""

from __future__ import annotations

from itertools import permutations
from math import log2

import pytest

from linernotes.insights.gaps.suggestions import weight_of


def test_sums_of_weights_are_equal_in_any_order() -> None:
    """A database with threads adds in no order, and equal records would change places with each run."""
    weights = [weight_of(albums) for albums in (1, 2, 4, 6, 9)] + [weight_of(3) / 4]
    assert len({sum(some) for some in permutations(weights)}) == 1


def test_it_is_the_logarithm() -> None:
    assert [weight_of(albums) for albums in (1, 3, 7)] == [1.0, 2.0, 3.0]
    assert weight_of(10) == pytest.approx(log2(11), abs=1e-6)
