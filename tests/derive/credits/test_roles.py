"""The role taxonomy: what the file says, what the recorded credits find in it, what the user may override."""

from __future__ import annotations

import gzip
import json
import tomllib
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.derive.credits.role_names import role_words
from linernotes.derive.credits.roles import CATEGORIES, PERFORMING, UNKNOWN, RoleClass, load_taxonomy
from linernotes.errors import ConfigError

# Roles in the recorded data of which we cannot say what they are. Every other one has a category.
KNOWN_UNKNOWNS: frozenset[str] = frozenset()

TAXONOMY = load_taxonomy()
FILE = tomllib.loads(files("linernotes.derive.credits").joinpath("roles.toml").read_text(encoding="utf-8"))
GROUPS = {
    (category, subcategory): group
    for category, subcategories in FILE.items()
    if category != "qualifiers"
    for subcategory, group in subcategories.items()
}
NAMES = [name for group in GROUPS.values() for name in group["roles"]]


# --- the file -----------------------------------------------------------------------------------


def test_every_category_is_of_the_closed_set_and_used() -> None:
    assert {category for category, _ in GROUPS} == set(CATEGORIES) - {"unknown"}
    assert len(CATEGORIES) == len(set(CATEGORIES))


def test_no_role_stands_in_the_file_twice_whatever_its_spelling() -> None:
    twice = [key for key, count in Counter("".join(role_words(name)) for name in NAMES).items() if count > 1]
    assert twice == []


def test_every_group_says_whether_it_makes_music_and_no_more_than_whether_it_performs() -> None:
    for where, group in GROUPS.items():
        assert set(group) - {"performs"} == {"as_edge", "roles"}, where
        assert isinstance(group["as_edge"], bool), where
        assert group["roles"], where


def test_every_list_is_in_alphabetical_order() -> None:
    for where, group in GROUPS.items():
        assert group["roles"] == sorted(group["roles"], key=_alphabetical), where


def test_every_listed_role_is_what_its_table_says() -> None:
    for (category, subcategory), group in GROUPS.items():
        for name in group["roles"]:
            performs = group.get("performs", category in PERFORMING) and group["as_edge"]
            assert TAXONOMY.classify(name) == RoleClass(category, subcategory, group["as_edge"], performs), (
                name
            )


def _alphabetical(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


# --- which roles perform ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "performs"),
    [
        *(("Tenor Saxophone", True), ("Lead Vocals", True), ("Soloist", True), ("Orchestra", True)),
        *(("Conductor", True), ("Leader", True), ("Programmed By", True), ("Scratches", True)),
        ("Field Recording", True),  # what was recorded outside is part of the music
        ("Recorded By", False),
        *(("Chorus Master", False), ("Repetiteur", False)),  # they rehearse
        *(("Instrumentation By", False), ("Arranged By", False), ("Written-By", False)),
        *(("Producer", False), ("Remix", False), ("Engineer", False), ("Narrator", False), ("Wibble", False)),
    ],
)
def test_who_plays_sings_or_conducts_on_the_recording_performs(role: str, performs: bool) -> None:
    assert TAXONOMY.classify(role).performs == performs


def test_every_role_that_performs_makes_music() -> None:
    roles = [TAXONOMY.classify(name) for group in GROUPS.values() for name in group["roles"]]
    assert [one for one in roles if one.performs and not one.as_edge] == []


def test_an_override_that_performs_makes_music_and_one_that_makes_none_does_not_perform() -> None:
    taxonomy = load_taxonomy({"Written-By": {"performs": True}, "Guitar": {"as_edge": False}})
    assert taxonomy.classify("Written-By") == RoleClass("writing", "composition", True, True)
    assert taxonomy.classify("Guitar") == RoleClass("guitar", "guitar", False, False)


