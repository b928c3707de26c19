"""Names found by any part of them, against a plain look through the list."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from linernotes.documents.folding import begun, words
from linernotes.insights.text.name_index import Names

LETTERS = st.text("ab \nÀ", max_size=5)


def looked_up(names: list[str], text: str) -> list[int]:
    """Whole names, beginnings, beginnings of words, the rest."""
    wanted = begun(text)
    lines = [" ".join(name.split()) for name in names]
    kinds = (
        lambda line: line == wanted,
        lambda line: line.startswith(wanted),
        lambda line: f" {wanted}" in line,
        lambda line: wanted in line,
    )
    found = [place for kind in kinds for place, line in enumerate(lines) if wanted and kind(line)]
    return list(dict.fromkeys(found))


@given(st.lists(LETTERS, max_size=8), LETTERS)
def test_names_are_found_as_by_looking_through_them(names: list[str], text: str):
    folded = [words(name) for name in names]
    assert Names(range(len(names)), folded).find(text, 20) == looked_up(folded, text)


def test_of_many_the_first_are_found_and_whole_names_among_them():
    names = [f"aa {number}" for number in range(100)] + ["aa"]
    assert Names(range(101), names).find("aa", 3) == [100, 0, 1]
