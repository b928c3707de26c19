"""Columns, cells and lines of CSV exports: which is which, what is refused, and what is counted."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from linernotes.errors import DocumentError
from linernotes.source.csv import LARGEST_FILE, parse_export
from linernotes.source.csv.cells import parse_rating, parse_release_id, parse_year

HEADER = (
    "Catalog#,Artist,Title,Label,Format,Rating,Released,release_id,CollectionFolder,Date Added,"
    "Collection Media Condition,Collection Sleeve Condition,Collection Notes"
)
COLUMNS = HEADER.split(",")
ROW = "SK032,The Persuader,Stockholm,Svek,LP,4,1999,1,Shelf A,2020-09-15 17:31:59,Mint (M),,A note"


def parse(*lines: str, mark: str = ",", end: str = "\r\n"):
    return parse_export(end.join(line.replace(",", mark) for line in lines).encode())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7627679", 7627679),
        ("7627679.0", 7627679),
        ("7627679,00", 7627679),
        ("7627679.", 7627679),
        ("7,627,679", 7627679),
        ("7.627.679", 7627679),
        ("7 627 679", 7627679),
        ("7\u202f627\u202f679", 7627679),
        ("7'627'679", 7627679),
        ("7,679", 7679),
        ("'7627679", 7627679),
        ("7.627679E+06", 7627679),
        ("7.627679e6", 7627679),
        ("7,627679E+06", 7627679),
        ("7.6276790E+06", 7627679),
        pytest.param("7.63E+06", None, id="rounded"),
        pytest.param("7E+06", None, id="rounded-to-one-digit"),
        pytest.param("7.6276795E+06", None, id="a-fraction"),
        pytest.param("7627679.5", None, id="a-half"),
        pytest.param("7.000", None, id="seven-or-seven-thousand"),
        pytest.param("7,000", None, id="the-same-with-a-comma"),
        pytest.param("7,62,679", None, id="groups-of-two"),
        pytest.param("-5", None, id="negative"),
        pytest.param("0", None, id="none"),
        pytest.param("٧", None, id="other-digits"),
        pytest.param("9" * 5_000, None, id="very-long"),
        pytest.param(None, None, id="no-cell"),
    ],
)
def test_an_id_is_read_where_it_is_exact(text, number):
    assert parse_release_id(text) == number


@given(st.integers(1, 2**63 - 1))
def test_every_id_is_read_in_each_exact_form(number):
    for text in (str(number), f"{number}.0", f"{number:_}".replace("_", "\u00a0")):
        assert parse_release_id(text) == number
    power = f"{number}".rstrip("0") or "0"
    assert parse_release_id(f"{power[0]}.{str(number)[1:] or '0'}E+{len(str(number)) - 1:02}") == number


def test_ratings_and_years_are_read_as_r_and_excel_write_them():
    assert [parse_rating(text) for text in ("4", "4.0", "5,00", "6", "0", "4.5", "NA", None)] == [
        4, 4, 5, None, None, None, None, None,
    ]  # fmt: skip
    assert [parse_year(text) for text in ("1999", "1999.0", "1999-04-00", "1999-04", "0", "99", "c. 1999")] == [
        1999, 1999, 1999, 1999, None, None, None,
    ]  # fmt: skip


def test_columns_that_differ_from_discogs_own_by_a_digit_a_sign_or_case_are_fields_of_the_users():
    more = [
        "Collection Notes 2",
        "Collection Notes!",
        "COLLECTION NOTES",
        "Collection Price_paid",
        "Title 2",
        "artist",
    ]
    export = parse(f"{','.join(more)},{HEADER}", f"two,sign,case,9.99,Sub,someone,{ROW}")
    (row,) = export.rows
    assert (row.artist, row.title, row.fields[3], row.fields[1]) == (
        "The Persuader",
        "Stockholm",
        "A note",
        "Mint (M)",
    )
    own = {field.name: row.fields[field.field_id] for field in export.fields if field.field_id < 0}
    assert own == {
        "Notes 2": "two",
        "Notes!": "sign",
        "NOTES": "case",
        "Price_paid": "9.99",
        "Title 2": "Sub",
        "artist": "someone",
    }


def test_columns_of_one_name_are_all_kept():
    export = parse(f"{HEADER},Collection Notes,Collection Price,Collection Price", f"{ROW},more,1,2")
    assert sorted(export.rows[0].fields.values()) == ["1", "2", "A note", "Mint (M)", "more"]


@pytest.mark.parametrize(
    "change", [str.lower, str.upper, lambda text: text.replace(" ", "_"), lambda text: f" {text} "]
)
def test_discogs_columns_are_known_however_they_are_spelt(change):
    export = parse(",".join(map(change, COLUMNS)), ROW)
    (row,) = export.rows
    assert (row.catalog_number, row.folder, row.rating, row.fields) == (
        "SK032",
        "Shelf A",
        4,
        {1: "Mint (M)", 3: "A note"},
    )
    assert row.added_at is not None


@given(st.permutations(range(len(COLUMNS))), st.sampled_from(",;\t"))
@settings(max_examples=examples(40))
def test_columns_in_any_order_and_with_any_mark_read_the_same(order, mark):
    expected = parse(HEADER, ROW).rows
    names, cells = HEADER.split(","), ROW.split(",")
    shuffled = parse(",".join(names[i] for i in order), ",".join(cells[i] for i in order), mark=mark)
    assert shuffled.rows == expected


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;;;", "\nsep=;"])
def test_a_first_line_may_name_the_mark(first):
    export = parse_export(f"{first}\r\n{HEADER}\r\n{ROW}".replace(",", ";").encode())
    assert export.rows == parse(HEADER, ROW).rows


@pytest.mark.parametrize(
    ("header", "word"),
    [
        pytest.param(
            "Catalog#,Artist,Title,Label,Format,Rating,Released,release_id,Notes", "wantlist", id="wantlist"
        ),
        pytest.param(
            "listing_id,artist,title,label,catno,format,release_id,status,price,listed,comments,media_condition,"
            "sleeve_condition,accept_offer,external_id,weight,format_quantity,flat_shipping,location",
            "for sale",
            id="inventory",
        ),
        pytest.param("order_id,order_date,release_id,Date Added", "orders", id="orders"),
        pytest.param(
            "artist,title,original_year,folder,added_at,release_id,instance_id", "own download", id="download"
        ),
        pytest.param("release_id,title,instance_id,added_at", "table of linernotes", id="a-table"),
        pytest.param("release_id,Title,Artist", "CollectionFolder", id="a-list-of-releases"),
        pytest.param("Artist,Title", "release_id", id="no-releases"),
    ],
)
def test_another_export_is_refused_with_what_it_is_and_what_to_do(header, word):
    cells = ",".join("1" for _ in header.split(","))
    with pytest.raises(DocumentError, match=word) as refused:
        parse(header, cells)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"PK\x03\x04" + bytes(50), "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(50), "xls"),
        (b"\x1f\x8b" + bytes(50), "compressed"),
        (b"SQLite format 3\0" + bytes(50), "database"),
    ],
)
def test_what_is_no_text_is_called_by_its_kind(body, word):
    with pytest.raises(DocumentError, match=word):
        parse_export(body)


def test_what_cannot_be_read_is_counted_by_column_and_kept_with_the_copy():
    bad = ROW.replace(",4,1999,", ",good,late 90s,").replace("2020-09-15 17:31:59", "31:59.0")
    export = parse(
        HEADER, ROW, bad, bad.replace("31:59.0", "soon"), ROW.replace(",1,Shelf", ",7.63E+06,Shelf")
    )
    assert [(one.column, one.cells, one.example, one.line) for one in export.unread] == [
        ("Date Added", 2, "31:59.0", 3),
        ("Rating", 2, "good", 3),
        ("Released", 2, "late 90s", 3),
    ]
    names = {field.field_id: field.name for field in export.fields}
    kept = {names[id]: text for id, text in export.rows[2].fields.items() if id < 0}
    assert kept == {
        "Date Added as written": "soon",
        "Rating as written": "good",
        "Released as written": "late 90s",
    }
    (error,) = export.errors
    assert str(error) == "'7.63E+06' is rounded, and so no release_id (The Persuader - Stockholm)"
    assert len({field.field_id for field in export.fields}) == len(export.fields)


def test_cells_beyond_the_last_column_are_counted():
    (unread,) = parse(HEADER, f"{ROW},more,,and more").unread
    assert (unread.cells, unread.example) == (2, "more")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_quotation_mark_that_is_not_closed_harms_its_own_line_alone(end):
    open_notes = ROW.replace("A note", '"12" single').replace(",1,Shelf", ",2,Shelf")
    quoted = ROW.replace("LP", '"2xLP, Album"').replace(",1,Shelf", ",3,Shelf")
    export = parse_export(end.join([HEADER, ROW, open_notes, quoted, ROW]).encode())
    assert [row.release_id for row in export.rows] == [1, 2, 3, 1]
    assert export.rows[2].format == "2xLP, Album"
    (unread,) = export.unread
    assert (unread.line, unread.cells) == (3, 1)


def test_the_last_mark_of_a_file_that_is_not_closed_loses_no_row():
    export = parse(HEADER, '"' + ROW, *[ROW] * 600)
    assert len(export.rows) == 601


def test_notes_of_many_lines_and_lines_of_every_end_are_one_cell_and_one_row():
    notes = ROW.replace("A note", '"one\r\ntwo\nthree\rfour"')
    export = parse_export(f"{HEADER}\n{notes}\r{ROW}\r\n{notes}\n".encode())
    assert [row.fields[3] for row in export.rows] == [
        "one\r\ntwo\nthree\rfour",
        "A note",
        "one\r\ntwo\nthree\rfour",
    ]
    assert export.unread == ()


def test_no_nul_reaches_a_cell():
    export = parse_export(f"{HEADER}\r\n{ROW}".replace("Stock", "Sto\0ck").encode())
    assert export.rows[0].title == "Stockholm"


def test_a_cell_is_cut_with_a_word():
    export = parse(HEADER, ROW.replace("A note", "x" * 3_000_000), ROW)
    assert [len(row.fields[3]) for row in export.rows] == [100_000, len("A note")]
    (unread,) = export.unread
    assert "cut" in unread.reason
    assert len(unread.example) < 100


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"x" * (LARGEST_FILE + 1), id="too-many-bytes"),
        pytest.param(
            f"{HEADER}\n".encode() + b",,,,,,,1\n" * 250_001, id="too-many-rows", marks=pytest.mark.soak
        ),
        pytest.param(f"{HEADER}{',' * 2_000}\n".encode(), id="too-many-columns"),
        pytest.param(b"," * 2_000_000, id="nothing-but-commas"),
        pytest.param(f"{HEADER}\n".encode() + b'"x\n' * 200_000, id="marks-that-are-never-closed"),
        pytest.param(b'"' * 2_000_000, id="nothing-but-marks"),
        pytest.param(f"{HEADER}\n".encode() + b"," * 2_000_000 + b"\n", id="a-line-of-commas"),
        pytest.param(f"{HEADER}\n".encode() + (b'"' + b"\n" * 50) * 4_000, id="cells-of-many-lines"),
        pytest.param(f"{HEADER}\n".encode() + b",\xe9" * 300_000, id="words-to-guess-from"),
        pytest.param(b"\n" * 2_000_000, id="nothing-but-lines"),
    ],
)
def test_no_file_takes_long_whatever_it_holds(body):
    began = time.process_time()
    said = refusal(body)
    assert said is None or "\n" not in said
    assert time.process_time() - began < 20


def refusal(body: bytes) -> str | None:
    """Why the file is refused; None if it is read."""
    try:
        parse_export(body)
    except DocumentError as error:
        return str(error)
    return None


def mutated(body: bytes, random: random.Random) -> bytes:
    """The export after a few of the accidents that happen to files."""
    lines = body.split(b"\r\n")
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(lines))
        line = lines[place]
        at = random.randrange(len(line) + 1)
        lines[place] = random.choice(
            [
                line[:at] + b'"' + line[at:],
                line[:at] + b"\0" + line[at:],
                line[:at] + bytes([random.randrange(256)]) + line[at:],
                line[:at] + b"\r" + line[at:],
                line[:at],
                line + line,
                line.replace(b",", b";"),
                line.replace(b"Notes", b"Title"),
                line[:at] + b"x" * 200_000 + line[at:],
                b",".join(random.sample(line.split(b","), line.count(b",") + 1)),
                b"",
            ]
        )
    return random.choice([b"\r\n", b"\n", b"\r"]).join(lines)


@given(st.randoms(use_true_random=False))
@settings(max_examples=examples(40), deadline=None)
def test_a_damaged_export_is_read_or_refused_in_one_line(random):
    body = "\r\n".join([HEADER, *[ROW.replace(",1,", f",{n},") for n in range(1, 9)]]).encode()
    damaged = mutated(body, random)
    said = refusal(damaged)
    if said is not None:
        assert "\n" not in said
        return
    for row in parse_export(damaged).rows:
        "".join(filter(None, (row.title, row.artist, *row.fields.values()))).encode()  # nothing half-decoded
