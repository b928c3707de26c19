"""What gets in by a user's SQL: nothing, through each of the three walls alone."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from tests.rows import tuples
from tests.storage.conftest import Session
from tests.storage.duckdb.hostile_sql import BY_HAND, CURIOUS, hostile_statements

from linernotes.errors import QueryError
from linernotes.storage.builds.publish import Build
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.query_rules import check_query
from linernotes.storage.duckdb.user_query import run_query


def state_of(folder: Path) -> dict[str, object]:
    """Every path, with its size, its time and a digest of its content."""
    seen: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        seen[str(path.relative_to(folder))] = (status.st_size, status.st_mtime_ns, status.st_mode, digest)
    return seen


def test_the_list_is_long(build: Build) -> None:
    assert len(hostile_statements(build.path, build.home)) >= 300


def test_the_rules_refuse_all_of_it(build: Build) -> None:
    """What is not refused is one of these, and only a name that could be a table of the user's."""
    harmless = {"from sys", "from os", "from df", "select * from connection", "select getenv('PATH')"}
    let_through = set()
    with duckdb.connect(str(build.path), read_only=True) as connection:
        for sql in hostile_statements(build.path, build.home):
            try:
                check_query(connection, sql)
            except (duckdb.Error, ValueError):
                continue
            let_through.add(sql)
    assert {sql for sql in let_through if sql not in harmless} == {
        sql
        for sql in let_through
        if sql.startswith(("from '", "select pg_read_file", "select lo_export", "select load_extension"))
    }


#: Runs statements in a process that is shut in as a query's process is, but for the rules; stdin has the request.
_WITHOUT_RULES = """
import json, os, sys
from pathlib import Path
from linernotes.storage.duckdb import confined_query
from linernotes.storage.duckdb.query_request import QueryRequest
from linernotes.storage.duckdb.confinement import forbid_opening, forbid_writing
request = json.load(sys.stdin)
forbid_writing()
connection = confined_query._locked_down(QueryRequest(Path(request["path"]), "", 600, 512, None))
forbid_opening(512, 600)
done = 0
for sql in request["statements"]:
    try:
        connection.execute(sql).fetchall()
        done += 1
    except Exception:
        pass
print(done, flush=True)
os._exit(0)
"""

#: Does to files what a library might do, in a process that is shut in; prints what succeeded.
_BY_HAND = """
import ctypes, json, os, socket, sys
from linernotes.storage.duckdb.confinement import forbid_opening, forbid_writing
path, home = json.load(sys.stdin)
landlock = forbid_writing()
kept = os.open(path, os.O_RDONLY)
assert os.pread(kept, 1, 0)
forbid_opening(512, 60)
tries = {
    "read": lambda: os.open(path, os.O_RDONLY),
    "write": lambda: os.open(path, os.O_RDWR),
    "truncate while opening": lambda: os.open(path, os.O_WRONLY | os.O_TRUNC),
    "reopen": lambda: os.open(f"/proc/self/fd/{kept}", os.O_RDWR),
    "write to what is open": lambda: os.pwrite(kept, b"x", 0),
    "create": lambda: os.open(home + "/x", os.O_CREAT | os.O_WRONLY),
    "memory file": lambda: os.memfd_create("x"),
    "socket": lambda: socket.socket(),
    "list": lambda: os.listdir(home),
    "pipe": os.pipe,
    "duplicate": lambda: os.dup(kept),
}
if landlock:
    tries |= {
        "unlink": lambda: os.unlink(path),
        "rename": lambda: os.rename(path, path + ".x"),
        "link": lambda: os.link(path, path + ".x"),
        "symlink": lambda: os.symlink(path, path + ".x"),
        "mkdir": lambda: os.mkdir(home + "/x"),
        "rmdir": lambda: os.rmdir(home + "/empty"),
        "fifo": lambda: os.mkfifo(home + "/x"),
        "truncate": lambda: os.truncate(path, 0),
    }
succeeded = []
for name, attempt in tries.items():
    try:
        attempt()
        succeeded.append(name)
    except OSError:
        pass
assert os.pread(kept, 1, 0)
print(json.dumps(succeeded), flush=True)
os._exit(0)
"""


