"""Dates of a CSV export, as spreadsheets write them again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.source.csv.dates import PACIFIC, DateColumn, Order, date_column

MOMENT = datetime(2024, 2, 25, 19, 52, 24, tzinfo=UTC)  # 11:52:24 in US Pacific
MINUTE = MOMENT.replace(second=0)
MIDNIGHT = datetime(2024, 2, 25, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("2024-02-25 11:52:24", MOMENT, id="as-Discogs-writes-it"),
        pytest.param("2024-02-25 11:52", MINUTE, id="without-seconds"),
        pytest.param("2024-02-25T11:52:24-08:00", MOMENT, id="with-an-offset"),
        pytest.param("2024-02-25T19:52:24Z", MOMENT, id="with-Z"),
        pytest.param("2024-02-25 11:52:24.000", MOMENT, id="with-thousandths"),
        pytest.param("20240225", MIDNIGHT, id="digits-alone"),
        pytest.param("2/25/24 11:52", MINUTE, id="Excel-for-Mac-in-the-US"),
        pytest.param("25.02.24 11:52", MINUTE, id="LibreOffice-in-German"),
        pytest.param("25. 2. 2024 11:52", MINUTE, id="Czech"),
        pytest.param("25.02.2024, 11:52", None, id="a-comma-is-not-known"),
        pytest.param("25/02/2024", MIDNIGHT, id="Excel-in-the-UK"),
        pytest.param("2/25/2024 11:52:24 AM", MOMENT, id="with-AM"),
        pytest.param("2/25/2024 11:52:24 p.m.", MOMENT + timedelta(hours=12), id="with-pm"),
        pytest.param("2/25/2024 12:00 AM", MIDNIGHT, id="midnight"),
        pytest.param("2024/2/25 11:52", MINUTE, id="Japanese"),
        pytest.param("2024.02.25 11:52", MINUTE, id="Hungarian"),
        pytest.param("25-Feb-24", MIDNIGHT, id="Excel-with-a-month"),
        pytest.param("25 February 2024", MIDNIGHT, id="a-month-in-words"),
        pytest.param("Feb 25, 2024", MIDNIGHT, id="a-month-first"),
        pytest.param("25-févr-24", MIDNIGHT, id="French"),
        pytest.param("25 de fev. de 2024", MIDNIGHT, id="Portuguese"),
        pytest.param("45347", MIDNIGHT, id="a-number-of-Excel"),
        pytest.param("45347.4947222222", MOMENT.replace(second=24), id="a-number-with-a-time"),
        pytest.param("45347,4947222222", MOMENT.replace(second=24), id="with-a-comma"),
        pytest.param("52:24.0", None, id="what-Excel-shows-of-a-time"),
        pytest.param("########", None, id="a-column-that-was-too-narrow"),
        pytest.param("30/02/2024", None, id="no-such-day"),
        pytest.param("2024-02-30", None, id="no-such-day-in-ISO"),
        pytest.param("25/02/2024 25:00", None, id="no-such-hour"),
        pytest.param("2/25/2024 13:00 PM", None, id="no-such-half"),
        pytest.param("25-Foo-24", None, id="no-such-month"),
        pytest.param("7627679", None, id="a-number-that-is-no-day"),
        pytest.param("2024", None, id="a-year"),
        pytest.param("0001-01-01 00:00:00+14:00", None, id="before-the-first-date"),
        pytest.param("9" * 10_000, None, id="a-long-number"),
    ],
)
def test_a_date_is_read_as_spreadsheets_write_it(text, moment):
    assert date_column([text]).read(text) == moment


@pytest.mark.parametrize(
    ("texts", "order", "ambiguous"),
    [
        pytest.param(["04/03/2023", "23/03/2023"], Order.DAY_FIRST, 0, id="a-day-above-12-decides"),
        pytest.param(["04/03/2023", "03/23/2023"], Order.MONTH_FIRST, 0, id="so-does-one-in-second-place"),
        pytest.param(["04/03/2023", "05/06/2023"], Order.DAY_FIRST, 2, id="nothing-decides"),
        pytest.param(["4/3/2023", "5/6/2023"], Order.MONTH_FIRST, 2, id="nothing-decides-and-no-zeros"),
        pytest.param(["4/4/2023"], Order.MONTH_FIRST, 0, id="the-day-that-is-its-month"),
        pytest.param(
            ["04/03/2023", "23/03/2023", "03/23/2023"], Order.DAY_FIRST, 1, id="both-orders-in-one-column"
        ),
        pytest.param(["04.03.23", "99/99/99"], Order.DAY_FIRST, 1, id="nonsense-decides-nothing"),
        pytest.param(["04/09/2024", "2024-02-03"], Order.DAY_FIRST, 1, id="ISO-decides-nothing"),
        pytest.param(["24/02/25", "23/11/30", "22/01/28"], Order.YEAR_FIRST, 0, id="the-year-first"),
    ],
)
def test_the_whole_column_decides_the_order_or_the_dates_count_as_ambiguous(texts, order, ambiguous):
    column = date_column(texts, seen_at=datetime(2025, 6, 1, tzinfo=UTC))
    assert column.order is order
    assert sum(column.is_ambiguous(text) for text in texts) == ambiguous


def test_no_copy_was_added_after_its_file_was_seen():
    texts = ["04/11/2024", "05/02/2024"]
    seen_at = datetime(2024, 6, 1, tzinfo=UTC)
    column = date_column(texts, seen_at=seen_at)
    assert (column.order, column.is_ambiguous(texts[0])) == (Order.MONTH_FIRST, False)
    assert column.read(texts[0]) == datetime(2024, 4, 11, 7, tzinfo=UTC)


def test_in_a_mixed_column_a_date_that_fits_one_order_is_read_by_it():
    column = date_column(["23/03/2023", "24/03/2023", "03/25/2023"])
    assert column.read("03/25/2023") == datetime(2023, 3, 25, 7, tzinfo=UTC)


FORMS = [
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d.%m.%y %H:%M",
    "%Y/%m/%d %H:%M",
    "%d-%b-%y %H:%M",
    "%m/%d/%Y %I:%M %p",
]


@given(
    st.lists(
        st.datetimes(datetime(2001, 1, 1), datetime(2024, 12, 31)).map(
            lambda one: one.replace(second=0, microsecond=0)
        ),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(FORMS),
)
def test_every_form_of_a_column_is_read_back_or_said_to_be_ambiguous(moments, form):
    texts = [one.strftime(form) for one in moments]
    column = date_column(texts, seen_at=datetime(2025, 1, 1, tzinfo=UTC))
    for text, moment in zip(texts, moments, strict=True):
        read = column.read(text)
        assert read is not None
        there = moment.replace(tzinfo=PACIFIC).astimezone(UTC)
        assert read == there or column.is_ambiguous(text) or not _is_sure(texts, form)


def _is_sure(texts: list[str], form: str) -> bool:
    """Two-digit years may also stand first, where the days look more like years than the years do."""
    return form != "%d.%m.%y %H:%M"


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_none(text):
    column = date_column([text])
    read = column.read(text)
    assert read is None or read.tzinfo is UTC
    assert DateColumn().read(text) is None or isinstance(read, datetime)


def test_serial_numbers_count_days_as_spreadsheets_do():
    zero = date(1899, 12, 30)
    for day in (date(2000, 1, 1), date(2012, 2, 29), date(2024, 12, 31)):
        read = DateColumn().read(str((day - zero).days))
        assert read is not None
        assert read.astimezone(PACIFIC).date() == day
