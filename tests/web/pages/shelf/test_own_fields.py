"""The collector's own fields: searched, in the table, in JSON and in downloads."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
from lxml import html
from starlette.testclient import TestClient
from tests.insights.random_shelves import row
from tests.rows import put
from tests.web.pages.shelf.test_collection import HOSTILE

from linernotes.insights.collection.copies import read_collection
from linernotes.insights.collection.download import KINDS, records
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import DBStorage

FIELD = "Bought at"
WHERE = "Record Store Day"


def test_what_was_filled_in_is_found_and_its_line_is_shown(demo: TestClient):
    found = demo.get("/api/collection", params={"q": WHERE}).json()["items"]
    filled = [one for one in found if {"field_id": 4, "name": FIELD, "value": WHERE} in one["fields"]]
    assert filled
    everything = demo.get("/api/collection?per_page=1000").json()["items"]
    assert len(filled) == sum(field["value"] == WHERE for one in everything for field in one["fields"])
    assert {"where": "notes", "line": WHERE} in filled[0]["found_in"]


def test_the_table_has_a_column_for_each_field(demo: TestClient):
    tree = html.fromstring(demo.get("/collection", params={"q": WHERE, "view": "table"}).text)
    headings = [" ".join(one.text_content().split()) for one in tree.xpath("//thead//th")]
    assert headings[-1] == FIELD
    assert {len(line.xpath("td | th")) for line in tree.xpath("//tbody/tr")} == {len(headings)}
    assert WHERE in [line.xpath("td")[-1].text for line in tree.xpath("//tbody/tr")]


def test_a_download_has_them_by_name(demo: TestClient):
    expected = {
        one["instance_id"]: {field["name"]: field["value"] for field in one["fields"]}
        for one in demo.get("/api/collection?per_page=1000").json()["items"]
    }
    assert any(expected.values())
    in_json = {one["instance_id"]: one["fields"] for one in demo.get("/collection.json").json()}
    assert in_json == expected
    lines = [json.loads(line) for line in demo.get("/collection.jsonl").text.splitlines()]
    assert {one["instance_id"]: one["fields"] for one in lines} == expected
    table = csv.DictReader(io.StringIO(demo.get("/collection.csv").text.removeprefix("\ufeff")))
    assert {int(one["instance_id"]): {FIELD: one[FIELD]} if one[FIELD] else {} for one in table} == expected
    rows = pq.read_table(io.BytesIO(demo.get("/collection.parquet").content)).to_pylist()
    assert {one["instance_id"]: dict(one["fields"]) for one in rows} == expected


def test_fields_of_one_name_or_of_a_columns_have_columns_of_their_own(tmp_path: Path):
    names = {4: "Shelf", 5: "Shelf", 6: "title", 7: HOSTILE, 8: None, 3: "Notes"}
    with DBStorage.create(tmp_path / "build.duckdb") as storage:
        put(storage, "collection_items", [row("collection_items", instance_id=1, release_id=1, title="One")])
        put(
            storage,
            "collection_item_fields",
            [
                row("collection_item_fields", instance_id=1, field_id=id, field=name, value=f"=v{id}")
                for id, name in names.items()
            ]
            + [row("collection_item_fields", instance_id=1, field_id=9, field="Empty", value=" ")],
        )
    with DBStorage.open(tmp_path / "build.duckdb") as storage:
        snapshot = Snapshot(storage)
        found = records(snapshot, read_collection(snapshot).copies, {})
    assert found[0].fields == {
        "Shelf (4)": "=v4",
        "Shelf (5)": "=v5",
        "title (6)": "=v6",
        HOSTILE: "=v7",
        "Field 8": "=v8",
    }
    (line,) = csv.DictReader(io.StringIO(KINDS["csv"].write(found).decode().removeprefix("\ufeff")))
    assert (line["title"], line["Shelf (5)"], line["title (6)"]) == ("One", "'=v5", "'=v6")
