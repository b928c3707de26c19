"""Records of the demo, checked by hand against their covers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.rows import tuples

from linernotes.insights.collection.copies import read_collection
from linernotes.insights.release.read_release import read_record
from linernotes.insights.release.similar_releases import read_kinship


@pytest.fixture(scope="module")
def collection(demo):
    return read_collection(demo)


@pytest.fixture(scope="module")
def kinship(demo):
    return read_kinship(demo)


@pytest.fixture
def record(demo, collection):
    def read(title: str, **more):
        (release_id,) = {copy.release_id for copy in collection.copies if copy.title == title}
        return read_record(demo, release_id, **more)

    return read


@pytest.mark.parametrize("title", ["Maiden Voyage", "Speak No Evil", "Stone Flower"])
def test_ron_carter_plays_bass(record, title):
    bass = next(section for section in record(title).line_up if section.category == "bass")
    assert [(one.name, [part.role for part in one.parts]) for one in bass.players] == [
        ("Ron Carter", ["Bass"])
    ]


def test_maiden_voyage_is_shown_as_its_cover_does(record):
    found = record("Maiden Voyage")
    assert (found.artist, found.album_year, found.country) == ("Herbie Hancock", 1965, "US")
    assert [(one.name, one.value) for one in found.labels] == [("Blue Note", "BST 84195")]
    assert [(one.name, one.detail) for one in found.companies] == [
        ("Van Gelder Studio, Englewood Cliffs, New Jersey", "Recorded At")
    ]
    assert [track.title for track in found.tracks][-1] == "Dolphin Dance"
    assert found.genres + found.styles == ("Jazz", "Post Bop", "Modal")
    assert {(one.name, one.printed) for section in found.line_up for one in section.players} >= {
        ("Tony Williams", "Anthony Williams")
    }


def test_a_copy_has_all_that_its_owner_filled_in(record):
    (copy,) = record("Maiden Voyage").copies
    assert (copy.folder, copy.rating) == ("Jazz", 5)
    assert [(field.name, field.value) for field in copy.fields] == [
        ("Media Condition", "Very Good Plus (VG+)"),
        ("Sleeve Condition", "Very Good Plus (VG+)"),
    ]


def test_other_pressings_of_the_album_are_shown(demo, collection):
    both = [copy for copy in collection.copies if copy.title == "Kind Of Blue"]
    assert len({copy.release_id for copy in both}) == 2
    for one in both:
        (other,) = read_record(demo, one.release_id).versions
        assert (other.release_id != one.release_id, other.copies, other.is_wanted) == (True, 1, False)


def test_prices_are_shown_for_six_hours_and_counts_for_good(record):
    fresh = record("Maiden Voyage").demand
    assert not fresh.is_withheld
    assert fresh.lowest_price is not None
    later = record("Maiden Voyage", now=datetime.now(UTC) + timedelta(hours=7)).demand
    assert (later.is_withheld, later.lowest_price, later.for_sale) == (True, None, None)
    assert (later.have, later.want, later.rating_count) == (fresh.have, fresh.want, fresh.rating_count)


def test_a_wanted_record_is_read_like_an_owned_one(demo):
    (fragile,) = (
        id for (id,) in tuples(demo.storage, "select release_id from wantlist_items where title = 'Fragile'")
    )
    found = read_record(demo, fragile)
    assert (found.is_known, found.is_wanted, found.copies, found.artist) == (True, True, (), "Yes")
    assert "Bill Bruford" in {one.name for section in found.line_up for one in section.players}
    assert found.listed == ()


def test_a_main_release_that_only_a_discography_names_is_shown(demo):
    ((release_id,),) = tuples(
        demo.storage, "select main_release_id from artist_masters where title = 'Lizard' limit 1"
    )
    found = read_record(demo, release_id)
    assert (found.title, found.artist, found.is_known, found.line_up) == ("Lizard", "King Crimson", False, ())
    assert ("King Crimson", ()) in {(one.name, one.roles) for one in found.listed}


def test_what_nothing_names_is_none(demo):
    assert read_record(demo, 1) is None


def alike(demo, kinship, title: str) -> dict[str, tuple[set[str], tuple[str, ...]]]:
    titles = dict(tuples(demo.storage, "select release_id, title from release"))
    release_id = demo.storage.scalar("select release_id from collection_items where title = ?", [title])
    return {
        titles[one.release_id]: ({shared.name for shared in one.people}, one.words)
        for one in kinship.kindred(release_id)
    }


def test_records_like_it_share_musicians_and_styles(demo, kinship):
    found = alike(demo, kinship, "Maiden Voyage")
    assert next(iter(found)) == "Speak No Evil"
    assert found["Speak No Evil"] == (
        {"Freddie Hubbard", "Ron Carter", "Herbie Hancock", "Alfred Lion"},
        ("Modal", "Post Bop", "Jazz"),
    )
    assert found["Stone Flower"][0] == {"Ron Carter"}
    assert "Maiden Voyage" not in found


def test_a_record_with_nobody_in_common_is_alike_by_its_styles(demo, kinship):
    people, words = alike(demo, kinship, "Autobahn")["Neu!"]
    assert people == set()
    assert "Krautrock" in words


def test_no_pressing_of_the_same_album_is_like_it(demo, kinship):
    assert "Kind Of Blue" not in alike(demo, kinship, "Kind Of Blue")


def test_people_are_shown_with_the_other_albums_they_are_on(demo, kinship):
    titles = dict(tuples(demo.storage, "select release_id, title from release"))
    stone_flower = demo.storage.scalar("select release_id from collection_items where title = 'Stone Flower'")
    found = {
        one.name: {(titles[at.release_id], at.roles) for at in one.elsewhere}
        for one in kinship.elsewhere(stone_flower)
    }
    assert found["Ron Carter"] == {
        ("Maiden Voyage", ("Bass",)),
        ("Speak No Evil", ("Bass",)),
        ("Spectrum", ("Acoustic Bass",)),
    }
    assert "Urbie Green" not in found, "who is on no other album is left out"
