"""The same line-up on several albums: from the tables of performers to who and which albums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from benchmarks.shelves import land_synthetic
from hypothesis import HealthCheck, Phase, given, settings
from tests.derive.shelves import Rows, shelves
from tests.examples import DEAR, examples
from tests.insights.deriving import derive, record, shelf, with_names
from tests.insights.network.closed_groups import People, closed_groups
from tests.rows import tuples

from linernotes.discogs import Discogs
from linernotes.insights.network.line_ups.line_ups import LineUp, by_size, cliques, read_line_ups
from linernotes.insights.snapshot import Snapshot
from linernotes.settings import load_settings
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage

NAMES = {1: "Ann", 2: "Bob", 3: "Cecil", 4: "Dora", 5: "The Trio", 6: "Robert", 194: "Various"}
#: More line-ups than a shelf has.
EVERY = 10**6
#: Who plays with Ann in her quartet.
QUARTET = ((2, "Bass"), (3, "Drums"), (4, "Vocals"))


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    with DBStorage.create(tmp_path_factory.mktemp("line-ups") / "build.duckdb") as storage:
        yield storage


def found(storage: DBStorage, rows: Rows) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {one.members: one.albums for one in read_line_ups(derive(storage, rows), 1000)}


def test_a_quartet_is_the_same_with_any_leader(storage: DBStorage) -> None:
    led_by_bob = record(11, (2,), (1, "Piano"), (3, "Drums"), (4, "Vocals"))
    rows = shelf(record(10, (1,), *QUARTET), led_by_bob, names=NAMES)
    assert found(storage, rows) == {("Ann", "Bob", "Cecil", "Dora"): ("Record 10", "Record 11")}


def test_a_guest_on_one_record_does_not_hide_the_line_up(storage: DBStorage) -> None:
    rows = shelf(record(10, (1,), *QUARTET[:2]), record(11, (1,), *QUARTET), names=NAMES)
    assert found(storage, rows) == {("Ann", "Bob", "Cecil"): ("Record 10", "Record 11")}


def test_producers_and_writers_are_in_no_line_up(storage: DBStorage) -> None:
    credits = ((2, "Producer"), (3, "Written-By"), (4, "Vocals"))
    rows = shelf(record(10, (1,), *credits), record(11, (1,), *credits), names=NAMES)
    assert list(found(storage, rows)) == [("Ann", "Dora")]


def test_people_of_two_tracks_are_not_together(storage: DBStorage) -> None:
    records = [
        record(number, (194,), (2, "Bass", "A1"), (3, "Drums", "A2"), tracks={"A1": (1,), "A2": (4,)})
        for number in (10, 11)
    ]
    assert set(found(storage, shelf(*records, names=NAMES))) == {("Ann", "Bob"), ("Cecil", "Dora")}


def test_two_names_of_one_person_are_one_by_the_name_on_most_albums(storage: DBStorage) -> None:
    rows = shelf(
        record(10, (1,), (2, "Bass")),
        record(11, (1,), (6, "Bass")),
        record(12, (1,), (6, "Bass")),
        names=NAMES,
        aliases={2: 6},
    )
    assert found(storage, rows) == {("Ann", "Robert"): ("Record 10", "Record 11", "Record 12")}


def test_a_group_stands_for_its_members_only_where_none_is_named(storage: DBStorage) -> None:
    rows = shelf(
        *(record(number, (5,), (1, "Bass"), (2, "Drums")) for number in (10, 11)),
        *(record(number, (5,), (4, "Vocals")) for number in (12, 13)),
        names=NAMES,
        members={1: 5},
    )
    assert set(found(storage, rows)) == {("Ann", "Bob"), ("Dora", "The Trio")}


def test_two_pressings_are_one_album_shown_by_the_one_that_came_out_first(storage: DBStorage) -> None:
    """A reissue, submitted to Discogs before the original was."""
    rows = shelf(
        record(10, (1,), *QUARTET, master_id=7, year=1999),
        record(11, (1,), *QUARTET, master_id=7, year=1960),
        record(12, (1,), *QUARTET, year=1980),
        names=NAMES,
    )
    assert list(found(storage, rows).values()) == [("Record 11", "Record 12")]


def test_two_sides_of_a_split_record_are_two_line_ups(storage: DBStorage) -> None:
    """Ann has the one side, Bob the other; Cecil plays on both."""
    records = [record(number, (1, "/", 2), (3, "Drums")) for number in (10, 11)]
    assert set(found(storage, shelf(*records, names=NAMES))) == {("Ann", "Cecil"), ("Bob", "Cecil")}


def test_cliques_are_the_largest_parts_in_which_everybody_plays_with_everybody() -> None:
    playing = {1: {3, 4}, 2: {3, 4}, 3: {1, 2, 4}, 4: {1, 2, 3}}
    assert set(cliques(People({1, 2, 3, 4}), playing)) == {People({1, 3, 4}), People({2, 3, 4})}


def test_line_ups_are_listed_by_how_many_they_are(demo: Snapshot) -> None:
    listed = by_size(read_line_ups(demo, 12))
    assert list(listed) == ["Four or more", "Three", "Two"]
    first = listed["Four or more"][0]
    assert set(first.members) == {
        "John McLaughlin", "Joe Zawinul", "Dave Holland", "Chick Corea", "Wayne Shorter", "Miles Davis",
    }  # fmt: skip
    assert first.albums == ("In A Silent Way", "Bitches Brew")
    duos = {frozenset(one.members): one.albums for one in listed["Two"]}
    assert duos[frozenset({"Robert Fripp", "Brian Eno"})] == (
        "(No Pussyfooting)", "Another Green World", '"Heroes"',
    )  # fmt: skip
    assert all(len(many) <= 12 for many in listed.values())


def test_line_ups_of_the_demo_are_what_the_long_way_comes_to(demo: Snapshot) -> None:
    assert len(compare(demo)) > 40


@pytest.mark.recorded
def test_line_ups_of_the_recorded_shelf_are_what_the_long_way_comes_to(recorded_home: Path) -> None:
    build = current_build(recorded_home)
    assert build is not None
    with Snapshot.open(build) as snapshot:
        assert len(compare(snapshot)) > 100


@pytest.mark.soak
def test_line_ups_of_2000_copies_are_what_the_long_way_comes_to(tmp_path: Path) -> None:
    land_synthetic(tmp_path / "home", 2000)
    Discogs(load_settings(home=tmp_path / "home")).build()
    build = current_build(tmp_path / "home")
    assert build is not None
    with Snapshot.open(build) as snapshot:
        assert len(compare(snapshot)) > 1000


@settings(
    max_examples=examples(60, DEAR),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=shelves())
def test_line_ups_of_any_shelf_are_what_the_long_way_comes_to(storage: DBStorage, rows: Rows) -> None:
    compare(derive(storage, with_names(rows)))


def compare(snapshot: Snapshot) -> tuple[LineUp, ...]:
    """Hold all line-ups to a count by plain loops."""
    identity = dict(tuples(snapshot.storage, "select artist_id, identity_id from artist"))
    years = dict(tuples(snapshot.storage, "select release_id, year from release"))
    line_ups = list(together(snapshot, identity))
    of_album: defaultdict[int, list[tuple[int, People]]] = defaultdict(list)
    for album, release, everybody in line_ups:
        of_album[album].append((release, everybody))
    expected = closed_groups((album, people) for album, _, people in line_ups)
    listed = read_line_ups(snapshot, EVERY)
    assert len(listed) == len(expected)
    for one in listed:
        people = People(identity[id] for id in one.member_ids)
        assert len(people) == len(one.member_ids)
        shown = [
            min(
                (release for release, everybody in of_album[of] if people <= everybody),
                key=lambda release: (years[release] is None, years[release] or 0, release),
            )
            for of in expected[people]
        ]
        assert sorted(one.release_ids) == sorted(shown)
    return listed


def together(snapshot: Snapshot, identity: dict[int, int]) -> Iterator[tuple[int, int, People]]:
    """(album, release, people) of each line-up, those of a split release in all parts in which all are co-players."""
    pairs: defaultdict[int, set[People]] = defaultdict(set)
    query = "select release_id, artist_id_from, artist_id_to from co_player_releases"
    for release, one, other in tuples(snapshot.storage, query):
        pairs[release].add(People((identity[one], identity[other])))
    phrases = tuples(snapshot.storage, "select release_id, join_phrase from release_artists")
    split = {release for release, phrase in phrases if phrase is not None and phrase.strip() == "/"}
    query = (
        "select coalesce(r.master_id, -r.release_id), l.release_id, l.performers from release_line_ups as l "
        "join release as r using (release_id) where l.qty_performers <= 60"
    )
    for album, release, performers in tuples(snapshot.storage, query):
        people = sorted({identity[id] for id in performers})
        if release not in split:
            yield album, release, People(people)
            continue
        found: list[People] = []
        for size in range(len(people), 1, -1):
            for part in map(People, combinations(people, size)):
                if any(part <= larger for larger in found):
                    continue
                if all(People(pair) in pairs[release] for pair in combinations(part, 2)):
                    found.append(part)
                    yield album, release, part
