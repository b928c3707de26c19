"""Records of all of Discogs with most of your musicians, against plain counting."""

from __future__ import annotations

from collections import defaultdict
from math import sqrt

import pytest
from tests.insights.world.worlds import World

from linernotes.insights.world.loved_records import read_loved_records
from linernotes.insights.world.narrowing import Narrowing, choices
from linernotes.insights.world.people import read_my_people, weight_of
from linernotes.insights.world.standing import read_shelf_standing


def test_records_weigh_as_much_as_the_people_on_them(world: World) -> None:
    mine, shelf = world.snapshot.cached(read_my_people), world.snapshot.cached(read_shelf_standing)
    performing = set(world.snapshot.storage.values(str, "select role from role where performs"))
    on: dict[int, set[int]] = defaultdict(set)
    for row in world.table("artist_releases"):
        roles = row["roles"]
        assert isinstance(roles, list)
        person = mine.identities.get(int(str(row["artist_id"])))
        if person is not None and (row["is_main"] or not roles or performing & set(roles)):
            on[int(str(row["album_id"]))].add(person)
    credited: dict[object, set[object]] = defaultdict(set)
    for table in ("release_artists", "release_credits", "release_track_artists"):
        for row in world.table(table):
            credited[row["release_id"]].add(row["artist_id"])
    expected = {album for album, people in on.items() if len(people) >= 2 and album not in shelf.albums}
    found = read_loved_records(world.snapshot, world.catalogue)
    assert {one.album_id for one in found.records} == expected
    assert len(expected) > 3
    for one in found.records:
        assert one.credited == len(credited[one.release.release_id] - {None})
        weight = sum(weight_of(mine.albums[person]) for person in on[one.album_id])
        assert one.score == pytest.approx(weight / sqrt(one.credited), abs=1e-5)
        assert {who.artist_id for who in one.people} <= mine.identities.keys()
    assert [one.score for one in found.records] == sorted((one.score for one in found.records), reverse=True)


def test_filters_are_parts_of_it(world: World) -> None:
    found = read_loved_records(world.snapshot, world.catalogue)
    offered = choices([(one.release, one.people) for one in found.records])
    for name, listed in (("role", offered.roles), ("format", offered.formats), ("label", offered.labels)):
        for what, count in listed[:5]:
            assert len(found.narrowed(Narrowing(**{name: what})).records) == count > 0
    years = [one.release.year for one in found.records if one.release.year]
    of_first = found.narrowed(Narrowing(since=min(years), until=min(years))).records
    assert {one.release.year for one in of_first} == {min(years)}
