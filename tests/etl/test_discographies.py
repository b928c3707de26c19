"""What is still to read of discographies, and what coverage says of what was read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.rows import tuples

from linernotes.documents import DocumentKey, Fetched, decode
from linernotes.etl.artists import ETLArtists, ETLDiscographies
from linernotes.etl.crawl_frontier import Shelf
from linernotes.etl.fetching import Fetching
from linernotes.etl.loading import Loading
from linernotes.etl.progress import SyncWork
from linernotes.settings import SyncOptions
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.landing import Landing

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def landing(tmp_path: Path) -> Iterator[Landing]:
    with Landing.open(tmp_path / "landing.db") as landing:
        yield landing


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[DBStorage]:
    with DBStorage.create(tmp_path / "build.duckdb") as storage:
        yield storage


def shelf_of(*artists: int) -> Shelf:
    """A shelf with one record by these artists."""
    people = [{"id": id, "name": f"Artist {id}"} for id in artists]
    item = {"id": 1, "instance_id": 1, "basic_information": {"id": 1, "title": "One", "artists": people}}
    page = {"releases": [item], "pagination": {"page": 1, "pages": 1, "items": 1, "per_page": 100}}
    shelf = Shelf()
    shelf.put_items(decode("collection", json.dumps(page).encode()).releases)
    return shelf


def land(landing: Landing, artist: int, page: int, pages: int, at: datetime, rows: int = 1) -> None:
    listed = [{"id": page * 1000 + n, "type": "master", "role": "Main"} for n in range(rows)]
    shown = {"page": page, "pages": pages, "items": pages * rows, "per_page": 100}
    body = json.dumps({"releases": listed, "pagination": shown}).encode()
    landing.save(Fetched(DocumentKey("artist_releases", artist, page), body, at))


def to_read(landing: Landing) -> list[tuple[int, int]]:
    fetching = Fetching(
        landing=landing,
        shelf=shelf_of(7),
        api=None,
        options=SyncOptions(),
        progress=SyncWork(lambda _: None),
        paused=lambda: False,
        stage_done=None,
    )
    return [(key.id, key.page) for key in ETLDiscographies().to_read(fetching)]


def test_pages_that_a_stop_left_out_are_read(landing):
    land(landing, 7, 1, 3, NOW - 2 * HOUR)
    land(landing, 7, 2, 3, NOW - HOUR)
    assert to_read(landing) == [(7, 3)]


def test_pages_from_before_the_first_page_was_read_again_are_read_again(landing):
    """A refresh that was stopped after page 1 leaves pages of another time behind."""
    land(landing, 7, 1, 3, NOW - HOUR)
    land(landing, 7, 2, 3, NOW - 90 * 24 * HOUR)
    land(landing, 7, 3, 3, NOW)
    assert to_read(landing) == [(7, 2)]


def test_a_page_that_cannot_be_read_waits_for_the_next_day(landing):
    land(landing, 7, 1, 2, NOW - 2 * HOUR)
    broken = DocumentKey("artist_releases", 7, 2)
    landing.save_unreadable(broken, seen_at=NOW - HOUR, reason="not JSON", body=b"{")
    assert to_read(landing) == []
    landing.save_unreadable(broken, seen_at=NOW - 25 * HOUR, reason="not JSON", body=b"{")
    assert to_read(landing) == [(7, 1)]


def coverage(storage: DBStorage) -> dict[str, tuple[Any, ...]]:
    rows = tuples(storage, "select subject, known, total, as_of from coverage")
    return {subject: tuple(rest) for subject, *rest in rows}


def test_an_empty_discography_is_known_and_one_that_never_came_is_not(landing, storage):
    land(landing, 7, 1, 1, NOW, rows=0)
    ETLDiscographies().load(Loading(landing, shelf_of(7, 8), storage), [7, 8])
    assert coverage(storage) == {"discographies": (1, 2, NOW), "discography of artist 7": (0, 0, NOW)}


def test_own_albums_from_dumps_are_known_and_other_roles_are_not(landing, storage):
    land(landing, 7, 1, 1, NOW)
    landing.save_searched("dump:20261001", "master", "discography", {7: 3, 8: 0, 9: 1})
    landing.save_searched("dump:20990101", "release", "discography", {7: 1, 8: 0})
    ETLDiscographies().load(Loading(landing, shelf_of(7, 8, 9), storage), [7, 8, 9])
    assert coverage(storage) == {
        "discographies": (2, 3, datetime(2099, 1, 1, tzinfo=UTC)),
        "discographies with roles other than Main": (1, 3, NOW),
        "discography of artist 8": (0, 0, datetime(2099, 1, 1, tzinfo=UTC)),
    }


def test_a_discography_with_a_page_missing_in_the_middle_is_marked(landing, storage):
    for page in (1, 3):
        land(landing, 7, page, 3, NOW, rows=2)
    ETLDiscographies().load(Loading(landing, shelf_of(7), storage), [7])
    assert coverage(storage)["discography of artist 7"] == (4, 6, NOW)


def test_names_without_ids_are_counted_in_coverage(landing, storage):
    document = {
        "id": 7,
        "name": "Rising Sun",
        "aliases": [{"id": 5, "name": "First"}, {"name": "Of An Old Dump"}],
        "groups": [{"id": 0, "name": "Of An Old Dump, Too"}],
        "members": [{"id": 9, "name": "Second"}, {"id": 9, "name": "Again"}],
    }
    landing.save(Fetched(DocumentKey("artist", 7), json.dumps(document).encode(), NOW))
    ETLArtists().load(Loading(landing, shelf_of(7), storage), [7])
    assert coverage(storage) == {
        "aliases with an id": (1, 2, NOW),
        "groups with an id": (0, 1, NOW),
        "members with an id": (1, 1, NOW),
    }
