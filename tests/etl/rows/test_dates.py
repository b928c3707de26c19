"""Moments of Discogs, which lives in US Pacific time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.etl.rows.dates import parse_timestamp


@pytest.mark.parametrize(
    ("sent", "moment"),
    [
        pytest.param("2015-04-14T03:23:29-07:00", (2015, 4, 14, 10, 23, 29), id="summer"),
        pytest.param("2022-01-22T04:32:49-08:00", (2022, 1, 22, 12, 32, 49), id="winter"),
        pytest.param("2011-08-30 14:21:45", (2011, 8, 30, 21, 21, 45), id="no-offset-is-pacific-summer"),
        pytest.param("2011-01-01T00:00:42", (2011, 1, 1, 8, 0, 42), id="no-offset-is-pacific-winter"),
        pytest.param("2020-12-31T23:59:59-08:00", (2021, 1, 1, 7, 59, 59), id="another-year"),
        pytest.param("2020-09-15T17:31:59Z", (2020, 9, 15, 17, 31, 59), id="zulu"),
    ],
)
def test_a_moment_is_utc(sent: str, moment: tuple[int, ...]) -> None:
    read = parse_timestamp(sent)
    assert read == datetime(*moment, tzinfo=UTC)
    assert read.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "sent", [None, "", "  ", "yesterday", "2015-13-01T00:00:00-07:00", "0001-01-01T00:00+14:00"]
)
def test_what_is_no_moment_is_none(sent: str | None) -> None:
    assert parse_timestamp(sent) is None


@given(st.text(max_size=30) | st.datetimes().map(str))
def test_any_text_is_an_aware_moment_or_none(sent: str) -> None:
    moment = parse_timestamp(sent)
    assert moment is None or moment.tzinfo is UTC
