"""Exports: every format holds every row as it is in the table."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from tests.rows import tuples

from linernotes.errors import StoreError, UsageError
from linernotes.storage.builds.publish import Build
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.tables import TABLES
from linernotes.storage.export.tables import FORMATS, export_tables


def rows_of(build: Build) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table, in the order of its key, as dicts: to open a build costs more than to read a table."""
    with DBStorage.open(build.path) as storage:
        return {
            name: [
                dict(zip((column.name for column in table.columns), row, strict=True))
                for row in tuples(storage, f"from {name} order by {', '.join(table.key)}")
            ]
            for name, table in TABLES.items()
        }


@pytest.mark.parametrize("format", FORMATS)
def test_every_table_is_a_file_with_as_many_rows(tmp_path: Path, build: Build, format: str) -> None:
    heard: list[tuple[int, int]] = []
    exported = export_tables(
        build.path, tmp_path / "a" / "b", format, on_rows=lambda *rows: heard.append(rows)
    )
    assert [done for done, _ in heard] == list(accumulate(one.rows for one in exported))
    assert {total for _, total in heard} == {sum(one.rows for one in exported)}
    assert [one.table for one in exported] == list(TABLES)
    assert {one.path for one in exported} == set((tmp_path / "a" / "b").iterdir())
    assert {one.path.name for one in exported} == {f"{name}.{format}" for name in TABLES}
    assert {one.table: one.rows for one in exported} == {
        name: len(rows) for name, rows in rows_of(build).items()
    }


def test_parquet_holds_the_rows_with_their_types(tmp_path: Path, build: Build) -> None:
    rows = rows_of(build)
    for one in export_tables(build.path, tmp_path, "parquet"):
        assert pyarrow.parquet.read_table(one.path).to_pylist() == rows[one.table]


def test_csv_holds_null_as_nothing_lists_as_json_and_times_in_utc(tmp_path: Path, build: Build) -> None:
    rows = rows_of(build)
    for one in export_tables(build.path, tmp_path, "csv"):
        with one.path.open(newline="", encoding="utf-8") as file:
            read = list(csv.DictReader(file))
        assert read == [{name: _as_csv(value) for name, value in row.items()} for row in rows[one.table]]
    formats = (tmp_path / "release_formats.csv").read_text("utf-8")
    assert '"[""LP"",""Album, Mono""]"' in formats
    assert "2026-11-24T12:30:15.123456Z" in (tmp_path / "release.csv").read_text("utf-8")


def _as_csv(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, list):
        return json.dumps(value, separators=(",", ":"))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_json_lines_hold_null_as_null_and_lists_as_lists(tmp_path: Path, build: Build) -> None:
    rows = rows_of(build)
    for one in export_tables(build.path, tmp_path, "jsonl"):
        read = [json.loads(line) for line in one.path.read_text("utf-8").splitlines()]
        assert read == [{name: _as_json(value) for name, value in row.items()} for row in rows[one.table]]


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, (int, float, str, list)) else float(value)


def test_tables_are_written_in_place_of_what_was_there(tmp_path: Path, build: Build) -> None:
    (tmp_path / "meta.csv").write_text("old")
    (tmp_path / "mine.csv").write_text("mine")
    rows = {one.table: one.rows for one in export_tables(build.path, tmp_path, "csv")}
    assert (rows["meta"], rows["artist_urls"]) == (1, 0)
    assert (tmp_path / "meta.csv").read_text() == "key,value\nname,only\n"
    assert (tmp_path / "artist_urls.csv").read_text() == "artist_id,position,url\n"
    assert (tmp_path / "mine.csv").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.csv" for name in TABLES} | {"mine.csv"}


def test_a_folder_with_a_quote_in_its_name_is_just_a_folder(tmp_path: Path, build: Build) -> None:
    export_tables(build.path, tmp_path / 'Ana\'s "shelf"', "jsonl")
    assert (tmp_path / 'Ana\'s "shelf"' / "meta.jsonl").exists()


def test_a_table_that_cannot_be_written_leaves_what_stands_in_its_place(tmp_path: Path, build: Build) -> None:
    (tmp_path / "meta.csv").mkdir()
    (tmp_path / "meta.csv" / "mine").write_text("mine")
    with pytest.raises(StoreError) as caught:
        export_tables(build.path, tmp_path, "csv")
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".csv"] == []
    assert (tmp_path / "meta.csv" / "mine").read_text() == "mine"


def test_a_folder_that_is_a_file_is_a_store_error(tmp_path: Path, build: Build) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(StoreError, match="cannot be written"):
        export_tables(build.path, tmp_path / "out")


def test_a_format_that_there_is_not_is_wrong_usage(tmp_path: Path, build: Build) -> None:
    with pytest.raises(UsageError, match="there is no format xlsx"):
        export_tables(build.path, tmp_path / "out", "xlsx")
    assert not (tmp_path / "out").exists()
