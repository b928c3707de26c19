"""Paths between artists and records, and what each step rests on."""

from __future__ import annotations

from collections import deque
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


def test_a_member_and_his_group_are_one_step_apart_and_it_says_why(demo):
    (step,) = path(demo, "Robert Fripp", "King Crimson").steps
    assert "group_member" in {one.relation for one in step.evidence}


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


@given(st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 12)), st.integers(1, 5), max_size=25))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(60)
)
def test_a_path_is_as_short_as_counting_says_and_walks_along_edges(empty, drawn: Edges):
    edges = {(min(pair), max(pair)): weight for pair, weight in drawn.items() if pair[0] != pair[1]}
    empty.execute("delete from artist_edge")
    put(
        empty,
        "artist_edge",
        [(one, other, weight, weight, ["co_appearance"]) for (one, other), weight in edges.items()],
    )
    put(empty, "artist_edge", [(0, id, 1, 1, []) for id in range(1, 13)])  # "me" must be no way
    distances = counted(edges, 1)
    for other in range(1, 13):
        found = find_path(Snapshot(empty), {1}, {other})
        assert (len(found.steps) if found else None) == distances.get(other)
        for step in found.steps if found else ():
            assert (min(step.from_id, step.to_id), max(step.from_id, step.to_id)) in edges


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
