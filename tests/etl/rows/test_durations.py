"""Durations as printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.etl.expected_texts import seconds as seconds_worked_out_otherwise

from linernotes.etl.rows.durations import duration_seconds


@pytest.mark.parametrize(
    ("printed", "seconds"),
    [
        pytest.param("3:45", 225, id="minutes-and-seconds"),
        pytest.param("03:45", 225, id="leading-zero"),
        pytest.param("1:12:34", 4354, id="with-hours"),
        pytest.param("5:00:08", 18008, id="with-hours-and-zeros"),
        pytest.param("72:05", 4325, id="more-than-an-hour-in-minutes"),
        pytest.param("0:07", 7, id="seconds-only"),
        pytest.param("0:00", 0, id="zero-if-it-is-printed"),
        pytest.param("", None, id="unknown-is-none-not-zero"),
        pytest.param(None, None, id="absent"),
        pytest.param("3'45", None, id="typed-by-hand"),
        pytest.param("3.45", None, id="with-a-dot"),
        pytest.param("345", None, id="without-a-colon"),
        pytest.param("3:75", None, id="no-minute-has-75-seconds"),
        pytest.param("1:72:00", None, id="no-hour-has-72-minutes"),
        pytest.param("1:2:03", None, id="one-digit-minutes-after-hours"),
        pytest.param("3:5", None, id="one-digit-seconds"),
        pytest.param("-3:45", None, id="negative"),
        pytest.param("approx. 4:00", None, id="with-words"),
        pytest.param("٣:٤٥", None, id="other-digits"),
        pytest.param("9" * 50 + ":00", None, id="absurd"),
        pytest.param("3:45\n", None, id="line-end"),
    ],
)
def test_a_duration_is_in_seconds(printed: str | None, seconds: int | None) -> None:
    assert duration_seconds(printed) == seconds


@given(st.integers(min_value=0, max_value=999 * 3600))
def test_what_is_printed_with_hours_reads_back(total: int) -> None:
    hours, minutes, seconds = total // 3600, total // 60 % 60, total % 60
    assert duration_seconds(f"{hours}:{minutes:02}:{seconds:02}") == total


@given(st.integers(min_value=0, max_value=9999 * 60))
def test_what_is_printed_in_minutes_reads_back(total: int) -> None:
    assert duration_seconds(f"{total // 60}:{total % 60:02}") == total


@given(st.from_regex(r"[0-9]{0,3}(:[0-9]{0,3}){0,3}", fullmatch=True))
def test_two_ways_of_reading_agree(printed: str) -> None:
    assert duration_seconds(printed) == seconds_worked_out_otherwise(printed)


@given(st.text(max_size=12))
def test_any_text_is_a_duration_that_fits_the_column_or_none(printed: str) -> None:
    seconds = duration_seconds(printed)
    assert seconds is None or 0 <= seconds < 2**31