# --- which roles make music ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "category", "as_edge"),
    [
        ("Lead Vocals", "vocals", True),
        ("Rap", "vocals", True),
        ("Guitar", "guitar", True),
        ("Bass", "bass", True),
        ("Double Bass", "bass", True),
        ("Tar (lute)", "strings", True),
        ("Tar (drum)", "percussion", True),
        ("Erhu", "strings", True),
        ("Shakuhachi", "woodwind", True),
        ("French Horn", "brass", True),
        ("Programmed By", "electronic", True),
        ("Performer", "performance", True),
        ("Featuring", "performance", True),
        ("Choir", "ensemble", True),
        ("Orchestra", "ensemble", True),
        ("Conductor", "conducting", True),
        ("Arranged By", "arranging", True),
        ("Copyist", "arranging", False),
        ("Producer", "production", True),
        ("Co-producer", "production", True),
        ("Executive-Producer", "production", False),
        ("Compiled By", "production", False),
        ("Remix", "remix", True),
        ("DJ Mix", "remix", False),
        ("Written-By", "writing", False),
        ("Lyrics By", "writing", False),
        ("Engineer", "technical", False),
        ("Mixed By", "technical", False),
        ("Lacquer Cut By", "technical", False),
        ("Artwork By", "visual", False),
        ("Photography By", "visual", False),
        ("Film Director", "visual", False),
        ("Liner Notes", "text", False),
        ("A&R", "business", False),
        ("Legal", "business", False),
        ("Narrator", "spoken", False),
        ("Other", "other", False),
        ("Interpretive Knitting", "unknown", False),
        ("", "unknown", False),
    ],
)
def test_a_role_has_its_category_and_connects_artists_only_if_it_makes_music(
    role: str, category: str, as_edge: bool
) -> None:
    found = TAXONOMY.classify(role)
    assert (found.category, found.as_edge) == (category, as_edge)


# --- forgiving matching -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "listed"),
    [
        pytest.param("eXecutive-producer", "Executive-Producer", id="capitals"),
        pytest.param("Executive Producer", "Executive-Producer", id="a-blank-for-a-hyphen"),
        pytest.param("  Guitar \t", "Guitar", id="outer-blanks"),
        pytest.param("Drum", "Drums", id="a-missing-plural"),
        pytest.param("Guitars", "Guitar", id="a-plural"),
        pytest.param("Basses", "Bass", id="a-plural-in-es"),
        pytest.param("Hand Claps", "Handclaps", id="in-two-words"),
        pytest.param("Afoxe", "Afoxé", id="accents"),
        pytest.param("Jew’s Harp", "Jew's Harp", id="another-apostrophe"),
        pytest.param("Jews Harp", "Jew's Harp", id="no-apostrophe"),
        pytest.param("A&r", "A&R", id="an-ampersand-of-the-name-itself"),
        pytest.param("Written", "Written-By", id="a-missing-by"),
        pytest.param("Design By", "Design", id="a-superfluous-by"),
        pytest.param("Co-Mixed By", "Mixed By", id="co"),
        pytest.param("Additional Guitars", "Guitar", id="additional"),
        pytest.param("Assistant Recording Engineer", "Recording Engineer", id="assistant"),
        pytest.param("Amplified Kalimba", "Kalimba", id="known-by-its-last-word"),
        pytest.param("Left-Handed Slide Guitar", "Slide Guitar", id="known-by-its-last-two-words"),
        pytest.param("Artwork & Package Design By", "Artwork By", id="two-roles"),
        pytest.param("Recorded By/Produced By", "Producer", id="of-two-roles-the-one-that-makes-music"),
    ],
)
def test_a_variant_is_what_the_listed_role_is(variant: str, listed: str) -> None:
    expected = TAXONOMY.classify(listed)
    assert expected.category != "unknown"
    found = TAXONOMY.classify(variant)
    assert (found.category, found.as_edge) == (expected.category, expected.as_edge)


def test_a_by_matters_where_both_spellings_are_listed() -> None:
    assert TAXONOMY.classify("Cuts").category == "electronic"
    assert TAXONOMY.classify("Cut By").category == "technical"


@pytest.mark.parametrize(
    "role", ["Video Producer Liaison", "Interview Producer", "Digital Effects", "And", "By"]
)
def test_a_last_word_alone_does_not_make_music_unless_it_is_sung_or_played(role: str) -> None:
    assert TAXONOMY.classify(role) == UNKNOWN


