"""Pressings, and records that the shelf does not know, against plain reading of the catalogue's rows."""

from __future__ import annotations

from collections import defaultdict

from tests.insights.world.worlds import World

from linernotes.documents import PSEUDO_ARTISTS
from linernotes.insights.ownership.look_up import look_up
from linernotes.insights.world.own_answer import own_answer
from linernotes.insights.world.people import read_my_people
from linernotes.insights.world.pressings import read_pressings
from linernotes.insights.world.standing import Standing, read_shelf_standing


def test_every_pressing_of_every_release_is_listed_once(world: World) -> None:
    releases = world.table("release")
    versions: dict[object, set[object]] = defaultdict(set)
    for row in releases:
        versions[row["master_id"] or -int(str(row["release_id"]))].add(row["release_id"])
    shelf = world.snapshot.cached(read_shelf_standing)
    for row in releases:
        found = read_pressings(world.snapshot, world.catalogue, int(str(row["release_id"])))
        assert found is not None
        assert found.release.title == row["title"]
        assert [one.release_id for one in found.versions].count(found.release.release_id) == 1
        of_album = versions[row["master_id"] or -int(str(row["release_id"]))]
        assert {one.release_id for one in found.versions} == of_album
        assert found.owned == len(of_album & shelf.releases)
        for one in found.versions:
            assert (one.standing is Standing.OWNED) == (one.release_id in shelf.releases)
    assert read_pressings(world.snapshot, world.catalogue, 1) is None


def test_a_number_that_the_shelf_does_not_know_is_what_the_catalogue_says(world: World) -> None:
    shelf, mine = world.snapshot.cached(read_shelf_standing), world.snapshot.cached(read_my_people)
    named: dict[object, set[int]] = defaultdict(set)
    for table in ("release_artists", "release_credits", "release_track_artists"):
        for row in world.table(table):
            if row["artist_id"] is not None and row["artist_id"] not in PSEUDO_ARTISTS:
                named[row["release_id"]].add(int(str(row["artist_id"])))
    asked = 0
    for table, column in (("barcodes", "barcode"), ("catalog_numbers", "catalog_number")):
        for row in world.table(table):
            id, text = int(str(row["release_id"])), str(row[column])
            if id in shelf.releases | shelf.wanted:
                continue
            answer = look_up(world.snapshot, text)
            found = own_answer(world.snapshot, world.catalogue, text, answer)
            if answer is None or answer.verdict not in ("not", "unknown"):
                assert found.world is None
                continue
            assert found.world is not None
            match = next(one for one in found.world.matches if one.release.release_id == id)
            known = {one: mine.albums_of(one) for one in named[id] if mine.albums_of(one)}
            assert {one.artist_id: one.mine for one in match.mine} == known
            assert all(one.is_main and not mine.albums_of(one.artist_id) for one in match.first)
            asked += 1
    assert asked > 20


def test_what_the_shelf_owns_is_not_asked_of_the_catalogue(world: World) -> None:
    answer = look_up(world.snapshot, "Kind Of Blue")
    found = own_answer(world.snapshot, world.catalogue, "Kind Of Blue", answer)
    assert found.verdict == "owned"
    assert found.world is None
