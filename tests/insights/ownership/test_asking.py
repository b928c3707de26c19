"""What a text is taken for in the shop, and where on a record words were found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.documents.folding import squeeze, words
from linernotes.documents.numbers import barcode, likely_barcodes, typed_barcode
from linernotes.insights.collection.search_excerpts import Place, _places
from linernotes.insights.ownership.query_parsing import artist_and_title, title_spellings
from linernotes.insights.text.typed_reference import Reference, parse_reference


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.discogs.com/release/249504-Rick-Astley-Never", Reference("release", 249504, True)),
        ("https://www.discogs.com/Rick-Astley-Never/release/249504", Reference("release", 249504, True)),
        ("https://www.discogs.com/de/release/249504?ev=rr", Reference("release", 249504, True)),
        ("look: http://discogs.com/sell/release/249504 !", Reference("release", 249504, True)),
        ("https://www.discogs.com/master/5460-Miles-Davis-Kind-Of-Blue", Reference("master", 5460, True)),
        ("https://www.discogs.com/artist/23755-Miles-Davis", Reference("artist", 23755, True)),
        ("https://www.discogs.com/label/281-Blue-Note", Reference("label", 281, True)),
        ("https://api.discogs.com/releases/249504", Reference("release", 249504, True)),
        ("https://api.discogs.com/masters/5460", Reference("master", 5460, True)),
        ("r249504", Reference("release", 249504, False)),
        ("[r249504]", Reference("release", 249504, False)),
        ("[m=5460]", Reference("master", 5460, False)),
        ("M5460", Reference("master", 5460, False)),
        ("kind of blue", None),
        ("https://www.discogs.com/", None),
        ("http://127.0.0.1:8000/release/249504", Reference("release", 249504, True)),
        ("/artist/23755", Reference("artist", 23755, True)),
        ("see https://example.org/release/249504", None),
        ("r2495r", None),
        ("release/99999999999999999999999999", None),
    ],
)
def test_links_and_ids_are_read(text: str, expected: Reference | None) -> None:
    assert parse_reference(text) == expected


def test_a_bare_number_is_the_id_of_what_is_asked_for() -> None:
    assert parse_reference(" 23755 ") is None
    assert parse_reference(" 23755 ", number="artist") == Reference("artist", 23755, False)
    assert parse_reference("r23755", number="artist") == Reference("release", 23755, False)


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        pytest.param("7 27361 62652 5", "727361626525", id="without-blanks"),
        pytest.param("727361626525", "7-27361-62652-5", id="with-dashes"),
        pytest.param("7 27361 62652 5", "72736162652", id="without-the-check-digit"),
        pytest.param("72736162652", "727361626525", id="printed-without-the-check-digit"),
        pytest.param("0727361626525", "727361626525", id="an-ean-that-is-a-upc"),
        pytest.param("727361626525", "0 727361 626525", id="a-upc-typed-as-an-ean"),
        pytest.param("5 030910 002660 >", "5 030910 002660 >", id="as-printed-with-its-sign"),
        pytest.param("5 099749 534728 (text)", "5099749534728", id="with-words-beside-it"),
    ],
)
def test_a_barcode_is_known_however_it_is_typed(printed: str, typed: str) -> None:
    assert barcode(printed) in typed_barcode(typed)


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        pytest.param("727361626525", "727361626526", id="a-false-check-digit"),
        pytest.param("727361626525", "7273616265", id="two-digits-missing"),
        pytest.param("727361626525", "727361626525 x", id="not-digits-alone"),
    ],
)
def test_what_is_another_barcode_is_not_taken_for_it(printed: str, typed: str) -> None:
    assert barcode(printed) not in typed_barcode(typed)


@pytest.mark.parametrize("printed", ["none", "", "123456", "0000000", "BIEM"])
def test_what_is_no_barcode(printed: str) -> None:
    assert barcode(printed) is None


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    parse_reference(text)
    typed_barcode(text)
    barcode(text)
    words(text)
    squeeze(text)
    likely_barcodes(text)
    artist_and_title(text)
    list(title_spellings(text))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("The Köln Concert", "koln concert"),
        ("Don’t Look Back!", "dont look back"),
        ("A", "a"),
        ("The The", "the the"),
    ],
)
def test_titles_are_compared_without_what_people_leave_out(text: str, same: str) -> None:
    assert words(text) == words(same)


def test_a_title_is_known_without_its_brackets_too() -> None:
    assert list(title_spellings("Kind Of Blue (Legacy Edition)")) == [
        "kind of blue legacy edition",
        "kind of blue",
    ]
    assert list(title_spellings("(2)")) == ["2"]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Miles Davis - Kind Of Blue", ("Miles Davis", "Kind Of Blue")),
        ("Miles Davis – Kind Of Blue", ("Miles Davis", "Kind Of Blue")),
        ("Jean-Michel Jarre", None),
        ("- x", None),
    ],
)
def test_artist_and_title_are_parted_by_a_dash(text: str, sides: tuple[str, str] | None) -> None:
    assert artist_and_title(text) == sides


COLUMNS = {
    "title": "Maiden Voyage",
    "artists": "Herbie Hancock",
    "tracks": "Maiden Voyage\nThe Eye Of The Hurricane",
    "credits": "Freddie Hubbard\nRon Carter\nTony Williams",
    "numbers": "ST-84195\nST84195",
    "notes": "bought in Paris " + "and played " * 30 + "with Carter Brown",
}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param(["ron", "carter"], [Place("credit", "Ron Carter")], id="a-credit"),
        pytest.param(
            ["herbie", "carter"], [Place("credit", "Ron Carter")], id="what-the-sleeve-shows-is-not-told"
        ),
        pytest.param(["hanc"], [], id="the-sleeve-shows-it"),
        pytest.param(
            ["hurr", "tony"],
            [Place("track", "The Eye Of The Hurricane"), Place("credit", "Tony Williams")],
            id="two-places",
        ),
        pytest.param(["st84195"], [Place("number", "ST-84195")], id="a-number"),
        pytest.param(["arter"], [], id="not-within-a-word"),
    ],
)
def test_the_place_of_a_match_is_shown(typed: list[str], expected: list[Place]) -> None:
    assert _places(typed, COLUMNS) == expected


def test_long_notes_are_cut_around_the_words() -> None:
    (place,) = _places(["brown"], COLUMNS)
    assert place.where == "notes"
    assert "Carter Brown" in place.line
    assert place.line.startswith("…")
    assert len(place.line) < 100
