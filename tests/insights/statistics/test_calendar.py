"""Growth, days of the year, and what is to rediscover: by the days that Discogs sends and the collector's own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.insights.shelves import copy, record, shelf

from linernotes.insights.listening.play_weight import Appeal, appeal, years_between
from linernotes.insights.listening.rediscover import draw_day, unplayed
from linernotes.insights.statistics.anniversaries import Anniversaries, full_date
from linernotes.insights.statistics.days import local_day, local_days
from linernotes.insights.statistics.growth import count_growth

DAY = date(2026, 11, 24)


def test_growth_has_every_year_and_goes_by_the_day_that_discogs_sends() -> None:
    new_year = datetime(2021, 1, 1, 7, 59, tzinfo=UTC)  # 23:59 on 31 December at Discogs
    grown = count_growth(
        [
            copy(1, added="2018-03-02"),
            copy(2, added="2020-12-31", added_at=new_year),
            copy(3, added=None),
            copy(4, added="2018-03-09"),
        ]
    )
    assert [(one.year, one.added, one.total) for one in grown.years] == [
        (2018, 2, 2),
        (2019, 0, 2),
        (2020, 1, 3),
    ]
    assert grown.years[0].months == (0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    assert grown.years[2].months[11] == 1
    assert (grown.undated, grown.most) == (1, 2)


def test_growth_of_nothing_is_nothing() -> None:
    assert count_growth([]).years == ()
    assert count_growth([]).most == 1


@pytest.mark.parametrize(
    ("released", "expected"),
    [
        pytest.param("1999-07-13", date(1999, 7, 13), id="a-day"),
        pytest.param("1999-07-00", None, id="a-month"),
        pytest.param("1999", None, id="a-year"),
        pytest.param("1999-02-30", None, id="no-such-day"),
        pytest.param("0000-01-01", None, id="no-such-year"),
        pytest.param("13 Jul 1999", None, id="in-words"),
        pytest.param(None, None, id="not-told"),
    ],
)
def test_only_a_whole_date_is_a_birthday(released: str | None, expected: date | None) -> None:
    assert full_date(released) == expected


def test_on_this_day_has_earlier_years_alone() -> None:
    days = Anniversaries(
        shelf(
            record(1, copy(1, added="2020-11-24")),
            record(2, copy(2, added="2024-11-24")),
            record(3, copy(3, added="2026-11-24")),
            record(4, copy(4, added="2020-11-23"), released="1975-11-24"),
            record(5, copy(5, added=None), released="1959-11-24"),
        )
    )
    shown = days.of(DAY)
    assert [(one.copy.release_id, one.years) for one in shown.added] == [(2, 2), (1, 6)]
    assert [(one.record.release_id, one.years) for one in shown.released] == [(5, 67), (4, 51)]
    assert days.of(date(2026, 11, 25)).added == ()


def test_a_play_is_of_the_day_that_it_is_where_the_collector_is() -> None:
    evening = datetime(2026, 11, 24, 7, 59, tzinfo=UTC)
    assert local_day(evening, ZoneInfo("America/Los_Angeles")) == date(2026, 11, 23)
    assert local_day(evening, ZoneInfo("Europe/Berlin")) == date(2026, 11, 24)
    assert local_days({1: evening}, ZoneInfo("Etc/GMT-14")) == {1: date(2026, 11, 24)}


@pytest.mark.parametrize(
    ("earlier", "later", "years"),
    [
        (date(2020, 11, 24), DAY, 6),
        (date(2020, 11, 25), DAY, 5),
        (date(2024, 2, 29), date(2025, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 3, 1), 1),
        (date(2027, 1, 1), DAY, 0),
    ],
)
def test_years_are_whole_ones(earlier: date, later: date, years: int) -> None:
    assert years_between(earlier, later) == years


def test_what_speaks_for_a_record_is_read_from_all_its_copies() -> None:
    one = record(1, copy(1, 0, added="2024-05-01", rating=3), copy(1, 1, added="2019-05-01", rating=5))
    assert appeal(one, date(2026, 11, 14), DAY) == Appeal(years_owned=7, rating=5, days_unplayed=10)
    assert appeal(record(2, copy(2, added=None)), None, DAY) == Appeal(None, None, None)


def test_the_older_the_better_liked_and_the_longer_unheard_weighs_more() -> None:
    weights = [
        Appeal(0, 1, 0).weight,
        Appeal(0, 1, 400).weight,
        Appeal(0, None, 400).weight,
        Appeal(0, 5, 400).weight,
        Appeal(10, 5, 400).weight,
        Appeal(10, 5, None).weight,
    ]
    assert weights == sorted(weights)
    assert len(set(weights)) == len(weights)
    assert weights[0] > 0


def rated(release_id: int, rating: int | None, added: str = "2015-01-01"):
    return record(release_id, copy(release_id, rating=rating, added=added))


def test_to_rediscover_is_what_was_liked_is_old_and_was_not_played() -> None:
    records = shelf(
        rated(1, 5),
        rated(2, 4),
        rated(3, 3),
        rated(4, None),
        rated(5, 5, added="2025-11-01"),
        rated(6, 5),
        rated(7, 5),
    )
    drawn = draw_day(records, DAY)
    assert {one.record.release_id for one in drawn} == {1, 2, 6, 7}
    played = {6: date(2026, 9, 1), 7: date(2024, 9, 1)}
    found = unplayed(drawn, played, DAY)
    assert {one.record.release_id for one in found} == {1, 2, 7}
    assert next(one.appeal for one in found if one.record.release_id == 7).days_unplayed == 814
    assert len(unplayed(drawn * 3, played, DAY)) == 6


def test_where_nothing_is_rated_all_that_is_old_may_be_rediscovered() -> None:
    assert {one.record.release_id for one in draw_day(shelf(rated(1, None), rated(2, None)), DAY)} == {1, 2}


def test_another_day_brings_other_records_and_the_same_day_the_same() -> None:
    records = shelf(*(rated(number, 5) for number in range(1, 60)))
    today, tomorrow = draw_day(records, DAY), draw_day(records, date(2026, 11, 25))
    assert today == draw_day(records, DAY)
    assert today[:6] != tomorrow[:6]
