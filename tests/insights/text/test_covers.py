"""How a cover names its artists and carriers."""

from __future__ import annotations

import pytest

from linernotes.insights.text.credit_line import Artist, Format, carriers, credit


@pytest.mark.parametrize(
    ("artists", "expected"),
    [
        ([Artist(1, "Nirvana (2)")], "Nirvana"),
        ([Artist(1, "Nirvana (2)", "NIRVANA")], "NIRVANA"),
        ([Artist(1, "1999 (Band)")], "1999 (Band)"),
        ([Artist(1, "(2)")], "(2)"),
        ([Artist(1, "A", None, ","), Artist(2, "B", None, "&"), Artist(3, "C")], "A, B & C"),
        ([Artist(1, "A", None, "feat."), Artist(2, "B", None, ",")], "A feat. B"),
        ([Artist(1, "A"), Artist(2, "B")], "A, B"),
        ([Artist(1, "A", None, ", and"), Artist(2, "B", None, ";"), Artist(3, "C")], "A, and B; C"),
        ([Artist(None, "A", None, "/"), Artist(None, "B (3)", "Bee")], "A / Bee"),
        ([Artist(1, None)], "Artist 1"),
        ([Artist(None, None)], "Unknown Artist"),
        ([], "Unknown Artist"),
        ([Artist(None, "First (2), Second (3) & Third (4)")], "First, Second & Third"),
        ([Artist(None, "First (12)* Featuring Second")], "First* Featuring Second"),
        ([Artist(None, "Live (1999) & Loud (2)")], "Live (1999) & Loud"),
        ([Artist(1, "First (2), Second")], "First (2), Second"),
    ],
)
def test_artists_are_joined_as_the_cover_has_them(artists: list[Artist], expected: str):
    assert credit(artists) == expected


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        ([], ()),
        ([Format("Vinyl", 1, ("LP", "Album"))], ("LP",)),
        ([Format("Vinyl", 2, ("LP", "Compilation"))], ("2×LP", "Compilation")),
        ([Format("Vinyl", 1, ('12"', "45 RPM", "EP"))], ('12"', "EP")),
        ([Format("CD", None, ("Album",))], ("CD",)),
        ([Format("CD", 0)], ("CD",)),
        (
            [Format("All Media", 1, ("Compilation",)), Format("CD", 3), Format("DVD", 1)],
            ("3×CD", "DVD", "Compilation"),
        ),
        ([Format("Vinyl", 1)], ("Vinyl",)),
        ([Format(None, 1, ("LP",))], ()),
        ([Format("CD", 1), Format("CD", 1)], ("CD",)),
    ],
)
def test_carriers_are_shown_in_a_few_words(formats: list[Format], expected: tuple[str, ...]):
    assert carriers(formats) == expected
