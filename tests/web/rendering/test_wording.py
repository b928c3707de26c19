"""Numbers, times and conditions as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from linernotes.web.rendering.formatting import ago, grade, money, number, released, span

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, "just now"),
        (9, "just now"),
        (59, "59 seconds ago"),
        (60, "1 minute ago"),
        (7199, "1 hour ago"),
        (86400, "1 day ago"),
        (86400 * 59, "59 days ago"),
        (86400 * 60, "2025-12-31"),
    ],
)
def test_times_are_shown_from_now(seconds: int, expected: str):
    assert ago(NOW - timedelta(seconds=seconds), NOW) == expected


def test_what_never_was_is_said():
    assert ago(None) == "never"
    assert number(None) == "–"
    assert number(1234567) == "1,234,567"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("Mint (M)", "M"),
        ("Near Mint (NM or M-)", "NM"),
        ("Very Good Plus (VG+)", "VG+"),
        ("Not Graded", "Not Graded"),
        ("odd (", "odd ("),
        ("", ""),
        (None, ""),
    ],
)
def test_conditions_are_shown_in_a_few_letters(condition: str | None, expected: str):
    assert grade(condition) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (1, "1 second"),
        (89, "89 seconds"),
        (90, "2 minutes"),
        (5369, "89 minutes"),
        (5400, "1 h 30 min"),
        (3600 * 71, "71 h 00 min"),
        (3600 * 99, "4 days 3 h"),
        (3600 * 24 * 1234, "1,234 days 0 h"),
    ],
)
def test_spans_are_shown_as_coarsely_as_they_are_long(seconds: int, expected: str):
    assert span(seconds) == expected


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (Decimal("4223.2"), "EUR", "€4,223.20"),
        (Decimal("30"), "CHF", "CHF\u00a030.00"),
        (Decimal("30"), "$", "$30.00"),
        (Decimal("30"), None, "30.00"),
        (None, "EUR", "–"),
    ],
)
def test_money_is_shown_with_its_currency(amount: Decimal | None, currency: str | None, expected: str):
    assert money(amount, currency) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1987", "1987"),
        ("1999-00-00", "1999"),
        ("1987-07-00", "July 1987"),
        ("1987-7", "July 1987"),
        ("1994-09-03", "3 September 1994"),
        ("0", ""),
        ("0000-00-00", ""),
        ("2001-13-00", "2001-13-00"),
        ("2001-06-31", "2001-06-31"),
        ("about 1970", "about 1970"),
        ("0000", ""),
        (None, ""),
    ],
)
def test_release_dates_are_written_as_far_as_they_are_known(text: str | None, expected: str):
    assert released(text) == expected
