"""DBStorage: what goes in comes out, and what goes wrong is one line."""

from __future__ import annotations

import math
import runpy
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples
from tests.rows import put, tuples

from linernotes.errors import BuildError, HomeVersionError, RefusedError, StoreError
from linernotes.storage.duckdb.columns import TextLists
from linernotes.storage.duckdb.database import BATCH_ROWS, DBStorage, load_sql
from linernotes.storage.duckdb.rows import ROWS, MetaRow, RoleRow
from linernotes.storage.duckdb.statements import Statements
from linernotes.storage.duckdb.tables import TABLES

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "bigint": st.integers(-(2**63), 2**63 - 1),
    "integer": st.integers(-(2**31), 2**31 - 1),
    "double": st.floats(allow_nan=False),
    "boolean": st.booleans(),
    "varchar": st.text(),
    "decimal(12, 2)": st.decimals(-(10**9), 10**9, places=2, allow_nan=False),
    "timestamptz": st.datetimes(
        datetime(1, 1, 2),
        datetime(9999, 12, 30),
        timezones=st.sampled_from([UTC, timezone(-timedelta(hours=7))]),
    ),
}
VALUES |= {f"{type_}[]": st.lists(st.none() | values, max_size=4) for type_, values in VALUES.items()}


def rows_of(table: str) -> st.SearchStrategy[list[tuple[Any, ...]]]:
    """Rows of a table, their keys distinct."""
    columns, key = TABLES[table].columns, TABLES[table].key
    of_key = [i for i, column in enumerate(columns) if column.name in key]
    row = st.tuples(*(VALUES[c.type] if c.name in key else st.none() | VALUES[c.type] for c in columns))
    return st.lists(row, max_size=5, unique_by=lambda row: tuple(row[i] for i in of_key))


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[DBStorage]:
    storage = DBStorage.create(tmp_path / "new.duckdb")
    yield storage
    storage.abandon()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    storage = DBStorage.create(tmp_path_factory.mktemp("shared") / "new.duckdb")
    yield storage
    storage.abandon()


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
@pytest.mark.parametrize(
    "table",
    ["release_formats", "release_stats", "artist_relations", "artist_release_roles", "artist_vertex", "meta"],
)
def test_a_row_that_was_inserted_comes_out_as_it_was(
    shared: DBStorage, table: str, data: st.DataObject
) -> None:
    rows = data.draw(rows_of(table))
    shared.execute(f"delete from {table}")
    put(shared, table, rows)
    assert shared.read(ROWS[table], f"from {table}") == rows


class _Seen(NamedTuple):
    seen_at: datetime
    problem_no: int
    again: datetime


class _Bound(NamedTuple):
    seen_at: datetime
    bound: str


class _Added(NamedTuple):
    instance_id: int
    added_at: datetime | None


def test_times_come_out_aware_in_utc_whatever_the_zone_they_went_in_with(storage: DBStorage) -> None:
    pacific = datetime(2015, 4, 14, 3, 23, 29, tzinfo=timezone(-timedelta(hours=7)))
    put(
        storage,
        "problem",
        [(1, "release", 1, pacific, "broken", None), (2, "release", 2, None, "broken", None)],
    )
    first, second = storage.read(
        _Seen, "select seen_at, problem_no, seen_at as again from problem order by problem_no desc -- end"
    )
    assert first == (None, 2, None)
    assert second == (
        datetime(2015, 4, 14, 10, 23, 29, tzinfo=UTC),
        1,
        datetime(2015, 4, 14, 10, 23, 29, tzinfo=UTC),
    )
    assert second.seen_at.tzinfo is UTC
    newest = "select max(seen_at) as seen_at, ? as bound from problem"
    assert storage.read(_Bound, newest, ["x"]) == [(second.seen_at, "x")]
    assert storage.read(_Bound, newest, ["y"]) == [(second.seen_at, "y")]


def test_the_zone_of_the_machine_does_not_matter(tmp_path: Path) -> None:
    code = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from linernotes.storage.duckdb.columns import TextLists
from linernotes.storage.duckdb.database import DBStorage
with DBStorage.create(Path(sys.argv[1])) as storage:
    as_of = datetime(2020, 1, 1, 23, 30, tzinfo=UTC)
    storage.insert("coverage", [{"as_of": as_of, "subject": "x", "known": 1, "total": 2}])
    for one in (storage, storage.cursor()):
        text, moment = "select as_of::varchar from coverage", "select as_of from coverage"
        print(*one.values(str, text), *one.values(datetime, moment))
