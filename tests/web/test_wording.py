"""Numbers, times and conditions as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from linernotes.web.wording import ago, grade, number

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
def test_times_are_told_from_now(seconds: int, expected: str):
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
def test_conditions_are_told_in_a_few_letters(condition: str | None, expected: str):
    assert grade(condition) == expected
