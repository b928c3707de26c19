"""The derived tables of random small shelves against a computation the long way."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.derive import brute_force
from tests.derive.brute_players import Players, RoleOf, Sideman, Together
from tests.derive.shelves import Rows, insert, shelves, source_tables
from tests.examples import DEAR, examples
from tests.rows import tuples

from linernotes.derive import DiscogsDerive
from linernotes.derive.artist import DeriveArtist
from linernotes.derive.credits.prepare import prepare_credits
from linernotes.derive.credits.roles import load_taxonomy
from linernotes.derive.release import DeriveRelease
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.tables import GROUPS

#: What the roles of random shelves are.
ROLES = {
    "Guitar": RoleOf("guitar", as_edge=True, performs=True),
    "Producer": RoleOf("production", as_edge=True, performs=False),
    "Written-By": RoleOf("writing", as_edge=False, performs=False),
    "Composed By": RoleOf("writing", as_edge=False, performs=False),
    "Photography By": RoleOf("visual", as_edge=False, performs=False),
    "Nobody Knows": RoleOf("unknown", as_edge=False, performs=False),
}
EXAMPLES = settings(
    max_examples=examples(30, DEAR),
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

    def derive(self, rows: Rows, *, counts_borrowed: bool = False) -> dict[str, Any]:
        """The derived tables of a shelf, as brute_force has them; `expected` beside."""
        insert(self.storage, rows)
        prepare_credits(self.storage, load_taxonomy(), counts_borrowed=counts_borrowed)
        DeriveArtist().derive(self.storage)
        DeriveRelease().derive(self.storage)
        return derived(self.storage)


def derived(storage: DBStorage) -> dict[str, Any]:
    """What was derived of artists and releases, as rows of brute_force."""
    artists = tuples(
        storage,
        "select artist_id, identity_id, is_group, thumb_url, qty_collection_items, qty_collection_credits from artist",
    )
    relations = tuples(storage, "select * from artist_relations")
    standings = tuples(storage, "select * from artist_release_roles")
    evidence = tuples(storage, "select * from release_role_evidence")
    together = tuples(storage, "select * from co_player_releases")
    sidemen = tuples(storage, "select * from sideman_releases")
    return {
        "artist": {id: brute_force.Of(*values) for id, *values in artists},
        "artist_relations": {brute_force.Relation(*map(frozen, row)) for row in relations},
        "artist_release_roles": {brute_force.Standing(*map(frozen, row)) for row in standings},
        "release_credit_tracks": set(tuples(storage, "select * from release_credit_tracks")),
        "release_role_evidence": {brute_force.Evidence(*map(frozen, row)) for row in evidence},
        "co_player_releases": {Together(*map(frozen, row)) for row in together},
        "sideman_releases": {Sideman(*map(frozen, row)) for row in sidemen},
        "line_ups": _line_ups(storage),
    }


def frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _line_ups(storage: DBStorage) -> dict[tuple[int, int | None], frozenset[int]]:
    """The performers of each track."""
    rows = tuples(storage, "select release_id, tracks, performers from release_line_ups")
    return {
        (release, track): frozenset(performers)
        for release, tracks, performers in rows
        for track in tracks or [None]
    }


def roles_of(storage: DBStorage) -> dict[str, RoleOf]:
    """The table `role`, as brute_players takes it."""
    rows = tuples(storage, "select role, category, as_edge, performs from role")
    return {role: RoleOf(*of) for role, *of in rows}


def computed(tables: brute_force.Tables, roles: Mapping[str, RoleOf]) -> dict[str, Any]:
    """The same, the long way, from source tables."""
    shelf = brute_force.Shelf(tables)
    players = Players(shelf, roles)
    return {
        "artist": shelf.artists(),
        "artist_relations": players.relations(),
        "artist_release_roles": shelf.with_wants().standings(),
        "release_credit_tracks": shelf.with_wants().credit_tracks(),
        "release_role_evidence": shelf.evidence({role for role, of in roles.items() if of.as_edge}),
        "co_player_releases": players.together(),
        "sideman_releases": players.sidemen(),
        "line_ups": {(one.release, one.track): one.performers for one in players.line_ups if one.performers},
    }


@pytest.fixture(scope="module")
def deriving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deriving]:
    with DBStorage.create(tmp_path_factory.mktemp("derive") / "build.duckdb") as storage:
        yield Deriving(storage)


@EXAMPLES
@given(rows=shelves())
def test_any_shelf_derives_to_what_the_long_way_comes_to(deriving: Deriving, rows: Rows) -> None:
    assert deriving.derive(rows) == computed(source_tables(deriving.storage), ROLES)


@EXAMPLES
@given(rows=shelves())
def test_with_the_setting_borrowed_credits_count_as_the_release_s_own(deriving: Deriving, rows: Rows) -> None:
    """As credits of the whole release. Without the setting they count in nothing: the test before this one."""
    found = deriving.derive(rows, counts_borrowed=True)
    own = list(rows["release_credits"])
    after = Counter(row[0] for row in own)  # positions have no gaps here
    lent = [
        (row[0], after[row[0]] + row[2], row[3], row[4], row[5], row[6], *row[7:10], None)
        for row in rows["release_borrowed_credits"]
    ]
    assert found == deriving.derive(rows | {"release_credits": own + lent, "release_borrowed_credits": []})


@settings(EXAMPLES, max_examples=examples(12, DEAR))
@given(rows=shelves(), seed=st.integers())
def test_the_order_of_rows_changes_nothing(deriving: Deriving, rows: Rows, seed: int) -> None:
    before = deriving.derive(rows)
    shuffled = {table: random.Random(seed).sample(many, len(many)) for table, many in rows.items()}
    assert deriving.derive(shuffled) == before


@settings(EXAMPLES, max_examples=examples(12, DEAR))
@given(rows=shelves(max_releases=1))
def test_a_collection_of_one(deriving: Deriving, rows: Rows) -> None:
    rows["collection_items"], rows["wantlist_items"] = [(1, 10, None, *[None] * 12)], []
    found = deriving.derive(rows)
    assert found == computed(source_tables(deriving.storage), ROLES)
    assert {one.release_id for one in found["artist_release_roles"]} <= {10}
    assert {one.weight for one in found["artist_relations"]} <= {1}


@settings(EXAMPLES, max_examples=examples(12, DEAR))
@given(rows=shelves())
def test_an_empty_collection_has_members_and_aliases_alone(deriving: Deriving, rows: Rows) -> None:
    found = deriving.derive(rows | {"collection_items": [], "wantlist_items": []})
    assert {one.relation_type for one in found["artist_relations"]} <= {"group_member", "artist_alias"}
    assert found["artist_release_roles"] == found["release_credit_tracks"] == set()
    assert {(one.qty_collection_items, one.qty_collection_credits) for one in found["artist"].values()} == {
        (0, 0)
    }


@settings(EXAMPLES, max_examples=examples(12, DEAR))
@given(rows=shelves())
def test_what_is_wanted_changes_nothing_of_what_is_owned(deriving: Deriving, rows: Rows) -> None:
    """All tables are the same as if wanted releases were not there; but for the two that hold them, too."""
    owned = {row[1] for row in rows["collection_items"]}
    without = {
        table: many if table == "collection_items" else [row for row in many if row[0] in owned]
        for table, many in rows.items()
        if table == "collection_items" or table.startswith("release")
    }
    expected = whole(deriving, rows | without | {"wantlist_items": []})
    found = whole(deriving, rows)
    assert found.pop("release_credit_tracks") >= expected.pop("release_credit_tracks")
    standings = found.pop("artist_release_roles")
    assert {one for one in standings if one[1] in owned} == expected.pop("artist_release_roles")
    listed = owned | {row[0] for row in rows["wantlist_items"]}
    assert {one[1] for one in standings} <= listed
    assert found == expected


def whole(deriving: Deriving, rows: Rows) -> dict[str, set[tuple[Any, ...]]]:
    """Every table that derivation fills or completes, but what it says of roles."""
    insert(deriving.storage, rows)
    DiscogsDerive().derive(deriving.storage)
    return {
        table: {tuple(map(frozen, row)) for row in tuples(deriving.storage, f"select * from {table}")}
        for table in ("artist", "meta", *GROUPS["derived"])
    }


@settings(EXAMPLES, max_examples=examples(12, DEAR))
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
        "co_player_releases": set(),
        "sideman_releases": set(),
        "line_ups": {},
    }