"""
    said = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "new.duckdb")],
        env={"TZ": "America/Los_Angeles"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert said[0] == said[1]
    assert said[0] == "2020-01-01 23:30:00+00 2020-01-01 23:30:00+00:00"


def test_decimals_take_floats_and_integers_and_round_to_their_scale(storage: DBStorage) -> None:
    now = datetime.now(UTC)
    prices = [0.1, 12, Decimal("3.456"), None]
    put(
        storage,
        "release_stats",
        [(i, now, None, None, None, None, None, price, None) for i, price in enumerate(prices)],
    )
    assert tuples(storage, "select lowest_price from release_stats order by release_id") == [
        (Decimal("0.10"),),
        (Decimal("12.00"),),
        (Decimal("3.46"),),
        (None,),
    ]


def test_infinities_and_nan_stay_what_they_are(storage: DBStorage) -> None:
    similarities = [math.inf, -math.inf, math.nan]
    put(storage, "artist_similarity", [(1, i, value, []) for i, value in enumerate(similarities)])
    rows = tuples(storage, "select similarity from artist_similarity order by similar_id")
    assert [row[0] for row in rows[:2]] == similarities[:2]
    assert math.isnan(rows[2][0])


def test_columns_that_numpy_holds_go_in_as_rows_do(storage: DBStorage) -> None:
    ids, shared = np.array([1, 1]), TextLists(["Dub", "Ska"], np.array([1, 0, 1]), np.array([0, 1, 3]))
    columns = {"similarity": np.array([0.5, 0.25]), "artist_id": ids, "similar_id": ids + [1, 2]}
    storage.insert_columns("artist_similarity", {**columns, "shared": shared})
    assert tuples(storage, "from artist_similarity") == [(1, 2, 0.5, ["Ska"]), (1, 3, 0.25, ["Dub", "Ska"])]
    with pytest.raises(BuildError, match="artist_similarity has the columns"):
        storage.insert_columns("artist_similarity", columns)
    with pytest.raises(BuildError, match="artist_similarity"):
        storage.insert_columns("artist_similarity", {**columns, "similar_id": ids[:1], "shared": shared})
    with pytest.raises(BuildError, match="artist_similarity"):
        storage.insert_columns("artist_similarity", {**columns, "shared": shared})  # they are there


def test_rows_stay_in_the_order_in_which_they_were_inserted_over_many_batches(storage: DBStorage) -> None:
    count = 2 * BATCH_ROWS + 7
    ids = [(i * 7919) % count for i in range(count)]
    for start in range(0, count, 1000):
        put(storage, "artist_urls", [(i, 0, f"u{i}") for i in ids[start : start + 1000]])
    assert [id for (id,) in tuples(storage, "select artist_id from artist_urls")] == ids


def test_rows_are_held_back_only_up_to_a_batch(storage: DBStorage) -> None:
    """That the key is there twice shows when DuckDB gets the rows: at once if they are many, else later."""
    put(storage, "meta", [("a", "1"), ("a", "2")])
    put(storage, "artist_urls", [(i, 0, "u") for i in range(BATCH_ROWS)])
    with pytest.raises(BuildError, match="^artist_urls: Duplicate key"):
        put(storage, "artist_urls", [(i, 0, "u") for i in range(BATCH_ROWS)])
    with pytest.raises(BuildError, match="^meta: .*duplicate key"):
        storage.scalar("select 1")


def test_what_is_held_back_is_seen_by_all_who_read_and_is_there_after_closing(tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"
    with DBStorage.create(path) as storage:
        put(storage, "meta", [("a", "1")])
        assert storage.scalar("select value from meta") == "1"
        put(storage, "meta", [("b", "2")])
    assert [entry.name for entry in tmp_path.iterdir()] == ["new.duckdb"]
    with DBStorage.open(path) as opened:
        assert tuples(opened, "from meta order by key") == [("a", "1"), ("b", "2")]


def test_a_select_fills_a_table_by_the_names_of_its_columns(storage: DBStorage) -> None:
    put(storage, "meta", [("a", "1"), ("b", "2")])
    filled = storage.fill(
        "coverage",
        "-- a comment first\nwith m as (select * from meta)\n"
        "select timestamptz '2020-01-01 00:00:00+00' as as_of, 2 as total, key as subject, 1 as known from m -- last",
    )
    assert filled == 2
    assert tuples(storage, "select subject, known, total from coverage order by 1") == [
        ("a", 1, 2),
        ("b", 1, 2),
    ]


@pytest.mark.parametrize(
    ("select", "said"),
    [
        pytest.param("select 'a' as key", "has the columns", id="a-column-is-missing"),
        pytest.param("select 'a' as key, 'b' as value, 1 as more", "has the columns", id="a-column-too-many"),
        pytest.param("select 'a' as key, nothing as value", "meta: ", id="an-unknown-column"),
        pytest.param("select key, value from meta", 'Duplicate key "key: a"', id="a-key-twice"),
        pytest.param("select null as key, 'x' as value", "NOT NULL", id="a-null-in-the-key"),
    ],
)
def test_a_select_that_does_not_fit_names_the_table(storage: DBStorage, select: str, said: str) -> None:
    put(storage, "meta", [("a", "1")])
    with pytest.raises(BuildError, match="^meta") as caught:
        storage.fill("meta", select)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert tuples(storage, "from meta") == [("a", "1")]


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        ("release_genres", (1, 2**31, "Jazz"), r"release_genres\.position \(integer\)"),
        ("release_genres", ("one", 0, "Jazz"), r"release_genres\.release_id \(bigint\)"),
        ("release_genres", (1, 0, 5), r"release_genres\.genre \(varchar\)"),
        ("release_genres", (1, 0, "\ud800"), r"release_genres\.genre \(varchar\)"),
        ("coverage", ("x", 1, 2, datetime(2020, 1, 1)), r"coverage\.as_of .* no time zone"),
        ("release_stats", (1, datetime.now(UTC), *[None] * 5, 10**20, None), r"release_stats\.lowest_price"),
        ("artist_similarity", (1, 2, 0.5, "Jazz"), r"artist_similarity\.shared"),
    ],
)
def test_a_row_that_does_not_fit_names_the_table_and_the_column(
    storage: DBStorage, table: str, row: tuple[Any, ...], said: str
) -> None:
    put(storage, table, [row])
    with pytest.raises(BuildError, match=said):
        storage.flush()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param({"key": "b"}, "lacks the columns value, and has too many: none", id="missing"),
        pytest.param({"key": "b", "value": "1", "of": 1}, "none, and has too many: of", id="too-many"),
        pytest.param(
            RoleRow("Bass", "bass", None, True, True), "has too many: as_edge", id="of-another-table"
        ),
        pytest.param(("b", "1"), "lacks the columns key, value", id="without-names"),
    ],
)
def test_a_row_with_other_columns_than_the_table_is_refused_at_once(
    storage: DBStorage, row: Any, said: str
) -> None:
    with pytest.raises(BuildError, match=rf"^a row of meta .*{said}"):
        storage.insert("meta", [MetaRow("a", "1"), row])
    assert tuples(storage, "from meta") == []


def test_rows_go_in_by_the_names_of_their_columns_in_any_order(storage: DBStorage) -> None:
    storage.insert("meta", [{"value": "1", "key": "a"}, MetaRow(value="2", key="b")])
    assert tuples(storage, "from meta order by key") == [("a", "1"), ("b", "2")]


def test_the_row_classes_are_those_of_the_ddl() -> None:
    """`make rows` writes them anew."""
    tool = runpy.run_path("tools/row_classes.py")
    for table, row in ROWS.items():
        hints = {column.name: tool["annotation"](TABLES[table], column) for column in TABLES[table].columns}
        assert {name: hint.__forward_arg__ for name, hint in row.__annotations__.items()} == hints
        assert (row._fields, row.__name__) == (tuple(hints), tool["class_name"](table))
    assert ROWS.keys() == TABLES.keys()


def test_a_key_that_is_there_already_names_the_table_and_the_key(storage: DBStorage) -> None:
    put(storage, "meta", [("a", "1")])
    storage.flush()
    put(storage, "meta", [("a", "2")])
    with pytest.raises(BuildError, match='^meta: Duplicate key "key: a"'):
        storage.flush()


def test_rows_that_go_in_together_with_one_that_does_not_fit_are_not_lost(storage: DBStorage) -> None:
    put(storage, "role", [("Bass", "instrument", None, True, True)])
    put(storage, "meta", [("a", "1"), ("a", "2")], origin="the second")
    put(storage, "artist_urls", [(1, 0, "u")])
    with pytest.raises(RefusedError, match="^meta: Duplicate key") as refused:
        storage.flush()
    assert refused.value.origin == "the second"
    assert (
        storage.scalar("select count(*) from role") == storage.scalar("select count(*) from artist_urls") == 1
    )
    assert tuples(storage, "select key, value from meta") == [("a", "1")]


def test_what_was_parsed_once_is_asked_again_with_other_values_and_of_other_builds(tmp_path: Path) -> None:
    statements = Statements()
    query = "select ? + (select count(*) from meta)"
    for rows in range(3):
        with DBStorage.create(tmp_path / f"{rows}.duckdb") as storage:
            put(storage, "meta", [(str(number), "") for number in range(rows)])
            assert [storage.scalar(query, [value]) for value in (1, 2)] == [1 + rows, 2 + rows]
    with duckdb.connect() as connection:
        assert statements.parse(connection, "select 1") is statements.parse(connection, "select 1")
        assert statements.parse(connection, "select 1; select 2") == "select 1; select 2"
        assert connection.execute(statements.parse(connection, "select 1; select 2")).fetchall() == [(2,)]
        with pytest.raises(duckdb.ParserException):
            statements.parse(connection, "selec 1")


def test_another_build_is_read_beside_the_own_one_and_let_go(tmp_path: Path, storage: DBStorage) -> None:
    path = tmp_path / "it's another.duckdb"
    with DBStorage.create(path) as other:
        put(other, "meta", [("a", "there")])
    with storage.beside(path, "other"):
        assert storage.scalar("select value from other.meta") == "there"
    with pytest.raises(BuildError, match=r"other\.meta|other"):
        storage.scalar("select value from other.meta")
    with pytest.raises(StoreError, match=r"none\.duckdb"), storage.beside(tmp_path / "none.duckdb", "other"):
        pass
    assert not (tmp_path / "none.duckdb").exists()


def test_a_table_that_is_not_ours_is_refused(storage: DBStorage) -> None:
    with pytest.raises(BuildError, match="there is no table nothing"):
        storage.insert("nothing", [])
    with pytest.raises(BuildError, match="there is no table nothing"):
        storage.fill("nothing", "select 1 as x")


def test_large_answers_come_in_batches(storage: DBStorage) -> None:
    put(storage, "artist_urls", [(i, 0, f"u{i}") for i in range(25_000)])
    batches = list(
        storage.record_batches(
            "select artist_id, url from artist_urls where artist_id >= 5", batch_rows=10_000
        )
    )
    assert len(batches) > 1
    assert [id for batch in batches for id in batch.column("artist_id").to_pylist()] == list(range(5, 25_000))
    assert storage.scalar("select count(*) from artist_urls") == 25_000


def test_a_value_of_no_row_is_none(storage: DBStorage) -> None:
    assert storage.scalar("select value from meta") is None


def test_sql_is_loaded_from_the_package_it_is_in() -> None:
    assert load_sql("linernotes.storage.duckdb", "schema/provenance/meta") == TABLES["meta"].ddl


def test_sql_may_lie_in_a_folder_of_its_own_beside_its_reader() -> None:
    assert load_sql("linernotes.insights.release", "record").startswith("-- ")


def test_cursors_read_in_threads_of_their_own(build) -> None:
    with DBStorage.open(build.path) as storage:
        answers = []
        added = "select instance_id, added_at from collection_items"

        def ask() -> None:
            with storage.cursor() as cursor:
                for _ in range(20):
                    answers.append(cursor.read(_Added, added))

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [storage.read(_Added, added)] * 80


def test_a_build_that_is_open_for_reading_cannot_be_written(build) -> None:
    with DBStorage.open(build.path) as storage:
        for sql in ("delete from meta", "create table x (a int)", "drop table meta"):
            with pytest.raises(StoreError, match="read-only"):
                storage.execute(sql)
        put(storage, "meta", [("a", "1")])
        with pytest.raises(StoreError, match="read-only"):
            storage.flush()


def test_a_wrong_query_is_one_line_that_begins_with_it(build) -> None:
    with DBStorage.open(build.path) as storage, pytest.raises(StoreError) as caught:
        storage.values(int, "-- a comment\nselect nothing\nfrom meta")
    assert str(caught.value).startswith('select nothing from meta: Referenced column "nothing" not found')
    assert "\n" not in str(caught.value)


def test_extensions_are_neither_installed_nor_loaded_by_themselves(build) -> None:
    with DBStorage.open(build.path) as storage, pytest.raises(StoreError):
        storage.values(int, "from read_parquet('https://127.0.0.1:1/x.parquet')")


def test_a_database_that_is_not_there_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        DBStorage.open(tmp_path / "none.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "none.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreError, match="not a valid DuckDB database file"):
        DBStorage.open(tmp_path / "none.duckdb")


def test_a_database_of_a_later_version_is_said_to_be_one(build) -> None:
    content = bytearray(build.path.read_bytes())
    content[12:20] = struct.pack("<Q", 1000)
    checksum = 5381  # as DuckDB reckons it, over the header's block of 4096 bytes
    for (word,) in struct.iter_unpack("<Q", content[8:4096]):
        checksum ^= word * 0xBF58476D1CE4E5B9 % 2**64
    content[:8] = struct.pack("<Q", checksum)
    newer = build.path.with_name("newer.duckdb")
    newer.write_bytes(content)
    with pytest.raises(HomeVersionError, match="version number 1000") as caught:
        DBStorage.open(newer)
    assert "\n" not in str(caught.value)


def test_a_build_is_not_made_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "new.duckdb").write_text("mine")
    with pytest.raises(BuildError, match="exists already"):
        DBStorage.create(tmp_path / "new.duckdb")
    assert (tmp_path / "new.duckdb").read_text() == "mine"


def test_a_select_amends_the_rows_that_are_there(storage: DBStorage) -> None:
    put(storage, "coverage", [("releases", 1, 2, None), ("masters", 3, 4, None)])
    storage.amend("coverage", "select 'releases' as subject, 5 as known union all select 'nobody', 6")
    rows = tuples(storage, "select subject, known, total from coverage order by subject")
    assert rows == [("masters", 3, 4), ("releases", 5, 2)]


@pytest.mark.parametrize(
    "select",
    [
        pytest.param("select 1 as known", id="no-key"),
        pytest.param("select 'releases' as subject", id="nothing-to-set"),
        pytest.param("select 'releases' as subject, 1 as unheard_of", id="a-column-that-there-is-not"),
        pytest.param("select 'releases' as subject, 'many' as known", id="a-value-that-does-not-fit"),
        pytest.param("select subject, 1 as known from nowhere", id="a-table-that-there-is-not"),
    ],
)
def test_a_select_that_cannot_amend_is_an_error_that_names_the_table(storage: DBStorage, select: str) -> None:
    put(storage, "coverage", [("releases", 1, 2, None)])
    with pytest.raises(BuildError, match="coverage"):
        storage.amend("coverage", select)
    assert tuples(storage, "select known from coverage") == [(1,)]


def test_an_error_while_filling_leaves_what_is_held_back_unwritten(tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"

    def fail() -> None:
        with DBStorage.create(path) as storage:
            put(storage, "meta", [("a", "1")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with DBStorage.open(path) as opened:
        assert tuples(opened, "from meta") == []


FILL_THE_DISK = """
import resource, sys
from pathlib import Path
from linernotes.errors import DiskFullError
from linernotes.storage.duckdb.columns import TextLists
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.rows import ArtistUrlsRow
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    with DBStorage.create(Path(sys.argv[1])) as storage:
        for i in range(40):
            urls = [f"{i * j * 2654435761 % 2**64:x}" * 4 for j in range(50_000)]
            rows = [ArtistUrlsRow(i * 50_000 + j, position=0, url=url) for j, url in enumerate(urls)]
            storage.insert("artist_urls", rows)
