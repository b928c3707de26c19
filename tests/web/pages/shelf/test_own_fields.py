"""The collector's own fields: searched, in the table, in JSON and in downloads."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
from lxml import html
from starlette.testclient import TestClient
from tests.homes import Home
from tests.insights.random_shelves import row
from tests.rows import put
from tests.web.conftest import app_on
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


def facet_rows(page: str, title: str) -> list[str]:
    """The values of a facet of the panel with their counts, as a person reads them."""
    (facet,) = html.fromstring(page).xpath(f"//details[@class='facet'][summary = '{title}']")
    return [
        " ".join("".join(one.xpath("a[1]/text() | span//text()")).split())
        for one in facet.xpath(".//li[contains(@class, 'facet-row')]")
    ]


def test_a_dropdown_is_a_facet_with_the_options_that_are_filled_in(demo: TestClient):
    assert facet_rows(demo.get("/collection").text, FIELD) == [
        "Flea market2", "Record Store Day5", "Estate sale5", "Auction1", "Saturn, Cologne1", "Lisbon2",
        "Not filled in75",
    ]  # fmt: skip
    page = demo.get("/collection", params={"field": f"4:{WHERE}", "not-genre": "Rock"}).text
    chips = [
        " ".join(one.text_content().split()) for one in html.fromstring(page).xpath("//a[@class='chip']")
    ]
    assert chips[0].startswith("Remove: Genre not Rock")
    assert chips[1].startswith(f"Remove: {FIELD} {WHERE}")


def test_page_json_and_command_find_the_same_by_a_field(demo: TestClient, demo_home: Path):
    home = Home(demo_home)
    everything = demo.get("/api/collection?per_page=1000").json()["items"]
    filled = {one["instance_id"]: one["fields"][0]["value"] for one in everything if one["fields"]}
    (facet,) = demo.get("/api/collection/facets").json()["fields"]
    assert (facet["field_id"], facet["name"], facet["none"]) == (4, FIELD, len(everything) - len(filled))
    one_facet = demo.get("/api/collection/facet/field-4").json()
    assert one_facet["values"] == facet["values"]
    for value in (*facet["values"], {"value": "4:none", "label": "none", "items": facet["none"]}):
        kept = {
            one["instance_id"]
            for one in everything
            if filled.get(one["instance_id"], "none") == value["label"]
        }
        assert len(kept) == value["items"]
        found = demo.get("/api/collection", params={"field": value["value"], "per_page": 1000}).json()
        printed = home.json("collection", "--field", f"{FIELD.lower()}: {value['label']}")
        assert found["query"] == printed["query"]
        assert {one["instance_id"] for one in found["items"]} == kept
        assert [one["instance_id"] for one in printed["items"]] == [
            one["instance_id"] for one in found["items"]
        ]
        left = demo.get("/api/collection", params={"not-field": value["value"]}).json()["total"]
        assert left == home.json("collection", "--not-field", f"{FIELD}: {value['label']}")["total"]
        assert left == len(everything) - len(kept)


def test_a_field_is_an_order_of_table_list_and_command(demo: TestClient, demo_home: Path):
    table = html.fromstring(demo.get("/collection?view=table&sort=field-4").text)
    (heading,) = table.xpath("//th[@aria-sort]")
    assert heading.get("aria-sort") == "ascending"
    assert heading.xpath("a/@href") == ["/collection?sort=field-4&reverse=1&view=table"]
    assert table.xpath("//optgroup/option[@selected]/text()") == [FIELD]
    found = demo.get("/api/collection?sort=field-4&per_page=1000").json()["items"]
    values = [one["fields"][0]["value"] if one["fields"] else "" for one in found]
    options = ["Flea market", "Record Store Day", "Estate sale", "Auction", "Saturn, Cologne", "Lisbon", ""]
    assert values == sorted(values, key=options.index)
    printed = Home(demo_home).json("collection", "--sort", FIELD)["items"]
    assert [one["instance_id"] for one in printed] == [one["instance_id"] for one in found]


def test_addresses_of_fields_are_read_or_refused_in_a_line(demo: TestClient):
    gone = demo.get("/collection?field=99:Old&not-field=98:none").text
    assert "Field 99" in gone
    assert "No record matches" in gone
    for wrong in ("field=x", "field=4", "sort=field-x", "not-field=4:" + "x" * 1000):
        assert demo.get(f"/collection?{wrong}").status_code == 422, wrong
        assert demo.get(f"/api/collection?{wrong}").status_code == 422, wrong
    assert demo.get("/collection/facet/field-x").status_code == 422


def test_a_saved_view_and_the_page_of_the_facet_keep_a_field(demo: TestClient):
    query = "field=4:Flea%20market&sort=field-4&reverse=1"
    form = html.fromstring(demo.get(f"/collection/facet/field-4?{query}").text).forms[0]
    assert dict(form.form_values()) == {
        "field": "4:Flea market", "sort": "field-4", "reverse": "1", "find": "",
    }  # fmt: skip
    assert demo.get(f"/api/collection?{query}").json()["query"] == query


EXPORT = """\
Artist,Title,release_id,CollectionFolder,Date Added,Collection Media Condition,Collection Bought at,Collection Story
A,One,1,Jazz,2020-01-01 00:00:00,Mint (M),Fair,long ago
B,Two,2,Jazz,2020-01-02 00:00:00,,Fair,<i>in rain</i>
C,Three,3,Jazz,2020-01-03 00:00:00,,,by post
D,Four,4,Jazz,2020-01-04 00:00:00,,Shop,12
E,Five,5,Jazz,2020-01-05 00:00:00,,Shop,9
"""


def test_the_fields_of_an_export_are_searched_shown_sorted_and_chosen_likewise(tmp_path: Path):
    (tmp_path / "collection.csv").write_text(EXPORT, encoding="utf-8")
    home = Home(tmp_path / "home")
    assert home.run("import", str(tmp_path / "collection.csv")).returncode == 0
    with app_on(home.path) as client:
        page = client.get("/collection?view=table").text
        assert facet_rows(page, FIELD) == ["Fair2", "Shop2", "Not filled in1"]
        assert "Story" not in html.fromstring(page).xpath("//summary/text()")
        headings = [
            " ".join(one.text_content().split()) for one in html.fromstring(page).xpath("//thead//th")
        ]
        assert headings[-2:] == [FIELD, "Story"]
        (facet,) = client.get("/api/collection/facets").json()["fields"]
        (fair,) = [one["value"] for one in facet["values"] if one["label"] == "Fair"]
        found = client.get("/api/collection", params={"field": fair}).json()["items"]
        assert {one["title"] for one in found} == {"One", "Two"}
        assert [one["title"] for one in client.get("/api/collection?q=rain").json()["items"]] == ["Two"]
        table = list(csv.DictReader(io.StringIO(client.get("/collection.csv").text.removeprefix("\ufeff"))))
        assert {one["title"]: one[FIELD] for one in table}["Four"] == "Shop"
        record = " ".join(html.fromstring(client.get("/release/2").text).text_content().split())
        assert "Story<i>in rain</i>" in record
    by_story = home.json("collection", "--sort", "story")["items"]
    assert [one["title"] for one in by_story] == ["Five", "Four", "Two", "Three", "One"]
