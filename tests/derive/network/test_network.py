"""The network of artists against plain counting: who is in it, who is joined to whom, and every measure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.derive.networks import Relation, Shelf, albums_of, derive, related, strength
from tests.examples import examples

from linernotes.derive.network import derive_network
from linernotes.derive.network.graph import network
from linernotes.derive.network.pruning import prune

ARTISTS = st.integers(1, 9)
KINDS = st.sampled_from(["group_member", "artist_alias", "co_appearance", "release_role"])
Graph = dict[int, set[int]]


@st.composite
def shelves(draw: st.DrawFn) -> Shelf:
    """Few artists and many relations, in both directions and of several kinds; Various now and then."""
    pairs = st.tuples(ARTISTS, ARTISTS, KINDS).filter(lambda one: one[0] != one[1])
    relations = draw(st.lists(pairs, unique=True, max_size=12))
    weights = draw(st.lists(st.integers(1, 5), min_size=len(relations), max_size=len(relations)))
    mains = st.lists(st.one_of(ARTISTS, st.sampled_from([194, 355, 118760])), unique=True, max_size=3)
    releases = draw(st.dictionaries(st.integers(1, 5), mains, max_size=4))
    copies = draw(st.lists(st.sampled_from(sorted(releases)), max_size=5)) if releases else []
    together = [(*one, weight) for one, weight in zip(relations, weights, strict=True)]
    return Shelf(releases, copies, together)


def graph_of(relations: Any, artists: Any = ()) -> Graph:
    graph: Graph = {artist: set() for artist in artists}
    for a, b, *_ in relations:
        graph.setdefault(a, set()).add(b)
        graph.setdefault(b, set()).add(a)
    return graph


def distances(graph: Graph, start: int) -> dict[int, int]:
    found, waiting = {start: 0}, deque([start])
    while waiting:
        here = waiting.popleft()
        for other in graph[here] - found.keys():
            found[other] = found[here] + 1
            waiting.append(other)
    return found


def simple_paths(graph: Graph, path: list[int], end: int) -> Iterator[list[int]]:
    if path[-1] == end:
        yield path
        return
    for other in graph[path[-1]] - set(path):
        yield from simple_paths(graph, [*path, other], end)


def shortest_paths(graph: Graph, start: int, end: int) -> list[list[int]]:
    paths = list(simple_paths(graph, [start], end))
    return [path for path in paths if len(path) == min(map(len, paths))]


def kept_artists(graph: Graph, collected: set[int]) -> set[int]:
    kept = set(collected)
    for artist in collected:
        kept |= {other for other, steps in distances(graph, artist).items() if steps <= 2}
    for one, other in combinations(collected, 2):
        for path in simple_paths(graph, [one], other):
            kept |= set(path)
    return kept


def betweenness(graph: Graph) -> dict[int, float]:
    found = dict.fromkeys(graph, 0.0)
    for start, end in combinations(graph, 2):
        paths = shortest_paths(graph, start, end)
        for path in paths:
            for artist in path[1:-1]:
                found[artist] += 1 / len(paths)
    return found


def pagerank(graph: Graph, weight: dict[frozenset[int], int]) -> dict[int, float]:
    """By the power method, until it stands still; who has no neighbours gives to all alike."""
    rank = dict.fromkeys(graph, 1 / len(graph))
    strength = {
        artist: sum(weight[frozenset((artist, other))] for other in graph[artist]) for artist in graph
    }
    for _ in range(400):
        idle = sum(rank[artist] for artist in graph if not strength[artist])
        rank = {
            artist: (0.15 + 0.85 * idle) / len(graph)
            + 0.85
            * sum(
                rank[other] * weight[frozenset((artist, other))] / strength[other] for other in graph[artist]
            )
            for artist in graph
        }
    return rank


@settings(max_examples=examples(20), deadline=None)
@given(shelves())
def test_vertices_edges_and_measures_are_as_counted_by_hand(shelf: Shelf) -> None:
    tables = derive(shelf)
    collected = set(shelf.collected())
    whole = graph_of(shelf.relations, collected)
    kept = kept_artists(whole, collected)
    graph = {artist: whole[artist] & kept for artist in kept}
    of_pair: dict[frozenset[int], list[Relation]] = {}
    for one in shelf.relations:
        of_pair.setdefault(frozenset(one[:2]), []).append(one)
    weight = {pair: strength(many) for pair, many in of_pair.items()}
    albums = {pair: sum(map(albums_of, many)) for pair, many in of_pair.items()}
    kinds = {pair: {one[2] for one in many} for pair, many in of_pair.items()}

    edges = [
        (a, b, albums[pair], weight[pair], sorted(kinds[pair]))
        for a in kept
        for b in graph[a]
        for pair in [frozenset((a, b))]
    ]
    on_copies = list(shelf.copies)
    mine = [
        (0, artist, len({on_copies[copy - 1] for copy in copies}), len(copies), [])
        for artist, copies in shelf.collected().items()
    ]
    assert sorted(tables["artist_edge"]) == sorted([*mine, *(edge for edge in edges if edge[0] < edge[1])])

    me, *vertices = sorted(tables["artist_vertex"])
    assert me == (0, 0, "me", False, *[None] * 6, 0, None, None)
    assert [vertex[0] for vertex in vertices] == sorted(kept)
    between, rank = betweenness(graph), pagerank(graph, weight) if graph else {}
    for id, identity, name, in_collection, component, _, degree, weighted, pr, bw, hops, x, y in vertices:
        reached = distances(graph, id)
        assert (identity, name, in_collection) == (id, f"Artist {id}", id in collected)
        assert component == min(reached)
        assert (degree, weighted) == (
            len(graph[id]),
            sum(weight[frozenset((id, other))] for other in graph[id]),
        )
        assert hops == 1 + min(reached[other] for other in collected & reached.keys())
        assert pr == pytest.approx(rank[id], abs=1e-6)
        assert bw == pytest.approx(between[id])
        assert np.isfinite([x, y]).all()


@settings(max_examples=examples(8), deadline=None)
@given(shelves(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(shelf: Shelf, random: Any) -> None:
    relations, releases = list(shelf.relations), list(shelf.releases.items())
    random.shuffle(relations)
    random.shuffle(releases)
    assert derive(shelf._replace(relations=relations, releases=dict(releases))) == derive(shelf)


@settings(max_examples=examples(300), deadline=None)
@given(
    st.sets(st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda one: one[0] < one[1]), max_size=12),
    st.sets(st.integers(1, 9), max_size=4),
)
def test_pruning_keeps_who_is_near_or_between_and_nobody_else(
    pairs: set[tuple[int, int]], collected: set[int]
) -> None:
    ids = {artist for pair in pairs for artist in pair}
    ends = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    whole = network(sorted(ids), ends, np.ones(len(ends), dtype=np.int64))
    kept, hops = prune(whole, np.array(sorted(collected), dtype=np.int64))
    graph = graph_of(pairs, collected)
    assert set(kept.ids.tolist()) == kept_artists(graph, collected)
    if collected:
        graph[0] = set(collected)
        for artist in collected:
            graph[artist].add(0)
        steps = distances(graph, 0)
        assert hops.tolist() == [steps[artist] for artist in kept.ids.tolist()]


def test_an_empty_collection_is_me_alone() -> None:
    tables = derive(Shelf({}, [], related((1, 2), (2, 3))))
    assert tables["artist_vertex"] == [(0, 0, "me", False, *[None] * 6, 0, None, None)]
    assert {name: rows for name, rows in tables.items() if rows} == {
        "artist_vertex": tables["artist_vertex"],
        "meta": tables["meta"],
    }
    assert ("network_left_out", "3") in tables["meta"]


def test_one_record_by_somebody_who_knows_nobody_is_two_vertices_and_one_edge() -> None:
    tables = derive(Shelf({7: [5]}, [7, 7], []))
    assert tables["artist_edge"] == [(0, 5, 1, 2, [])]
    assert tables["artist_vertex"][1][:11] == (5, 5, "Artist 5", True, 5, 5, 0, 0, 1.0, 0.0, 1)
    assert tables["artist_community"] == [(5, None, 0, "Artist 5", 1, 1, 2)]
    assert tables["artist_community_members"] == [(5, 5, 0)]
    assert tables["artist_similarity"] == []


def test_various_is_on_the_shelf_and_not_in_the_network() -> None:
    tables = derive(Shelf({1: [194], 2: [355, 3], 3: [118760]}, [1, 2, 3], [], {1: ["Rock"], 2: ["Rock"]}))
    assert [row[0] for row in tables["artist_vertex"]] == [0, 3]
    assert tables["artist_edge"] == [(0, 3, 1, 1, [])]
    assert tables["artist_similarity"] == []


def test_relations_in_both_directions_are_one_edge_with_the_sum_of_their_weights() -> None:
    relations: list[Relation] = [
        (4, 2, "release_role", 3),
        (2, 4, "release_role", 2),
        (2, 4, "co_appearance", 5),
    ]
    tables = derive(Shelf({1: [2]}, [1], relations))
    assert (2, 4, 10, 10, ["co_appearance", "release_role"]) in tables["artist_edge"]


#: Two stars of 400, joined by one artist: nearly all shortest paths run through three artists.
STARS = (
    [(1, other) for other in range(10, 410)] + [(2, other) for other in range(410, 810)] + [(1, 5), (5, 2)]
)
LEAVES, OTHER_SIDE = 400, 401
THROUGH_THE_MIDDLE = OTHER_SIDE * OTHER_SIDE
THROUGH_A_STAR = LEAVES * (LEAVES - 1) / 2 + LEAVES * (OTHER_SIDE + 1)


def test_betweenness_is_exact_on_a_network_of_a_real_shelf_and_meta_says_so() -> None:
    tables = derive(Shelf({1: [1, 2]}, [1], related(*STARS)))
    found = {row[0]: row[9] for row in tables["artist_vertex"]}
    assert (found[5], found[1], found[10]) == (THROUGH_THE_MIDDLE, THROUGH_A_STAR, 0)
    assert ("network_betweenness", "exact") in tables["meta"]


def test_betweenness_above_the_bound_is_an_estimate_near_the_truth_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pairs = np.array(STARS, dtype=np.int64)
    stars = network(pairs.ravel(), pairs, np.ones(len(pairs), dtype=np.int64))
    work = stars.size * len(stars.ends)
    monkeypatch.setattr(derive_network, "EXACT_UP_TO", work)
    exact, how = derive_network.betweenness(stars)
    assert how == "exact"
    monkeypatch.setattr(derive_network, "EXACT_UP_TO", work - 1)
    found, how = derive_network.betweenness(stars)
    assert how == "estimated from 500 of 803 artists"
    monkeypatch.setattr(derive_network, "EXACT_UP_TO", 0)
    assert (found == derive_network.betweenness(stars)[0]).all()
    assert (found != exact).any()
    place = {id: number for number, id in enumerate(stars.ids.tolist())}
    assert found[place[5]] == pytest.approx(THROUGH_THE_MIDDLE, rel=0.1)
    assert found[place[1]] == pytest.approx(THROUGH_A_STAR, rel=0.1)