except DiskFullError as error:
    print(str(error))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
@pytest.mark.parametrize(
    "size", [100_000, *(pytest.param(size, marks=pytest.mark.soak) for size in (5_000_000, 20_000_000))]
)
def test_a_full_disk_is_said_in_one_line(tmp_path: Path, size: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, str(tmp_path / "new.duckdb"), str(size)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "File too large" in done.stdout
    assert done.stdout.count("\n") == 1


def test_a_build_with_few_rows_is_a_small_file(tmp_path: Path) -> None:
    """DuckDB gives every column of a table that has rows a block of its own, of 256 KB unless told otherwise."""
    path = tmp_path / "new.duckdb"
    with DBStorage.create(path) as storage:
        for name, table in TABLES.items():
            put(storage, name, [tuple(_any_value(column.type) for column in table.columns)])
    assert path.stat().st_size < 5_000_000


def _any_value(type_: str) -> Any:
    plain = {"varchar": "x", "boolean": True, "timestamptz": datetime(2026, 11, 24, tzinfo=UTC)}
    return [_any_value(type_.removesuffix("[]"))] if type_.endswith("[]") else plain.get(type_, 1)


def test_a_damaged_build_says_how_to_make_it_again(tmp_path: Path) -> None:
    (tmp_path / "build.duckdb").write_bytes(b"no database" * 10_000)
    with pytest.raises(StoreError, match=r"build\.duckdb.*linernotes build"):
        DBStorage.open(tmp_path / "build.duckdb")
