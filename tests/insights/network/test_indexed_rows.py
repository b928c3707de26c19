"""Rows in memory, found by their ids."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from linernotes.insights.contributors.indexed_rows import index_rows
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import current_build

TRACKS = """
select release_id, track_no, title from release_tracks where {}
order by release_id, track_no
"""


class Track(NamedTuple):
    release_id: int
    track_no: int
    title: str | None


@pytest.mark.parametrize("some", ["true", "release_id < 0"])
def test_rows_are_those_that_a_select_finds_by_the_same_ids(demo_home, some):
    select = TRACKS.format(some)
    with Snapshot.open(current_build(demo_home)) as snapshot:
        rows, every = index_rows(snapshot, Track, 2, select), snapshot.storage.read(Track, select)
    assert [found for row in every for found in rows.of(row.release_id, row.track_no)] == every
    of_records = [rows.of(id) for id in sorted({row.release_id for row in every})]
    assert [row for tracks in of_records for row in tracks] == every
    assert rows.of(-1) == rows.of(-1, 1) == rows.of(2**62, 1) == []
