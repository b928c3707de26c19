"""Who ties two territories: on the banks of a border where a line joins them, else said by their names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from linernotes.derive.network.atlas.bridges import Meeting, build_bridges, find_meetings
from linernotes.derive.network.atlas.cells import Cell, Diagram
from linernotes.derive.network.atlas.geometry import rectangle
from linernotes.derive.network.atlas.map_before import NO_AREA, LabelBefore
from linernotes.derive.network.atlas.naming import name_people
from linernotes.derive.network.atlas.people import Crowd
from linernotes.derive.network.atlas.settling import Settled, build_bank
from linernotes.derive.network.atlas.strip import Strip
from linernotes.derive.network.atlas.survey import Atlas, MappedArtists, Territory
from linernotes.derive.network.graph import Floats, Ints, Network, network

#: Two circles of three, 0 to 2 and 3 to 5: 1 and 4 play together most, 0 and 3 less.
TWO = network(
    range(6), np.array([[0, 1], [1, 2], [3, 4], [4, 5], [1, 4], [0, 3]]), np.array([1, 1, 1, 1, 3, 1.0])
)
HOME = np.repeat([0, 1], 3)
ALBUMS = np.ones(6, dtype=np.int64)
#: The right side of the first, from top to bottom.
BORDER = np.array([[100.0, 0.0], [100.0, 100.0]])


def pairs_of(whole: Network, home: Ints, pairs: list[tuple[int, int]], titled: set[int]) -> list[Meeting]:
    return find_meetings(whole, home, pairs, frozenset(titled), ALBUMS)


def test_who_ties_two_countries_that_no_line_joins_lives_in_them() -> None:
    assert pairs_of(TWO, HOME, [(0, 1)], set()) == [Meeting(1, 4, 3.0)]
    assert pairs_of(TWO, HOME, [(1, 0)], {1}) == [Meeting(4, 1, 3.0)]
    assert pairs_of(TWO, np.arange(6), [(0, 5)], set()) == []


def test_who_says_it_of_two_countries_says_it_of_no_others_and_stands_on_no_bank() -> None:
    assert find_meetings(TWO, HOME, [(0, 1)], frozenset(), ALBUMS, frozenset({1})) == [Meeting(0, 3, 1.0)]
    borders = {(0, 1): BORDER}
    (bridge,) = build_bridges(TWO, HOME, borders, frozenset(), ALBUMS, {}, [], frozenset({4}))
    assert (bridge.near, bridge.far) == (0, 3)


def test_a_title_is_on_the_far_side_only_where_there_is_nobody_else() -> None:
    one = network(range(3), np.array([[0, 2], [1, 2]]), np.array([2.0, 1.0]))
    assert pairs_of(one, np.array([0, 0, 1]), [(0, 1)], {2}) == [Meeting(0, 2, 2.0)]


def test_a_bridge_may_stand_anywhere_along_its_border_but_in_a_title() -> None:
    title = np.array([60.0, 30.0, 140.0, 60.0])
    (bridge,) = build_bridges(TWO, HOME, {(0, 1): BORDER}, frozenset(), ALBUMS, {}, [title])
    assert (bridge.near, bridge.far) == (1, 4)
    assert bridge.spots[:, 0, 0].tolist() == [92.0] * len(bridge.spots)
    assert bridge.spots[:, 1, 0].tolist() == [114.0] * len(bridge.spots)
    assert bridge.spots[:, 0, 1].tolist() == [70.0, 20.0, 80.0]


def test_who_is_on_a_bank_stands_in_the_cell_of_their_part_where_that_reaches_it() -> None:
    """All stood at the middle of their border, whichever part that was the rim of."""
    (bridge,) = build_bridges(TWO, HOME, {(0, 1): BORDER}, frozenset(), ALBUMS, {}, [])
    halves = Diagram(np.array([[50.0, 25.0], [50.0, 75.0]]), np.zeros(2))
    for part, y in ((0, 50.0), (1, 60.0)):
        ends = [
            (Settled(crowd(), np.full(3, part), halves), 1),
            (Settled(crowd(), np.zeros(3, int), None), 1),
        ]
        build_bank(bridge, ends)
        assert [one.crowd.start[1].tolist() for one, _ in ends] == [[92.0, y], [114.0, y]]


def crowd() -> Crowd:
    """Three people who stand nowhere yet."""
    nobody = np.zeros(3, dtype=np.bool_)
    return Crowd(np.zeros((3, 2)), np.empty((0, 2), int), np.empty(0), np.zeros((3, 2)), nobody, nobody)


def shelf_of(names: list[str]) -> MappedArtists:
    """The first has most albums."""
    count = len(names)
    return MappedArtists(names, np.zeros(count, int), np.arange(count, 0, -1), np.zeros((count, 1)), ["Dub"])


def country(id: int, members: Ints, outline: Floats, rank: str) -> Territory:
    return Territory(
        id, -1, members, outline.mean(axis=0), 0.0, Cell(outline, [-1] * 4), outline, None, "", [], -1, 0, NO_AREA,
        rank,
    )  # fmt: skip


def test_names_say_who_ties_two_of_the_largest_countries_that_no_line_joins() -> None:
    land = [
        country(1, np.array([0, 1]), rectangle(0, 0, 400, 300), "Largest"),
        country(2, np.array([2, 3]), rectangle(800, 0, 1200, 300), "2nd"),
    ]
    at = np.array([[200.0, 100.0], [200.0, 200.0], [1000.0, 100.0], [1000.0, 200.0]])
    atlas = Atlas(land, land, at, np.array([0, 0, 1, 1]), [], Strip(0.0, np.empty((0, 2)), 0), [])
    shelf = shelf_of(["Ann", "Bob", "Cem", "Dora"])
    plain = name_people(np.arange(1, 5), atlas, shelf, {})
    assert sorted(wish.name for _, wish in plain[1]) == ["Ann", "Bob", "Cem", "Dora"]
    said = name_people(np.arange(1, 5), replace(atlas, meetings=[Meeting(1, 2, 1.0)]), shelf, {})
    assert sorted(wish.name for _, wish in said[1]) == ["Ann", "Bob · also 2nd", "Cem · also Largest", "Dora"]


def test_who_was_named_at_the_first_sight_has_no_right_to_a_name_nearer() -> None:
    """It had, in the one build in which the name was lost: the next gave its place to another."""
    outline, count = rectangle(100, 100, 140, 124), 12
    land = [country(1, np.arange(count), outline, "")]
    at = np.random.default_rng(3).uniform([108, 108], [132, 118], (count, 2))
    atlas = Atlas(land, land, at, np.zeros(count, int), [], Strip(0.0, np.empty((0, 2)), 0), [])
    shelf = shelf_of([f"Artist {number}" for number in range(count)])
    ids = np.arange(1, count + 1)
    before: dict[int, LabelBefore] = {int(id): (1, -30.0, 0.0) for id in ids[6:]}
    afresh, after = (
        {
            label.artist: (zoom, label.side)
            for zoom, found in name_people(ids, atlas, shelf, named).items()
            for label, _ in found
        }
        for named in ({}, before)
    )
    assert {zoom for zoom, _ in afresh.values()} >= {
        4,
        8,
    }  # no room at the first sight, and not for all at once
    assert 1 not in {zoom for zoom, _ in after.values()}
    assert after == afresh
