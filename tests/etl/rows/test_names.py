"""Texts of one line and of many, names for people, addresses of pictures."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.etl.expected_texts import line

from linernotes.documents.blanks import INVISIBLE
from linernotes.etl.rows.names import as_sent, display_name, picture_url, trimmed


def test_all_white_space_of_unicode_is_invisible():
    assert not [
        code for code in range(sys.maxunicode + 1) if chr(code).isspace() and chr(code) not in INVISIBLE
    ]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param("Colors ", "Colors", id="outer-blank"),
        pytest.param(" Rasta Mission / Animal Rights", "Rasta Mission / Animal Rights", id="leading-blank"),
        pytest.param("D14\t", "D14", id="tab"),
        pytest.param("\ufeffDirty Babylon", "Dirty Babylon", id="byte-order-mark"),
        pytest.param("\u200b x \u200e", "x", id="zero-width-and-blanks-mixed"),
        pytest.param(
            "Sci\u200b-\u200bFi Lullabies", "Sci\u200b-\u200bFi Lullabies", id="inside-is-untouched"
        ),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="absent"),
        pytest.param("\u00a0", None, id="a-no-break-space-is-no-name"),
        pytest.param("\u3000アルバム\u3000", "アルバム", id="ideographic-space"),
    ],
)
def test_a_line_is_trimmed(sent: str | None, kept: str | None) -> None:
    assert trimmed(sent) == kept


@given(st.text(alphabet="a \t\n\u00a0\u200b\ufeff\u3000\x1f", max_size=8))
def test_two_ways_of_trimming_agree(sent: str) -> None:
    assert trimmed(sent) == line(sent)
    assert trimmed(trimmed(sent)) == trimmed(sent)


def test_a_text_of_many_lines_is_as_sent_and_null_if_blank() -> None:
    assert as_sent(" Side A:\r\n  one\r\n") == " Side A:\r\n  one\r\n"
    assert as_sent(" \r\n ") is None
    assert as_sent(None) is None


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        pytest.param("Rising Sun (7)", "Rising Sun", id="number-of-a-namesake"),
        pytest.param("Smith (19)", "Smith", id="two-digits"),
        pytest.param("Dust Brothers, The (2)", "Dust Brothers, The", id="inverted-name-stays-inverted"),
        pytest.param("Miles Davis", "Miles Davis", id="no-number"),
        pytest.param("(2)", "(2)", id="nothing-but-a-number"),
        pytest.param(" (2)", "(2)", id="nothing-but-a-number-and-a-blank"),
        pytest.param("!!! (3)", "!!!", id="punctuation"),
        pytest.param("Blink(182)", "Blink(182)", id="no-blank-before-the-bracket"),
        pytest.param("Foo (Bar)", "Foo (Bar)", id="words-in-brackets"),
        pytest.param("Foo (2) (3)", "Foo (2)", id="one-number-only"),
        pytest.param("Frost*", "Frost*", id="a-star-is-part-of-the-name"),
        pytest.param("Ten (2)\u200b", "Ten", id="invisible-end"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="absent"),
    ],
)
def test_a_name_is_shown_without_its_number(sent: str | None, shown: str | None) -> None:
    assert display_name(sent) == shown


@given(st.text(max_size=12))
def test_any_name_that_is_not_blank_is_shown_as_something(name: str) -> None:
    assert (display_name(name) is None) == (trimmed(name) is None)


def test_discogs_spacer_is_no_picture() -> None:
    assert picture_url("https://s.discogs.com/images/spacer.gif") is None
    assert picture_url("") is None
    assert picture_url("https://i.discogs.com/x.jpeg") == "https://i.discogs.com/x.jpeg"
