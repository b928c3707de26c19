"""Labels on their sheets, and the code on each."""

from __future__ import annotations

import pytest
from tests.web.rendering.codes import read_drawn_code

from linernotes.insights.collection.paper.labels import ShelfLabel
from linernotes.web.rendering.label_sheets import SHEETS, draw_code, on_sheets

LABELS = [ShelfLabel(str(number), (), "/", 1) for number in range(30)]


@pytest.mark.parametrize(
    "address",
    [
        "https://records.example.org/release/905772197",
        "http://127.0.0.1:8000/collection?style=Drum%20n%20Bass&folder=1&not-genre=Folk%2C%20World%2C%20%26%20Country&sort=artist",
        "https://records.example.org/paper/shelf/%E4%BA%95",
    ],
)
def test_a_code_is_read_as_its_address(address: str):
    assert read_drawn_code(draw_code(address)) == [address]


def test_an_address_that_is_too_long_for_any_code_has_none():
    assert draw_code("https://records.example.org/collection?q=" + "%E6%9D%B1" * 300) == ""


def test_labels_begin_at_a_place_and_fill_their_sheets():
    first, second = on_sheets(LABELS, SHEETS["a4-24"], 5)
    assert first == [*[None] * 4, *LABELS[:20]]
    assert second == LABELS[20:]
    assert on_sheets(LABELS[:1], SHEETS["cards"], 99)[0] == [*[None] * 9, LABELS[0]]
    assert on_sheets([], SHEETS["cards"], 3) == []
