"""History is append-only, exact, and comes in the order of the published tables' columns."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from linernotes.documents import DocumentKey
from linernotes.storage.landing import CollectionChange, CollectionValue, Landing, MasterStats, ReleaseStats


def test_history_comes_back_exactly_oldest_first(landing: Landing, fetch, noon: datetime) -> None:
    later = noon + timedelta(days=1)
    values = [
        CollectionValue(noon, 40, Decimal("120.09"), Decimal("1597.46"), Decimal("2000.00"), "EUR"),
        CollectionValue(later, None, None, None, None, None),
    ]
    releases = [
        ReleaseStats(5, noon, 1, 2, 4.33, 3, 4, Decimal("0.10"), "EUR"),
        ReleaseStats(5, later, 1, 3, None, 0, 0, None, None),
        ReleaseStats(6, noon, None, None, None, None, None, Decimal("12345678901234567.89"), "¥"),
    ]
    masters = [MasterStats(9, noon, None, None, 7, Decimal("5"), "GBP")]
    landing.save(fetch("value"), history=reversed(values))
    landing.save_many([fetch("release", 5), fetch("release", 6)], history=reversed(releases))
    landing.save(fetch("master", 9), history=masters)
    assert list(landing.collection_values()) == values
    assert list(landing.release_stats()) == releases
    assert list(landing.master_stats()) == masters


def test_the_same_fetch_landed_twice_is_one_row(landing: Landing, fetch, noon: datetime) -> None:
    row = ReleaseStats(5, noon, 1, 2, 4.0, 3, 4, Decimal("1.00"), "EUR")
    for _ in range(3):
        landing.save(fetch("release", 5), history=[row])
    assert list(landing.release_stats()) == [row]


def test_a_later_fetch_is_a_row_of_its_own_though_nothing_changed(
    landing: Landing, fetch, noon: datetime
) -> None:
    row = ReleaseStats(5, noon, 1, 2, 4.0, 3, 4, Decimal("1.00"), "EUR")
    rows = [row, row._replace(loaded_at=noon + timedelta(microseconds=1))]
    for one in rows:
        landing.save(fetch("release", 5), history=[one])
    assert list(landing.release_stats()) == rows


def test_history_outlives_the_document(landing: Landing, fetch, noon: datetime) -> None:
    row = MasterStats(5, noon, None, None, 4, Decimal("1.00"), "EUR")
    landing.save(fetch("master", 5), history=[row])
    landing.save_gone(DocumentKey("master", 5), seen_at=noon + timedelta(days=1))
    assert list(landing.master_stats()) == [row]


def test_changes_land_with_their_listing(landing: Landing, fetch, noon: datetime) -> None:
    changes = [
        CollectionChange(2, noon, "added", None, '{"release_id": 7}'),
        CollectionChange(1, noon + timedelta(1), "moved", '{"folder_id": 1}', '{"folder_id": 2}'),
        CollectionChange(1, noon + timedelta(1), "rated", '{"rating": null}', '{"rating": 5}'),
        CollectionChange(2, noon + timedelta(1), "removed", '{"release_id": 7}', None),
    ]
    value = CollectionValue(noon, 1, Decimal(1), Decimal(2), Decimal(3), "USD")
    landing.save_listing("collection", [fetch("collection")], changes=reversed(changes), history=[value])
    assert list(landing.collection_changes()) == changes
    assert list(landing.collection_values()) == [value]


def test_a_listing_that_fails_changes_nothing(landing: Landing, fetch, noon: datetime) -> None:
    landing.save_listing("collection", [fetch("collection", 0, b"old")])
    change = CollectionChange(1, datetime(2026, 1, 1), "added", None, None)
    with pytest.raises(ValueError, match="without a zone"):
        landing.save_listing("collection", [fetch("collection", 0, b"new")], changes=[change])
    assert [one.body for one in landing.documents("collection")] == [b"old"]
    assert list(landing.collection_changes()) == []
