"""What is new since last month, against plain counting: a month of which some releases are called new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.insights.world.worlds import World, newer_home, opened_world

from linernotes.documents import PSEUDO_ARTISTS
from linernotes.insights.world.narrowing import Narrowing
from linernotes.insights.world.new_records import read_new_records
from linernotes.insights.world.people import read_my_people


@pytest.fixture(scope="module")
def newer(demo_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, set[int]]]:
    """The demo's world, where each third release is new, and their ids."""
    home = tmp_path_factory.mktemp("newer") / "home"
    ids = newer_home(demo_world, home)
    with opened_world(home) as world:
        yield world, ids


def test_new_records_are_those_of_followed_artists_and_of_two_musicians(
    newer: tuple[World, set[int]],
) -> None:
    world, ids = newer
    mine = world.snapshot.cached(read_my_people)
    performing = set(world.snapshot.storage.values(str, "select role from role where performs"))
    named: dict[int, set[int]] = defaultdict(set)
    musicians: dict[int, set[int]] = defaultdict(set)
    for table in ("release_artists", "release_credits", "release_track_artists"):
        for row in world.table(table):
            release, artist = int(str(row["release_id"])), row["artist_id"]
            if release not in ids or artist is None:
                continue
            named[release].add(int(str(artist)))
            if row.get("role") is None or row["role"] in performing:
                musicians[release].add(mine.identities.get(int(str(artist)), 0))
    # Somebody who is only credited for what is no performance, beside one who leads.
    followed = sorted({one for people in named.values() for one in people} - set(PSEUDO_ARTISTS))[::9]
    expected = {
        release
        for release, people in named.items()
        if people & set(followed) or len(musicians[release] - {0}) >= 2
    }
    found = read_new_records(world.snapshot, world.catalogue, followed)
    assert found.all_new == len(ids)
    assert {one.release.release_id for one in found.records} == expected
    of_followed = [bool(one.followed) for one in found.records]
    assert of_followed == sorted(of_followed, reverse=True)
    assert any(of_followed)
    assert not all(of_followed)
    for one in found.records:
        assert {who.artist_id for who in one.followed} == named[one.release.release_id] & set(followed)
    label = found.records[0].release.label_names[0]
    assert found.records[0] in found.narrowed(Narrowing(label=label)).records


def test_without_a_month_before_nothing_is_new(world: World) -> None:
    found = read_new_records(world.snapshot, world.catalogue, [])
    assert (found.all_new, found.records) == (0, ())
