"""Formats in one text, as Discogs abbreviates them in lists of releases and in its CSV exports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.documents import Format, listed_formats, listing_of
from linernotes.source.csv import parse_export


def carrier(name: str, qty: str = "1", *descriptions: str, text: str | None = None) -> Format:
    return Format(name=name, qty=qty, descriptions=descriptions, text=text)


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        pytest.param(
            "2xLP, Album, RE, 180",
            [carrier("Vinyl", "2", "LP", "Album", "Reissue", text="180 Gram")],
            id="one-carrier",
        ),
        pytest.param("LP + CD", [carrier("Vinyl", "1", "LP"), carrier("CD")], id="two-carriers"),
        pytest.param('12", EP', [carrier("Vinyl", "1", '12"', "EP")], id="a-twelve-inch"),
        pytest.param("", [], id="nothing"),
        pytest.param(None, [], id="no-cell"),
        pytest.param("Lathe, Comp", [carrier("Lathe Cut", "1", "Compilation")], id="a-carrier-of-its-own"),
        pytest.param(
            "4xCD, Comp, Mixed + Box, Ltd, Art",
            [
                carrier("CD", "4", "Compilation", "Mixed"),
                carrier("Box Set", "1", "Limited Edition", text="Art"),
            ],
            id="a-box",
        ),
        pytest.param(
            "2xLP, Album, RP + CD, Album, RP + RE, Gat",
            [
                carrier("Vinyl", "2", "LP", "Album", "Repress"),
                carrier("CD", "1", "Album", "Repress"),
                carrier("All Media", "1", "Reissue", text="Gatefold"),
            ],
            id="of-all-carriers",
        ),
        pytest.param("Album, RE", [carrier("All Media", "1", "Album", "Reissue")], id="no-carrier-at-all"),
        pytest.param(
            "LP + 180",
            [carrier("Vinyl", "1", "LP"), carrier("All Media", text="180 Gram")],
            id="own-words-of-all",
        ),
        pytest.param(
            'LP, Gat, Red + 7", Whi',
            [carrier("Vinyl", "1", "LP", text="Gatefold, Red"), carrier("Vinyl", "1", '7"', text="Whi")],
            id="own-words",
        ),
        pytest.param('Shellac, 10"', [carrier("Shellac", "1", '10"')], id="a-size-after-its-carrier"),
        pytest.param("2xGat", [carrier("All Media", "2", text="Gatefold")], id="a-count-without-a-carrier"),
    ],
)
def test_formats_are_read_as_far_as_their_abbreviations_are_known(text, formats):
    assert list(listed_formats(text)) == formats


#: Discogs' own names of formats: nothing else may come out as a carrier.
CARRIERS = {
    "4-Track Cartridge", "8-Track Cartridge", "Acetate", "All Media", "Betamax", "Blu-ray", "Box Set",
    "CD", "CDV", "CDr", "Cassette", "Cylinder", "DAT", "DCC",
    "DVD", "DVDr", "Edison Disc", "File", "Flexi-disc", "Floppy Disk", "HD DVD",
    "Hybrid", "Laserdisc", "Lathe Cut", "Memory Stick", "Minidisc", "Other", "Pathé Disc",
    "PlayTape", "Reel-To-Reel", "SACD", "Shellac", "VCD", "VHS", "Vinyl",
}  # fmt: skip


@given(
    st.lists(
        st.sampled_from(["LP", "2xCD", "Album", "180", "Gat", "Ltd", 'x"', "Comp", "", "+", "x"]), max_size=8
    ),
    st.text(),
)
def test_no_word_becomes_a_carrier_and_none_is_lost(words, more):
    for text in (", ".join(words), " + ".join(words), more):
        for one in listed_formats(text):
            assert one.name in CARRIERS
            assert all(word for word in one.descriptions)


def test_recorded_exports_have_discogs_own_carriers_alone(fixtures):
    for path in sorted((fixtures / "collections_csv").glob("*.csv")):
        for row in parse_export(path.read_bytes()).rows:
            assert {one.name for one in listed_formats(row.format)} <= CARRIERS


@pytest.mark.parametrize(
    ("formats", "text"),
    [
        pytest.param([], None, id="none"),
        pytest.param([("Vinyl", "2", ("LP", "Album"))], "2xLP, Album", id="records"),
        pytest.param([("Vinyl", "1", ('12"', "45 RPM"))], '12", 45 RPM', id="a-twelve-inch-record"),
        pytest.param([("Cassette", "1", ()), ("CD", "1", ("Album",))], "Cass + CD, Album", id="two-carriers"),
        pytest.param([("Flexi-disc", "1", ('7"',))], 'Flexi, 7"', id="a-flexi-disc"),
        pytest.param([("Vinyl", "1", ("Album", "LP"))], "LP, Album", id="the-carrier-comes-first"),
    ],
)
def test_formats_of_a_dump_are_put_as_a_list_has_them(formats, text):
    carriers = [Format(name=name, qty=qty, descriptions=words) for name, qty, words in formats]
    assert listing_of(carriers) == text
    read = [(one.name, one.qty, set(one.descriptions)) for one in listed_formats(text)]
    assert read == [(name, qty, set(words)) for name, qty, words in formats]
