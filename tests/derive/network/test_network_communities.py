"""Communities: how good, how stable, how they lie within each other; modularity by the formula."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import igraph
import numpy as np
import pytest
from tests.derive.networks import Relation, Rows, Shelf, derive
from tests.rows import tuples

from linernotes.derive.network.communities import (
    FEW,
    LEVEL,
    STRUCTURE,
    Community,
    best_division,
    describe,
    divide,
)
from linernotes.derive.network.graph import Network, network
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage

Edge = tuple[int, int, int]


def modularity(edges: list[Edge], community: dict[int, int]) -> float:
    """Sum over communities of (share of weight inside) - (share of all ends)^2."""
    inside, ends, total = defaultdict(int), defaultdict(int), 0
    for a, b, weight in edges:
        total += weight
        ends[community[a]] += weight
        ends[community[b]] += weight
        inside[community[a]] += weight * (community[a] == community[b])
    return sum(inside[one] / total - (ends[one] / (2 * total)) ** 2 for one in ends)


def planted(*, groups: int = 8, size: int = 30, seed: int = 1) -> Shelf:
    """Groups of artists who mostly play with each other; every third artist has records on the shelf."""
    rng = random.Random(seed)
    artists = list(range(1, groups * size + 1))
    relations: dict[tuple[int, int], int] = {}
    for artist in artists:
        first = (artist - 1) // size * size + 1
        for other in [*rng.sample(range(first, first + size), 4), *rng.sample(artists, rng.random() < 0.4)]:
            if other != artist:
                relations[min(artist, other), max(artist, other)] = rng.randint(1, 4)
    releases = {artist: [artist] for artist in artists[::3]}
    copies = [release for release in releases for _ in range(rng.choice([1, 1, 1, 2, 5]))]
    return Shelf(releases, copies, [(a, b, "co_appearance", weight) for (a, b), weight in relations.items()])


@pytest.fixture(scope="module")
def tables() -> dict[str, Rows]:
    return derive(planted())


def test_every_artist_is_in_one_community_of_the_top_and_in_parts_of_its_communities(
    tables: dict[str, Rows],
) -> None:
    members: dict[int, set[int]] = defaultdict(set)
    for community, artist, _ in tables["artist_community_members"]:
        members[community].add(artist)
    parent = {row[0]: row[1] for row in tables["artist_community"]}
    level = {row[0]: row[2] for row in tables["artist_community"]}
    vertices = {row[0] for row in tables["artist_vertex"]} - {0}
    assert members.keys() == parent.keys()
    assert max(level.values()) >= 1  # there is something below the top
    top = [artist for one in members if level[one] == 0 for artist in members[one]]
    assert sorted(top) == sorted(vertices)
    for community, above in parent.items():
        assert (above is None) == (level[community] == 0)
        parts = [members[one] for one in parent if parent[one] == community]
        if parts:  # a community is divided wholly, and into more than one
            assert sorted(artist for part in parts for artist in part) == sorted(members[community])
            assert len(parts) > 1
            assert {level[one] for one in parent if parent[one] == community} == {level[community] + 1}
    for artist, *_, finest in (row[:6] for row in tables["artist_vertex"] if row[0]):
        mine = [community for community in members if artist in members[community]]
        assert finest == max(mine, key=level.__getitem__)
        assert len({level[one] for one in mine}) == len(mine)


def test_numbers_labels_and_centralities_are_as_counted_by_hand(tables: dict[str, Rows]) -> None:
    shelf = planted()
    copies = shelf.collected()
    edges = {(row[0], row[1]): row[3] for row in tables["artist_edge"] if row[0]}
    members: dict[int, dict[int, int]] = defaultdict(dict)
    for community, artist, centrality in tables["artist_community_members"]:
        members[community][artist] = centrality
    for community, _, level, label, qty_artists, qty_collected, qty_items in tables["artist_community"]:
        artists = members[community]
        for artist, centrality in artists.items():
            mine = [w for pair, w in edges.items() if artist in pair and set(pair) <= artists.keys()]
            assert centrality == sum(mine)
        collected = [artist for artist in artists if artist in copies]
        most = max(len(copies.get(artist, ())) for artist in artists)
        anchor = min(artist for artist in artists if len(copies.get(artist, ())) == most)
        assert community == level * 10**12 + anchor
        assert (qty_artists, qty_collected) == (len(artists), len(collected))
        assert qty_items == len({copy for artist in collected for copy in copies[artist]})
        central = sorted(collected, key=lambda artist: (-artists[artist], artist))[:3]
        assert label == (" · ".join(f"Artist {artist}" for artist in central) or None)


def test_a_copy_by_two_members_counts_once() -> None:
    tables = derive(Shelf({1: [1, 2], 2: [2]}, [1, 1, 2], [(1, 2, "co_appearance", 1)]))
    assert tables["artist_community"] == [(2, None, 0, "Artist 1 · Artist 2", 2, 2, 3)]


def test_an_anchor_is_who_has_most_copies_then_the_lowest_id_and_in_doubt_not_a_sideman() -> None:
    one = network([1, 2, 3], np.array([[1, 2], [2, 3]]), np.array([1, 1]))
    whole = [Community(0, -1, np.arange(3))]
    assert describe(one, whole, {3: [10], 2: [10]}, {}, {}).communities == [(2, None, 0, "2 · 3", 3, 2, 1)]
    assert describe(one, whole, {3: [10, 11], 2: [10]}, {}, {}).communities[0][0] == 3
    assert describe(one, whole, {}, {}, {}).communities == [(1, None, 0, None, 3, 0, 0)]
    # Two names of one person: the label has the more central one.
    assert describe(one, whole, {3: [10], 2: [10]}, {}, {3: 2, 2: 2}).communities[0][3] == "2"


def test_the_modularity_that_meta_tells_is_that_of_the_formula(tables: dict[str, Rows]) -> None:
    top = {artist: one for one, artist, _ in tables["artist_community_members"] if one < LEVEL}
    edges = [(row[0], row[1], row[3]) for row in tables["artist_edge"] if row[0]]
    assert float(dict(tables["meta"])["network_modularity"]) == pytest.approx(
        modularity(edges, top), abs=1e-6
    )


def test_a_community_is_divided_as_long_as_it_has_structure_and_collected_artists() -> None:
    shelf = planted()
    pairs = np.array([one[:2] for one in shelf.relations])
    whole = network(pairs.ravel(), pairs, np.array([one[3] for one in shelf.relations]))
    collected = set(shelf.collected())
    found = divide(whole, collected)
    divided = {community.parent for community in found}
    for place, community in enumerate(found):
        inner = whole.part(np.sort(community.members))
        few = len(collected & set(inner.ids.tolist())) < FEW
        structure = inner.modularity(best_division(inner))
        assert (place in divided) == (not few and structure >= STRUCTURE)


def test_planted_groups_are_found() -> None:
    tables = derive(planted())
    top: dict[int, set[int]] = defaultdict(set)
    for community, artist, _ in tables["artist_community_members"]:
        if community < LEVEL:
            top[community].add(artist)
    groups = [set(range(first, first + 30)) for first in range(1, 241, 30)]
    for group in groups:
        assert max(len(group & one) / len(group | one) for one in top.values()) > 0.9


def test_one_more_record_leaves_nearly_all_communities_what_they_were() -> None:
    before = planted()
    played: list[Relation] = [(1001, 4, "release_role", 1), (1002, 4, "release_role", 1)]
    after = before._replace(
        releases={**before.releases, 1000: [4]},
        copies=[*before.copies, 1000],
        relations=[*played, *before.relations],
    )
    ids = [{row[0] for row in derive(shelf)["artist_community"]} for shelf in (before, after)]
    assert len(ids[0] & ids[1]) >= 0.8 * len(ids[0])


@pytest.fixture(scope="module")
def recorded(recorded_home: Path) -> Iterator[DBStorage]:
    """A build of the recorded catalogue."""
    published = current_build(recorded_home)
    assert published is not None
    with DBStorage.open(published.path) as storage:
        yield storage


def plain_runs(edges: list[Edge], ids: list[int]) -> Iterator[list[int]]:
    """Ten plain runs of Leiden at resolution 1, as anybody would run them."""
    place = {artist: number for number, artist in enumerate(ids)}
    graph = igraph.Graph(n=len(ids), edges=[(place[a], place[b]) for a, b, _ in edges])
    for _ in range(10):
        found = graph.community_leiden(
            objective_function="modularity", weights=[weight for *_, weight in edges], resolution=1
        )
        yield found.membership


def test_the_top_of_the_recorded_shelf_is_as_good_as_the_best_of_ten_plain_runs(recorded: DBStorage) -> None:
    edges = tuples(
        recorded, "select artist_id_from, artist_id_to, weight from artist_edge where artist_id_from > 0"
    )
    top = dict(
        tuples(
            recorded,
            "select artist_id, community_id from artist_community_members where community_id < ?",
            [LEVEL],
        )
    )
    assert len(edges) > 1000
    ids = sorted(top)
    plain = [modularity(edges, dict(zip(ids, found, strict=True))) for found in plain_runs(edges, ids)]
    assert modularity(edges, top) >= max(plain) - 0.001


def test_the_recorded_network_is_what_its_relations_say(recorded: DBStorage) -> None:
    """Degrees and components by plain loops over the relations of those who were kept.

    What an edge weighs is counted in test_brute_players.py.
    """
    vertices: dict[int, Any] = {row[0]: row for row in tuples(recorded, "from artist_vertex") if row[0]}
    related = {
        (min(pair), max(pair))
        for pair in tuples(recorded, "select artist_id_from, artist_id_to from artist_relations")
        if vertices.keys() >= set(pair)
    }
    edges = {
        row[:2]: row[2]
        for row in tuples(
            recorded, "select artist_id_from, artist_id_to, weight from artist_edge where artist_id_from > 0"
        )
    }
    assert edges.keys() == related
    component = {artist: artist for artist in vertices}

    def lowest(artist: int) -> int:
        while component[artist] != artist:
            artist = component[artist]
        return artist

    degree: dict[int, int] = defaultdict(int)
    weighted: dict[int, float] = defaultdict(float)
    for (a, b), weight in edges.items():
        for end in (a, b):
            degree[end] += 1
            weighted[end] += weight
        one, other = lowest(a), lowest(b)
        component[max(one, other)] = min(one, other)
    assert {a: row[6] for a, row in vertices.items()} == {a: degree[a] for a in vertices}
    assert {a: row[7] for a, row in vertices.items()} == pytest.approx({a: weighted[a] for a in vertices})
    assert {a: row[4] for a, row in vertices.items()} == {a: lowest(a) for a in vertices}
    collected = {
        a for (a,) in tuples(recorded, "select artist_id_to from artist_edge where artist_id_from = 0")
    }
    assert {a for a, row in vertices.items() if row[3]} == collected
    assert {a for a, row in vertices.items() if row[10] == 1} == collected


def test_a_network_is_the_same_whatever_order_its_parts_come_in() -> None:
    pairs, weights = np.array([[5, 2], [9, 5], [2, 9]]), np.array([1, 2, 3])
    one, other = (
        network([9, 5, 2, 7], pairs, weights),
        network([2, 5, 7, 9], pairs[::-1, ::-1], weights[::-1]),
    )
    for field in ("ids", "ends", "weights"):
        assert np.array_equal(getattr(one, field), getattr(other, field))
    assert isinstance(one, Network)
    assert one.ends.tolist() == [[0, 1], [0, 3], [1, 3]]
    assert one.weights.tolist() == [1, 3, 2]
