"""What changed last, in words; albums that are there twice; what the collection is worth, while that may be said."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.insights.shelves import copy, record, shelf
from tests.rows import put

from linernotes.insights.market.collection_value import (
    Valuation,
    folder_prices,
    present_value,
    read_asking_prices,
    read_valuations,
)
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics.changes import read_changes
from linernotes.insights.statistics.duplicates import find_duplicates
from linernotes.storage.duckdb.database import DBStorage

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)


def built(tmp_path: Path, **tables: list[tuple[Any, ...]]) -> Snapshot:
    """A build with these rows, open for reading."""
    path = tmp_path / "build.duckdb"
    with DBStorage.create(path) as storage:
        for table, rows in tables.items():
            put(storage, table, rows)
    return Snapshot(DBStorage.open(path))


def item(instance_id: int, release_id: int, title: str, folder_id: int = 1) -> tuple[Any, ...]:
    return (instance_id, release_id, None, folder_id, "Jazz", None, None, None, title, *[None] * 6)


@pytest.mark.parametrize(
    ("change", "before", "after", "detail"),
    [
        ("added", None, {"title": "Alpha"}, ""),
        ("moved", {"folder": "Jazz"}, {"folder": "To sell"}, "from Jazz to To sell"),
        ("rated", {"rating": None}, {"rating": 5}, "5 of 5"),
        ("rated", {"rating": 3}, {"rating": 5}, "5 of 5, 3 before"),
        ("rated", {"rating": 3}, {"rating": None}, "no rating any more, 3 before"),
        ("edited", {"media_condition": None}, {"media_condition": "Mint (M)"}, "media: Mint (M)"),
        ("edited", {"sleeve_condition": "Fair (F)"}, {"sleeve_condition": None}, "sleeve: nothing any more"),
        ("edited", {"notes": "a"}, {"notes": "b"}, "notes"),
        ("edited", {"field: Shelf": None}, {"field: Shelf": "B2"}, "Shelf: B2"),
        ("edited", {"release_id": 1}, {"release_id": 2}, "Discogs has merged its release with another"),
    ],
)
def test_a_change_is_shown_in_words(
    tmp_path: Path, change: str, before: dict[str, Any] | None, after: dict[str, Any], detail: str
) -> None:
    row = (10, NOW, change, json.dumps(before) if before else None, json.dumps(after))
    with built(tmp_path, collection_items=[item(10, 1, "Alpha")], collection_changes=[row]) as storage:
        (found,) = read_changes(storage).changes
    assert (found.change, found.release_id, found.title, found.detail) == (change, 1, "Alpha", detail)


def test_only_the_latest_changes_are_shown_and_what_is_gone_has_its_title_still(tmp_path: Path) -> None:
    rows = [
        (10, YESTERDAY, "added", None, "{}"),
        (10, NOW, "rated", '{"rating":null}', '{"rating":4}'),
        (20, NOW, "removed", '{"title":"Gone","release_id":2}', None),
        (30, NOW, "rated", '{"rating":null}', '{"rating":2}'),
    ]
    items = [item(10, 1, "Alpha"), item(30, 3, "Gamma")]
    run = (1, NOW - timedelta(minutes=5), NOW, "done", 1, 1)
    with built(tmp_path, collection_items=items, collection_changes=rows, sync_run=[run]) as storage:
        shown = read_changes(storage)
    assert shown.counts == {"removed": 1, "rated": 2}
    assert (shown.changes[0].title, shown.changes[0].release_id) == ("Gone", None)
    assert shown.is_latest


def test_a_sync_that_noticed_nothing_says_so(tmp_path: Path) -> None:
    run = (2, NOW, None, "running", 0, 0)
    changed = (10, YESTERDAY, "added", None, "{}")
    with built(tmp_path, collection_changes=[changed], sync_run=[run]) as storage:
        assert not read_changes(storage).is_latest


def test_nothing_ever_changed(tmp_path: Path) -> None:
    with built(tmp_path) as storage:
        shown = read_changes(storage)
    assert (shown.seen_at, shown.is_latest, shown.counts) == (None, False, {})


def test_the_same_pressing_twice_differs_from_other_pressings() -> None:
    found = find_duplicates(
        shelf(
            record(1, copy(1, 0, master_id=7), copy(1, 1, master_id=7)),
            record(2, copy(2, master_id=7)),
            record(3, copy(3, master_id=8)),
            record(4, copy(4, master_id=8)),
            record(5, copy(5, 0), copy(5, 1)),
            record(6, copy(6)),
            record(
                7, copy(7, title="Record 6")
            ),  # as alike as can be, but nothing says that it is the same album
        )
    )
    assert [(one.album, one.copies) for one in found.albums] == [
        (("master", 7), 3),
        (("master", 8), 2),
        (("release", 5), 2),
    ]
    assert (found.same_pressing, found.other_pressings, found.spare) == (2, 2, 4)
    assert [one.release_id for one in found.albums[0].repeated] == [1]


def test_a_value_is_only_one_for_six_hours(tmp_path: Path) -> None:
    rows = [
        (YESTERDAY, 90, Decimal("1.50"), Decimal("2.50"), Decimal("3.50"), "EUR"),
        (NOW, 91, Decimal("1.75"), Decimal("2.75"), Decimal("3.75"), "EUR"),
    ]
    with built(tmp_path, collection_value=rows) as storage:
        history = read_valuations(storage)
    assert history[0] == Valuation(NOW, 91, Decimal("1.75"), Decimal("2.75"), Decimal("3.75"), "EUR")
    assert len(history) == 2
    assert present_value(history, NOW + timedelta(hours=5)) == history[0]
    assert present_value(history, NOW + timedelta(hours=7)) is None
    assert present_value((), NOW) is None


def stats(release_id: int, at: datetime, price: str | None, currency: str | None = "EUR") -> tuple[Any, ...]:
    return (release_id, at, 1, 1, None, None, 3, Decimal(price) if price else None, currency)


def test_a_folder_is_asked_for_what_its_copies_are_and_old_prices_do_not_count(tmp_path: Path) -> None:
    items = [
        item(10, 1, "A"),
        item(11, 1, "A"),
        item(20, 2, "B", folder_id=2),
        item(30, 3, "C"),
        item(40, 4, "D"),
        item(50, 5, "E"),
    ]
    prices = [
        stats(1, YESTERDAY, "99.00"),
        stats(1, NOW, "10.00"),  # the newest one counts
        stats(2, NOW - timedelta(hours=1), "4.00"),
        stats(3, YESTERDAY, "50.00"),  # too old
        stats(4, NOW, None),  # nobody sells it
        stats(5, NOW, "7.00", "USD"),  # in another currency
    ]
    with built(tmp_path, collection_items=items, release_stats=prices) as storage:
        shown = read_asking_prices(storage)
    found = folder_prices(shown, NOW + timedelta(minutes=1))
    assert [(one.folder_id, one.total, one.priced, one.currency) for one in found.values()] == [
        (2, Decimal(4), 1, "EUR"),
        (1, Decimal(20), 2, "EUR"),
    ]
    assert found[1].as_of == NOW
    assert folder_prices(shown, NOW + timedelta(hours=12)) == {}
    assert folder_prices((), NOW) == {}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"rating":' + "[" * 100_000 + "]" * 100_000 + "}", id="deep"),
        pytest.param('{"rating": ' + "9" * 5000 + "}", id="a-number-of-5000-digits"),
        pytest.param('{"rating": 5', id="half"),
        pytest.param("[5]", id="a-list"),
        pytest.param('{"title": [1], "rating": {"a": 1}}', id="of-other-types"),
    ],
)
@pytest.mark.parametrize("change", ["moved", "rated", "edited", "added"])
def test_a_change_that_cannot_be_read_takes_no_page_down(tmp_path: Path, text: str, change: str) -> None:
    with built(tmp_path, collection_changes=[(1, NOW, change, text, text)]) as storage:
        (read,) = read_changes(storage).changes
    assert read.change == change