def in_a_process(program: str, request: object, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=250,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_without_the_rules_the_other_walls_hold(build: Build) -> None:
    """The statements are run, as if the rules had let them all through."""
    before = state_of(build.home)
    statements = hostile_statements(build.path, build.home)
    done = in_a_process(_WITHOUT_RULES, {"path": str(build.path), "statements": statements}, build.home)
    assert int(done) > 20  # they were run: some do nothing but read, or set what is this process's own
    assert state_of(build.home) == before
    assert not Path("/dev/shm/linernotes-escaped").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_the_system_lets_the_process_open_and_write_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    path = tmp_path / "file"
    path.write_bytes(b"content")
    before = state_of(tmp_path)
    assert json.loads(in_a_process(_BY_HAND, (str(path), str(tmp_path)), tmp_path)) == []
    assert state_of(tmp_path) == before


#: A few of each kind go the whole way in `make test`, all of them in `make soak`.
SHORT = (
    "explain analyze copy (select 1) to '{build}'",
    "with x as (copy (select 1) to '{build}') from x",
    "explain analyze copy (select 1) to '{build}.wal'",
    "from read_blob('{home}/builds/*')",
    "from enable_logging(storage = 'file', storage_config = {'path': '{home}/logs'})",
    "from '{build}'",
)
#: So many trials share all of the statements.
SHARES = 12


def refused(build: Build, statements: list[str]) -> None:
    before = state_of(build.home)
    for sql in statements:
        with pytest.raises(QueryError) as caught:
            run_query(build.path, sql, seconds=20)
        assert "\n" not in str(caught.value)
        assert "Traceback" not in str(caught.value), sql
        if str(build.home) not in sql:
            assert str(build.home) not in str(caught.value), sql
    assert state_of(build.home) == before


def test_the_worst_of_it_leaves_the_home_as_it_was(build: Build) -> None:
    named = [sql.replace("{build}", str(build.path)).replace("{home}", str(build.home)) for sql in SHORT]
    refused(build, [*named, CURIOUS[0], CURIOUS[9]])


@pytest.mark.soak
@pytest.mark.parametrize("share", range(SHARES))
def test_all_of_it_leaves_the_home_as_it_was(build: Build, share: int) -> None:
    refused(build, hostile_statements(build.path, build.home)[share::SHARES])


def test_no_table_of_the_system_shows_a_path(build: Build) -> None:
    """Every view, and every table function that needs no argument, as far as the rules let them through."""
    with duckdb.connect() as connection:
        views = connection.execute("select schema_name || '.' || view_name from duckdb_views()").fetchall()
        functions = connection.execute(
            "select distinct function_name from duckdb_functions() where function_type = 'table' and parameters = []"
        ).fetchall()
    sources = [*(name for (name,) in views), *(f"{name}()" for (name,) in functions)]
    allowed = []
    with duckdb.connect(str(build.path), read_only=True) as connection:
        for source in sources:
            try:
                check_query(connection, f"from {source}")
            except (duckdb.Error, ValueError):
                continue
            allowed.append(f"select '{source}', t::varchar from {source} as t")
    assert len(allowed) > 40
    shown = run_query(build.path, " union all ".join(allowed), limit=None).rows
    secrets = [str(build.home), str(Path.home()) + "/", "/tmp/", os.environ.get("PATH", "/nothing")]
    for source, row in shown:
        assert not any(secret in row for secret in secrets), (source, row)


def test_no_table_function_reads_the_paths_of_a_table_that_is_named_to_it(build: Build) -> None:
    """Some are given the name of a table, as a text or a word, which the rules cannot see in a query's tree."""
    hidden = ("'duckdb_databases'", "duckdb_databases", "'pragma_database_list'", "'pg_settings'")
    with duckdb.connect(str(build.path), read_only=True) as connection:
        functions = connection.execute(
            "select distinct function_name from duckdb_functions() where function_type in ('table', 'table_macro')"
        ).fetchall()
        sources = [
            f"{name}({table}{more})"
            for (name,) in functions
            for table in hidden
            for more in ("", ", path", ", 'path'", ", value")
        ]
        allowed = [source for source in sources if _is_let_through(connection, f"from {source}")]
        assert allowed
        for source in allowed:  # in this process: what they would read is what the rules have let through
            with contextlib.suppress(duckdb.Error):
                rows = connection.execute(f"from {source}").fetchmany(1000)
                assert str(build.home) not in repr(rows), source


def _is_let_through(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    try:
        check_query(connection, sql)
    except (duckdb.Error, ValueError):
        return False
    return True


def test_every_type_comes_out(build: Build) -> None:
    """Some are made by modules that Python loads late, when nothing can be opened any more."""
    result = run_query(build.path, "from test_all_types()")
    assert len(result.rows) == 3


READS = (
    "explain select 1",
    "explain analyze from meta",
    "explain (analyze, format json) select 1",
    "/* a */ explain -- b\n analyze /* c */ select 1 -- d",
    "explain (select 1) union select 2",
    "explain summarize meta",
    "show databases",
    "show all tables",
    "describe select 1",
    "pivot release_formats on name in ('Vinyl') using count(*)",
    "unpivot meta on key, value",
    "from generate_series(3) as t (i), unnest([1, 2]) as u (j)",
    "from json_each('[1, 2]')",
    "from duckdb_tables() where not internal",
    "select table_name, comment from duckdb_tables()",
    "from pragma_table_info('meta')",
    "with recursive t as (select 1 as i union all select i + 1 from t where i < 5) from t",
    "select {'type': 'COPY_NODE'}, 'duckdb_databases()', 'current_setting'",
    "select list_transform([1, 2], lambda x: x + 1), (select max(value) from meta), current_date",
    "from release positional join artist",
    "from release using sample 1",
)


def test_what_reads_is_let_through(build: Build) -> None:
    with duckdb.connect(str(build.path), read_only=True) as connection:
        for sql in READS:
            check_query(connection, sql)
            connection.execute(sql)


def forged_log(build: Build, folder: Path, open_session: Callable[[Path, str], Session]) -> bytes:
    """A log that a killed program left beside a copy of the build: it says that there is another name."""
    copy = folder / "copy.duckdb"
    copy.write_bytes(build.path.read_bytes())
    session = open_session(copy, "rw")
    session.run("pragma disable_checkpoint_on_shutdown")
    session.run("update meta set value = 'forged' where key = 'name'")
    session.kill()
    return copy.with_name("copy.duckdb.wal").read_bytes()


@pytest.mark.parametrize("content", ["forged", "damaged", "empty"])
@pytest.mark.parametrize("reader", ["query", "page"])
def test_a_log_beside_a_build_is_set_aside_and_not_replayed(
    make_build: Callable[[str], Build],
    open_session: Callable[[Path, str], Session],
    tmp_path: Path,
    content: str,
    reader: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    build = make_build("true")
    forged = forged_log(build, tmp_path, open_session)
    stray = build.path.with_name(f"{build.path.name}.wal")
    stray.write_bytes({"forged": forged, "damaged": b"\xff" * 1000, "empty": b""}[content])
    kept = stray.read_bytes()
    if reader == "query":
        rows = run_query(build.path, "select value from meta where key = 'name'").rows
    else:
        with DBStorage.open(build.path) as storage:
            rows = tuples(storage, "select value from meta where key = 'name'")
    assert rows == [("true",)]
    assert not stray.exists()
    assert stray.with_name(f"{stray.name}.aside").read_bytes() == kept
    (line,) = [
        record.getMessage() for record in caplog.records if "not written by linernotes" in record.message
    ]
    assert str(stray) in line


def test_by_hand_has_no_statement_twice() -> None:
    assert len(set(BY_HAND)) == len(BY_HAND)
