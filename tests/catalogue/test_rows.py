"""Rows of many records at once are those of the reader of one record, whatever the records hold."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.catalogue.dumps import SOURCE, WHEN, counted, dump_files

from discogs_sandbox.catalogues import load_catalogue
from linernotes.catalogue.elements.census import unknown_names
from linernotes.catalogue.elements.fast_rows import FastRows
from linernotes.catalogue.elements.one_by_one import OneByOne
from linernotes.errors import DocumentError
from linernotes.source.dumps.chunks import Chunks

KINDS = ("release", "master", "artist", "label")
FORMATS = ("2024-12", "2020")


def assert_same_rows(kind: str, records: Sequence[bytes], *, refused: bool = False) -> None:
    """Both ways give the same rows in the same order; `refused` allows the fast one to refuse them."""
    slow, _ = OneByOne(kind, SOURCE, WHEN).rows(records)
    try:
        fast = FastRows(kind, SOURCE, WHEN).rows(b"\n".join(records))
    except DocumentError:
        assert refused, "usual records are read together"
        return
    for name, rows in slow.items():
        assert fast[name].schema == rows.schema, name
        if not fast[name].equals(rows):
            assert fast[name].to_pylist() == rows.to_pylist(), name


@pytest.mark.parametrize("format", [FORMATS[0], pytest.param(FORMATS[1], marks=pytest.mark.soak)])
@pytest.mark.parametrize("kind", KINDS)
def test_the_demo_gives_the_same_rows_either_way(kind: str, format: str, tmp_path: Path) -> None:
    files = dump_files(load_catalogue("demo"), tmp_path, format=format)
    chunks = Chunks(next(file for file in files if kind in file.name), kind)
    records = [record for chunk in chunks for record in chunks.split(chunk.xml)]
    assert len(records) > 90
    assert_same_rows(kind, records)


def recorded_elements(kind: str, fixtures: Path) -> Iterator[bytes]:
    """Every record of a kind in the recorded dumps, each different one once."""
    beginning = {
        "label": rb"<label>\s*<(?:images|id)",
        "artist": rb"<artist>\s*<(?:images|id)",
        "release": rb"<release\s[^>]*>",
        "master": rb"<master\s[^>]*>",
    }[kind]
    seen: set[bytes] = set()
    for path in sorted((fixtures / f"dump_{kind}s").iterdir()):
        content = path.read_bytes()
        text = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
        starts = [found.start() for found in re.finditer(beginning, text)]
        for start, after in zip(starts, [*starts[1:], len(text)], strict=True):
            end = text.rfind(b"</%b>" % kind.encode(), start, after)
            record = text[start : end + len(kind) + 3]
            if end > 0 and record not in seen:
                seen.add(record)
                yield record


@pytest.mark.parametrize("kind", KINDS)
def test_every_recorded_record_gives_the_same_rows_either_way(kind: str, fixtures: Path) -> None:
    records = list(recorded_elements(kind, fixtures))
    assert len(records) > 1_000
    ids: dict[object, bytes] = {}
    for record in records:  # one of each id: of two the last one counts, wherever the chunk ends
        table, _ = OneByOne(kind, SOURCE, WHEN).rows([record])
        ids[table[kind].column(0).to_pylist()[0]] = record
    usual = list(ids.values())
    for begin in range(0, len(usual), 500):
        assert_same_rows(kind, usual[begin : begin + 500], refused=kind == "label")


#: One record of each kind with everything in it that is not as one would think.
RECORDS = Path(__file__).parent / "records"
ONE_OF_EACH = {kind: (RECORDS / f"{kind}.xml").read_bytes().strip() for kind in KINDS}
RELEASE, MASTER = ONE_OF_EACH["release"], ONE_OF_EACH["master"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_as_one_would_think_gives_the_same_rows_either_way(kind: str) -> None:
    assert_same_rows(kind, [ONE_OF_EACH[kind]])


def test_rows_are_what_the_record_says() -> None:
    rows = FastRows("release", SOURCE, WHEN).rows(RELEASE)
    (release,) = rows["release"].to_pylist()
    assert (release["title"], release["year"], release["master_id"]) == ("A & B", 1987, None)
    assert release["cover_url"] == "https://x/1.jpg"
    assert release["notes"] == " two\nlines "
    credits = [
        (row["artist_id"], row["role"], row["role_detail"]) for row in rows["release_credits"].to_pylist()
    ]
    assert credits == [(5, "Guitar", "Lead, Slide"), (5, "Vocals", None), (6, None, None)]
    lines = [
        (row["track_no"], row["parent_track_no"], row["type"]) for row in rows["release_tracks"].to_pylist()
    ]
    assert lines == [
        (0, None, "heading"),
        (1, None, "index"),
        (2, 1, "track"),
        (3, 1, "track"),
        (4, None, "track"),
    ]
    assert rows["release_formats"].column("descriptions").to_pylist() == [["LP", "Album"], None]
    assert rows["release_formats"].column("quantity").to_pylist() == [2, None]


#: What a fast parser would pass over, or take for something else. It has to refuse the records.
STRANGE = {
    "a control character": RELEASE.replace(b"Jazz", b"Ja\x01zz"),
    "a reference to one": RELEASE.replace(b"Jazz", b"Ja&#2;zz"),
    "no character of XML": RELEASE.replace(b"Jazz", b"Ja\xef\xbf\xbezz"),
    "bytes that are no text": RELEASE.replace(b"Jazz", b"Ja\xff\xfezz"),
    "an entity that nothing defines": RELEASE.replace(b"Jazz", b"Ja&nbsp;zz"),
    "sub-tracks within sub-tracks": RELEASE.replace(
        b"<title>two</title>", b"<title>two</title><sub_tracks><track><title>x</title></track></sub_tracks>"
    ),
    "two titles": RELEASE.replace(b"<styles/>", b"<title>again</title>"),
    "an id that is no number": RELEASE.replace(b"<id>12</id>", b"<id>twelve</id>"),
    "a number that is too long": RELEASE.replace(b"<id>12</id>", b"<id>123456789012</id>"),
    "no id": RELEASE.replace(b'id="7"', b""),
    "the same id twice": RELEASE + b"\n" + RELEASE,
}


@pytest.mark.parametrize("records", STRANGE.values(), ids=STRANGE)
def test_what_is_strange_is_refused_and_not_passed_over(records: bytes) -> None:
    with pytest.raises(DocumentError):
        FastRows("release", SOURCE, WHEN).rows(records)


def test_the_ends_of_lines_are_one_character_as_xml_says() -> None:
    assert_same_rows("release", [RELEASE.replace(b"\n", b"\r\n")])


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="<&", exclude_categories=("Cs", "Cc")), max_size=6
)


@given(st.lists(TEXTS, min_size=1, max_size=4), st.data())
def test_texts_of_any_script_give_the_same_rows_either_way(texts: list[str], data: st.DataObject) -> None:
    blanks = data.draw(st.sampled_from(["", " ", "\u200b", "\u3000\n", "\ufeff"]))
    fields = "".join(f"<genre>{blanks}{text}{blanks}</genre>" for text in texts)
    record = (
        f'<release id="1"><title>{blanks}{texts[0]}</title><genres>{fields}</genres><extraartists><artist><id>1</id>'
        f"<name>{texts[-1]}{blanks}</name><role>{', '.join(texts)}</role></artist></extraartists></release>"
    )
    assert_same_rows("release", [record.encode()], refused=True)


def test_names_that_no_one_has_seen_before_are_reported() -> None:
    assert unknown_names("release", RELEASE) == set()
    strange = RELEASE.replace(b"<styles/>", b'<mood warm="yes">blue</mood>')
    assert unknown_names("release", strange) == {"mood", "@warm"}


def test_counting_rows_sees_a_difference() -> None:
    """Else the tests above would pass whatever the rows are."""
    rows = FastRows("master", SOURCE, WHEN).rows(MASTER)
    assert counted(rows["master"]) != counted(rows["master"].slice(1))
