"""Which documents to ask for, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linernotes.etl.planning.stale_documents import LandedDocuments, documents_to_fetch, newest_first

NOW = datetime(2026, 11, 24, tzinfo=UTC)
MONTH = timedelta(days=30)


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def test_what_was_never_fetched_comes_first_in_the_order_given():
    known = LandedDocuments(fetched={5: days_ago(31), 7: days_ago(40), 9: days_ago(1)})
    assert documents_to_fetch([8, 5, 3, 7, 9], known, now=NOW, max_age=MONTH) == [8, 3, 7, 5]


def test_nothing_is_fetched_again_right_after():
    known = LandedDocuments(fetched=dict.fromkeys(range(100), NOW))
    assert documents_to_fetch(range(100), known, now=NOW, max_age=MONTH) == []


def test_everything_is_fetched_again_when_no_age_will_do():
    known = LandedDocuments(fetched=dict.fromkeys(range(3), days_ago(0.001)))
    assert documents_to_fetch(range(3), known, now=NOW, max_age=timedelta(0)) == [0, 1, 2]


def test_what_comes_from_the_future_is_the_stalest():
    """A clock was ahead by a year at one sync: without this, nothing of it would be asked for again for a year."""
    ahead = NOW + timedelta(days=365)
    known = LandedDocuments(
        fetched={1: days_ago(40), 2: ahead, 3: days_ago(1)}, gone={4: ahead}, unreadable={5: ahead}
    )
    assert documents_to_fetch([1, 2, 3, 4, 5], known, now=NOW, max_age=MONTH) == [2, 4, 5, 1]


def test_what_landed_since_the_sync_began_is_not_from_the_future():
    landed = NOW + timedelta(hours=3)
    known = LandedDocuments(fetched={1: landed, 2: NOW + timedelta(minutes=1)})
    assert documents_to_fetch([1, 2], known, now=NOW, max_age=MONTH, present=landed) == []


def test_a_document_that_is_gone_is_asked_again_only_when_it_is_stale():
    known = LandedDocuments(gone={1: days_ago(2), 2: days_ago(31)})
    assert documents_to_fetch([1, 2], known, now=NOW, max_age=MONTH) == [2]


def test_a_document_that_could_not_be_read_is_asked_again_the_next_day():
    known = LandedDocuments(unreadable={1: days_ago(0.5), 2: days_ago(1.5)})
    assert documents_to_fetch([1, 2], known, now=NOW, max_age=MONTH) == [2]


def test_a_daily_sync_spreads_the_refreshing_over_the_month():
    """All 300 were fetched on one day; a sync each day from then on takes a fifteenth."""
    fetched = dict.fromkeys(range(300), days_ago(0))
    for day in range(1, 120):
        now = NOW + timedelta(days=day)
        due = documents_to_fetch(
            range(300),
            LandedDocuments(fetched=fetched),
            now=now,
            max_age=MONTH,
            since_last_sync=timedelta(days=1),
        )
        assert len(due) <= 20
        fetched.update(dict.fromkeys(due, now))
        assert all(now - at <= MONTH for at in fetched.values())


@given(
    st.dictionaries(st.integers(1, 50), st.integers(0, 100)), st.lists(st.integers(1, 60)), st.integers(0, 40)
)
def test_each_is_named_once_and_all_that_is_unknown_or_stale_is_named(ages, wanted, gap):
    known = LandedDocuments(fetched={id: days_ago(age) for id, age in ages.items()})
    chosen = documents_to_fetch(wanted, known, now=NOW, max_age=MONTH, since_last_sync=timedelta(days=gap))
    assert len(chosen) == len(set(chosen))
    must = {id for id in wanted if ages.get(id, 31) > 30}
    assert must <= set(chosen) <= set(wanted)
    assert all(ages[id] > 15 for id in set(chosen) - must)


def test_newest_first_takes_the_latest_date_of_each_and_puts_undated_last():
    dated = [(days_ago(9), 1), (days_ago(1), 2), (None, 3), (days_ago(0), 1), (None, 2)]
    assert newest_first(dated) == [1, 2, 3]
