"""collection.duckdb under the hands of people's own tools, in processes of their own, while builds are published."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.rows import tuples

from linernotes.storage.builds.publish import Build
from linernotes.storage.builds.published_copy import is_in_use
from linernotes.storage.duckdb.database import DBStorage

Make = Callable[[str], Build]
#: Starts another process that has a database open: see conftest.
Open = Callable[[Path, str], Any]

NAME = "select value from meta where key = 'name'"


def test_everybody_keeps_working_while_a_build_is_published(
    tmp_path: Path, make_build: Make, open_session: Open
) -> None:
    first, copy = make_build("first"), tmp_path / "collection.duckdb"
    with DBStorage.open(first.path) as app:
        reader = open_session(copy, "ro")
        make_build("second")
        assert app.scalar(NAME) == "first"
        assert reader.run(NAME) == [["first"]]
        assert reader.run("select count(*) from artist") == [[2]]
    fresh = open_session(copy, "ro")
    assert fresh.run(NAME) == [["second"]]


WRITES = ("before", "after", "before and after", "before and after a checkpoint")
ENDS = ("still open", "closed", "killed")
#: Each writing and each end once for every test run, four processes each.
QUICK = {("before", "closed"), ("after", "killed"), ("before and after a checkpoint", "still open")}
WAYS = [
    pytest.param(writes, end, marks=() if (writes, end) in QUICK else pytest.mark.soak)
    for writes in WRITES
    for end in ENDS
]


@pytest.mark.parametrize(("writes", "end"), WAYS)
def test_what_a_session_writes_stays_with_the_copy_that_it_has_open(
    tmp_path: Path, make_build: Make, open_session: Open, writes: str, end: str
) -> None:
    make_build("first")
    copy = tmp_path / "collection.duckdb"
    writer = open_session(copy, "rw")
    if "before" in writes:
        assert writer.run("create table mine as select 1 as a") == [[1]]
        assert writer.run("update meta set value = 'changed' where key = 'name'") == [[1]]
    make_build("second")
    if "checkpoint" in writes:
        assert not writer.run("checkpoint")
    if "after" in writes:
        assert writer.run("insert into meta values ('late', 'x')") == [[1]]
        assert writer.run("delete from artist where artist_id = 23755") == [[1]]
    expected = writer.run("from meta order by key")
    {"still open": lambda: None, "closed": writer.close, "killed": writer.kill}[end]()

    reader = open_session(copy, "ro")
    assert reader.run("select value, (select count(*) from artist) from meta") == [["second", 2]]
    reader.close()
    second_writer = open_session(copy, "rw")
    assert second_writer.run("select value, (select count(*) from artist) from meta") == [["second", 2]]
    assert second_writer.run("insert into meta values ('fresh', 'y')") == [[1]]
    second_writer.close()
    if end == "still open":
        assert writer.run("from meta order by key") == expected
        assert not writer.run("checkpoint")
        writer.close()
    last = open_session(copy, "ro")
    assert last.run("from meta order by key") == [["fresh", "y"], ["name", "second"]]


def test_a_session_goes_on_writing_over_many_publications(
    tmp_path: Path, make_build: Make, open_session: Open
) -> None:
    make_build("0")
    copy = tmp_path / "collection.duckdb"
    writer = open_session(copy, "rw")
    for number in range(1, 5):
        make_build(str(number))
        assert writer.run(f"insert into meta values ('{number}', 'mine')") == [[1]]
        assert not writer.run("checkpoint")
        with DBStorage.open(copy) as fresh:
            assert tuples(fresh, "from meta") == [("name", str(number))]
    assert writer.run("select count(*) from meta") == [[5]]
    writer.close()


def test_an_old_copy_is_deleted_once_nobody_has_it_open(
    tmp_path: Path, make_build: Make, open_session: Open
) -> None:
    first = make_build("0")
    writer = open_session(tmp_path / "collection.duckdb", "rw")
    for number in range(1, 4):
        make_build(str(number))
    assert first.tools_copy.exists()
    assert is_in_use(first.tools_copy.parent)
    writer.close()
    assert not is_in_use(first.tools_copy.parent)
    make_build("4")
    assert not first.tools_copy.parent.exists()


def test_a_copy_beside_which_a_killed_session_left_its_log_is_not_deleted(
    tmp_path: Path, make_build: Make, open_session: Open
) -> None:
    first = make_build("0")
    writer = open_session(tmp_path / "collection.duckdb", "rw")
    writer.run("create table mine as select 42 as answer")
    writer.kill()
    for number in range(1, 4):
        make_build(str(number))
    again = open_session(first.tools_copy, "rw")
    assert again.run("from mine") == [[42]]


def test_a_log_beside_collection_duckdb_is_moved_aside_and_not_replayed(
    tmp_path: Path, make_build: Make
) -> None:
    make_build("first")
    log = tmp_path / "collection.duckdb.wal"
    log.write_bytes(b"left by somebody")
    second = make_build("second")
    assert not log.exists()
    aside = tmp_path / f"collection.duckdb.wal.before-{second.build_id}"
    assert aside.read_bytes() == b"left by somebody"
    with DBStorage.open(tmp_path / "collection.duckdb") as fresh:
        assert fresh.scalar(NAME) == "second"


def test_the_home_can_be_moved(tmp_path: Path, make_build: Make) -> None:
    make_build("first")
    moved = tmp_path.parent / f"{tmp_path.name}-moved"
    shutil.move(tmp_path, moved)
    with DBStorage.open(moved / "collection.duckdb") as opened:
        assert opened.scalar(NAME) == "first"


def test_a_copy_of_collection_duckdb_stands_alone(tmp_path: Path, make_build: Make) -> None:
    build = make_build("first")
    shutil.copy(tmp_path / "collection.duckdb", tmp_path / "elsewhere.duckdb")
    assert (tmp_path / "elsewhere.duckdb").read_bytes() == build.path.read_bytes()


def test_what_people_write_to_the_copy_does_not_reach_the_build(
    tmp_path: Path, make_build: Make, open_session: Open
) -> None:
    build = make_build("first")
    writer = open_session(tmp_path / "collection.duckdb", "rw")
    writer.run("drop table artist")
    writer.close()
    with DBStorage.open(build.path) as app:
        assert app.scalar("select count(*) from artist") == 2


def test_a_file_in_the_place_of_the_link_is_replaced(tmp_path: Path, make_build: Make) -> None:
    build = make_build("first")
    (tmp_path / "collection.duckdb").unlink()
    shutil.copy(build.path, tmp_path / "collection.duckdb")
    make_build("second")
    with DBStorage.open(tmp_path / "collection.duckdb") as opened:
        assert opened.scalar(NAME) == "second"


def test_where_links_cannot_be_made_the_copy_is_a_file(
    tmp_path: Path, make_build: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError("a required privilege is not held")

    monkeypatch.setattr(os, "symlink", refuse)
    first = make_build("first")
    second = make_build("second")
    assert not (tmp_path / "collection.duckdb").is_symlink()
    with DBStorage.open(tmp_path / "collection.duckdb") as opened:
        assert opened.scalar(NAME) == "second"
    assert not first.tools_copy.parent.exists()
    assert not second.tools_copy.parent.exists()
