"""A clock was ahead at one sync: what it dated shadows nothing that is newer, in any table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rows import put, tuples
from tests.storage.conftest import ROWS

from linernotes.documents import DocumentKey, Fetched
from linernotes.etl.history import load_history, load_provenance
from linernotes.etl.run_order import RunOrder
from linernotes.insights.market.collection_value import present_value, read_asking_prices, read_valuations
from linernotes.insights.questions import read_questions
from linernotes.insights.release.record_rows import DemandRow
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.changes import read_changes
from linernotes.storage.duckdb.database import DBStorage, load_sql
from linernotes.storage.landing import (
    CollectionChange,
    CollectionValue,
    Landing,
    MasterStats,
    ReleaseStats,
    RunState,
)

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)

#: When two syncs said that they ran, the first with a clock that was ahead: into the future, or into what is past now.
CLOCKS_AHEAD = [
    pytest.param(NOW + timedelta(days=365), NOW - HOUR, id="after-now"),
    pytest.param(NOW - HOUR / 2, NOW - 3 * HOUR, id="after-the-next-sync"),
]


def sync(landing: Landing, at: datetime, number: int) -> None:
    """A sync that notes `number` in everything that is recorded over time."""
    run = landing.start_run(1, at)
    price = Decimal(number)
    landing.save_listing(
        "collection",
        [Fetched(DocumentKey("collection"), b"{}", at)],
        changes=[CollectionChange(1, at, "edited", None, f'{{"notes": "{number}"}}')],
        history=[CollectionValue(at, number, price, price, price, "EUR")],
    )
    for kind, row in (
        ("release", ReleaseStats(10, at, number, number, 4.0, 3, 2, price, "EUR")),
        ("master", MasterStats(100, at, None, None, number, price, "EUR")),
    ):
        landing.save(Fetched(DocumentKey(kind, row[0]), b"{}", at), history=[row])
    landing.finish_run(run, "done", requests=3, documents=3, problems=0, now=at)


@contextmanager
def built(home: Path, *times: datetime) -> Iterator[DBStorage]:
    """What a build has after syncs at these times; its release was fetched by the first of them."""
    with Landing.open(home / "landing.db") as landing, DBStorage.create(home / "build.duckdb") as storage:
        for number, at in enumerate(times, start=1):
            sync(landing, at, number)
        put(storage, "collection_items", ROWS["collection_items"])
        put(storage, "release", [(*ROWS["release"][0][:-1], times[0])])
        put(storage, "artist_masters", [(1, "master", 100, "Main", 100, *([None] * 7), 70, 90)])
        load_history(landing, storage)
        load_provenance(landing, storage, build_id="b", built_at=NOW)
        yield storage


@pytest.mark.parametrize(("first", "second"), CLOCKS_AHEAD)
def test_the_newest_sync_is_shown_though_one_before_is_dated_later(
    tmp_path: Path, first: datetime, second: datetime
) -> None:
    with built(tmp_path, first, second) as storage:
        history = read_valuations(Snapshot(storage))
        assert [value.items for value in history] == [2]
        assert present_value(history, NOW) is not None
        query = load_sql("linernotes.insights.release", "record_demand")
        [demand] = storage.read(DemandRow, query, [10])
        assert (demand.have, demand.want) == (2, 2)
        assert [prices.total for prices in read_asking_prices(Snapshot(storage))] == [2]
        [wanted] = [question.sql for question in read_questions() if "release_stats" in question.sql]
        assert [row[2] for row in tuples(storage, wanted)] == [2]
        assert tuples(storage, "select for_sale, have, want from master_stats") == [(2, 70, 90)]
        changes = read_changes(Snapshot(storage))
        assert (changes.seen_at, changes.is_latest) == (second, True)
        assert storage.scalar("select count(*) from collection_changes") == 2
        as_of = storage.scalar("select as_of from coverage where subject = 'releases'")
        assert as_of in (NOW, second - timedelta(microseconds=1))
        assert as_of < first


def test_what_is_known_by_a_wrong_clock_alone_is_kept(tmp_path: Path) -> None:
    with built(tmp_path, NOW + timedelta(days=365)) as storage:
        assert [value.items for value in read_valuations(Snapshot(storage))] == [1]
        assert present_value(read_valuations(Snapshot(storage)), NOW) is None
        assert storage.scalar("select have from release_stats") == 1


def test_a_clock_that_was_behind_costs_no_other_sync_its_rows(tmp_path: Path) -> None:
    times = [NOW - 50 * HOUR, NOW - 40 * HOUR, datetime(1970, 1, 2, tzinfo=UTC), NOW - HOUR]
    with built(tmp_path, *times) as storage:
        assert [value.items for value in read_valuations(Snapshot(storage))] == [4, 2, 1, 3]


def run(run_id: int, began: datetime, minutes: int = 5) -> RunState:
    ended = began + timedelta(minutes=minutes)
    return RunState(run_id, 1, began, ended, ended, "done", 1, 1, 0, ())


@given(st.lists(st.integers(1, 100), max_size=12))
def test_syncs_in_order_are_all_believed(gaps: list[int]) -> None:
    runs = [run(number, NOW - sum(gaps[number:]) * HOUR) for number in range(len(gaps))]
    order = RunOrder.of(runs, NOW)
    assert all(order.latest(one.heartbeat_at) is None for one in runs)


@given(st.lists(st.integers(1, 100), min_size=4, max_size=12), st.integers(0, 2), st.integers(1, 10_000))
def test_one_clock_that_was_ahead_comes_back_between_its_neighbours(
    gaps: list[int], wrong: int, ahead: int
) -> None:
    """It is dated in order again unless another sync ran at just the time that it claims; no other is moved."""
    true = [NOW - sum(gaps[number:]) * HOUR for number in range(len(gaps))]
    claimed = true[wrong] + ahead * HOUR + HOUR / 2
    runs = [run(number, claimed if number == wrong else at) for number, at in enumerate(true)]
    order = RunOrder.of(runs, NOW)
    moved = [order.redated(one.heartbeat_at) for one in runs]
    is_ahead = claimed > true[wrong + 1] + HOUR / 4
    assert [at for n, at in enumerate(moved) if n != wrong] == [
        one.heartbeat_at for n, one in enumerate(runs) if n != wrong
    ]
    assert moved[wrong] == (
        true[wrong + 1] - timedelta(microseconds=1) if is_ahead else runs[wrong].heartbeat_at
    )


def test_a_clock_that_was_set_right_while_a_sync_ran_spoils_only_what_came_before() -> None:
    began = NOW - 5 * HOUR
    half = RunState(1, 1, began, NOW - HOUR, NOW - HOUR, "done", 1, 1, 0, ())
    order = RunOrder.of([half, run(2, began + HOUR)], NOW)
    assert order.latest(began + timedelta(minutes=1)) is None
    assert order.latest(NOW - 2 * HOUR) == began + HOUR - timedelta(microseconds=1)
    assert order.latest(began + HOUR + timedelta(minutes=3)) is None, "then the second sync was at it"
