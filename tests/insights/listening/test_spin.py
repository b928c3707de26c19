"""Tonight's record: what may come up, what is like another, what has nothing to do with it, and why."""

from __future__ import annotations

from datetime import date

import pytest
from tests.insights.shelves import copy, record, shelf

from linernotes.insights.collection.copies import Collection, Copy
from linernotes.insights.collection.facets.facets import Facets, facet_of
from linernotes.insights.listening.play_weight import Appeal
from linernotes.insights.listening.spin import Appeals, Rarity, Wish, fitting, like, propose, unlike
from linernotes.insights.release.similar_releases import Kinship
from linernotes.insights.statistics.owned_releases import OwnedReleases
from linernotes.insights.text.credit_line import Artist

DAY = date(2026, 11, 24)
LEADER, DRUMMER, BASSIST, STRANGER, ENGINEER = 1, 2, 3, 4, 5
NAMES = {LEADER: "Leader", DRUMMER: "Drummer", BASSIST: "Bassist", STRANGER: "Stranger", ENGINEER: "Engineer"}

#: release -> (album, styles and genres, who makes music on it, who is on it otherwise)
SHELF = {
    1: (11, ("Hard Bop", "Jazz"), (LEADER, DRUMMER, BASSIST), (ENGINEER,)),
    2: (12, ("Hard Bop", "Jazz"), (LEADER, DRUMMER), ()),
    3: (13, ("Free", "Jazz"), (STRANGER,), ()),
    4: (14, ("Dub", "Reggae"), (BASSIST,), ()),
    5: (15, ("Dub", "Reggae"), (STRANGER,), ()),
    6: (11, ("Hard Bop", "Jazz"), (LEADER, DRUMMER, BASSIST), ()),  # another pressing of the first
}
GENRES = {"Jazz", "Reggae"}


@pytest.fixture(scope="module")
def kinship() -> Kinship:
    return kin({})


def kin(identities: dict[int, int]) -> Kinship:
    found = Kinship(identities)
    found.names.update(NAMES)
    for release_id, (album, words, makers, others) in SHELF.items():
        found.album[release_id] = album
        found.pressing.setdefault(album, release_id)
        for word in words:
            found.words[release_id][word] = word not in GENRES
            if found.pressing[album] == release_id:
                found.albums_of_word[word].append(album)
        for artist_id in (*makers, *others):
            roles = ("Drums",) if artist_id == DRUMMER else ()
            found.add(artist_id, release_id, roles, makes_music=artist_id in makers)
    return found


@pytest.fixture(scope="module")
def records() -> OwnedReleases:
    return shelf(
        *(
            record(
                release_id,
                copy(release_id, master_id=album, album_year=1960, artists=(Artist(LEADER, "Leader"),)),
                styles=words[:1],
                genres=words[1:],
            )
            for release_id, (album, words, _, _) in SHELF.items()
        )
    )


ALL = dict.fromkeys(SHELF, 1.0)


def test_more_like_this_is_what_shares_people_and_styles_never_the_album_itself(kinship: Kinship) -> None:
    found = like(kinship, 1, ALL)
    assert max(found, key=lambda one: found[one]) == 2
    assert not found.keys() & {1, 6}
    assert like(kinship, 1, {5: 1.0}) == {}


def test_filters_hold_where_it_is_to_be_like_another_too(kinship: Kinship) -> None:
    assert like(kinship, 1, {4: 1.0}).keys() <= {4}


def test_something_different_shares_nobody_no_style_and_no_genre(
    kinship: Kinship, records: OwnedReleases
) -> None:
    assert unlike(kinship, {}, records, 1, ALL).keys() == {5}


def test_where_nothing_is_so_different_a_genre_may_be_shared(
    kinship: Kinship, records: OwnedReleases
) -> None:
    without = {release_id: weight for release_id, weight in ALL.items() if release_id != 5}
    assert unlike(kinship, {}, records, 1, without).keys() == {3}
    assert unlike(kinship, {}, records, 1, {2: 1.0, 6: 1.0}) == {}


def test_another_community_and_another_decade_are_likelier(kinship: Kinship) -> None:
    records = shelf(
        *(record(one, copy(one, album_year=year)) for one, year in ((1, 1960), (3, 1975), (5, 1961)))
    )
    communities = {1: frozenset({100}), 3: frozenset({100}), 5: frozenset({200})}
    far = unlike(kinship, communities, records, 1, {3: 1.0})
    near = unlike(kinship, communities, records, 1, {5: 1.0})
    assert (far[3], near[5]) == (2.0, 3.0)


