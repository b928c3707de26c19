"""Who plays with whom, on whole shelves, against a computation the long way; and what has to hold, in words."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from tests.derive.brute_force import PSEUDO, Shelf
from tests.derive.brute_players import MOST, Edge, Pair, Players, Together
from tests.derive.documents import document_tables
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


class Build(NamedTuple):
    """A derived shelf, and its players the long way, straight from its documents."""

    storage: DBStorage
    players: Players


@pytest.fixture(
    scope="module",
    params=[
        "demo",
        pytest.param("small", marks=pytest.mark.soak),
        pytest.param("large", marks=pytest.mark.soak),
        pytest.param("recorded", marks=pytest.mark.recorded),
    ],
)
def build(request: pytest.FixtureRequest) -> Build:
    storage: DBStorage = request.getfixturevalue(request.param)
    landing_db: Path = request.getfixturevalue(f"{request.param}_landing")
    return Build(storage, Players(Shelf(document_tables(landing_db)), roles_of(storage)))


@pytest.fixture(scope="module")
def deriving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deriving]:
    with DBStorage.create(tmp_path_factory.mktemp("derive") / "build.duckdb") as storage:
        yield Deriving(storage)


Check = Callable[[DBStorage, Players], None]


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
    found, expected = derived(build.storage), computed(build.players.shelf.tables, build.players.roles)
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


def check_order(storage: DBStorage, players: Players) -> None:
    """The lower of two stands first, and each pair once for a release: who plays with whom is symmetric."""
    rows = pairs_of(storage)
    assert all(row.artist_id_from < row.artist_id_to for row in rows)
    assert len({row[:3] for row in rows}) == len(rows)


def check_people(storage: DBStorage, players: Players) -> None:
    """No two names of one person play together, nor anybody with Various."""
    person = players.shelf.person
    assert [row for row in pairs_of(storage) if person(row[0]) == person(row[1])] == []
    assert [row for row in pairs_of(storage) if PSEUDO & set(row[:2])] == []


def check_groups(storage: DBStorage, players: Players) -> None:
    """No group plays with a member of it, under no name of either."""
    person, groups = players.shelf.person, players.groups
    for row in pairs_of(storage):
        one, other = person(row[0]), person(row[1])
        assert other not in groups[one], row
        assert one not in groups[other], row


def check_slashes(storage: DBStorage, players: Players) -> None:
    """Nobody plays across a slash unless both are named on one track."""
    named: dict[int, list[frozenset[int]]] = defaultdict(list)
    for one in players.line_ups:
        named[one.release].append(one.named)
    apart = {release: players.apart(release) for release in named}
    across = [row for row in pairs_of(storage) if row[:2] in apart[row.release_id]]
    assert [row for row in across if not any(set(row[:2]) <= track for track in named[row.release_id])] == []


def check_everybody(storage: DBStorage, players: Players) -> None:
    """But for these, whoever performs on a track plays with every other on it."""
    person = players.shelf.person
    joined = {row[:3] for row in pairs_of(storage)}
    for one in players.line_ups:
        if one.size > MOST:
            continue
        apart = players.apart(one.release)
        for pair in combinations(sorted(one.performers), 2):
            if person(pair[0]) != person(pair[1]) and pair not in apart:
                assert (*pair, one.release) in joined, one


def check_whole_records(storage: DBStorage, players: Players) -> None:
    """But for these, whoever performs on every track of a release plays with everybody on any of them."""
    person = players.shelf.person
    joined = {row[:3] for row in pairs_of(storage)}
    tracks: dict[int, list[frozenset[int]]] = defaultdict(list)
    for one in players.line_ups:
        tracks[one.release].append(one.performers if one.size <= MOST else frozenset())
    for release, many in tracks.items():
        apart = players.apart(release)
        for steady, other in product(frozenset.intersection(*many), frozenset().union(*many)):
            pair = (min(steady, other), max(steady, other))
            if person(steady) != person(other) and pair not in apart:
                assert (*pair, release) in joined


PROPERTIES = (check_order, check_people, check_groups, check_slashes, check_everybody, check_whole_records)


@pytest.mark.parametrize("check", PROPERTIES)
def test_of_a_whole_shelf(build: Build, check: Check) -> None:
    check(build.storage, build.players)
    assert sum(len(one.performers) > 1 for one in build.players.line_ups) > 100  # or the test tells nothing


@EXAMPLES
@given(rows=shelves())
def test_of_any_shelf(deriving: Deriving, rows: Rows) -> None:
    deriving.derive(rows)
    players = Players(Shelf(source_tables(deriving.storage)), roles_of(deriving.storage))
    for check in PROPERTIES:
        check(deriving.storage, players)
