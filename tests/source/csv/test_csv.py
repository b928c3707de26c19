"""Discogs' CSV export of a collection, in all the shapes in which people have it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.errors import DocumentError
from linernotes.source.csv import parse_export
from linernotes.source.csv.dates import DateColumn

HEADER = (
    "Catalog#,Artist,Title,Label,Format,Rating,Released,release_id,CollectionFolder,Date Added,"
    "Collection Media Condition,Collection Sleeve Condition,Collection Notes"
)
ROW = 'SK032,The Persuader,Stockholm,Svek,"2xLP, Album",4,1999,1,Shelf A,2020-09-15 17:31:59,Mint (M),,A note'
SEMICOLONS = f"{HEADER}\n{ROW}".replace(",", ";").replace("2xLP; Album", "2xLP, Album")


def only(text: str):
    (row,) = parse_export(f"{HEADER}\r\n{text}\r\n".encode()).rows
    return row


def test_a_row_as_discogs_writes_it():
    row = only(ROW)
    assert (row.row_no, row.release_id, row.title, row.artist) == (1, 1, "Stockholm", "The Persuader")
    assert (row.label, row.catalog_number, row.format) == ("Svek", "SK032", "2xLP, Album")
    assert (row.rating, row.year, row.folder) == (4, 1999, "Shelf A")
    assert row.added_at == datetime(2020, 9, 16, 0, 31, 59, tzinfo=UTC)  # US Pacific, daylight saving time
    assert row.fields == {1: "Mint (M)", 3: "A note"}


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        pytest.param(("4,1999", ",0"), "year", None, id="released-0-is-unknown"),
        pytest.param(("4,1999", "NA,1999"), "rating", None, id="R-writes-NA"),
        pytest.param(("4,1999", "4.0,1999"), "rating", 4, id="a-number-that-became-a-float"),
        pytest.param(("4,1999", "9,1999"), "rating", None, id="no-such-rating"),
        pytest.param(("2020-09-15 17:31:59", ""), "added_at", None, id="no-date"),
        pytest.param(("2020-09-15 17:31:59", "soon"), "added_at", None, id="no-date-at-all"),
        pytest.param(
            ("2020-09-15 17:31:59", "9999-12-31 20:00:00"), "added_at", None, id="after-the-last-date"
        ),
        pytest.param(("2020-09-15 17:31:59", "31/12/9999 20:00"), "added_at", None, id="the-same-from-Excel"),
        pytest.param(("Shelf A", ""), "folder", None, id="no-folder"),
    ],
)
def test_what_a_cell_does_not_tell_is_none(change, name, value):
    assert getattr(only(ROW.replace(*change)), name) == value


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        pytest.param(
            ["23/04/2023 04:38", "05/04/2023 04:38"],
            datetime(2023, 4, 23, 11, 38, tzinfo=UTC),
            id="day-first",
        ),
        pytest.param(
            ["4/5/2023 4:38", "4/23/2023 4:38"], datetime(2023, 4, 5, 11, 38, tzinfo=UTC), id="month-first"
        ),
        pytest.param(
            ["05/04/2023 04:38"], datetime(2023, 4, 5, 11, 38, tzinfo=UTC), id="two-digits-day-first"
        ),
        pytest.param(["4/5/2023 4:38"], datetime(2023, 4, 5, 11, 38, tzinfo=UTC), id="one-digit-month-first"),
    ],
)
def test_the_whole_file_decides_whether_the_day_comes_first(dates, first):
    lines = [ROW.replace("2020-09-15 17:31:59", date) for date in dates]
    rows = parse_export("\n".join([HEADER, *lines]).encode()).rows
    assert rows[0].added_at == first


def test_a_winter_time_is_eight_hours_behind():
    assert DateColumn().read("2020-12-15 17:31:59") == datetime(2020, 12, 16, 1, 31, 59, tzinfo=UTC)


def test_a_time_with_a_zone_is_of_that_zone():
    assert DateColumn().read("2020-12-15T17:31:59+01:00") == datetime(2020, 12, 15, 16, 31, 59, tzinfo=UTC)


def test_the_largest_id_that_a_database_keeps_is_one():
    assert only(ROW.replace(",1,Shelf", f",{2**63 - 1},Shelf")).release_id == 2**63 - 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"{HEADER}\n{ROW}".encode("utf-8-sig"), id="byte-order-mark"),
        pytest.param(f"{HEADER}\r\n{ROW}\r\n".encode(), id="windows-line-ends"),
        pytest.param(f"{HEADER}\n{ROW}\n{',' * 12}\n\n".encode(), id="lines-of-bare-commas"),
        pytest.param(SEMICOLONS.encode(), id="semicolons"),
        pytest.param(f"{HEADER.replace('#', '.').replace(' ', '.')}\n{ROW}".encode(), id="R-writes-dots"),
    ],
)
def test_every_program_that_saved_it_is_understood(body):
    export = parse_export(body)
    assert export.errors == ()
    (row,) = export.rows
    assert (row.release_id, row.format, row.fields) == (1, "2xLP, Album", {1: "Mint (M)", 3: "A note"})


def test_a_title_that_looks_like_nothing_is_one_unless_r_wrote_it():
    row = ROW.replace("Stockholm", "NA")
    assert only(row).title == "NA"
    assert parse_export(f"{HEADER.replace('#', '.').replace(' ', '.')}\n{row}".encode()).rows[0].title is None


def test_windows_encoding_is_understood():
    assert (
        parse_export(f"{HEADER}\n{ROW}".replace("Stockholm", "Café").encode("cp1252")).rows[0].title == "Café"
    )


def test_the_users_own_fields_have_negative_ids():
    export = parse_export(f"{HEADER},Collection Bought At,Collection Price\n{ROW},Fair,12".encode())
    bought, price = export.fields[3:]
    assert (bought.name, price.name) == ("Bought At", "Price")
    assert bought.field_id < 0
    assert export.rows[0].fields[bought.field_id] == "Fair"


def test_a_field_of_their_own_keeps_its_id_whatever_the_columns_are():
    """A saved view goes on with the next export, in which a field has come, gone or moved."""
    before = parse_export(f"{HEADER},Collection Bought At,Collection Price\n{ROW},Fair,12".encode()).fields[
        3:
    ]
    after = parse_export(f"{HEADER},Collection New,Collection Price\n{ROW},x,12".encode()).fields[3:]
    assert after[1] == before[1]
    assert len({one.field_id for one in (*before, *after)}) == 3
    alike = parse_export(f"{HEADER},Collection Shelf,Collection Shelf\n{ROW},x,y".encode())
    assert sorted(alike.rows[0].fields[one.field_id] for one in alike.fields[3:]) == ["x", "y"]


@pytest.mark.parametrize("id", ["", "x", "0", "-5", "1.5", str(2**63), "12345678901234567890"])
def test_a_line_without_a_release_is_shown_with_its_number(id):
    export = parse_export(f"{HEADER}\n{ROW}\n{ROW.replace(',1,Shelf', f',{id},Shelf')}".encode())
    assert len(export.rows) == 1
    (error,) = export.errors
    assert error.location == "line 3"


@pytest.mark.parametrize("body", [b"", b"\n", b"a,b\n1,2", b"\x00\x01\x02", b"PK\x03\x04", b'"'])
def test_what_is_no_export_is_refused_in_one_line(body):
    with pytest.raises(DocumentError, match="no export|not an export|not a CSV"):
        parse_export(body)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(body):
    try:
        parse_export(body)
        parse_export(HEADER.encode() + b"\n" + body)
    except DocumentError:
        pass


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip)


@given(st.lists(st.tuples(st.integers(1, 2**40), cells, cells), max_size=8))
def test_what_was_written_is_read(copies):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER.split(","))
    for id, title, notes in copies:
        writer.writerow(["", "", title, "", "", "", "", id, "", "", "", "", notes])
    rows = parse_export(out.getvalue().encode()).rows
    kept = [(id, *(text or None for text in texts)) for id, *texts in copies]
    assert [(row.release_id, row.title, row.fields.get(3)) for row in rows] == kept
    assert [row.row_no for row in rows] == list(range(1, len(copies) + 1))


@pytest.mark.parametrize(
    ("name", "copies", "dated"),
    [
        ("Gustw__vinyl-collection__collection.csv", 316, 316),
        ("JP-Kelly__discogs-vinyl-collection-analysis__data_discogs_export.f097bd8a.csv", 10, 10),
        ("tranzfuse__discogs-visualized__data_discogs-collection-20160322.csv", 2188, 51),
        ("tranzfuse__discogs-visualized__data_discogs-collection-20160521.csv", 2197, 60),
    ],
)
def test_recorded_exports_are_read_whole(fixtures: Path, name, copies, dated):
    export = parse_export((fixtures / "collections_csv" / name).read_bytes())
    assert export.errors == ()
    assert len(export.rows) == copies
    assert sum(row.added_at is not None for row in export.rows) == dated


def test_a_line_that_ends_early_is_named():
    """A file that was cut: day and folder of its last copy are missing, and that is said. Spreadsheets leave out cells
    at the end of a line that are empty; that is no loss.
    """
    cut, bare = ",".join(ROW.split(",")[:9]), ROW.removesuffix(",Mint (M),,A note")
    export = parse_export(f"{HEADER}\n{ROW}\n{bare}\n{cut}\n".encode())
    assert [(row.release_id, row.folder) for row in export.rows] == [
        (1, "Shelf A"),
        (1, "Shelf A"),
        (1, None),
    ]
    assert [(one.column, one.cells, one.line) for one in export.unread] == [("(all)", 1, 4)]
