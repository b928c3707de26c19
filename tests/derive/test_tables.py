"""The derived tables of random small shelves against a computation the long way."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.derive import brute_force
from tests.derive.shelves import Rows, insert, shelves, source_tables
from tests.examples import examples
from tests.rows import tuples

from linernotes.derive import DiscogsDerive
from linernotes.derive.artist import DeriveArtist
from linernotes.derive.credits.prepare import prepare_credits
from linernotes.derive.credits.roles import load_taxonomy
from linernotes.derive.release import DeriveRelease
from linernotes.storage.duckdb.database import DBStorage

MAKES_MUSIC = {"Guitar", "Producer"}
EXAMPLES = settings(
    max_examples=examples(30),
    # Not shrunk: an example takes a tenth of a second, and is small as it is.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Deriving:
    """A build that derives one shelf after the other."""

    def __init__(self, storage: DBStorage) -> None:
        self.storage = storage

    def derive(self, rows: Rows) -> dict[str, Any]:
        """The derived tables of a shelf, as brute_force has them; `expected` beside."""
        insert(self.storage, rows)
        prepare_credits(self.storage, load_taxonomy())
        DeriveArtist().derive(self.storage)
        DeriveRelease().derive(self.storage)
        return derived(self.storage)


def derived(storage: DBStorage) -> dict[str, Any]:
    """What was derived of artists and releases, as rows of brute_force."""
    artists = tuples(
        storage,
        "select artist_id, is_group, thumb_url, qty_collection_items, qty_collection_credits from artist",
    )
    relations = tuples(storage, "select * from artist_relations")
    standings = tuples(storage, "select * from artist_release_roles")
    evidence = tuples(storage, "select * from release_role_evidence")
    return {
        "artist": {id: brute_force.Of(*values) for id, *values in artists},
        "artist_relations": {brute_force.Relation(*map(frozen, row)) for row in relations},
        "artist_release_roles": {brute_force.Standing(*map(frozen, row)) for row in standings},
        "release_credit_tracks": set(tuples(storage, "select * from release_credit_tracks")),
        "release_role_evidence": {brute_force.Evidence(*map(frozen, row)) for row in evidence},
    }


def frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def computed(storage: DBStorage, makes_music: set[str]) -> dict[str, Any]:
    """The same, the long way."""
    shelf = brute_force.Shelf(source_tables(storage))
    return {
        "artist": shelf.artists(),
        "artist_relations": shelf.relations(makes_music),
        "artist_release_roles": shelf.standings(),
        "release_credit_tracks": shelf.credit_tracks(),
        "release_role_evidence": shelf.evidence(makes_music),
    }


@pytest.fixture(scope="module")
def deriving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deriving]:
    with DBStorage.create(tmp_path_factory.mktemp("derive") / "build.duckdb") as storage:
        yield Deriving(storage)


@EXAMPLES
@given(rows=shelves())
def test_any_shelf_derives_to_what_the_long_way_comes_to(deriving: Deriving, rows: Rows) -> None:
    assert deriving.derive(rows) == computed(deriving.storage, MAKES_MUSIC)


@settings(EXAMPLES, max_examples=examples(12))
@given(rows=shelves(), seed=st.integers())
def test_the_order_of_rows_changes_nothing(deriving: Deriving, rows: Rows, seed: int) -> None:
    before = deriving.derive(rows)
    shuffled = {table: random.Random(seed).sample(many, len(many)) for table, many in rows.items()}
    assert deriving.derive(shuffled) == before


@settings(EXAMPLES, max_examples=examples(12))
@given(rows=shelves(max_releases=1))
def test_a_collection_of_one(deriving: Deriving, rows: Rows) -> None:
    rows["collection_items"] = [(1, 10, None, *[None] * 12)]
    found = deriving.derive(rows)
    assert found == computed(deriving.storage, MAKES_MUSIC)
    assert {one.release_id for one in found["artist_release_roles"]} <= {10}
    assert {one.weight for one in found["artist_relations"]} <= {1}


@settings(EXAMPLES, max_examples=examples(12))
@given(rows=shelves())
def test_an_empty_collection_has_members_and_aliases_alone(deriving: Deriving, rows: Rows) -> None:
    found = deriving.derive(rows | {"collection_items": []})
    assert {one.relation_type for one in found["artist_relations"]} <= {"group_member", "artist_alias"}
    assert found["artist_release_roles"] == found["release_credit_tracks"] == set()
    assert {(one.qty_collection_items, one.qty_collection_credits) for one in found["artist"].values()} == {
        (0, 0)
    }


@settings(EXAMPLES, max_examples=examples(12))
@given(rows=shelves())
def test_any_shelf_keeps_every_promise_of_ours(deriving: Deriving, rows: Rows) -> None:
    insert(deriving.storage, rows)
    DiscogsDerive().derive(deriving.storage)


def test_tables_without_rows_derive_to_tables_without_rows(deriving: Deriving) -> None:
    assert deriving.derive({}) == {
        "artist": {},
        "artist_relations": set(),
        "artist_release_roles": set(),
        "release_credit_tracks": set(),
        "release_role_evidence": set(),
    }