@given(st.text())
def test_classify_never_fails_on_any_text(role: str) -> None:
    found = TAXONOMY.classify(role)
    assert found.category in CATEGORIES
    assert (found.category == "unknown") == (found == UNKNOWN)


@given(st.sampled_from(NAMES), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_no_listed_role_depends_on_capitals(name: str, change: Any) -> None:
    assert TAXONOMY.classify(f" {change(name)} ") == TAXONOMY.classify(name)


@given(st.text(alphabet="and by&/+ co", max_size=200))
def test_words_that_only_join_or_qualify_are_no_role(role: str) -> None:
    assert TAXONOMY.classify(role).category in CATEGORIES


# --- the rows of table role ---------------------------------------------------------------------


def test_rows_are_one_per_distinct_name_as_credited_sorted() -> None:
    assert TAXONOMY.rows(["Written-by", "Guitar", "", "Wibble", "Guitar", "Written-By"]) == [
        ("Guitar", "guitar", "guitar", True, True),
        ("Wibble", "unknown", None, False, False),
        ("Written-By", "writing", "composition", False, False),
        ("Written-by", "writing", "composition", False, False),
    ]


def test_no_roles_make_no_rows() -> None:
    assert TAXONOMY.rows([]) == []


# --- overrides ----------------------------------------------------------------------------------


def test_an_override_changes_what_it_names_and_keeps_the_rest() -> None:
    taxonomy = load_taxonomy({"Written-By": {"as_edge": True}})
    assert taxonomy.classify("Written-By") == RoleClass("writing", "composition", True, False)
    assert taxonomy.classify("Composed By") == RoleClass("writing", "composition", False, False)


def test_an_override_covers_every_spelling_of_its_role() -> None:
    taxonomy = load_taxonomy({"photography": {"as_edge": True}, "Written By": {"as_edge": True}})
    spellings = [
        "Photography",
        "Photography By",
        "PHOTOGRAPHY BY",
        "Written-By",
        "written by",
        "Co-Written By",
    ]
    assert [role for role in spellings if not taxonomy.classify(role).as_edge] == []
    assert not taxonomy.classify("Photographer").as_edge


def test_an_override_tells_two_roles_apart_that_differ_by_a_by() -> None:
    taxonomy = load_taxonomy({"Cut By": {"as_edge": True}, "Cuts": {"as_edge": False}})
    assert taxonomy.classify("Cut By") == RoleClass("technical", "mastering", True, False)
    assert taxonomy.classify("Cuts") == RoleClass("electronic", "turntables", False, False)


def test_a_role_that_we_do_not_know_can_be_given_a_category() -> None:
    override = {"category": "guitar", "subcategory": "electric"}
    taxonomy = load_taxonomy({"Wibble Machine": override})
    assert taxonomy.classify("wibble machines") == RoleClass("guitar", "electric", True, True)


def test_a_role_moved_to_another_category_loses_its_subcategory() -> None:
    taxonomy = load_taxonomy({"Engineer": {"category": "production"}})
    assert taxonomy.classify("Engineer") == RoleClass("production", None, False, False)


def test_a_role_can_be_made_unknown() -> None:
    assert load_taxonomy({"Guitar": {"category": "unknown"}}).classify("Guitar") == UNKNOWN


def test_no_overrides_are_the_taxonomy_as_it_is() -> None:
    assert load_taxonomy({}).rows(NAMES) == TAXONOMY.rows(NAMES)


@pytest.mark.parametrize(
    ("overrides", "says"),
    [
        pytest.param(
            {"Guitar": {"as_edge": "yes"}},
            "config.toml, [roles.\"Guitar\"] as_edge: must be true or false, not 'yes'",
            id="as-edge-is-no-boolean",
        ),
        pytest.param(
            {"Guitar": {"as_edge": 1}}, 'Guitar"] as_edge: must be true or false, not 1', id="a-number"
        ),
        pytest.param(
            {"Guitar": {"category": "guitars"}}, 'Guitar"] category: must be one of vocals', id="category"
        ),
        pytest.param(
            {"Guitar": {"category": ["bass"]}}, 'Guitar"] category: must be one of', id="category-list"
        ),
        pytest.param(
            {"Guitar": {"subcategory": " "}}, 'Guitar"] subcategory: must be a text', id="subcategory"
        ),
        pytest.param(
            {"Guitar": {"edge": True}}, 'Guitar"] edge: unknown key; the keys are category', id="key"
        ),
        pytest.param({"Guitar": True}, 'Guitar"]: give at least one of category', id="not-a-table"),
        pytest.param({"Guitar": {}}, 'Guitar"]: give at least one of category', id="an-empty-table"),
        pytest.param(
            {"Guitar": {"as_edge": False, "performs": True}},
            'Guitar"]: a role that performs makes music; leave out as_edge = false',
            id="plays-without-making-music",
        ),
        pytest.param({"--": {"as_edge": True}}, '[roles."--"]: this is not the name of a role', id="no-name"),
        pytest.param({"By": {"as_edge": True}}, '[roles."By"]: this is not the name of a role', id="only-by"),
        pytest.param(
            {"Written-By": {"as_edge": True}, "written by": {"as_edge": False}},
            '[roles."written by"]: this is the same role as [roles."Written-By"]',
            id="one-role-twice",
        ),
    ],
)
def test_an_override_that_cannot_be_used_is_refused_by_role_and_key(overrides: Any, says: str) -> None:
    with pytest.raises(ConfigError) as error:
        load_taxonomy(overrides)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


# --- the recorded data --------------------------------------------------------------------------


def test_every_recorded_role_has_a_category_or_is_a_known_unknown(fixtures: Path) -> None:
    credits = _recorded_credits(fixtures)
    assert credits.total() > 50_000  # else the reader below has lost its files
    unknown = {role for role in credits if TAXONOMY.classify(role).category == "unknown"}
    assert unknown == KNOWN_UNKNOWNS
    assert sum(credits[role] for role in unknown) < 0.02 * credits.total()


def test_the_recorded_roles_are_listed_by_name_not_guessed(fixtures: Path) -> None:
    """The forgiving rules are for what we have not seen: 98 of 100 recorded credits need none of them."""
    credits = _recorded_credits(fixtures)
    spelt = {name.casefold() for name in NAMES}
    assert sum(count for role, count in credits.items() if role.casefold() in spelt) > 0.98 * credits.total()


def _recorded_credits(fixtures: Path) -> Counter[str]:
    """Count the role names in all recorded releases, masters and release dumps."""
    strings: list[str] = []
    for folder in ("release", "master", "release_fragments"):
        for path in sorted((fixtures / folder).glob("*.json")):
            strings.extend(_json_roles(json.loads(path.read_bytes())))
    for path in sorted((fixtures / "dump_releases").iterdir()):
        strings.extend(_xml_roles(path))
    return Counter(_name(piece) for text in strings for piece in _split(text))


def _json_roles(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("role"), str):
            yield value["role"]
        for inner in value.values():
            yield from _json_roles(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _json_roles(inner)


def _xml_roles(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    root = ET.fromstring(gzip.decompress(content) if path.suffix == ".gz" else content)
    return (element.text for element in root.iter("role") if element.text)


def _split(text: str) -> list[str]:
    """Split at commas outside brackets; a bracket that is never closed runs to the end."""
    pieces, depth = [""], 0
    for character in text:
        depth = max(0, depth + (character == "[") - (character == "]"))
        if character == "," and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += character
    return [piece for piece in pieces if piece.strip()]


def _name(piece: str) -> str:
    """Leave the brackets out of one role."""
    name, depth = "", 0
    for character in piece:
        depth += character == "["
        if depth == 0:
            name += character
        depth = max(0, depth - (character == "]"))
    return " ".join(name.split())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Guitar [Lead], Vocals", ["Guitar", "Vocals"]),
        ("Keyboards [Piano, Organ], Effects", ["Keyboards", "Effects"]),
        ("Producer [Re-produced, Guitar", ["Producer"]),
        ("Bass,, Drums,", ["Bass", "Drums"]),
    ],
)
def test_the_splitter_of_these_tests_splits_as_the_schema_says(text: str, names: list[str]) -> None:
    assert [_name(piece) for piece in _split(text)] == names
