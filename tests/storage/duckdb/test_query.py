"""A user's own SQL: answers are right, and nothing gets out, stays long or grows large."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from time import monotonic

import pytest
from _pytest.mark import ParameterSet

from linernotes.errors import QueryError
from linernotes.storage.builds.publish import Build
from linernotes.storage.duckdb import user_query
from linernotes.storage.duckdb.user_query import run_query

WHEN = datetime(2026, 11, 24, 12, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def unchanged(build: Build, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """A build whose home, which is the working directory too, may not change."""
    monkeypatch.chdir(build.home)
    before = {path: path.is_file() and path.read_bytes() for path in build.home.rglob("*")}
    yield build
    assert {path: path.is_file() and path.read_bytes() for path in build.home.rglob("*")} == before


def test_a_select_gives_columns_types_and_rows(build: Build) -> None:
    result = run_query(
        build.path,
        "select release_id, title, added_at, s.lowest_price, f.descriptions, true as b, date '2020-01-02' as d"
        " from collection_items join release_stats as s using (release_id)"
        " join release_formats as f using (release_id) order by f.position; -- the end",
    )
    assert result.columns == ["release_id", "title", "added_at", "lowest_price", "descriptions", "b", "d"]
    assert result.types == [
        "BIGINT",
        "VARCHAR",
        "TIMESTAMP WITH TIME ZONE",
        "DECIMAL(12,2)",
        "VARCHAR[]",
        "BOOLEAN",
        "DATE",
    ]
    row = (10, "Kind Of Blue", WHEN, Decimal("19.50"))
    rest = (True, date(2020, 1, 2))
    assert result.rows == [(*row, ["LP", "Album, Mono"], *rest), (*row, None, *rest)]
    assert not result.truncated
    assert 0 < result.seconds < 5


def test_a_time_beyond_what_python_knows_is_text(build: Build) -> None:
    result = run_query(
        build.path, "select timestamptz '20000-01-01' as late, timestamptz '2020-01-01' as near"
    )
    assert result.rows == [("20000-01-01 00:00:00", datetime(2020, 1, 1, tzinfo=UTC))]


@pytest.mark.parametrize(
    "sql",
    [
        "from meta",
        "table meta",
        "values (1)",
        "describe meta",
        "show tables",
        "summarize artist",
        "explain select 1",
        "with m as (from meta) select count(*) from m",
        "select 1;",
        "select 'ä; ü', now() /* ; */ ;; -- ;",
    ],
)
def test_what_only_reads_is_allowed(build: Build, sql: str) -> None:
    assert run_query(build.path, sql).rows


def test_columns_of_the_same_name_stay_apart(build: Build) -> None:
    result = run_query(build.path, "select 1 as a, added_at as a, 2 as a from collection_items")
    assert (result.columns, result.rows) == (["a", "a", "a"], [(1, WHEN, 2)])


@pytest.mark.parametrize(
    ("limit", "rows", "truncated"), [(5, 5, True), (6, 6, False), (None, 6, False), (0, 0, True)]
)
def test_an_answer_is_cut_after_the_limit(
    build: Build, limit: int | None, rows: int, truncated: bool
) -> None:
    result = run_query(build.path, "from range(6)", limit=limit)
    assert result.rows == [(i,) for i in range(rows)]
    assert result.truncated is truncated


def test_an_endless_answer_is_cut_without_being_computed(build: Build) -> None:
    result = run_query(build.path, "from range(100000000000)", limit=100, seconds=10)
    assert (len(result.rows), result.truncated) == (100, True)


REFUSED = {
    "insert": "insert into meta values ('a', 'b')",
    "update": "update meta set value = 'x'",
    "delete": "delete from meta",
    "drop": "drop table meta",
    "create": "create table x (a int)",
    "create-in-memory": "create temp table x as select 1",
    "create-macro": "create macro f(a) as a",
    "alter": "alter table meta add column x int",
    "truncate": "truncate meta",
    "attach": "attach 'other.duckdb' as other",
    "attach-memory": "attach ':memory:' as other",
    "detach": "detach build",
    "use": "use memory",
    "copy-to": "copy meta to 'out.csv'",
    "copy-query-to": "copy (select 1) to 'out.parquet'",
    "copy-from": "copy meta from '/etc/passwd'",
    "export": "export database 'out'",
    "import": "import database '.'",
    "read-csv": "from read_csv('/etc/passwd')",
    "read-text": "from read_text('/etc/passwd')",
    "read-blob": "from read_blob('/proc/self/environ')",
    "read-file-by-name": "from '/etc/passwd'",
    "read-the-build-itself": "from read_blob('builds/*')",
    "glob": "from glob('/*')",
    "sniff": "from sniff_csv('/etc/passwd')",
    "query-function": "from query('from read_text(''/etc/passwd'')')",
    "httpfs": "from read_parquet('https://127.0.0.1:1/x.parquet')",
    "install": "install httpfs",
    "load": "load httpfs",
    "pragma": "pragma memory_limit = '100GB'",
    "pragma-read": "pragma database_list",
    "set": "set memory_limit = '100GB'",
    "set-access": "set enable_external_access = true",
    "set-lock": "set lock_configuration = false",
    "set-time": "set max_execution_time = 0",
    "set-variable": "set variable x = 1",
    "reset": "reset memory_limit",
    "call": "call enable_logging()",
    "secret": "create secret s (type s3)",
    "transaction": "begin",
    "checkpoint": "checkpoint",
    "vacuum": "vacuum",
    "prepare": "prepare p as select 1",
    "two-statements": "select 1; select 2",
    "two-statements-second-drops": "select 1; drop table meta",
    "comment-then-drop": "/* select */ drop table meta",
    "explain-then-drop": "explain analyze drop table meta",
    "explain-then-copy": "explain analyze copy meta to 'out.csv'",
    "explain-then-insert": "explain analyze insert into meta values ('a', 'b')",
    "nothing": "",
    "only-a-comment": "-- select 1",
    "no-sql": "selec 1",
    "no-table": "from nothing",
    "null-byte": "select '\0'; \0",
}


#: One of each kind, for every test run: each asks in a process of its own.
QUICK = {
    "insert", "drop", "create", "attach", "detach", "use", "copy-to", "export", "read-csv", "read-file-by-name", "glob",
    "query-function", "httpfs", "install", "pragma", "set", "set-lock", "secret", "transaction", "checkpoint",
    "two-statements", "comment-then-drop", "explain-then-copy", "nothing", "no-sql", "null-byte",
}  # fmt: skip


def trials(queries: dict[str, str], quick: set[str]) -> list[ParameterSet]:
    """The queries by name; all but the quick ones are for `make soak`."""
    assert quick <= queries.keys()
    return [
        pytest.param(sql, id=name, marks=() if name in quick else pytest.mark.soak)
        for name, sql in queries.items()
    ]


@pytest.mark.parametrize("sql", trials(REFUSED, QUICK))
def test_anything_else_is_refused_in_one_line_and_nothing_changes(unchanged: Build, sql: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(unchanged.path, sql, seconds=10)
    message = str(caught.value)
    assert message
    assert "\n" not in message
    assert "Traceback" not in message


ENDLESS = {
    "recursive": "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t",
    "cross-join": "select count(*) from range(1000000000) a, range(1000000) b where a.range + b.range = 7",
}


@pytest.mark.parametrize("sql", trials(ENDLESS, {"recursive"}))
def test_an_endless_query_is_stopped_when_its_time_is_over(unchanged: Build, sql: str) -> None:
    began = monotonic()
    with pytest.raises(QueryError, match=r"stopped after 1\.5 s"):
        run_query(unchanged.path, sql, seconds=1.5)
    assert 1.5 <= monotonic() - began < 1.5 + 20


LARGE = {
    "within-duckdb": "select count(distinct range::varchar) from range(200000000)",
    "a-sort": "select * from range(100000000) order by random()",
    "a-list-beside-duckdb": "select len(range(1000000000))",
    "a-text-beside-duckdb": "select length(repeat('x', 4000000000))",
    "lists-unnested": "select count(*) from (select unnest(range(100000000)) from range(100))",
    "rows-of-the-answer": "select repeat('x', 1000000) from range(10000)",
}


@pytest.mark.parametrize(
    "sql", trials(LARGE, {"within-duckdb", "a-list-beside-duckdb", "rows-of-the-answer"})
)
def test_a_query_that_needs_too_much_memory_is_stopped(
    unchanged: Build, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_query, "MEMORY_MB", 200)
    with pytest.raises(QueryError, match=r"stopped: it needs more than 200 MB of memory"):
        run_query(unchanged.path, sql, seconds=60, limit=None)


def test_a_module_in_the_working_directory_is_not_imported(
    tmp_path: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "duckdb.py").write_text("raise SystemExit('mine')")
    monkeypatch.chdir(tmp_path)
    assert run_query(build.path, "select 1").rows == [(1,)]


def test_a_build_that_is_gone_is_a_query_error(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="does not exist"):
        run_query(tmp_path / "gone.duckdb", "select 1")
    assert list(tmp_path.iterdir()) == []


def test_a_query_that_is_wrong_says_what_is_wrong(build: Build) -> None:
    with pytest.raises(QueryError, match='^Referenced column "nothing" not found'):
        run_query(build.path, "select nothing from meta")
