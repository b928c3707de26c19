"""Pressings, and records that the shelf does not know, against plain reading of the catalogue's rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from tests.insights.world.worlds import World

from linernotes.documents import PSEUDO_ARTISTS
from linernotes.insights.contributors.communities import read_communities
from linernotes.insights.ownership.look_up import look_up
from linernotes.insights.world.connections import read_connections
from linernotes.insights.world.own_answer import own_answer
from linernotes.insights.world.people import read_my_people
from linernotes.insights.world.pressings import read_pressings
from linernotes.insights.world.standing import Standing, read_shelf_standing


@dataclass(frozen=True)
class ArtistVertex:
    artist_id: int
    community_id: int | None


@dataclass(frozen=True)
class Edge:
    artist_id_from: int
    artist_id_to: int


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


def test_a_record_connects_communities_that_no_edge_connects(world: World) -> None:
    communities = world.snapshot.cached(read_communities)
    storage = world.snapshot.storage
    top_of: dict[int, int] = {}
    for vertex in storage.read(
        ArtistVertex, "select artist_id, community_id from artist_vertex where artist_id <> 0"
    ):
        if (top := communities.top(vertex.community_id)) is not None:
            top_of[vertex.artist_id] = top.community_id
    edges = storage.read(
        Edge, "select artist_id_from, artist_id_to from artist_edge where artist_id_from <> 0"
    )
    linked = {frozenset({top_of.get(one.artist_id_from), top_of.get(one.artist_id_to)}) for one in edges}
    members: dict[int, int] = {}
    for artist_id, top_id in sorted(top_of.items()):
        members.setdefault(top_id, artist_id)
    assert len(members) > 3
    for one, other in combinations(sorted(members), 2):
        found = read_connections(world.snapshot, [members[one], members[other]])
        expected = [] if frozenset({one, other}) in linked else [(one, other)]
        assert [(link.one_id, link.other_id) for link in found] == expected
    assert read_connections(world.snapshot, [members[min(members)]]) == ()
