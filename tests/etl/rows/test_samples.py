"""Documents of our own making become the rows that stand beside them: `tests/samples`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from tests.samples.reader import HERE, Row, Sample, in_each_way, samples

from linernotes.documents import STRUCTS, decode, decode_landed
from linernotes.errors import DocumentError
from linernotes.etl.csv_collection import exported_item_rows, exported_release_rows
from linernotes.etl.rows.artist import artist_masters_rows, artist_rows
from linernotes.etl.rows.collection import (
    basic_release_rows,
    collection_item_rows,
    field_rows,
    value_history,
    wantlist_rows,
)
from linernotes.etl.rows.master import master_rows, master_stats
from linernotes.etl.rows.model import Rows
from linernotes.etl.rows.release import release_rows, release_stats
from linernotes.source.csv import parse_export
from linernotes.storage.duckdb.arrow import arrow_table
from linernotes.storage.duckdb.tables import TABLES

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CURRENCY = "SEK"
SOURCES = {"api": "api", "dump": "dump:20261101", "older_dump": "dump:20200801"}
DISCOGRAPHY_OF = 21
#: What the test knows and no sample says.
OF_THE_TEST = {"source", "loaded_at"}
#: What no dump has, of a row that it has.
NOT_IN_DUMPS = {"uri", "thumb_url", "cover_url", "image_url", "is_active"}
STATISTICS = {"release": "release_stats", "master": "master_stats"}

ROOT = Path(__file__).resolve().parents[3]
QUIRKS = 41


def of_release(sample: Sample, way: str) -> list[Rows]:
    document = decode_landed("release", SOURCES[way], sample.body(way))
    stats = [{"release_stats": [release_stats(document, NOW, CURRENCY)]}] if way == "api" else []
    return [release_rows(document, source=SOURCES[way], loaded_at=NOW), *stats]


def of_master(sample: Sample, way: str) -> list[Rows]:
    document = decode_landed("master", SOURCES[way], sample.body(way))
    stats = [{"master_stats": [master_stats(document, NOW, CURRENCY)]}] if way == "api" else []
    return [master_rows(document, source=SOURCES[way], loaded_at=NOW), *stats]


def of_artist(sample: Sample, way: str) -> list[Rows]:
    document = decode_landed("artist", SOURCES[way], sample.body(way))
    return [artist_rows(document, source=SOURCES[way], loaded_at=NOW)]


def of_discography(sample: Sample, way: str) -> list[Rows]:
    return [artist_masters_rows(decode("artist_releases", sample.body(way)), DISCOGRAPHY_OF)]


def of_collection(sample: Sample, way: str) -> list[Rows]:
    names = {one.name: one for one in samples() if one.folder == "account"}
    folders = decode("folders", names["folders-and-the-view-of-all-of-them"].body("api")).folders
    fields = decode("fields", names["fields-of-which-some-are-the-users-own"].body("api")).fields
    items = decode("collection", sample.body(way)).releases
    named = {"folders": {one.id: one.name for one in folders}, "fields": {one.id: one.name for one in fields}}
    return [collection_item_rows(item, **named) for item in items] + [
        basic_release_rows(item.id, item.basic_information, loaded_at=NOW) for item in items
    ]


def of_fields(sample: Sample, way: str) -> list[Rows]:
    return [field_rows(decode("fields", sample.body(way)).fields)]


def of_wants(sample: Sample, way: str) -> list[Rows]:
    wants = decode("wants", sample.body(way)).wants
    return [wantlist_rows(want) for want in wants] + [
        basic_release_rows(want.id, want.basic_information, loaded_at=NOW) for want in wants
    ]


def of_value(sample: Sample, way: str) -> list[Rows]:
    return [{"collection_value": [value_history(decode("value", sample.body(way)), NOW, items=245)]}]


def of_export(sample: Sample, way: str) -> list[Rows]:
    export = parse_export(sample.body(way), seen_at=NOW)
    fields = {field.field_id: field.name for field in export.fields}
    return [exported_item_rows(row, fields) for row in export.rows] + [
        exported_release_rows(row, loaded_at=NOW) for row in export.rows
    ]


MADE: dict[str, Callable[[Sample, str], list[Rows]]] = {
    "release": of_release,
    "master": of_master,
    "artist": of_artist,
    "artist_releases": of_discography,
    "collection": of_collection,
    "fields": of_fields,
    "wants": of_wants,
    "value": of_value,
    "export": of_export,
}


def made(sample: Sample, way: str) -> dict[str, list[Row]]:
    """The rows of a sample by table, each once, as the columns that are not NULL. Their types are the DDL's."""
    found: dict[str, list[Row]] = {}
    for rows in MADE[sample.folder](sample, way):
        for table, more in rows.items():
            held = found.setdefault(table, [])
            held += [
                row for row in map(plain, arrow_table(TABLES[table], more).to_pylist()) if row not in held
            ]
    return {table: rows for table, rows in found.items() if rows}


