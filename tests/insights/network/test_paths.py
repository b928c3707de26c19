"""Paths between artists and records, and what each step rests on."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.examples import examples
from tests.rows import put

from linernotes.insights.artist.find_artist import one_artist
from linernotes.insights.network.paths import find_path, read_makers
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import DBStorage

#: Two artists -> the albums that they made together; 0 for family alone.
Edges = dict[tuple[int, int], int]


def path(demo: Snapshot, one: str, other: str):
    return find_path(demo, {one_artist(demo, one).artist_id}, {one_artist(demo, other).artist_id})


def between_records(demo: Snapshot, one: int, other: int):
    return find_path(demo, read_makers(demo, one), read_makers(demo, other))


def release(demo: Snapshot, title: str) -> int:
    return demo.storage.scalar("select min(release_id) from collection_items where title = ?", [title])


def test_miles_davis_and_brian_eno_are_three_records_apart(demo):
    found = path(demo, "Miles Davis", "Brian Eno")
    assert len(found.steps) == 3
    assert (found.names[0], found.names[-1]) == ("Miles Davis", "Brian Eno")
    assert all(step.evidence for step in found.steps)


def test_each_step_names_the_release_the_role_and_the_tracks(demo):
    (step,) = path(demo, "Bill Laswell", "Brian Eno").steps
    evidence = {(one.who, one.whose, one.title, one.roles, one.tracks) for one in step.evidence}
    record = "My Life In The Bush Of Ghosts"
    assert evidence == {("Bill Laswell", "Brian Eno", record, ("Bass",), ("America Is Waiting",))}


def test_two_who_play_on_one_record_by_somebody_else_are_one_step_apart(demo):
    (step,) = path(demo, "Ron Carter", "Tony Williams").steps
    assert [(one.relation, one.title, one.tracks) for one in step.evidence] == [
        ("co_player", "Maiden Voyage", ())
    ]
    assert step.kind == "music"


def test_a_member_and_his_group_are_one_step_apart_and_it_says_why(demo):
    (step,) = path(demo, "Robert Fripp", "King Crimson").steps
    assert [one.relation for one in step.evidence][-1] == "group_member"
    assert step.kind == "music"  # he is credited on its records, too


def test_a_membership_without_music_is_a_step_of_its_own_kind(demo):
    membership, *music = path(demo, "Blur", "Massive Attack").steps
    assert (membership.from_name, membership.to_name, membership.kind) == ("Blur", "Damon Albarn", "member")
    assert [(one.relation, one.who, one.whose) for one in membership.evidence] == [
        ("group_member", "Damon Albarn", "Blur")
    ]
    assert {step.kind for step in music} == {"music"}


def test_two_names_of_one_person_are_a_step_of_its_own_kind(demo):
    (step,) = path(demo, "AFX", "Aphex Twin").steps
    assert (step.kind, [one.relation for one in step.evidence]) == ("alias", ["artist_alias"])


def test_the_way_back_is_as_long(demo):
    there, back = path(demo, "Miles Davis", "Brian Eno"), path(demo, "Brian Eno", "Miles Davis")
    assert len(there.steps) == len(back.steps)


def test_an_artist_is_where_he_is(demo):
    found = path(demo, "Can", "Can")
    assert (found.names, found.steps) == (("Can",), ())


def test_pieces_of_the_network_that_nothing_joins_have_no_path(demo):
    assert path(demo, "Autechre", "Miles Davis") is None


def test_two_records_with_a_musician_in_common_are_no_step_apart(demo):
    found = between_records(demo, release(demo, "Maiden Voyage"), release(demo, "Speak No Evil"))
    assert found is not None
    assert found.steps == ()
    assert found.names[0] in {"Herbie Hancock", "Ron Carter", "Freddie Hubbard", "Alfred Lion"}


def test_two_records_are_as_far_apart_as_their_nearest_musicians(demo):
    found = between_records(demo, release(demo, "In A Silent Way"), release(demo, "Remain In Light"))
    assert found is not None
    assert len(found.steps) <= 3


def test_a_record_that_nobody_made_music_on_is_nowhere(demo):
    assert between_records(demo, release(demo, "Maiden Voyage"), -1) is None


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("graph")
    with DBStorage.create(folder / "graph.duckdb") as storage:
        put(
            storage,
            "artist",
            [(id, None, f"Artist {id}", f"Artist {id}", *[None] * 11) for id in range(1, 13)],
        )
        storage.flush()
        yield storage


def fill(storage: DBStorage, edges: Edges) -> Snapshot:
    """A network with these edges. One of family alone weighs as much as two albums of a duo."""
    storage.execute("delete from artist_edge")
    put(
        storage,
        "artist_edge",
        [(one, other, albums, weight(albums), ["any"]) for (one, other), albums in edges.items()],
    )
    put(storage, "artist_edge", [(0, id, 1, 1.0, []) for id in range(1, 13)])  # "me" must be no way
    return Snapshot(storage)


def weight(albums: int) -> float:
    return albums / 2 or 1.0


def test_of_equally_short_paths_the_one_of_music_wins_over_a_heavier_one_of_family(empty):
    """That somebody was in both bands does not prove that these ever played together."""
    snapshot = fill(empty, {(1, 2): 0, (2, 4): 0, (1, 3): 1, (3, 4): 1})
    found = find_path(snapshot, {1}, {4})
    assert found is not None
    assert found.ids == (1, 3, 4)


def test_a_shorter_path_of_family_wins_over_a_longer_one_of_music(empty):
    snapshot = fill(empty, {(1, 2): 0, (2, 4): 0, (1, 3): 1, (3, 5): 1, (4, 5): 1})
    found = find_path(snapshot, {1}, {4})
    assert found is not None
    assert found.ids == (1, 2, 4)


@given(st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 12)), st.integers(0, 4), max_size=25))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(60)
)
def test_a_path_is_short_then_of_music_then_of_heavy_edges_as_counting_says(empty, drawn: Edges):
    edges = {(min(pair), max(pair)): albums for pair, albums in drawn.items() if pair[0] != pair[1]}
    snapshot = fill(empty, edges)
    distances = counted(edges, 1)
    for other in range(2, 13):
        found = find_path(snapshot, {1}, {other})
        assert (found.ids if found else None) == best(edges, distances, other)


def best(edges: Edges, distances: dict[int, int], end: int) -> tuple[int, ...] | None:
    """The best of all shortest paths: fewest edges of family, then the heaviest last edge, and so on backwards."""

    def paths(here: int) -> list[tuple[int, ...]]:
        if distances[here] == 0:
            return [(here,)]
        near = {one + other - here for one, other in edges if here in (one, other)}
        return [
            (*before, here)
            for one in near
            if distances.get(one) == distances[here] - 1
            for before in paths(one)
        ]

    def rank(path: tuple[int, ...]) -> tuple[int, list[tuple[float, int]]]:
        steps = [(edges[min(pair), max(pair)], pair[0]) for pair in pairwise(path)]
        return sum(albums == 0 for albums, _ in steps), [
            (-weight(albums), id) for albums, id in reversed(steps)
        ]

    return min(paths(end), key=rank) if end in distances else None


def counted(edges: Edges, start: int) -> dict[int, int]:
    """Steps from `start` to everyone, by plain breadth-first search."""
    distance, queue = {start: 0}, deque([start])
    while queue:
        here = queue.popleft()
        for one, other in edges:
            for near, far in ((one, other), (other, one)):
                if near == here and far not in distance:
                    distance[far] = distance[here] + 1
                    queue.append(far)
    return distance
