"""Who an artist is on this shelf: finding them, their records, their family tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rows import tuples
from typer.testing import CliRunner, Result

from linernotes.cli import app, load_commands
from linernotes.errors import UsageError
from linernotes.insights.artist.find_artist import find_artists, one_artist
from linernotes.insights.artist.read_artist import read_artist
from linernotes.insights.artist.relatives import read_families


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        pytest.param("ron carter", "Ron Carter", id="capitals-are-ignored"),
        pytest.param("joao gilberto", "João Gilberto", id="accents-are-ignored"),
        pytest.param("  Can ", "Can", id="outer-blanks"),
        pytest.param("Herbie", "Herbie Hancock", id="the-beginning-will-do"),
    ],
)
def test_an_artist_is_found_by_what_people_type(demo, typed, name):
    assert one_artist(demo, typed).name == name


def test_a_whole_name_counts_before_the_beginning_of_a_longer_one(demo):
    assert find_artists(demo, "Can")[0].name == "Can"


def test_an_id_finds_its_artist(demo):
    carter = one_artist(demo, "Ron Carter")
    assert find_artists(demo, str(carter.artist_id)) == [carter]


@pytest.mark.parametrize("typed", ["Nobody Of That Name", "", "%", "_", "'; drop table artist"])
def test_who_is_not_there_is_said_in_one_line(demo, typed):
    with pytest.raises(UsageError, match="nobody called"):
        one_artist(demo, typed)


def test_a_sideman_has_his_records_oldest_first_each_once(demo):
    carter = read_artist(demo, one_artist(demo, "Ron Carter").artist_id)
    assert [(one.year, one.title, one.artists, one.roles) for one in carter.appearances] == [
        (1965, "Maiden Voyage", "Herbie Hancock", ("Bass",)),
        (1966, "Speak No Evil", "Wayne Shorter", ("Bass",)),
        (1970, "Stone Flower", "Antonio Carlos Jobim", ("Bass",)),
        (1973, "Spectrum", "Billy Cobham", ("Acoustic Bass",)),
    ]
    assert (carter.items, carter.credits, carter.is_group) == (0, 4, False)


def test_the_family_tree_has_members_and_what_else_they_played_in(demo):
    relatives = read_families(demo).of(one_artist(demo, "King Crimson").artist_id)
    members = {one.name for one in relatives if one.kind == "member"}
    assert {"Robert Fripp", "Bill Bruford", "John Wetton", "Adrian Belew"} <= members
    assert ("U.K.", "John Wetton") in {(one.name, one.via) for one in relatives if one.kind == "other group"}
    assert "King Crimson" not in {one.name for one in relatives}


def test_a_person_has_his_groups_and_those_who_were_in_them(demo):
    relatives = read_families(demo).of(one_artist(demo, "Bill Bruford").artist_id)
    assert {"King Crimson", "Yes", "U.K."} <= {one.name for one in relatives if one.kind == "group"}
    fellows = {one.name for one in relatives if one.kind == "fellow member"}
    assert {"Robert Fripp", "John Wetton"} <= fellows
    assert "Bill Bruford" not in fellows


def test_aliases_know_of_each_other(demo):
    (first, second) = tuples(
        demo.storage, "select artist_id, alias_id from artist_aliases order by 1, 2 limit 1"
    )[0]
    assert second in {one.artist_id for one in read_families(demo).of(first) if one.kind == "alias"}
    assert first in {one.artist_id for one in read_families(demo).of(second) if one.kind == "alias"}


def run(home: Path, *arguments: str) -> Result:
    load_commands()
    return CliRunner().invoke(app, ["--home", str(home), *arguments])


@pytest.mark.parametrize("name", ["King Crimson", "Robert Fripp", "Brian Eno", "Wayne Shorter"])
def test_a_relative_is_here_on_every_record_that_credits_them(demo, demo_home: Path, name: str):
    """The command says "(5 here)" of the same records as the page of the artist."""
    here = dict(tuples(demo.storage, "select display_name, qty_collection_credits from artist"))
    shown = run(demo_home, "artist", name).stdout
    tree = read_artist(demo, one_artist(demo, name).artist_id).family
    relatives = [*tree.members, *tree.groups, *tree.aliases]
    assert relatives
    for one in relatives:
        assert (
            f"{one.name} ({here[one.name]} here)" in shown if here[one.name] else f"{one.name} (" not in shown
        )


def test_what_is_found_beside_is_not_said_to_be_called_so(demo, demo_home: Path):
    """Only an artist one of whose whole names was typed is called so."""
    beside = run(demo_home, "artist", "Brian").stderr
    assert "Also called so" not in beside
    assert "Also found: " in beside
    whole = run(demo_home, "artist", str(one_artist(demo, "Can").artist_id)).stderr
    assert "Also" not in whole
