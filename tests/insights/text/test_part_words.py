"""What an artist is on a record, in words."""

from __future__ import annotations

import pytest

from linernotes.insights.text.part_words import part_text, part_words


@pytest.mark.parametrize(
    ("roles", "is_main", "words", "text"),
    [
        (["Bass", "Producer"], True, ("main artist", "Bass", "Producer"), "main artist; Bass, Producer"),
        ([], True, ("main artist",), "main artist"),
        (["Bass", "Producer"], False, ("Bass", "Producer"), "Bass, Producer"),
        ([], False, ("track artist",), "track artist"),  # `artist --world` printed nothing for them
    ],
)
def test_a_part_is_named_with_and_without_roles(
    roles: list[str], is_main: bool, words: tuple[str, ...], text: str
) -> None:
    assert part_words(roles, is_main=is_main) == words
    assert part_text(roles, is_main=is_main) == text
