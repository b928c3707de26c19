"""Artists of the demo, their families, their discographies, and what is missing of them."""

from __future__ import annotations

import pytest

from linernotes.insights.artist.album_or_single import kind_of
from linernotes.insights.artist.discography import read_discography
from linernotes.insights.artist.find_artist import one_artist
from linernotes.insights.artist.read_artist import read_artist
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.gaps.suggestions import most_collected, read_gaps, read_suggestions
from linernotes.insights.text.web_addresses import web_address


@pytest.fixture
def portrait(demo):
    return lambda name: read_artist(demo, one_artist(demo, name).artist_id)


@pytest.fixture(scope="module")
def suggestions(demo):
    return read_suggestions(demo)


def test_a_sideman_is_a_guest_everywhere(portrait):
    carter = portrait("Ron Carter")
    assert (carter.as_main, carter.real_name, carter.is_group) == ((), "Ronald Levin Carter", False)
    assert [(one.year, one.title, one.roles, one.tracks) for one in carter.as_guest] == [
        (1965, "Maiden Voyage", ("Bass",), ()),
        (1966, "Speak No Evil", ("Bass",), ()),
        (1970, "Stone Flower", ("Bass",), ()),
        (1973, "Spectrum", ("Acoustic Bass",), ("Spectrum", "Le Lis")),
    ]


def test_a_group_has_its_members_and_they_their_other_groups(portrait):
    members = {one.name: one for one in portrait("King Crimson").family.members}
    assert {"Robert Fripp", "Bill Bruford", "John Wetton", "Adrian Belew"} <= members.keys()
    assert {"U.K.", "Yes"} <= {other.name for other in members["Bill Bruford"].others}
    assert "King Crimson" not in {other.name for other in members["Bill Bruford"].others}
    assert members["Bill Bruford"].is_active is False


def test_a_person_has_groups_and_their_other_members(portrait):
    groups = {one.name: one for one in portrait("Bill Bruford").family.groups}
    assert "Robert Fripp" in {one.name for one in groups["King Crimson"].others}
    assert "Bill Bruford" not in {one.name for one in groups["King Crimson"].others}


