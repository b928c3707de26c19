"""One folding for what is typed and what is stored: laws that hold for every text, and every letter there is."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.documents.folding import (
    fold,
    holds,
    keys,
    look_alike,
    loose,
    query_terms,
    sign_chunk,
    signs,
    squeezed,
    terms,
    words,
)
from linernotes.documents.numbers import barcode, label_numbers, likely_barcodes, typed_barcode

ALPHABETS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "COPTIC")
TEXTS = st.text() | st.text("aA Ø.'’-/&+()!÷юΩカ1Ⅱ$", max_size=20)


def letters_of(script: str) -> list[str]:
    found = map(chr, range(0x80, sys.maxunicode + 1))
    return [c for c in found if c.isalpha() and unicodedata.name(c, "").split(" ")[0] == script]


@pytest.mark.parametrize("script", ALPHABETS)
def test_every_letter_of_an_alphabet_has_a_latin_spelling(script: str) -> None:
    letters = letters_of(script)
    assert len(letters) > 50
    assert [c for c in letters if not fold(c).isascii()] == []


@pytest.mark.parametrize("script", ["LATIN", "GREEK", "CYRILLIC", "ARMENIAN"])
def test_capitals_and_small_letters_are_the_same(script: str) -> None:
    assert [c for c in letters_of(script) if len(c.lower()) == 1 and fold(c.lower()) != fold(c)] == []


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("øłđßæœþıħŋð", "oldssaeoethihngd"),
        ("ØŁĐẞÆŒÞİĦŊÐ", "oldssaeoethihngd"),
        ("ﬁﬂĳǆſ", "fiflijdzs"),
        ("Ａ１＋", "a1+"),
        ("٣४", "34"),
        ("ё й щ", "e i shch"),
        ("Ωμέγα", "omega"),
        ("Don’t ´n` Stop", "don't 'n' stop"),
        ("a—b", "a-b"),
        ("ポッポ", "ポッポ"),  # voicing makes another syllable of it
        ("한글", "한글"),
        ("坂本龍一", "坂本龍一"),
        ("हिन्दी", "हिन्दी"),
        ("Foo™", "foo"),
    ],
)
def test_letters_are_compared_as_people_type_them(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_what_sounds_otherwise_stays_apart() -> None:
    """Ideographs of one Latin spelling, voiced and unvoiced syllables, and signs are other titles."""
    for one, other in (("北", "背"), ("はは", "はば"), ("÷", "×"), ("★", "☆"), ("!!", "!!!"), ("II", "III")):
        assert not set(keys(one)) & set(keys(other))


@given(TEXTS)
def test_to_fold_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.replace("\u0345", "")) == fold(unicodedata.normalize("NFD", text.replace("\u0345", "")))


@given(TEXTS, TEXTS)
def test_what_is_stored_is_found_by_itself(text: str, more: str) -> None:
    for line in (text, f"{text} {more}"):
        assert not line.strip() or not query_terms(line) or holds(terms(line), line)


@given(TEXTS)
def test_no_text_is_an_error(text: str) -> None:
    for read in (
        words,
        loose,
        squeezed,
        signs,
        look_alike,
        sign_chunk,
        barcode,
        typed_barcode,
        likely_barcodes,
    ):
        read(text)
    list(label_numbers(text, text))


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("19439818591, DAZE069", ["19439818591, DAZE069", "19439818591", "DAZE069"]),
        ("A 1; B 22", ["A 1; B 22", "B 22"]),
        ("ВТА 11253/54", ["ВТА 11253/54", "ВТА 11253"]),
        ("ST-84195", ["ST-84195"]),
        ("none", []),
        ("None", []),
        ("", []),
        (None, []),
    ],
)
def test_each_number_of_a_cell_is_known(cell: str | None, numbers: list[str]) -> None:
    assert [number for _, number in label_numbers("L", cell)] == numbers
