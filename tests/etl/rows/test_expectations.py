"""Every recorded document, row for row, against expectations worked out in another way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from tests.documents.recorded import Recorded, recorded_documents
from tests.etl import expectations

from linernotes.documents import decode
from linernotes.etl.rows.artist import artist_masters_rows, artist_rows
from linernotes.etl.rows.collection import (
    basic_release_rows,
    collection_item_rows,
    value_history,
    wantlist_rows,
)
from linernotes.etl.rows.master import master_rows, master_stats
from linernotes.etl.rows.release import release_rows, release_stats
from linernotes.storage.duckdb.arrow import arrow_table
from linernotes.storage.duckdb.tables import TABLES

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FOLDERS = {0: "All", 1: "Uncategorized", 4739258: "Jazz "}
FIELDS = {1: "Media Condition", 2: "Sleeve Condition", 3: "Notes", 4: "Shelf"}
ARTIST = 1

Tables = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def recorded(fixtures: Path) -> list[Recorded]:
    return recorded_documents(fixtures)


def of_release(one: Recorded) -> tuple[Tables, Tables]:
    document = decode("release", one.body)
    got = release_rows(document, source="api", loaded_at=NOW)
    got["release_stats"] = [release_stats(document, NOW, "SEK")]
    wanted = expectations.release(one.raw, "api", NOW)
    wanted["release_stats"] = [expectations.release_statistics(one.raw, NOW, "SEK")]
    return got, wanted


def of_master(one: Recorded) -> tuple[Tables, Tables]:
    document = decode("master", one.body)
    got = master_rows(document, source="dump:20261101", loaded_at=NOW)
    got["master_stats"] = [master_stats(document, NOW, None)]
    wanted = expectations.master(one.raw, "dump:20261101", NOW)
    wanted["master_stats"] = [expectations.master_statistics(one.raw, NOW, None)]
    return got, wanted


def of_artist(one: Recorded) -> tuple[Tables, Tables]:
    got = artist_rows(decode("artist", one.body), source="api", loaded_at=NOW)
    return got, expectations.artist(one.raw, "api", NOW)


def of_discography(one: Recorded) -> tuple[Tables, Tables]:
    """The product leaves it to the loader to keep the first of rows with one key."""
    rows = artist_masters_rows(decode("artist_releases", one.body), ARTIST)["artist_masters"]
    first = list({row[:4]: row for row in reversed(rows)}.values())[::-1]
    return {"artist_masters": first}, {
        "artist_masters": expectations.discographies([(one.raw, "api", NOW, ARTIST)])
    }


def of_collection(one: Recorded) -> tuple[Tables, Tables]:
    items = decode("collection", one.body).releases
    got = gathered(collection_item_rows(item, folders=FOLDERS, fields=FIELDS) for item in items)
    add(got, gathered(basic_release_rows(item.id, item.basic_information, loaded_at=NOW) for item in items))
    wanted = expectations.account(account("collection", one))
    del wanted["wantlist_items"], wanted["collection_value"], wanted["collection_fields"]
    for item in one.raw["releases"]:
        add(wanted, expectations.basic_release(item["basic_information"], NOW))
    return got, wanted


def of_wants(one: Recorded) -> tuple[Tables, Tables]:
    wants = decode("wants", one.body).wants
    got = gathered(wantlist_rows(want) for want in wants)
    add(got, gathered(basic_release_rows(want.id, want.basic_information, loaded_at=NOW) for want in wants))
    wanted = {"wantlist_items": expectations.account(account("wants", one))["wantlist_items"]}
    for want in one.raw["wants"]:
        add(wanted, expectations.basic_release(want["basic_information"], NOW))
    return got, wanted


def of_value(one: Recorded) -> tuple[Tables, Tables]:
    got = value_history(decode("value", one.body), NOW, items=0)
    return {"collection_value": [got]}, {
        "collection_value": expectations.account(account("value", one))["collection_value"]
    }


def account(kind: str, one: Recorded) -> dict[str, list[tuple[Any, ...]]]:
    def named(key: str, names: dict[int, str]) -> dict[str, Any]:
        return {key: [{"id": id, "name": name} for id, name in names.items()]}

    return {
        kind: [(one.raw, "api", NOW)],
        "folders": [(named("folders", FOLDERS), "api", NOW)],
        "fields": [(named("fields", FIELDS), "api", NOW)],
    }


def gathered(many: Iterable[Tables]) -> Tables:
    tables: Tables = {}
    for rows in many:
        add(tables, rows)
    return tables


def add(tables: Tables, more: Tables) -> None:
    for table, rows in more.items():
        tables.setdefault(table, []).extend(rows)


COMPARED: dict[str, Callable[[Recorded], tuple[Tables, Tables]]] = {
    "release": of_release,
    "master": of_master,
    "artist": of_artist,
    "artist_releases": of_discography,
    "collection": of_collection,
    "wants": of_wants,
    "value": of_value,
}


@pytest.mark.parametrize("kind", COMPARED)
def test_rows_of_every_recorded_document_are_as_worked_out_otherwise(
    kind: str, recorded: list[Recorded]
) -> None:
    different = []
    compared: Counter[str] = Counter()
    for one in recorded:
        if one.kind != kind:
            continue
        got, wanted = COMPARED[kind](one)
        assert got.keys() == wanted.keys(), one.file
        for table in wanted:
            have, want = comparable(got[table]), comparable(wanted[table])
            compared[table] += len(want)
            different += [f"{one.file} {table}:\n  got    {a}\n  wanted {b}" for a, b in apart(have, want)]
    assert not different, "\n".join(different[:5])
    assert all(compared.values()), f"no recorded document has any of these: {compared}"


def comparable(rows: Iterable[Iterable[Any]]) -> list[tuple[Any, ...]]:
    return expectations.comparable(rows)


def apart(have: list[Any], want: list[Any]) -> list[tuple[Any, Any]]:
    """Pairs that differ, however often each row comes; what one side has more is opposite None."""
    more, less = Counter(have) - Counter(want), Counter(want) - Counter(have)
    return list(zip_longest(more.elements(), less.elements()))


def test_expected_tables_hold_each_key_once_and_every_table(recorded: list[Recorded]) -> None:
    """Releases, masters and artists of which there are several recordings count once, by the last."""
    documents: dict[str, list[tuple[Any, ...]]] = {}
    for one in recorded:
        artist = (ARTIST,) if one.kind == "artist_releases" else ()
        documents.setdefault(one.kind, []).append((one.raw, "api", NOW, *artist))
    tables = expectations.expected_tables(documents, currency="SEK")
    groups = {name: table.group for name, table in TABLES.items()}
    by_others = {"role", "collection_changes", "release_borrowed_credits"} | {
        name for name, group in groups.items() if group in ("derived", "provenance")
    }
    assert tables.keys() == TABLES.keys() - by_others
    for name, rows in tables.items():
        arrow_table(TABLES[name], rows)
        if name != "collection_value":  # whose key is the moment, one and the same here
            key = len(TABLES[name].key)
            assert [row for row, times in Counter(row[:key] for row in rows).items() if times > 1] == [], name
    sources = Counter(row[-2] for row in tables["release"])
    owned = {one.raw["id"] for one in recorded if one.kind == "release"}
    assert sources["api"] == len(owned)
    assert sources["basic"] > 0
