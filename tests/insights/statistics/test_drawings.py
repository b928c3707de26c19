"""What the drawings of the shelf show: growth by month and genre, parts by decade and by year, the days of a year."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.insights.shelves import copy, record, shelf

from linernotes.insights.collection.facets.facets import Facets, facet_of
from linernotes.insights.market.collection_value import Valuation
from linernotes.insights.market.value_line import value_line
from linernotes.insights.statistics.drawings.crossed import (
    MOST_COLUMNS,
    CrossedColumn,
    cell_address,
    cross,
    periods,
)
from linernotes.insights.statistics.drawings.shelf_growth import NO_GENRE, OTHERS, grow
from linernotes.insights.statistics.drawings.year_calendar import AddedDays, year_calendar

GENRES = tuple("ABCDEFGHI")
days = st.none() | st.dates(date(2015, 1, 1), date(2019, 12, 31))
pressings = st.lists(st.tuples(days, st.lists(st.sampled_from(GENRES), max_size=3, unique=True)), max_size=30)


def made(rows: list[tuple[date | None, list[str]]]):
    return shelf(
        *(
            record(id, copy(id, added=day and day.isoformat()), genres=tuple(genres))
            for id, (day, genres) in enumerate(rows, 1)
        )
    )


@given(pressings)
def test_the_shelf_grows_as_copies_came_in_and_its_genres_add_up_to_it(
    rows: list[tuple[date | None, list[str]]],
) -> None:
    grown = grow(made(rows))
    dated = [day for day, _ in rows if day]
    assert grown.undated == len(rows) - len(dated)
    assert [month.number for month in grown.months] == (
        list(range(grown.months[0].number, grown.months[-1].number + 1)) if dated else []
    )
    for month, total in zip(grown.months, grown.totals, strict=True):
        assert total == sum((day.year, day.month) <= (month.year, month.month) for day in dated)
    for at, total in enumerate(grown.totals):
        assert sum(one.totals[at] for one in grown.genres) == pytest.approx(total, abs=0.05)
    for one in grown.genres:
        assert list(one.totals) == sorted(one.totals)
    assert not dated or str(len(dated)) in grown.sentence


def test_a_record_of_two_genres_counts_half_in_each() -> None:
    grown = grow(
        shelf(
            record(1, copy(1, added="2019-01-05"), genres=("Jazz", "Rock")),
            record(2, copy(2, added="2019-03-05"), copy(2, 1, added="2020-01-05"), genres=("Jazz",)),
            record(3, copy(3, added="2019-03-09")),
            record(4, copy(4, added=None), genres=("Folk",)),
        )
    )
    assert {one.genre: (one.totals[0], one.totals[-1]) for one in grown.genres} == {
        "Jazz": (0.5, 2.5),
        "Rock": (0.5, 0.5),
        NO_GENRE: (0, 1),
    }
    assert grown.sentence == (
        "The shelf grew to 4 records from January 2019 to January 2020; most came in 2019: 3."
    )
    assert grown.genres_sentence == "Of the shelf in January 2020 the largest parts are Jazz 62 %, Rock 12 %."


def test_small_genres_share_an_area_and_one_month_is_said_so() -> None:
    rows = [record(id, copy(id, added="2019-01-05"), genres=(genre,)) for id, genre in enumerate(GENRES, 1)]
    names = [one.genre for one in grow(shelf(*rows)).genres]
    assert names == ["A", "B", "C", "D", "E", "F", OTHERS]
    assert [one.genre for one in grow(shelf(*rows[:7])).genres][-1] == "G"
    assert grow(shelf(*rows)).sentence == "9 records came in, all in January 2019."
    assert grow(shelf()).sentence == "No record has a known date of addition."


@given(st.lists(st.tuples(st.sampled_from("xyz") | st.none(), st.sampled_from("123") | st.none())))
def test_each_cell_has_the_copies_that_have_both(rows: list[tuple[str | None, str | None]]) -> None:
    across = facet_of([column for _, column in rows])
    facets = Facets(len(rows), {"genre": facet_of([row for row, _ in rows])})
    columns = tuple(CrossedColumn(key, key) for key in "0123")  # also those that no copy has
    crossed = cross(facets, "genre", "decade", across, columns)
    counts = Counter(rows)
    assert crossed.no_column == sum(column is None for _, column in rows)
    assert crossed.no_row == sum(row is None for row, _ in rows)
    assert len(crossed.rows) == len({row for row, column in rows if row and column})
    for row in crossed.rows:
        assert any(row.cells)
        assert row.copies == sum(kept == row.key for kept, _ in rows)
        assert row.cells == tuple(counts[row.key, column.key] for column in columns)
    if crossed.largest:
        assert crossed.largest[0][0] == crossed.most
        assert str(crossed.most) in crossed.sentence
    else:
        assert crossed.sentence == "No record has both a genre and a year."


@given(st.lists(st.integers(1950, 2030), max_size=20))
def test_years_fall_into_few_columns_without_gaps(years: list[int]) -> None:
    columns, keys = periods(years)
    assert len(columns) <= MOST_COLUMNS
    assert list(keys) == (list(range(min(years), max(years) + 1)) if years else [])
    assert [column.key for column in columns] == list(dict.fromkeys(keys.values()))


def test_columns_are_called_after_their_years() -> None:
    assert [one.label for one in periods([2011, 2013])[0]] == ["2011", "2012", "2013"]
    assert [one.label for one in periods([2009, 2021])[0]] == [
        "2009", "2010–11", "2012–13", "2014–15", "2016–17", "2018–19", "2020–21",
    ]  # fmt: skip
    assert cell_address("genre", "Funk / Soul", "1960") == "/collection?genre=Funk%20%2F%20Soul&decade=1960"


def test_a_calendar_is_of_the_latest_year_unless_another_is_asked_for() -> None:
    added = AddedDays({date(2023, 5, 1): 2, date(2024, 1, 3): 1}, undated=4)
    played = {date(2024, 1, 3): 3, date(2024, 2, 1): 1}
    latest = year_calendar(added, played)
    assert (latest.year, latest.years, latest.undated) == (2024, (2023, 2024), 4)
    assert [(one.day, one.added, one.played) for one in latest.days] == [
        (date(2024, 1, 3), 1, 3),
        (date(2024, 2, 1), 0, 1),
    ]
    assert latest.days[0].sentence == "3 January 2024: 1 record came in, 3 plays"
    assert latest.sentence == "In 2024 1 record came in on 1 day; 4 plays were logged on 2 days."
    earlier = year_calendar(added, played, 2023)
    assert earlier.sentence == ("In 2023 2 records came in on 1 day; the fullest day was 1 May 2023 with 2.")
    assert year_calendar(added, played, 1999) == latest
    assert year_calendar(AddedDays({}, 0), {}).year is None


def valued(day: int, median: str | None, currency: str = "EUR") -> Valuation:
    amount = None if median is None else Decimal(median)
    moment = datetime(2024, 5, day, 12, tzinfo=UTC)
    return Valuation(moment, 3, amount, amount, amount, currency)


def test_values_are_drawn_in_one_currency_each_at_its_date() -> None:
    line = value_line([valued(4, "30"), valued(3, None), valued(2, "10", "USD"), valued(1, "40.5")])
    assert [one.loaded_at.day for one in line.points] == [1, 4]
    assert (line.currency, line.left_out) == ("EUR", 2)
    assert line.sentence(ZoneInfo("UTC")) == (
        "Medians that Discogs gave from 1 May 2024 to 4 May 2024: "
        "the lowest EUR 30.00 on 4 May 2024, the highest EUR 40.50 on 1 May 2024."
    )
    assert value_line([]).points == ()
