"""A shelf in Python: the answers of the commands, and tables that other libraries take as they are."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.homes import Home
from tests.insights.home import notebook

import linernotes
from linernotes import Shelf, open_shelf
from linernotes.errors import StoreError, UsageError
from linernotes.storage.builds.publish import new_build, publish
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.tables import TABLES


@pytest.fixture(scope="module")
def shelf(demo_home: Path) -> Iterator[Shelf]:
    with open_shelf(demo_home) as opened:
        yield opened


@pytest.mark.parametrize(
    ("command", "ask"),
    [
        pytest.param(("own", "kind of blue"), lambda shelf: shelf.own("kind of blue"), id="own"),
        pytest.param(("artist", "Ron Carter"), lambda shelf: shelf.artist("Ron Carter"), id="artist"),
        pytest.param(("collection", "blue"), lambda shelf: shelf.collection("blue"), id="collection"),
        pytest.param(
            ("path", "Miles Davis", "Brian Eno"),
            lambda shelf: shelf.path("Miles Davis", "Brian Eno"),
            id="path",
        ),
        pytest.param(("network",), lambda shelf: shelf.network(), id="network"),
        pytest.param(("gaps",), lambda shelf: shelf.gaps(), id="gaps"),
    ],
)
def test_an_answer_is_that_of_the_command(demo_home: Path, shelf: Shelf, command: Any, ask: Any) -> None:
    said = Home(demo_home).json(*command)
    answer = json.loads(msgspec.json.encode(ask(shelf), enc_hook=str))
    assert {**answer, "coverage": None} == {**said, "coverage": None}


def test_a_release_is_asked_by_its_id_as_a_number_or_as_it_is_written(shelf: Shelf) -> None:
    id = shelf.collection("kind of blue").items[0].release_id
    assert shelf.release(id) == shelf.release(f"r{id}")
    assert shelf.release(id).record.release_id == id


@pytest.mark.parametrize("ask", ["artist", "release", "table"])
def test_what_is_not_there_is_said_in_one_line(shelf: Shelf, ask: str) -> None:
    with pytest.raises(UsageError, match="nobody called|no release|no table") as refused:
        getattr(shelf, ask)("no such thing")
    assert "\n" not in str(refused.value)


def test_every_table_is_what_the_build_has(shelf: Shelf) -> None:
    assert set(shelf.tables) == set(TABLES)
    for name in TABLES:
        rows = shelf.table(name)
        table = pa.table(rows)
        assert table.schema.names == list(rows.columns)
        assert len(table) == len(rows) == shelf.snapshot.storage.scalar(f"select count(*) from {name}")


def test_pandas_polars_and_duckdb_take_it_as_it_is(shelf: Shelf) -> None:
    query = "select release_id, title, added_at, added_on, rating from collection_items order by instance_id"
    rows = shelf.sql(query)
    expected = pa.table(rows).to_pylist()
    assert len(expected) == 91
    assert expected[0]["added_at"].tzinfo is not None
    assert pl.DataFrame(rows).to_dicts() == expected
    assert pd.DataFrame.from_arrow(rows)["title"].tolist() == [one["title"] for one in expected]
    assert duckdb.sql("select count(*), count(distinct title) from rows").fetchall() == [(
        91, len({one["title"] for one in expected}),
    )]  # fmt: skip
    assert list(rows.columns.items())[2] == ("added_at", "TIMESTAMP WITH TIME ZONE")


def test_lists_and_decimals_stay_what_they_are(shelf: Shelf) -> None:
    found = pa.table(
        shelf.sql("select descriptions, 1.25::decimal(5, 2) as price from release_formats limit 1")
    )
    assert pa.types.is_list(found.schema.field("descriptions").type)
    assert found.schema.field("price").type == pa.decimal128(5, 2)


def test_a_stream_is_read_to_its_end_even_if_nobody_holds_its_rows(shelf: Shelf) -> None:
    class Holder:
        stream = shelf.sql("from range(300000)").__arrow_c_stream__()

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return self.stream

    gc.collect()
    assert len(pa.table(Holder())) == 300_000


@pytest.mark.parametrize(
    "query",
    [
        "select nothing from release",
        "drop table release",
        "copy release to '{place}'",
        "attach '{place}'",
        "",
    ],
)
def test_what_is_no_select_is_an_error_and_writes_nothing(shelf: Shelf, tmp_path: Path, query: str) -> None:
    with pytest.raises(StoreError) as refused:
        shelf.sql(query.format(place=tmp_path / "x"))
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_query_may_end_in_a_comment_and_a_semicolon(shelf: Shelf) -> None:
    assert len(shelf.sql("from range(3); -- the end")) == len(shelf.sql("from range(3) -- the end")) == 3


def test_what_is_open_stays_while_newer_builds_take_its_place(tmp_path: Path) -> None:
    def build() -> str:
        draft = new_build(tmp_path)
        with DBStorage.create(draft.path) as storage:
            storage.insert("meta", [{"key": "build_id", "value": draft.build_id}])
        return publish(draft).build.build_id

    first = build()
    with open_shelf(tmp_path) as shelf:
        for _ in range(3):
            last = build()
        assert shelf.build_id == first
        assert pa.table(shelf.sql("select value from meta")).to_pylist() == [{"value": first}]
        with open_shelf(str(tmp_path)) as newer:
            assert newer.build_id == last
    shelf.close()


def test_a_home_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Run: linernotes sync"):
        open_shelf(tmp_path)


def test_to_import_linernotes_imports_nothing_else() -> None:
    code = "import sys, linernotes; print(*{'duckdb', 'pydantic', 'numpy', 'yaml'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
    assert all(getattr(linernotes, name) for name in linernotes.__all__)


def test_the_notebook_gives_what_is_stored_in_it(demo_home: Path, shelf: Shelf) -> None:
    stored = [notebook.stored(cell) for cell in notebook.code_cells(notebook.read())]
    assert stored == notebook.outputs(demo_home), "run: python -m tests.insights.home.notebook HOME"


def test_the_notebook_is_one_and_shows_nothing_private(shelf: Shelf) -> None:
    found = notebook.read()
    assert (found["nbformat"], {cell["cell_type"] for cell in found["cells"]}) == (4, {"code", "markdown"})
    assert len({cell["id"] for cell in found["cells"]}) == len(found["cells"])
    text = notebook.NOTEBOOK.read_text("utf-8")
    private = shelf.snapshot.storage.values(str, "select value from collection_item_fields")
    assert [one for one in private if one in text] == []
