"""Files of every age: made, upgraded in steps, refused when they are from the future."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from tests.homes import Home

from linernotes.errors import HomeVersionError, LandingError, StoreError
from linernotes.storage.landing import Landing, store
from linernotes.storage.sqlite.file import SQLiteFile
from linernotes.storage.sqlite.migrations import Layout, version_of
from linernotes.storage.user import store as user

ONE = "create table notes (text text);\n-- a remark; with a semicolon\ninsert into notes values ('kept; really');\n"
TWO = """
alter table notes add column stars integer;
create trigger five after insert on notes begin
    update notes set stars = 5 where stars is null;
    select 1;
end;
"""
THREE = "create index by_stars on notes (stars);\n"


def layout(*migrations: str) -> Layout:
    return Layout(application_id=99, migrations=migrations, error=StoreError, remedy="move it away")


def describe(path: Path) -> tuple[int, list[tuple[object, ...]], list[str]]:
    with sqlite3.connect(path) as db:
        version = db.execute("pragma user_version").fetchone()[0]
        rows = db.execute("select * from notes").fetchall()
        names = [row[0] for row in db.execute("select name from sqlite_schema order by name")]
    db.close()
    return version, rows, names


def test_a_new_file_runs_every_migration(tmp_path: Path) -> None:
    SQLiteFile.open(tmp_path / "x.db", layout(ONE, TWO, THREE)).close()
    assert describe(tmp_path / "x.db") == (3, [("kept; really", None)], ["by_stars", "five", "notes"])


@pytest.mark.parametrize("read_only", [False, True])
def test_an_older_file_runs_those_that_it_has_not_seen(tmp_path: Path, read_only: bool) -> None:
    SQLiteFile.open(tmp_path / "x.db", layout(ONE)).close()
    with sqlite3.connect(tmp_path / "x.db") as db:
        db.execute("insert into notes values ('mine')")
    db.close()
    SQLiteFile.open(tmp_path / "x.db", layout(ONE, TWO, THREE), read_only=read_only).close()
    expected = [("kept; really", None), ("mine", None)]
    assert describe(tmp_path / "x.db") == (3, expected, ["by_stars", "five", "notes"])


def test_a_migration_that_fails_leaves_the_file_at_the_one_before(tmp_path: Path) -> None:
    SQLiteFile.open(tmp_path / "x.db", layout(ONE)).close()
    broken = "insert into notes values ('half', 1);\ninsert into nowhere values (1);\n"
    with pytest.raises(StoreError, match="no such table: nowhere"):
        SQLiteFile.open(tmp_path / "x.db", layout(ONE, TWO, broken))
    assert describe(tmp_path / "x.db") == (2, [("kept; really", None)], ["five", "notes"])


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_from_the_future_is_refused_in_one_line(tmp_path: Path, read_only: bool) -> None:
    SQLiteFile.open(tmp_path / "x.db", layout(ONE, TWO)).close()
    with pytest.raises(HomeVersionError) as caught:
        SQLiteFile.open(tmp_path / "x.db", layout(ONE), read_only=read_only)
    assert str(tmp_path / "x.db") in str(caught.value)
    assert "upgrade linernotes" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert describe(tmp_path / "x.db")[0] == 2


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "x.db").touch()  # what is left of a process that was killed while it made it
    SQLiteFile.open(tmp_path / "x.db", layout(ONE), read_only=True).close()
    assert describe(tmp_path / "x.db") == (1, [("kept; really",)], ["notes"])


def test_only_the_owner_may_read_a_new_file(tmp_path: Path) -> None:
    with SQLiteFile.open(tmp_path / "x.db", layout(ONE)) as file, file.writing() as db:
        db.execute("insert into notes values ('private')")
        assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_an_upgrade_waits_for_no_writer_when_there_is_nothing_to_do(tmp_path: Path) -> None:
    with SQLiteFile.open(tmp_path / "x.db", layout(ONE)) as file, file.writing():
        SQLiteFile.open(tmp_path / "x.db", layout(ONE)).close()


def test_odd_names_of_folders_are_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "Ünï code # 100%? &mode=ro" / "x.db"
    SQLiteFile.open(path, layout(ONE)).close()
    SQLiteFile.open(path, layout(ONE), read_only=True).close()
    assert path.is_file()


def test_landing_and_user_do_not_take_each_other_for_their_own(tmp_path: Path) -> None:
    user.UserStore.open(tmp_path / "landing.db").close()
    with pytest.raises(LandingError, match="not a landing.db of linernotes"):
        Landing.open(tmp_path / "landing.db")


def test_a_landing_from_the_future_is_refused(tmp_path: Path) -> None:
    future = replace(store.LAYOUT, migrations=(*store.LAYOUT.migrations, "create table more (x);\n"))
    SQLiteFile.open(tmp_path / "landing.db", future).close()
    with pytest.raises(HomeVersionError, match="newer linernotes"):
        Landing.open(tmp_path / "landing.db")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
@pytest.mark.parametrize(
    ("name", "words"), [("landing.db", ["status"]), ("landing.db", ["sync"]), ("user.db", ["backup"])]
)
def test_a_pipe_in_the_place_of_a_database_is_named_and_not_waited_for(
    tmp_path: Path, name: str, words: list[str]
) -> None:
    """The program would wait in SQLite, where no signal ends it."""
    home = Home(tmp_path / "home", token="aToken", api_url="http://127.0.0.1:1")
    home.path.mkdir()
    os.mkfifo(home.path / name)
    done = home.run_process(*words, cwd=tmp_path, timeout=30)
    assert done.returncode == (0 if words == ["status"] else 1)  # status shows what there is, damage too
    said = done.stderr or done.stdout
    assert [line for line in said.splitlines() if name in line and "move it away" in line]
    assert len(done.stderr.splitlines()) <= 1, done.stderr


@pytest.mark.parametrize("statement", [1, 2, 3])
def test_a_file_that_another_process_makes_meanwhile_is_ours(tmp_path: Path, statement: int) -> None:
    """Before any statement of the one that looks, the other one may have come to the end."""
    path, asked = tmp_path / "ours.db", []

    def meanwhile(sql: str) -> None:
        asked.append(sql)
        if len(asked) == statement:
            SQLiteFile.open(path, layout(ONE, TWO)).close()

    path.touch()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.set_trace_callback(meanwhile)
        assert version_of(connection, path, layout(ONE, TWO)) in (0, 2)
