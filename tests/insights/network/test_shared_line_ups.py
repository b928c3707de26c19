"""Groups that are together on several albums, against a search through every group that there could be."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.examples import examples

from linernotes.insights.network.line_ups import shared_line_ups
from linernotes.insights.network.line_ups.shared_line_ups import Group, SharedLineUps

LineUps = list[tuple[int, frozenset[int]]]

_people = st.frozensets(st.integers(1, 7), min_size=1)
_line_ups = st.lists(st.tuples(st.integers(1, 5), _people), max_size=9)


def every_group(line_ups: LineUps) -> list[Group]:
    """All groups of two and more on two albums and more to which nobody can be added without losing an album."""
    everybody = sorted({one for _, people in line_ups for one in people})
    on = {
        frozenset(group): frozenset(album for album, people in line_ups if people.issuperset(group))
        for size in range(2, len(everybody) + 1)
        for group in combinations(everybody, size)
    }
    return [
        Group(tuple(sorted(group)), tuple(sorted(albums)))
        for group, albums in on.items()
        if len(albums) >= 2 and not any(on[group | {one}] == albums for one in everybody if one not in group)
    ]


def ranked(groups: list[Group]) -> list[Group]:
    return sorted(groups, key=lambda one: (-len(one.members), -len(one.albums), one.members))


def busy(line_ups: LineUps) -> Callable[[int], tuple[int, int]]:
    """The place of somebody among those who are on most albums."""
    return lambda one: (-len({album for album, people in line_ups if one in people}), one)


@settings(max_examples=examples(500), deadline=None)
@example([(1, frozenset([1])), (2, frozenset([1]))], 1)  # alone on two albums
@given(_line_ups, st.integers(1, 5))
def test_the_best_groups_are_those_that_a_search_through_all_of_them_finds(line_ups: LineUps, most: int):
    shared, all_groups = SharedLineUps(line_ups), ranked(every_group(line_ups))
    large = [one for one in all_groups if len(one.members) >= 3]
    assert shared.largest(most, least_size=3) == large[:most]
    for size in (2, 3):
        of_size = sorted(
            (one for one in all_groups if len(one.members) == size),
            key=lambda one: (-len(one.albums), sorted(map(busy(line_ups), one.members))),
        )
        assert shared.most_albums(most, size=size) == of_size[:most]


@settings(max_examples=examples(100), deadline=None)
@given(_line_ups, st.randoms(use_true_random=False))
def test_the_order_of_line_ups_changes_nothing(line_ups: LineUps, random):
    shuffled = random.sample(line_ups, len(line_ups))
    for most in (1, 3):
        assert SharedLineUps(line_ups).largest(most, least_size=2) == SharedLineUps(shuffled).largest(
            most, least_size=2
        )


def found(*line_ups: tuple[int, set[int]]) -> list[Group]:
    shared = SharedLineUps((album, frozenset(people)) for album, people in line_ups)
    return [
        *shared.largest(9, least_size=4),
        *shared.most_albums(9, size=3),
        *shared.most_albums(9, size=2),
    ]


def test_a_trio_within_a_quartet_has_a_line_of_its_own_if_it_made_more_albums():
    quartet, trio = {1, 2, 3, 4}, {1, 2, 3}
    assert found((1, quartet), (2, quartet)) == [((1, 2, 3, 4), (1, 2))]
    assert found((1, quartet), (2, quartet), (3, trio)) == [((1, 2, 3, 4), (1, 2)), ((1, 2, 3), (1, 2, 3))]


def test_a_trio_that_only_three_albums_show_is_found():
    """No two of these albums have the trio and nobody else in common."""
    groups = found((1, {1, 2, 3, 7, 8}), (2, {1, 2, 3, 7, 9}), (3, {1, 2, 3, 8, 9}))
    assert Group((1, 2, 3), (1, 2, 3)) in groups


def test_people_of_two_tracks_of_one_album_are_not_together():
    assert found((1, {1, 2}), (1, {3, 4}), (2, {1, 3}), (2, {2, 4})) == []


def test_twice_on_one_album_is_one_album():
    assert found((1, {1, 2, 3}), (1, {1, 2, 4})) == []


def test_an_orchestra_costs_no_more_than_its_players():
    """Sixty people on sixty records, one of them ill each time: each set of records has a group of its own."""
    everybody = set(range(60))
    line_ups = [(album, frozenset(everybody - {album})) for album in range(60)]
    began = time.process_time()
    shared = SharedLineUps(line_ups)
    largest = shared.largest(12, least_size=4)
    duos, trios = (shared.most_albums(12, size=size) for size in (2, 3))
    assert time.process_time() - began < 5  # 0.5 s on an idle machine
    assert [(len(one.members), len(one.albums)) for one in largest] == [(58, 2)] * 12
    assert {len(one.albums) for one in duos} == {58}
    assert {len(one.albums) for one in trios} == {57}


def test_a_search_that_would_not_end_stops_with_the_largest(monkeypatch):
    monkeypatch.setattr(shared_line_ups, "_MOST_LOOKED_AT", 70)
    line_ups = [(album, frozenset(set(range(60)) - {album})) for album in range(60)]
    largest = SharedLineUps(line_ups).largest(100, least_size=4)
    assert largest
    assert {len(one.members) for one in largest} == {58}