@pytest.mark.parametrize("artist_id", [194, 355, 118760, 5])
def test_nobody_has_no_portrait(demo, artist_id):
    assert read_artist(demo, artist_id) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://dgmlive.com", "https://dgmlive.com"),
        ("HTTP://x.example/a", "HTTP://x.example/a"),
        ("dgmlive.com/about", "https://dgmlive.com/about"),
        ("javascript:alert(1)", None),
        ("javascript:x.y", None),
        ("mailto:a@b.example", None),
        ("//x.example", None),
        ("nothing", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_pages_are_linked_to(text, address):
    assert web_address(text) == address


def test_what_is_owned_in_any_pressing_is_not_missing(demo, portrait):
    found = read_discography(demo, portrait("King Crimson").artist_id)
    assert (len(found.of_kind("album")), found.owned("album"), len(found.possible)) == (3, 3, 7)
    assert found.not_read == 0
    assert [(one.year, one.title) for one in found.missing()] == [
        (1970, "In The Wake Of Poseidon"),
        (1970, "Lizard"),
        (1971, "Islands"),
        (1974, "Red"),
        (1974, "Starless And Bible Black"),
        (1982, "Beat"),
        (1984, "Three Of A Perfect Pair"),
    ]
    miles = read_discography(demo, portrait("Miles Davis").artist_id)
    kind_of_blue = next(one for one in miles.entries if one.title == "Kind Of Blue")
    assert kind_of_blue.copies == 2


@pytest.mark.parametrize(
    ("roles", "format", "words", "kind"),
    [
        pytest.param(["Main"], None, [], "unknown", id="nothing-says-what-it-is"),
        pytest.param(["Main"], None, ['12"'], "single", id="a-twelve-inch-record-of-no-other-word"),
        pytest.param(["Main"], None, ['10"', "45 RPM"], "single", id="a-ten-inch-record"),
        pytest.param(["Main"], None, ['12"', "Album"], "album", id="a-twelve-inch-album"),
        pytest.param(["Main"], None, ['12"', "Mini-Album"], "album", id="a-twelve-inch-mini-album"),
        pytest.param(["Main"], None, ['12"', "Compilation"], "compilation", id="a-compilation"),
        pytest.param(["Main"], None, ["Stereo"], "unknown", id="a-pressing-that-says-too-little"),
        pytest.param(["Main"], "CD", [], "unknown", id="a-disc-that-says-nothing"),
        pytest.param(["Main"], None, ['12"', "EP"], "single", id="a-pressing-tells"),
        pytest.param(["Main"], None, ["LP", "Compilation"], "compilation", id="compilation"),
        pytest.param(["Main"], "LP, Album, RE", [], "album", id="a-release-without-a-master"),
        pytest.param(["Main"], "2xLP, Album", [], "album", id="several-carriers"),
        pytest.param(["Main"], '7", Single', [], "single", id="single"),
        pytest.param(["Main"], '12"', [], "single", id="says-too-little"),
        pytest.param(["Main"], "CD, Album, Unofficial Release", [], "unofficial", id="bootleg"),
        pytest.param(["UnofficialRelease"], "LP", [], "unofficial", id="listed-as-bootleg"),
        pytest.param(["Main"], "LP, Comp, Mixed", [], "compilation", id="comp"),
        pytest.param(["Main"], "CD, Comp, Smplr", [], "compilation", id="comp-3099032"),
        pytest.param(["Main"], "2xCD, Mixed, Comp", [], "compilation", id="comp-last-229135"),
        pytest.param(
            ["Main"],
            "4xCD, Comp, Mixed + Box, Ltd, Art",
            [],
            "compilation",
            id="comp-in-a-box-2219613",
        ),
        pytest.param(["Main"], "File, MP3, Mixed, Comp, 192", [], "compilation", id="comp-as-files-1600427"),
        pytest.param(["Main"], '5x10", Album + Box', [], "album", id="album-in-a-box"),
        pytest.param(
            ["Main"],
            "CD, Album, Enh + DVD-V, D/Sided, NTSC, PAL + Ltd",
            [],
            "album",
            id="album-with-a-dvd",
        ),
        pytest.param(["Main"], "CD, Album", [], "album", id="album-24200"),
        pytest.param(["Main"], '12", Maxi', [], "single", id="maxi"),
        pytest.param(["Main"], '12", MiniAlbum', [], "album", id="mini-album"),
        pytest.param(["Main"], "3xFile, MP3, EP", [], "single", id="ep-as-files-12855756"),
        pytest.param(["Main"], "CDr, Single, Promo", [], "single", id="single-5069854"),
        pytest.param(["Main"], "LP, Album, Unofficial", [], "unofficial", id="unofficial"),
        pytest.param(["Main"], "LP, Album, Com", [], "album", id="only-whole-words"),
        pytest.param(["TrackAppearance"], "CD, Comp", [], "appearance", id="appearance"),
        pytest.param(["Producer"], None, [], "credit", id="credit"),
        pytest.param(["Main", "Vocals"], None, ["LP"], "album", id="main-and-credited"),
    ],
)
def test_entries_are_of_a_kind(roles, format, words, kind):
    assert kind_of(roles, format, words) == kind


def test_before_anybody_is_followed_the_most_collected_have_gaps(demo):
    found = read_gaps(demo, most_collected(demo))
    assert [one.name for one in found][:2] == ["Brian Eno", "Miles Davis"]
    assert all(one.albums + one.possible == one.owned + len(one.missing) for one in found)
    assert {"Here Come The Warm Jets", "Discreet Music"} <= {entry.title for entry in found[0].missing}


def test_an_artist_without_a_discography_has_none(demo):
    carter = one_artist(demo, "Ron Carter").artist_id
    ((gap,), nothing) = (read_gaps(demo, [carter]), read_gaps(demo, [5]))
    assert (gap.name, gap.is_read, gap.albums, gap.missing, nothing) == ("Ron Carter", False, 0, (), ())


def test_nothing_that_is_owned_is_suggested(demo, suggestions):
    owned = {copy.album for copy in demo.cached(read_collection).copies}
    assert suggestions.records
    assert not {(one.type, one.id) for one in suggestions.records} & owned


def test_suggestions_are_for_those_on_the_records_rated_highest(demo, suggestions):
    assert suggestions.is_rated
    fragile = next(one for one in suggestions.records if one.title == "Fragile")
    assert fragile.is_wanted
    assert [(one.name, one.roles, one.group) for one in fragile.reasons[:2]] == [
        ("Yes", (), None),
        ("Bill Bruford", ("Drums",), None),
    ]
    assert {one.group for one in fragile.reasons[2:]} == {"Yes"}
    loved = {copy.release_id for copy in demo.cached(read_collection).copies if (copy.rating or 0) >= 4}
    assert all(reason.for_example in loved for one in suggestions.records for reason in one.reasons)
