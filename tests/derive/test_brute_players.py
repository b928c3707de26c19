"""Who plays with whom, on whole shelves, against a computation the long way; and what has to hold, in words."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from benchmarks.shelves import land_synthetic
from hypothesis import given
from tests.derive.brute_force import PSEUDO, Shelf
from tests.derive.brute_players import MOST, Edge, Pair, Players, Together
from tests.derive.conftest import load
from tests.derive.shelves import SOURCE_TABLES, Rows, insert, shelves, source_tables
from tests.derive.test_tables import EXAMPLES, Deriving, computed, derived, roles_of
from tests.rows import put, tuples

from linernotes.derive import DiscogsDerive
from linernotes.derive.artist import DeriveArtist
from linernotes.derive.credits.prepare import prepare_credits
from linernotes.derive.credits.roles import load_taxonomy
from linernotes.derive.network.derive_network import DeriveNetwork
from linernotes.derive.release import DeriveRelease
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.home.layout import LANDING_DB


class Build(NamedTuple):
    """A derived shelf, and its players the long way."""

    storage: DBStorage
    players: Players


def synthetic(folder: Path, copies: int) -> Iterator[DBStorage]:
    """A synthetic shelf, derived."""
    land_synthetic(folder / "home", copies)
    with DBStorage.create(folder / "build.duckdb") as storage:
        load(folder / "home" / LANDING_DB, storage)
        DiscogsDerive().derive(storage)
        yield storage


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    yield from synthetic(tmp_path_factory.mktemp("small"), 150)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    yield from synthetic(tmp_path_factory.mktemp("large"), 2000)


@pytest.fixture(
    scope="module",
    params=[
        "demo",
        "small",
        pytest.param("large", marks=pytest.mark.soak),
        pytest.param("recorded", marks=pytest.mark.recorded),
    ],
)
def build(request: pytest.FixtureRequest) -> Build:
    storage: DBStorage = request.getfixturevalue(request.param)
    return Build(storage, Players(Shelf(source_tables(storage)), roles_of(storage)))


@pytest.fixture(scope="module")
def deriving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deriving]:
    with DBStorage.create(tmp_path_factory.mktemp("derive") / "build.duckdb") as storage:
        yield Deriving(storage)


def pairs_of(storage: DBStorage) -> list[Together]:
    rows = tuples(storage, "select * from co_player_releases")
    return [Together(*[tuple(v) if isinstance(v, list) else v for v in row]) for row in rows]


def edges_of(storage: DBStorage) -> dict[Pair, Edge]:
    rows = tuples(
        storage,
        "select artist_id_from, artist_id_to, albums, weight, relation_types from artist_edge "
        "where artist_id_from != 0",
    )
    return {(one, other): Edge(albums, weight, tuple(kinds)) for one, other, albums, weight, kinds in rows}


def differences(found: dict[Pair, Edge], expected: dict[Pair, Edge]) -> dict[Pair, tuple[Edge, Edge]]:
    """Where the edges differ; a sum of fractions may, by the order in which it was taken."""
    return {
        pair: (edge, expected[pair])
        for pair, edge in found.items()
        if edge._replace(weight=0) != expected[pair]._replace(weight=0)
        or abs(edge.weight - expected[pair].weight) > 1e-9
    }


def test_every_table_is_what_the_long_way_comes_to(build: Build) -> None:
    found, expected = derived(build.storage), computed(build.storage, roles_of(build.storage))
    assert len(found["co_player_releases"]) > 100  # or the test tells nothing
    for table, rows in expected.items():
        many = set(rows.items()) if isinstance(rows, dict) else rows
        got = set(found[table].items()) if isinstance(rows, dict) else found[table]
        assert (table, got - many, many - got) == (table, set(), set())


def test_an_edge_weighs_the_size_of_line_ups(build: Build) -> None:
    found, expected = edges_of(build.storage), build.players.edges()
    assert differences(found, expected) == {}
    # Who is too far from the shelf is not in the network; an edge between two who are is.
    vertices = {id for (id,) in tuples(build.storage, "select artist_id from artist_vertex")}
    assert set(found) == {pair for pair in expected if set(pair) <= vertices}


@EXAMPLES
@given(rows=shelves())
def test_edges_of_any_shelf_weigh_the_size_of_line_ups(deriving: Deriving, rows: Rows) -> None:
    insert(deriving.storage, rows)
    DiscogsDerive().derive(deriving.storage)
    expected = Players(Shelf(source_tables(deriving.storage)), roles_of(deriving.storage)).edges()
    assert differences(edges_of(deriving.storage), expected) == {}


def test_the_lower_of_two_stands_first_and_each_pair_once_for_a_release(build: Build) -> None:
    rows = pairs_of(build.storage)
    assert all(row.artist_id_from < row.artist_id_to for row in rows)
    assert len({row[:3] for row in rows}) == len(rows)


def test_the_order_of_rows_changes_no_pair_and_no_edge(build: Build, tmp_path: Path) -> None:
    with DBStorage.create(tmp_path / "shuffled.duckdb") as storage:
        for table in SOURCE_TABLES:
            rows = tuples(build.storage, f"from {table}")
            put(storage, table, random.Random(3).sample(rows, len(rows)))
        prepare_credits(storage, load_taxonomy())
        DeriveArtist().derive(storage)
        DeriveRelease().derive(storage)
        DeriveNetwork().derive(storage)
        assert set(pairs_of(storage)) == set(pairs_of(build.storage))
        assert differences(edges_of(storage), edges_of(build.storage)) == {}


def test_no_two_names_of_one_person_play_together(build: Build) -> None:
    person = build.players.shelf.person
    assert [row for row in pairs_of(build.storage) if person(row[0]) == person(row[1])] == []


def test_no_group_plays_with_a_member_of_it(build: Build) -> None:
    """Under no name of either."""
    person, groups = build.players.shelf.person, build.players.groups
    for row in pairs_of(build.storage):
        one, other = person(row[0]), person(row[1])
        assert other not in groups[one], row
        assert one not in groups[other], row


def test_nobody_plays_across_a_slash_unless_both_are_named_on_one_track(build: Build) -> None:
    named: dict[int, list[frozenset[int]]] = defaultdict(list)
    for one in build.players.line_ups:
        named[one.release].append(one.named)
    apart = {release: build.players.apart(release) for release in named}
    across = [row for row in pairs_of(build.storage) if row[:2] in apart[row.release_id]]
    assert [row for row in across if not any(set(row[:2]) <= track for track in named[row.release_id])] == []


def test_but_for_these_whoever_performs_on_a_track_plays_with_every_other(build: Build) -> None:
    person = build.players.shelf.person
    joined = {row[:3] for row in pairs_of(build.storage)}
    tracks = 0
    for one in build.players.line_ups:
        if one.size > MOST:
            continue
        apart = build.players.apart(one.release)
        tracks += len(one.performers) > 1
        for pair in combinations(sorted(one.performers), 2):
            if person(pair[0]) != person(pair[1]) and pair not in apart:
                assert (*pair, one.release) in joined, one
    assert tracks > 100  # or the test tells nothing


def test_nobody_plays_with_various(build: Build) -> None:
    assert [row for row in pairs_of(build.storage) if PSEUDO & set(row[:2])] == []