def test_what_was_played_today_weighs_next_to_nothing_but_can_come_up(records: OwnedReleases) -> None:
    appeals = Appeals(records, DAY)
    weights = appeals.weights([1, 2, 3], {2: date(2026, 11, 24), 99: date(2026, 11, 24)})
    assert set(weights) == {1, 2, 3}
    assert 0 < weights[2] < weights[1] / 50
    assert weights[1] == weights[3]


@pytest.fixture(scope="module")
def timed() -> tuple[OwnedReleases, Facets, tuple[Copy, ...]]:
    records = shelf(
        record(1, copy(1, 0), copy(1, 1, folder_id=2), seconds=1800, is_timed=True),
        record(2, copy(2, folder_id=2), seconds=1801, is_timed=True),
        record(3, copy(3, folder_id=2), seconds=60, is_timed=False),
        record(4, copy(4, folder_id=2)),
    )
    copies = Collection([one for each in records for one in each.copies]).copies
    folders = facet_of([str(one.folder_id) for one in copies])
    return records, Facets(len(copies), {"folder": folders}), copies


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        pytest.param(Wish(), [1, 2, 3, 4], id="anything"),
        pytest.param(Wish({"folder": "2"}), [1, 2, 3, 4], id="a-copy-in-the-folder-will-do"),
        pytest.param(Wish({"folder": "1"}), [1], id="a-folder"),
        pytest.param(Wish({"folder": "7"}), [], id="no-such-folder"),
        pytest.param(Wish(minutes=30), [1], id="short-and-known-of-every-track"),
        pytest.param(Wish({"folder": "2"}, 31), [1, 2], id="both"),
    ],
)
def test_only_what_is_as_wished_may_come_up(
    timed: tuple[OwnedReleases, Facets, tuple[Copy, ...]], wish: Wish, expected: list[int]
) -> None:
    assert fitting(wish, *timed) == expected


NOTHING = Appeal(None, None, None)


def test_it_says_what_is_shared_with_the_record_that_it_was_drawn_for(
    kinship: Kinship, records: OwnedReleases
) -> None:
    shown = propose(records[2], NOTHING, kinship, {}, "like", records[1])
    assert shown.kindred is not None
    assert [one.name for one in shown.kindred.people] == ["Drummer", "Leader"]
    assert shown.kindred.words == ("Hard Bop", "Jazz")
    assert not shown.is_unlike


def test_it_says_that_nobody_is_on_both_only_where_that_is_so(
    kinship: Kinship, records: OwnedReleases
) -> None:
    assert propose(records[5], NOTHING, kinship, {}, "unlike", records[1]).is_unlike
    assert not propose(records[4], NOTHING, kinship, {}, "unlike", records[1]).is_unlike
    assert not propose(records[5], NOTHING, kinship, {}).is_unlike


def test_who_is_on_it_leaves_out_the_cover_and_the_engineer(kinship: Kinship, records: OwnedReleases) -> None:
    shown = propose(records[1], NOTHING, kinship, {})
    assert [(one.name, one.roles, one.other_albums) for one in shown.people] == [
        ("Bassist", (), 1),
        ("Drummer", ("Drums",), 1),
    ]


def test_the_alias_of_who_stands_on_the_cover_is_left_out_and_two_names_are_one(
    records: OwnedReleases,
) -> None:
    found = propose(records[1], NOTHING, kin({DRUMMER: LEADER}), {}).people
    assert [one.name for one in found] == ["Bassist"]
    found = propose(records[1], NOTHING, kin({BASSIST: DRUMMER}), {}).people
    assert [(one.name, one.roles, one.other_albums) for one in found] == [("Drummer", ("Drums",), 2)]


def test_two_names_of_one_person_are_no_stranger_to_each_other(records: OwnedReleases) -> None:
    stranger_leads = kin({STRANGER: LEADER})
    assert not propose(records[3], NOTHING, stranger_leads, {}, "unlike", records[1]).is_unlike
    assert 3 in like(stranger_leads, 1, ALL)
    assert unlike(stranger_leads, {}, records, 1, {3: 1.0, 4: 1.0, 5: 1.0}) == {}


def test_the_rarest_word_of_it_is_shown(kinship: Kinship, records: OwnedReleases) -> None:
    counts = {("style", "Hard Bop"): 3, ("style", "Dub"): 4}
    assert propose(records[1], NOTHING, kinship, counts).rarities == (Rarity("style", "Hard Bop", 3),)
    assert propose(records[4], NOTHING, kinship, counts).rarities == ()
