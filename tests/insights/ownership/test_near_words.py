"""What is nearest to a word, and who is meant by a name that several have."""

from __future__ import annotations

from tests.insights.shelves import copy

from linernotes.insights.ownership.look_up import look_up
from linernotes.insights.ownership.near_misses import NearWords
from linernotes.insights.snapshot import Snapshot


def test_of_two_words_that_are_equally_near_the_first_on_the_shelf_is_meant():
    """Not one that a process takes by chance: the page without a network has to say the same."""
    letters = "bcdfghjklmnpqrst"
    words = NearWords([copy(n, title=f"{one}olda {one}olde") for n, one in enumerate(letters)])
    assert [words.corrected(f"{one}oldu") for one in letters] == [(1, f"{one}olda") for one in letters]


def test_a_record_of_two_who_have_the_name_is_listed_once(demo: Snapshot):
    """Aphex Twin's name and his other ones are one person with several ids."""
    answer = look_up(demo, "Richard David James")
    assert answer is not None
    assert answer.copies
    assert len({one.instance_id for one in answer.copies}) == len(answer.copies)
