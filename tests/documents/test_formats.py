"""Formats in one text, as Discogs abbreviates them in lists of releases and in its CSV exports."""

from __future__ import annotations

import pytest

from linernotes.documents import Format, listed_formats


def carrier(name: str, qty: str = "1", *descriptions: str) -> Format:
    return Format(name=name, qty=qty, descriptions=descriptions)


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        pytest.param(
            "2xLP, Album, RE, 180",
            [carrier("Vinyl", "2", "LP", "Album", "Reissue", "180")],
            id="one-carrier",
        ),
        pytest.param("LP + CD", [carrier("Vinyl", "1", "LP"), carrier("CD")], id="two-carriers"),
        pytest.param('12", EP', [carrier("Vinyl", "1", '12"', "EP")], id="a-twelve-inch"),
        pytest.param("", [], id="nothing"),
        pytest.param(None, [], id="no-cell"),
        pytest.param(
            "Lathe, Comp", [carrier("Lathe", "1", "Compilation")], id="a-carrier-without-abbreviation"
        ),
        pytest.param(
            "4xCD, Comp, Mixed + Box, Ltd, Art",
            [
                carrier("CD", "4", "Compilation", "Mixed"),
                carrier("Box Set", "1", "Limited Edition", "Art"),
            ],
            id="a-box",
        ),
        pytest.param(
            "2xLP, Album, RP + CD, Album, RP + RE, Gat",
            [
                carrier("Vinyl", "2", "LP", "Album", "Repress"),
                carrier("CD", "1", "Album", "Repress"),
                carrier("All Media", "1", "Reissue", "Gat"),
            ],
            id="of-all-carriers",
        ),
    ],
)
def test_formats_are_read_as_far_as_their_abbreviations_are_known(text, formats):
    assert list(listed_formats(text)) == formats
