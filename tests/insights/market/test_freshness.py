from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from linernotes.insights.market.price_age import is_fresh

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "fresh"),
    [
        pytest.param(timedelta(), True, id="just-told"),
        pytest.param(timedelta(hours=6), True, id="six-hours-are-allowed"),
        pytest.param(timedelta(hours=6, seconds=1), False, id="not-a-second-longer"),
        pytest.param(timedelta(days=400), False, id="last-year"),
        pytest.param(-timedelta(minutes=4), True, id="a-clock-that-was-set-a-little"),
        pytest.param(-timedelta(hours=1), False, id="a-time-that-has-yet-to-come"),
    ],
)
def test_prices_are_shown_for_six_hours(age, fresh):
    assert is_fresh(NOW - age, NOW) is fresh


def test_what_came_at_no_known_time_is_not_shown():
    assert not is_fresh(None, NOW)


def test_time_zones_do_not_matter():
    there = timezone(timedelta(hours=-8))
    assert is_fresh((NOW - timedelta(hours=5)).astimezone(there), NOW)


def test_the_present_is_meant_where_no_time_is_given():
    assert is_fresh(datetime.now(UTC) - timedelta(hours=5))
    assert not is_fresh(datetime.now(UTC) - timedelta(hours=7))
