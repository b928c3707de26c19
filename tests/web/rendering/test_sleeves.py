"""Generated sleeves."""

from __future__ import annotations

import time
import unicodedata
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.web.rendering.sleeves import PALETTES, sleeve_svg
from linernotes.web.rendering.sleeves.words import SIDE

SVG = "{http://www.w3.org/2000/svg}"


def words(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_record_always_looks_the_same_and_unlike_others():
    assert sleeve_svg(1, "Dummy", "Portishead") == sleeve_svg.__wrapped__(1, "Dummy", "Portishead")
    assert len({sleeve_svg(number, "Dummy", "Portishead") for number in range(100)}) == 100


def test_title_and_artist_stand_on_it():
    assert words(sleeve_svg(1, "Dummy", "Portishead")) == ["Dummy", "Portishead"]


def test_a_long_title_ends_in_an_ellipsis():
    lines = words(sleeve_svg(1, "word " * 200, "Somebody"))
    assert len(lines) == 4
    assert lines[2].endswith("…")


def test_a_title_without_end_takes_no_time():
    """Nor does a name. Where they are set by trying, 2,000 letters without a blank take 20 s."""
    began = time.process_time()
    lines = words(sleeve_svg(1, "W" * 10_000, "m" * 10_000))
    assert time.process_time() - began < 0.5
    assert lines[2].endswith("…")
    assert max(map(len, lines)) < 40


def places(svg: str) -> list[tuple[str | None, str | None, str | None]]:
    """Where each line begins, its direction and its anchor."""
    return [
        tuple(text.get(name) for name in ("x", "direction", "text-anchor"))
        for text in ET.fromstring(svg).iter(f"{SVG}text")
    ]


def test_words_from_right_to_left_begin_at_the_right_and_the_artist_stands_below_them():
    assert places(sleeve_svg(1, "أغاني", "أم كلثوم")) == [("280", "rtl", None), ("280", "rtl", None)]
    assert places(sleeve_svg(1, "أغاني", "Various")) == [("280", "rtl", None), ("280", None, "end")]
    assert places(sleeve_svg(1, "Songs", "أم كلثوم")) == [("20", None, None), ("20", "rtl", "end")]
    assert places(sleeve_svg(1, "1984 Songs", "Various")) == [("20", None, None), ("20", None, None)]


def test_a_word_is_cut_between_letters_and_not_within_one():
    """Thai has no blanks: a vowel stays with its consonant, before it and behind it, and so do marks."""
    for title in ("เ" + "แก่งคำ" * 30, "สําเนียงไทยำ" * 20, "q\u0323\u0307" * 60, "ज़िंदगी" * 30):
        lines = words(sleeve_svg(1, title, ""))
        assert len(lines) == 3
        for line in lines:
            assert line[0] not in "ะาำ"
            assert unicodedata.category(line[0])[0] != "M"
        assert all(line[-1] not in "เแโใไ" for line in lines[:2])


def test_a_joiner_stays_where_letters_need_it_and_marks_of_direction_go():
    assert words(sleeve_svg(1, "می\u200cخواهم\u202e\u2066", "")) == ["می\u200cخواهم"]


@given(st.integers(min_value=0, max_value=2**40), st.text(max_size=300), st.text(max_size=300))
def test_any_text_gives_a_drawing_of_its_own(release_id: int, title: str, artist: str):
    svg = sleeve_svg(release_id, title, artist)
    root = ET.fromstring(svg)
    assert root.get("viewBox") == f"0 0 {SIDE} {SIDE}"
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {"svg", "g", "rect", "circle", "path", "text"}
        assert not {name for name in element.attrib if name in ("style", "href") or name.startswith("on")}
    assert len(svg) < 20_000


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", PALETTES)
def test_words_can_be_read_on_their_ground(palette: tuple[str, ...]):
    light, dark = sorted((luminance(palette[0]), luminance(palette[1])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 7