def plain(row: Row) -> Row:
    """A row without NULL and without what the test knows."""
    return {
        name: Decimal(str(value)) if isinstance(value, float) else value
        for name, value in row.items()
        if value is not None and name not in OF_THE_TEST
    }


def expected(sample: Sample, way: str) -> dict[str, list[Row]]:
    """The rows that stand in the sample, with the id of its document, and without what the way does not know."""
    rows, ids = sample.rows(way), own_id(sample)
    if (statistics := STATISTICS.get(sample.folder)) is not None:
        listed = rows.pop(statistics, [{}])
        rows |= {statistics: [{"currency": CURRENCY, **listed[0]}]} if way == "api" else {}
    unknown = set() if way == "api" else NOT_IN_DUMPS
    return {
        table: [{**ids, **{name: row[name] for name in row.keys() - unknown}} for row in listed]
        for table, listed in rows.items()
    }


def own_id(sample: Sample) -> Row:
    ids = {"release": 101, "master": 501, "artist": 21}
    if sample.folder not in ids:
        return {}
    found = re.search(r'"id": (\d+)|<release id="(\d+)|<master id="(\d+)|<id>(\d+)', str(sample.content))
    assert found is not None
    return {f"{sample.folder}_id": int(next(filter(None, found.groups())))}


def in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: sorted((name, str(value)) for name, value in row.items()))


@pytest.mark.parametrize(("sample", "way"), in_each_way(*MADE))
def test_a_sample_becomes_the_rows_beside_it(sample: Sample, way: str) -> None:
    got, wanted = made(sample, way), expected(sample, way)
    assert got.keys() == wanted.keys()
    for table, rows in wanted.items():
        assert in_order(got[table]) == in_order(rows), table


@pytest.mark.parametrize(("sample", "way"), in_each_way("account"))
def test_a_document_of_the_account_is_read(sample: Sample, way: str) -> None:
    document = decode(sample.kind, sample.body(way))
    wanted = msgspec.convert(sample.content["read"], STRUCTS[sample.kind])
    assert document == wanted


@pytest.mark.parametrize(("sample", "way"), in_each_way("refused"))
def test_what_is_no_such_document_is_refused(sample: Sample, way: str) -> None:
    with pytest.raises(DocumentError):
        decode_landed(sample.kind, SOURCES[way], sample.body(way))


def test_every_kind_of_document_has_a_sample() -> None:
    kinds = {sample.kind for sample in samples() if sample.folder != "refused"}
    assert kinds == STRUCTS.keys() - {"pressing"} | {"export"}  # a pressing is a release like others


def test_every_table_of_documents_has_rows_in_a_sample() -> None:
    filled = {table for sample in samples() for table in sample.content.get("rows", {})}
    groups = ("collection", "release", "master", "artist")
    of_documents = {name for name, table in TABLES.items() if table.group in groups}
    # Of several listings, of several releases (tests/etl/dumps/test_borrowing.py), of our taxonomy.
    assert of_documents - filled == {"collection_changes", "release_borrowed_credits", "role"}


def test_every_column_of_documents_has_a_value_in_a_sample() -> None:
    """Columns that derivation fills are NULL in rows of documents."""
    derived = {"is_group", "qty_collection_items", "qty_collection_credits", "identity_id"}
    filled: dict[str, set[str]] = {}
    for sample in samples():
        for table, rows in sample.content.get("rows", {}).items():
            filled.setdefault(table, set()).update(*rows)
    unfilled = {
        (table, column.name)
        for table, names in filled.items()
        for column in TABLES[table].columns
        if column.name not in names | derived | OF_THE_TEST | {"currency"} | {TABLES[table].key[0]}
    }
    assert unfilled == {
        ("artist", "thumb_url"),  # derived
        ("master_stats", "have"),  # of the rows of discographies
        ("master_stats", "want"),
    }


def test_every_quirk_is_tried() -> None:
    listed = re.findall(
        r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", (HERE / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert [int(number) for number, _ in listed] == list(range(1, QUIRKS + 1))
    shown = {sample.quirk for sample in samples()} - {None}
    assert shown == {int(number) for number, where in listed if where == "samples"}
    others = [where.strip("`") for _, where in listed if where not in ("samples", "not read")]
    assert [where for where in others if not (ROOT / where).is_file()] == []
