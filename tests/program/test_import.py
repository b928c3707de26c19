"""A collection without an account: Discogs' own CSV export, through the program and into the tables."""

from __future__ import annotations

import csv
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.homes import Home

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox

HEADER = "Catalog#,Artist,Title,Label,Format,Rating,Released,release_id,CollectionFolder,Date Added"
ROWS = (
    'SK032,The Persuader,Stockholm,Svek,"2xLP, Album",4,1999,1,Shelf A,2020-09-15 17:31:59',
    'SK032,The Persuader,Stockholm,Svek,"2xLP, Album",,1999,1,Shelf B,2021-01-02 03:04:05',
    ",,Unknown Pleasures,,LP,,0,x,,",
)


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_copy_that_could_not_be_replaced_is_said_on_stderr(tmp_path, export, more):
    (tmp_path / "home" / "collection.duckdb" / "in-the-way").mkdir(parents=True)
    done = Home(tmp_path / "home").run("import", str(export), *more)
    assert done.returncode == 0, done.stderr
    assert "could not be replaced" in done.stderr


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "collection.csv"
    path.write_text("\n".join([HEADER, *ROWS]), encoding="utf-8")
    return path


def test_copies_have_negative_ids_by_row_and_nothing_that_the_export_does_not_tell(tmp_path, export):
    home = Home(tmp_path / "home")
    answer = home.json("import", str(export))
    assert (answer["copies"], answer["releases"]) == (2, 1)
    assert answer["not_read"] == [{"line": "line 4", "reason": "'x' is no release_id (Unknown Pleasures)"}]
    columns = "instance_id, release_id, master_id, folder_id, folder, added_at, rating, title, year"
    assert home.rows(f"select {columns} from collection_items order by instance_id desc") == [
        (-1, 1, None, None, "Shelf A", datetime(2020, 9, 16, 0, 31, 59, tzinfo=UTC), 4, "Stockholm", 1999),
        (-2, 1, None, None, "Shelf B", datetime(2021, 1, 2, 11, 4, 5, tzinfo=UTC), None, "Stockholm", 1999),
    ]
    assert home.rows("select release_id, title, year, source from release") == [(1, "Stockholm", 1999, "csv")]
    assert home.rows("select artist_id, name from release_artists") == [(None, "The Persuader")]
    assert home.rows("select label_id, name, catalog_number from release_labels") == [(None, "Svek", "SK032")]
    assert home.rows("select kind, reason, location from problem") == [
        ("export", "'x' is no release_id (Unknown Pleasures)", "line 4")
    ]


def test_what_could_not_be_read_is_named_in_the_summary_the_json_and_the_problems(tmp_path, export):
    home = Home(tmp_path / "home")
    lines = [HEADER, ROWS[0].replace("2020-09-15 17:31:59", "31:59.0"), ROWS[1].replace("Svek", "Café")]
    export.write_bytes("\n".join(lines).encode("cp1252"))
    said = home.run("import", str(export)).stderr
    assert "column Date Added: 1 cell could not be read, such as '31:59.0' (line 2)" in said
    assert "cp1252" in said
    assert "--encoding" in said
    answer = home.json("import", str(export), "--encoding", "cp1252")
    assert (answer["encoding"], answer["encoding_guessed"]) == ("cp1252", False)
    (unread,) = answer["unread_cells"]
    assert (unread["column"], unread["cells"], unread["example"], unread["line"]) == (
        "Date Added",
        1,
        "31:59.0",
        2,
    )
    assert home.rows("select kind, location from problem") == [("export", "line 2")]
    assert home.rows("select value from collection_item_fields where field = 'Date Added as written'") == [
        ("31:59.0",)
    ]
    assert home.rows("select name from release_labels") == [("Café",)]
    wrong = home.run("import", str(export), "--encoding", "klingon")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)


def test_a_file_that_is_none_or_larger_than_any_export_is_one_line_at_once(tmp_path):
    home = Home(tmp_path / "home")
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "large.csv").open("wb") as large:
        large.truncate(200 * 2**20)
    for path, word in (("pipe", "no file"), (".", "no file"), ("large.csv", "larger")):
        done = home.run_process("import", str(tmp_path / path), timeout=60)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert word in done.stderr


def test_a_second_export_takes_the_place_of_the_first(tmp_path, export):
    home = Home(tmp_path / "home")
    home.json("import", str(export))
    export.write_text("\n".join([HEADER, ROWS[1]]), encoding="utf-8")
    home.json("import", str(export))
    assert home.rows("select instance_id, folder from collection_items") == [(-1, "Shelf B")]
    assert home.rows("select count(*) from problem") == [(0,)]


def test_the_accounts_own_listing_takes_the_place_of_an_export(tmp_path, export):
    with Sandbox(load_catalogue("synthetic", items=5, seed=2), limit=100_000) as sandbox:
        home = Home(tmp_path / "home", sandbox)
        home.json("import", str(export))
        home.sync()
    assert home.rows("select count(*), min(instance_id) > 0 from collection_items") == [(5, True)]
    assert home.rows("select count(*) from collection_changes") == [(0,)]  # the first listing writes none
    assert home.rows("select count(*) from release where source = 'csv'") == [(0,)]
    again = home.run("import", str(export))
    assert again.returncode == 2
    assert "LINERNOTES_HOME" in again.stderr


#: What is no export, and what is said of it: no CSV, another one, one without rows.
NO_EXPORTS = ((b"\x00\x01", "not an export"), (b"a,b\n1,2\n", "release_id"), (HEADER.encode(), "no record"))


def test_what_is_no_export_is_refused_and_changes_nothing(tmp_path, export):
    home = Home(tmp_path / "home")
    home.json("import", str(export))
    before = home.tables()
    for body, word in NO_EXPORTS:
        export.write_bytes(body)
        done = home.run("import", str(export))
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert word in done.stderr
    assert home.tables() == before


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    done = Home(tmp_path / "home").run("import", str(tmp_path / "no.csv"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_a_recorded_export_is_all_there(tmp_path, fixtures):
    path = fixtures / "collections_csv" / "Gustw__vinyl-collection__collection.csv"
    home = Home(tmp_path / "home")
    home.json("import", str(path))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    titles = [
        (-number, int(row["release_id"]), row["Title"].strip()) for number, row in enumerate(rows, start=1)
    ]
    assert sorted(home.rows("select instance_id, release_id, title from collection_items")) == sorted(titles)
    assert home.rows("select count(*) from release_artists")[0][0] == len({row["release_id"] for row in rows})
