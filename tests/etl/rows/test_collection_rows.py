"""Items, their fields, wants and the value -> rows: one rule a test."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.documents.recorded import recorded_documents

from linernotes.documents import CollectionItem, CollectionValue, Want, decode
from linernotes.etl.rows.collection import (
    collection_item_rows,
    field_rows,
    value_history,
    wantlist_rows,
)
from linernotes.storage.duckdb.arrow import arrow_table
from linernotes.storage.duckdb.tables import TABLES

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FOLDERS = {0: "All", 1: "Uncategorized"}
FIELDS = {1: "Media Condition", 2: "Sleeve Condition", 3: "Notes", 4: "Shelf"}
BASIC = {"id": 54524, "title": "Purple", "year": 1997, "master_id": 36105, "thumb": "https://i/t"}
COLUMNS = [column.name for column in TABLES["collection_items"].columns]


def item(**changed: Any) -> CollectionItem:
    sent = {"id": 54524, "instance_id": 519662456, "folder_id": 1, "rating": 4, "basic_information": BASIC}
    page = {"releases": [{**sent, "date_added": "2020-10-28T09:37:50-07:00", **changed}]}
    return decode("collection", json.dumps(page).encode()).releases[0]


def column(name: str, **changed: Any) -> Any:
    [row] = collection_item_rows(item(**changed), folders=FOLDERS, fields=FIELDS)["collection_items"]
    return row[COLUMNS.index(name)]


def note(field_id: int, value: str | None) -> dict[str, Any]:
    return {"field_id": field_id, "value": value}


def test_an_item() -> None:
    notes = [note(1, "Very Good Plus (VG+)"), note(2, "Generic"), note(3, "A gift.\nSigned.\n")]
    found = collection_item_rows(item(notes=notes), folders=FOLDERS, fields=FIELDS)
    added = datetime(2020, 10, 28, 16, 37, 50, tzinfo=UTC)
    assert found["collection_items"] == [
        (
            519662456, 54524, 36105, 1, "Uncategorized", added, date(2020, 10, 28), 4, "Purple", 1997,
            "https://i/t", None, "Very Good Plus (VG+)", "Generic", "A gift.\nSigned.\n",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "changed", "kept"),
    [
        pytest.param("rating", {"rating": 0}, None, id="rating-0-is-not-rated"),
        pytest.param("added_at", {"date_added": None}, None, id="no-date"),
        pytest.param("added_on", {"date_added": None}, None, id="no-day"),
        pytest.param("added_on", {"date_added": "soon"}, None, id="no-day-in-what-is-no-date"),
        pytest.param(
            "added_on",
            {"date_added": "2020-12-31T23:30:00-08:00"},
            date(2020, 12, 31),
            id="the-day-as-sent-not-in-utc",
        ),
        pytest.param(
            "added_on", {"date_added": "2020-12-31T23:30:00+09:00"}, date(2020, 12, 31), id="in-any-offset"
        ),
        pytest.param(
            "added_on",
            {"date_added": "2020-12-31 23:30:00"},
            date(2020, 12, 31),
            id="without-offset-as-written",
        ),
        pytest.param("folder", {"folder_id": 99}, None, id="folder-that-is-not-listed"),
        pytest.param("folder_id", {"folder_id": 99}, 99, id="its-id-is-kept"),
        pytest.param("folder_id", {"folder_id": None}, None, id="folder-not-visible"),
        pytest.param("folder_id", {"folder_id": 0}, None, id="folder-0-is-no-folder"),
        pytest.param("folder", {"folder_id": 0}, None, id="nor-has-it-a-name"),
        pytest.param("master_id", {"basic_information": {**BASIC, "master_id": 0}}, None, id="master-0"),
        pytest.param("year", {"basic_information": {**BASIC, "year": 0}}, None, id="year-0"),
        pytest.param("title", {"basic_information": {**BASIC, "title": "Colors "}}, "Colors", id="title"),
        pytest.param("thumb_url", {"basic_information": {**BASIC, "thumb": ""}}, None, id="no-picture"),
        pytest.param("notes", {"notes": [note(3, "")]}, None, id="emptied-field"),
        pytest.param("media_condition", {"notes": [note(1, None)]}, None, id="null-field"),
        pytest.param("notes", {}, None, id="no-fields"),
        pytest.param("instance_id", {"instance_id": 2**36}, 2**36, id="instances-beyond-32-bits"),
    ],
)
def test_a_column_of_collection_items(name: str, changed: dict[str, Any], kept: Any) -> None:
    assert column(name, **changed) == kept


def test_all_fields_of_an_item_are_rows_and_the_last_of_one_field_counts() -> None:
    notes = [note(1, "Mint (M)"), note(4, "A3"), note(9, "hidden"), note(4, ""), note(3, "x ")]
    found = collection_item_rows(item(notes=notes), folders=FOLDERS, fields=FIELDS)
    assert found["collection_item_fields"] == [
        (519662456, 1, "Media Condition", "Mint (M)"),
        (519662456, 4, "Shelf", None),
        (519662456, 9, None, "hidden"),
        (519662456, 3, "Notes", "x "),
    ]


def test_fields_are_rows_in_the_collectors_order_with_what_a_dropdown_offers() -> None:
    body = {
        "fields": [
            {"id": 9, "name": " Sealed ", "type": "dropdown", "position": 5, "public": True,
             "options": ["Yes ", "", "No"]},
            {"id": 4, "name": "", "type": "textarea", "position": 4, "public": False, "lines": 2},
            {"id": 9, "name": "again", "type": "textarea", "position": 6},
        ]
    }  # fmt: skip
    fields = decode("fields", json.dumps(body).encode()).fields
    assert field_rows(fields)["collection_fields"] == [
        (4, 0, None, "textarea", None, False),
        (9, 1, "Sealed", "dropdown", ["Yes ", "No"], True),
    ]


def test_a_want_has_notes_of_its_own_kind() -> None:
    page = {"wants": [{"id": 54524, "rating": 0, "notes": "", "basic_information": BASIC}]}
    want = decode("wants", json.dumps(page).encode()).wants[0]
    assert isinstance(want, Want)
    assert wantlist_rows(want)["wantlist_items"] == [
        (54524, 36105, None, None, None, "Purple", 1997, None, "https://i/t")
    ]


def test_the_value_has_one_currency() -> None:
    value = CollectionValue(minimum="A$1,597.46", median="A$3,506.77", maximum="A$7,505.54")
    assert value_history(value, NOW, items=245) == (
        NOW, 245, Decimal("1597.46"), Decimal("3506.77"), Decimal("7505.54"), "AUD",
    )  # fmt: skip


def test_a_value_that_does_not_read_is_null() -> None:
    assert value_history(CollectionValue(median="£5", maximum="?"), NOW, items=None) == (
        NOW, None, None, Decimal("5.00"), None, "GBP",
    )  # fmt: skip


def test_rows_of_every_recorded_listing_fit_their_tables(fixtures: Path) -> None:
    for one in recorded_documents(fixtures):
        if one.kind == "collection":
            found = [
                collection_item_rows(row, folders=FOLDERS, fields=FIELDS)
                for row in decode("collection", one.body).releases
            ]
        elif one.kind == "wants":
            found = [wantlist_rows(row) for row in decode("wants", one.body).wants]
        else:
            continue
        for table, made in ((table, made) for rows in found for table, made in rows.items()):
            arrow_table(TABLES[table], made)
            assert not any(value == "" for row in made for value in row), (one.file, table)
