"""Which build a request gets."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from tests.web.shelves import artist, item, publish

from linernotes.errors import StoreError
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.network.adjacency import read_adjacency
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import Build, current_build
from linernotes.web.background import open_build
from linernotes.web.background.open_build import Builds


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Builds]:
    """It waits until the newer build is open: how soon that is on a busy machine is nothing to test here."""
    monkeypatch.setattr(open_build, "PATIENCE", 60)
    opened = Builds(tmp_path)
    yield opened
    opened.close()


def records(count: int):
    return [item(number, f"Record {number}", [artist("Somebody")]) for number in range(1, count + 1)]


def test_there_is_none_before_the_first(builds: Builds):
    with builds.reading() as build:
        assert build is None


def test_the_next_request_gets_the_newer_build_and_the_running_one_keeps_its_own(
    tmp_path: Path, builds: Builds
):
    first = publish(tmp_path, records(1))
    with builds.reading() as early:
        second = publish(tmp_path, records(2))
        with builds.reading() as late:
            assert early is not None
            assert late is not None
            assert (early.build_id, late.build_id) == (first, second)
            assert early.storage.scalar("select count(*) from collection_items") == 1
            assert late.storage.scalar("select count(*) from collection_items") == 2
            assert (len(early.cached(read_collection).copies), len(late.cached(read_collection).copies)) == (
                1,
                2,
            )
        assert early.storage.scalar("select count(*) from collection_items") == 1


def test_an_old_build_is_closed_when_its_last_reader_is_done(tmp_path: Path, builds: Builds):
    publish(tmp_path, records(1))
    with builds.reading() as early:
        assert early is not None
        opened = early._opened
        publish(tmp_path, records(2))
        with builds.reading():
            assert opened.scalar("select 1") == 1
    with pytest.raises(StoreError):
        opened.scalar("select 1")


def test_many_threads_read_while_builds_are_published(tmp_path: Path, builds: Builds):
    publish(tmp_path, records(1))
    ends, failures, seen = threading.Event(), [], set()

    def read() -> None:
        while not ends.wait(0.002):
            try:
                with builds.reading() as build:
                    assert build is not None
                    count = build.storage.scalar("select count(*) from collection_items")
                    assert count == len(build.cached(read_collection).copies)
                    seen.add(count)
            except Exception as error:
                failures.append(error)
                return

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for count in range(2, 5):
        publish(tmp_path, records(count))
    ends.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(seen) >= 2


def test_what_is_read_once_is_read_again_of_a_newer_build(tmp_path: Path, builds: Builds):
    asked = []

    def count(snapshot: Snapshot) -> int:
        asked.append(snapshot.build_id)
        return snapshot.storage.scalar("select count(*) from collection_items")

    for records_now in (1, 1, 2):
        if records_now != len(asked):
            publish(tmp_path, records(records_now))
        with builds.reading() as build:
            assert build is not None
            assert build.cached(count) == records_now
    assert len(asked) == 2


def test_what_is_kept_of_a_build_is_left_out_of_the_search_for_garbage(tmp_path: Path, builds: Builds):
    publish(tmp_path, records(1))
    kept = [object()]
    with builds.reading() as build:
        assert build is not None
        kept.append(build.cached(read_adjacency))
    assert not any(one is kept for one in gc.get_objects())
    later = [object()]
    with builds.reading() as build:
        assert build is not None
        build.cached(read_adjacency)  # was kept before
    assert any(one is later for one in gc.get_objects())


def test_only_what_was_asked_last_is_remembered(tmp_path: Path, builds: Builds):
    publish(tmp_path, records(1))
    read: list[tuple[int, ...]] = []

    def gaps(snapshot: Snapshot, followed: tuple[int, ...]) -> tuple[int, ...]:
        read.append(followed)
        return followed

    with builds.reading() as build:
        assert build is not None
        for followed in ((1,), (1,), (2, 1), (1,)):
            assert build.latest(gaps, followed) == followed
    assert read == [(1,), (2, 1), (1,)]


def damage(build: Build | None) -> None:
    assert build is not None
    build.path.write_bytes(b"this is no database" * 1000)


def test_a_build_that_cannot_be_opened_leaves_the_one_before_in_use(tmp_path: Path, builds: Builds):
    publish(tmp_path, records(1))
    with builds.reading():
        pass
    publish(tmp_path, records(2))
    damage(current_build(tmp_path))
    for _ in range(2):
        with builds.reading() as build:
            assert build is not None
            assert len(build.cached(read_collection).copies) == 1


def test_when_the_app_starts_on_a_damaged_build_the_one_before_serves_until_there_is_a_new_one(
    tmp_path: Path, builds: Builds
):
    older = publish(tmp_path, records(1))
    publish(tmp_path, records(2))
    newest = current_build(tmp_path)
    damage(newest)
    for _ in range(2):
        with builds.reading() as build:
            assert build is not None
            assert build.build_id == older
        assert builds.trouble is not None
        assert str(newest.path) in builds.trouble  # type: ignore[union-attr]
        assert "linernotes build" in builds.trouble
    publish(tmp_path, records(3))
    with builds.reading() as build:
        assert build is not None
        assert len(build.cached(read_collection).copies) == 3
    assert builds.trouble is None


@pytest.mark.parametrize(
    "change",
    [
        "alter table release drop column country",
        "drop table artist_edge",
        "update meta set value = '0' where key = 'schema_version'",
    ],
)
def test_a_build_of_another_layout_is_not_opened(tmp_path: Path, builds: Builds, change: str):
    older = publish(tmp_path, records(1))
    publish(tmp_path, records(2))
    newest = current_build(tmp_path)
    assert newest is not None
    with duckdb.connect(str(newest.path)) as connection:
        connection.execute(change)
    with builds.reading() as build:
        assert build is not None
        assert build.build_id == older
    assert builds.trouble is not None
    assert "It can be made again: linernotes build" in builds.trouble


def test_a_damaged_index_is_a_damaged_build(tmp_path: Path, builds: Builds):
    older = publish(tmp_path, records(1))
    publish(tmp_path, records(2))
    newest = current_build(tmp_path)
    assert newest is not None
    newest.search_path.write_bytes(bytes(5_000))
    with builds.reading() as build:
        assert build is not None
        assert build.build_id == older


def test_without_one_before_it_says_what_is_wrong(tmp_path: Path, builds: Builds):
    publish(tmp_path, records(1))
    damage(current_build(tmp_path))
    with pytest.raises(StoreError), builds.reading():
        pass


def test_a_home_that_was_reset_has_no_build_any_more(tmp_path: Path, builds: Builds):
    publish(tmp_path, records(1))
    with builds.reading() as build:
        assert build is not None
    for path in (tmp_path / "builds").iterdir():
        if path.is_file():
            path.unlink()
    with builds.reading() as build:
        assert build is None
