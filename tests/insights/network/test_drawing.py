"""The drawing of the network: what is left out of a large one, how large discs are, what colours them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.insights.network import map_drawing as drawing
from linernotes.insights.network.adjacency import Adjacency
from linernotes.insights.network.communities import Communities, Community
from linernotes.insights.network.map_drawing import draw_community, draw_network
from linernotes.insights.network.nodes import Vertices

#: Two artists -> the weight of their edge in hundredths, as it is drawn; 0 for family alone.
Edges = dict[tuple[int, int], int]


def people(ranks: dict[int, float], communities: dict[int, int] | None = None) -> Vertices:
    """Somebody for each id, with this PageRank, everybody collected, all at one place."""
    ids = sorted(ranks)
    nothing = np.zeros(len(ids))
    return Vertices(
        ids=np.array(ids, dtype=np.int64),
        identities=np.array(ids, dtype=np.int64),
        in_collection=np.ones(len(ids), dtype=np.bool_),
        components=nothing.astype(np.int64),
        communities=np.array([(communities or {}).get(id, 0) for id in ids], dtype=np.int64),
        degrees=nothing.astype(np.int64),
        pageranks=np.array([ranks[id] for id in ids], dtype=np.float64),
        x=nothing,
        y=nothing,
        credits=nothing.astype(np.int64),
        names=tuple(f"Artist {id}" for id in ids),
        full_names=tuple(f"Artist {id}" for id in ids),
    )


def network(edges: Edges) -> Adjacency:
    """Family alone weighs as much as an album of two."""
    ids = sorted({id for pair in edges for id in pair})
    near: dict[int, list[tuple[float, int, int]]] = {id: [] for id in ids}
    for (one, other), strength in edges.items():
        near[one].append((-weight(strength), ids.index(other), strength))
        near[other].append((-weight(strength), ids.index(one), strength))
    rows = [sorted(near[id]) for id in ids]
    flat = [row for each in rows for row in each]
    return Adjacency(
        np.array(ids, dtype=np.int64),
        np.cumsum([0, *map(len, rows)]),
        np.array([other for _, other, _ in flat], dtype=np.int64),
        np.array([-weight for weight, _, _ in flat], dtype=np.float64),
        np.array([int(strength > 0) for _, _, strength in flat], dtype=np.int64),
    )


def weight(strength: int) -> float:
    return strength / 100 if strength else 1.0


def lines(found: drawing.Drawing) -> Edges:
    rows = zip(*[iter(found.lines)] * 3, strict=True)
    return {(found.ids[one], found.ids[other]): strength for one, other, strength in rows}


NONE = Communities(())
GRAPHS = st.dictionaries(
    st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from((0, 1, 25, 50, 100, 150)),
)


@given(GRAPHS)
def test_a_small_network_is_drawn_as_a_whole(edges: Edges):
    found = draw_network(people(dict.fromkeys(range(1, 10), 0.1)), network(edges), NONE)
    assert lines(found) == edges
    assert (found.artists, found.connections, found.ids) == (9, len(edges), list(range(1, 10)))


@given(edges=GRAPHS, most=st.integers(1, 8))
def test_of_too_many_lines_the_strongest_of_each_stay(edges: Edges, most: int):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "MOST_LINES", most)
        found = draw_network(people(dict.fromkeys(range(1, 10), 0.1)), network(edges), NONE)
    drawn = lines(found)
    assert len(drawn) <= most
    assert drawn.items() <= edges.items()
    assert found.connections == len(edges)
    if len(edges) <= most:
        assert drawn == edges
    # How many of each one's strongest there is room for, counted the long way.
    ranks = {
        pair: min(
            sorted(
                (one for one in edges if end in one),
                key=lambda one: (-weight(edges[one]), set(one) - {end} and min(set(one) - {end})),
            ).index(pair)
            for end in pair
        )
        for pair in edges
    }
    each = max((k for k in range(10) if sum(rank < k for rank in ranks.values()) <= most), default=0)
    if any(rank < each for rank in ranks.values()):
        assert drawn == {pair: edges[pair] for pair, rank in ranks.items() if rank < each}


def test_a_line_says_in_hundredths_how_strong_it_is_and_an_orchestra_has_one_too():
    """A tenth of a hundredth is drawn as one; family alone is 0, for it is no music."""
    edges = network({(1, 2): 1, (2, 3): 0})
    edges.weights[edges.albums > 0] = 0.001
    assert lines(draw_network(people(dict.fromkeys((1, 2, 3), 0.1)), edges, NONE)) == {(1, 2): 1, (2, 3): 0}


def test_of_too_many_people_the_best_connected_are_drawn(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drawing, "MOST_ARTISTS", 2)
    found = draw_network(
        people({1: 0.1, 2: 0.5, 3: 0.2, 4: 0.2}), network({(1, 2): 1, (2, 3): 4, (3, 4): 1}), NONE
    )
    assert found.ids == [2, 3]  # of equals the lower id
    assert lines(found) == {(2, 3): 4}
    assert (found.artists, found.connections) == (4, 3)


def test_who_is_better_connected_is_larger():
    found = draw_network(people({1: 0.01, 2: 0.3, 3: 0.1}), network({(1, 2): 1, (2, 3): 1}), NONE)
    assert found.sizes[1] > found.sizes[2] > found.sizes[0] >= drawing.SMALLEST


def test_nobody_is_drawn_of_an_empty_network():
    found = draw_network(people({}), network({}), NONE)
    assert (found.ids, found.lines, found.sizes) == ([], [], [])


def test_a_community_is_drawn_alone_and_coloured_by_its_parts():
    parts = tuple(Community(10**12 + id, 1, 1, f"Part {id}", 2, 2, 2) for id in (1, 3))
    top = Community(1, None, 0, "Top", 5, 5, 5, parts)
    everybody = people(
        dict.fromkeys(range(1, 7), 0.1),
        {1: 10**12 + 1, 2: 10**12 + 1, 3: 10**12 + 3, 4: 10**12 + 3, 5: 1, 6: 6},
    )
    found = draw_community(
        everybody, network({(1, 2): 1, (2, 3): 1, (5, 6): 1}), Communities((top,)), top, [1, 2, 3, 4, 5]
    )
    assert found.ids == [1, 2, 3, 4, 5]
    assert found.communities == [0, 0, 1, 1, -1]
    assert [label for _, label in found.groups] == ["Part 1", "Part 3"]
    assert lines(found) == {(1, 2): 1, (2, 3): 1}
