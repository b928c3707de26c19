"""Names of the map: as wide as they are drawn, and none over another."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from linernotes.derive.network.atlas.geometry import half_planes, rectangle
from linernotes.derive.network.atlas.labels import SIDES, Label, Sheet, Wish
from linernotes.derive.network.atlas.text_width import shortened, text_width

LAND = rectangle(0, 0, 400, 300)
BOUNDS = np.array([0.0, 0.0, 400.0, 300.0])


def wish(number: int, name: str, x: float, y: float, side: int = -1) -> Wish:
    return Wish(number, name, np.array([x, y]), 3.0, 11.0, False, BOUNDS, half_planes(LAND), side=side)


def box(label: Label, at: np.ndarray) -> np.ndarray:
    half = np.array([label.width / 2, 11 * 1.05 / 2])
    return np.concatenate([at + label.offset - half, at + label.offset + half])


@settings(max_examples=examples(100), deadline=None)
@given(
    st.lists(
        st.tuples(st.text("abcdefghij WM", min_size=1, max_size=18), st.floats(0, 400), st.floats(0, 300)),
        max_size=40,
    )
)
def test_no_name_lies_over_another_and_none_leaves_the_map(dots: list[tuple[str, float, float]]) -> None:
    sheet = Sheet(np.zeros(2), 1)
    boxes = []
    for number, (name, x, y) in enumerate(dots):
        if (label := sheet.place(wish(number, name, x, y))) is not None:
            boxes.append(box(label, np.array([x, y])))
    for at, one in enumerate(boxes):
        assert (one >= -1e-9).all()
        assert one[2] <= 400 + 1e-9
        assert one[3] <= 300 + 1e-9
        for other in boxes[:at]:
            apart = one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
            assert apart


def test_a_name_keeps_its_side_of_the_build_before() -> None:
    for side in range(len(SIDES)):
        sheet = Sheet(np.zeros(2), 1)
        label = sheet.place(wish(1, "Ron Carter", 200, 150, side))
        assert label is not None
        assert label.side == side


def test_a_name_finds_no_room_between_titles() -> None:
    sheet = Sheet(np.zeros(2), 1)
    sheet.take(np.array([0.0, 0.0, 400.0, 300.0]))
    assert sheet.place(wish(1, "Ron Carter", 200, 150)) is None


@pytest.mark.parametrize(
    ("text", "width"),
    [("Ron", 18.2), ("Émile", 25.9), ("坂本龍一", 44.0), ("", 0.0), ("\u0301", 0.0)],
)
def test_names_are_as_wide_as_their_letters(text: str, width: float) -> None:
    assert text_width(text, 11) == pytest.approx(width, abs=0.6)


def test_a_long_name_is_cut_short_with_an_ellipsis() -> None:
    long = "The Complete And Unabridged Orchestra Of The North"
    cut = shortened(long, 11, 120)
    assert cut.endswith("…")
    assert long.startswith(cut[:-1])
    assert text_width(cut, 11) <= 120
    assert shortened("Can", 11, 120) == "Can"


def test_a_name_of_any_length_is_measured_letter_by_letter_once() -> None:
    """Each of its beginnings was measured as a whole: minutes for a name of 20,000 letters."""
    begun = time.process_time()
    assert shortened("W" * 20_000, 11, 120) == shortened("W" * 40, 11, 120)
    assert time.process_time() - begun < 2
