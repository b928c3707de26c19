"""Communities and map start from those of the build before, once a whole sync has been built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from tests.rows import put

from linernotes.derive.network.atlas.geometry import swayed
from linernotes.derive.network.build_before import NO_BUILD, read_before
from linernotes.derive.network.communities import best_division, starts
from linernotes.derive.network.graph import network
from linernotes.storage.duckdb.database import DBStorage

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def build(path: Path, *statuses: str) -> Path:
    with DBStorage.create(path) as storage:
        put(storage, "artist_community", [(5, None, 0, None, 2, 0, 0), (10**12 + 5, 5, 1, None, 2, 0, 0)])
        put(storage, "artist_community_members", [(5, 5, 1.0), (5, 7, 1.0), (10**12 + 5, 5, 0.0)])
        put(
            storage,
            "atlas_area",
            [(5, None, 5, "A", ["Dub"], 3, 2, 1, 600.0, 300.0, 40.0, None, None, None, None, [], 1.0)],
        )
        put(storage, "artist_vertex", [(5, 5, "A", True, 5, 5, 1, 1.0, 0.5, 0.0, 1, 610.0, 290.0)])
        put(storage, "atlas_person", [(5, 5, 1, None, 3.0, 1, 1, "A", 1, 2, 0.0, 9.0, 11.0, 8.0)])
        put(storage, "atlas_part", [(5, 1, 1, 605.0, 295.0, 20.0, [])])
        put(storage, "atlas_bridge", [(5, 7, 5, 9, 1.0, True), (6, 8, 5, 9, 2.0, False)])
        put(storage, "sync_run", [(number, NOW, NOW, status, 1, 1) for number, status in enumerate(statuses)])
    return path


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[DBStorage]:
    with DBStorage.create(tmp_path / "new.duckdb") as storage:
        yield storage


def test_a_build_gives_its_communities_by_level_once_a_sync_has_ended(
    tmp_path: Path, storage: DBStorage
) -> None:
    whole = build(tmp_path / "whole.duckdb", "done", "running")
    found = read_before(storage, whole)
    assert found.levels == ({5: 5, 7: 5}, {5: 10**12 + 5})
    assert (found.atlas.sites, found.atlas.hues) == ({5: (600.0, 300.0, 40.0)}, {5: 3})
    assert (found.atlas.labels, found.atlas.banks) == ({5: (2, 0.0, 9.0)}, {(5, 9): {5, 7}})
    assert (found.atlas.homes, found.atlas.drawn) == ({5: 5}, {5: (610.0, 290.0)})
    assert (found.atlas.parts, found.atlas.part_sites) == ({5: 1}, {(5, 1): (605.0, 295.0, 20.0)})
    assert swayed(np.array([found.atlas.people[5]]))[0] == pytest.approx((610.0, 290.0), abs=1e-6)


@pytest.mark.parametrize("statuses", [(), ("running",), ("interrupted", "failed")])
def test_half_a_shelf_shapes_nothing(tmp_path: Path, storage: DBStorage, statuses: tuple[str, ...]) -> None:
    assert read_before(storage, build(tmp_path / "half.duckdb", *statuses)) == NO_BUILD


def test_no_build_and_one_that_cannot_be_read_shape_nothing(tmp_path: Path, storage: DBStorage) -> None:
    (tmp_path / "damaged.duckdb").write_bytes(b"nothing of the kind" * 100)
    assert read_before(storage, None) == read_before(storage, tmp_path / "none.duckdb") == NO_BUILD
    assert read_before(storage, tmp_path / "damaged.duckdb") == NO_BUILD


def test_artists_keep_their_community_where_another_division_is_as_good() -> None:
    """A ring of four: two divisions into pairs are equally good; what was there before decides."""
    pairs = np.array([[1, 2], [2, 3], [3, 4], [1, 4]])
    ring = network([1, 2, 3, 4], pairs, np.ones(4))
    for before in ({1: 1, 2: 1, 3: 3, 4: 3}, {1: 1, 4: 1, 2: 2, 3: 2}):
        division = best_division(ring, starts(ring, (before,), 0))
        together = {
            (one, other) for one in range(4) for other in range(4) if division[one] == division[other]
        }
        assert together == {(a - 1, b - 1) for a in before for b in before if before[a] == before[b]}


def test_who_was_not_there_begins_alone_and_without_anybody_there_is_no_start() -> None:
    line = network([1, 2, 3], np.array([[1, 2], [2, 3]]), np.ones(2))
    begin = starts(line, ({1: 9, 2: 9},), 0)
    assert begin is not None
    assert begin[0] == begin[1] != begin[2]
    assert starts(line, ({8: 9},), 0) is None
    assert starts(line, (), 0) is None


@pytest.mark.parametrize("seed", range(3))
def test_communities_that_a_run_hardly_betters_stay_to_the_last_artist(seed: int) -> None:
    """A network without clear communities: each run from a division finds a slightly better one."""
    random = np.random.default_rng(seed)
    ends = np.unique(np.sort(random.integers(0, 1500, (4500, 2)), axis=1), axis=0)
    pairs = ends[ends[:, 0] < ends[:, 1]]
    whole = network(range(1500), pairs, random.random(len(pairs)))
    first = best_division(whole)
    again = best_division(whole, starts(whole, (dict(enumerate(first.tolist())),), 0))
    assert len(np.unique(np.column_stack([first, again]), axis=0)) == len(np.unique(first))
