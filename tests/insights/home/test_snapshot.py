"""A snapshot: what is kept, for whom, and for how long."""

from __future__ import annotations

from tests.rows import tuples

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import current_build


def copies(snapshot: Snapshot, least: int = 0, *, most: int = 5) -> list[int]:
    rows = tuples(
        snapshot.storage, "select rating from collection_items where rating between ? and ?", [least, most]
    )
    return [rating for (rating,) in rows]


def test_a_cached_reader_reads_once_for_each_set_of_arguments(demo_home):
    with Snapshot.open(current_build(demo_home)) as snapshot:
        assert snapshot.cached(copies) is snapshot.cached(copies)
        assert snapshot.cached(copies, 4) is snapshot.cached(copies, 4)
        assert snapshot.cached(copies, 4) != snapshot.cached(copies, 5)
        assert snapshot.cached(copies, most=3) is not snapshot.cached(copies, most=4)


def test_another_thread_has_a_connection_of_its_own_and_what_is_kept(demo_home):
    with Snapshot.open(current_build(demo_home)) as snapshot:
        kept = snapshot.cached(copies)
        other = snapshot.for_another_thread()
        assert other.cached(copies) is kept
        assert other.storage is not snapshot.storage
        other.close()
        assert copies(snapshot) == kept


def test_of_the_latest_only_the_last_arguments_are_kept(demo_home):
    with Snapshot.open(current_build(demo_home)) as snapshot:
        first = snapshot.latest(copies, 4)
        assert snapshot.latest(copies, 4) is first
        snapshot.latest(copies, 5)
        assert snapshot.latest(copies, 4) is not first


def test_a_snapshot_knows_its_build(demo_home):
    build = current_build(demo_home)
    assert build is not None
    with Snapshot.open(build) as snapshot:
        assert snapshot.build_id == build.build_id
        assert snapshot.search_path == build.search_path
