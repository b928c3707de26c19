"""Sidemen, producers and engineers: on others' records alone, each person once under all their names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.derive import brute_force
from tests.derive.shelves import Rows, shelves, source_tables
from tests.examples import DEAR, examples
from tests.insights.deriving import derive, record, shelf, with_names
from tests.rows import tuples

from linernotes.insights.contributors.contributions import read_network_contributors
from linernotes.insights.contributors.contributors import Work, read_contributors
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import DBStorage

WORKS: tuple[Work, ...] = ("performance", "production", "engineering")
NAMES = {1: "Ann", 2: "Bob", 3: "Cecil", 4: "The Trio", 5: "Robert", 194: "Various"}


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DBStorage]:
    with DBStorage.create(tmp_path_factory.mktemp("contributors") / "build.duckdb") as storage:
        yield storage


def listed(snapshot: Snapshot, work: Work = "performance") -> dict[str, int]:
    return {one.name: one.albums for one in read_contributors(snapshot, work, 1000)}


def albums_of(snapshot: Snapshot, name: str, work: Work = "performance") -> set[str]:
    found = read_network_contributors(snapshot, work, 1000)
    return {album.title for one in found for album in one.on if one.name == name}


def test_robert_fripp_is_a_guest_on_bowies_enos_and_gabriels_records_and_not_on_king_crimsons(
    demo: Snapshot,
) -> None:
    (fripp,) = (one for one in read_contributors(demo, "performance", 1000) if one.name == "Robert Fripp")
    assert fripp.leaders == ("Brian Eno", "David Bowie", "Peter Gabriel")
    assert albums_of(demo, "Robert Fripp") == {"Another Green World", '"Heroes"', "Peter Gabriel"}
    king_crimsons = tuples(
        demo.storage,
        "select r.title from release_credits c join release r using (release_id) join release_artists a "
        "using (release_id) where c.name = 'Robert Fripp' and a.name = 'King Crimson'",
    )
    assert len(king_crimsons) > 1  # where he plays as one of the band


def test_a_leader_elsewhere_is_a_sideman_on_the_records_of_others(demo: Snapshot) -> None:
    """Herbie Hancock has records of his own, and plays on those of Miles Davis."""
    assert "In A Silent Way" in albums_of(demo, "Herbie Hancock")
    assert "Head Hunters" not in albums_of(demo, "Herbie Hancock")


def test_producers_and_engineers_have_lists_of_their_own(demo: Snapshot) -> None:
    assert "Manfred Eicher" in listed(demo, "production")
    assert max(listed(demo, "engineering"), key=listed(demo, "engineering").__getitem__) == "Rudy Van Gelder"
    assert not {"Manfred Eicher", "Rudy Van Gelder", "Alfred Lion"} & set(listed(demo))


def test_the_alias_of_a_leader_is_never_a_sideman(storage: DBStorage) -> None:
    rows = shelf(record(10, (1,), (2, "Bass"), (3, "Drums")), names=NAMES, aliases={2: 1})
    assert listed(derive(storage, rows)) == {"Cecil": 1}


def test_a_member_is_no_guest_on_the_records_of_the_group_under_any_name(storage: DBStorage) -> None:
    rows = shelf(record(10, (4,), (5, "Bass"), (3, "Drums")), names=NAMES, aliases={1: 5}, members={1: 4})
    assert listed(derive(storage, rows)) == {"Cecil": 1}


def test_who_is_main_artist_of_one_pressing_is_no_guest_on_another(storage: DBStorage) -> None:
    rows = shelf(
        record(10, (1,), (2, "Bass"), (3, "Drums"), master_id=7), record(11, (1, 2), master_id=7), names=NAMES
    )
    assert listed(derive(storage, rows)) == {"Cecil": 1}


def test_two_names_of_a_sideman_are_counted_together_by_the_name_on_most_albums(storage: DBStorage) -> None:
    rows = shelf(
        record(10, (1,), (2, "Bass")),
        record(11, (1,), (5, "Bass")),
        record(12, (1,), (5, "Drums")),
        names=NAMES,
        aliases={2: 5},
    )
    (bassist,) = read_contributors(derive(storage, rows), "performance", 9)
    assert (bassist.name, bassist.albums, bassist.artist_id, bassist.identity_id) == ("Robert", 3, 5, 2)


def test_on_a_record_by_various_a_track_is_its_leaders(storage: DBStorage) -> None:
    """Ann plays on her own track alone, Bob on hers and on his own."""
    rows = shelf(
        record(
            10, (194,), (1, "Bass", "A1"), (2, "Drums", "A1, A2"), (3, "Producer", "A1"), (1, "Producer", "A1"),
            tracks={"A1": (1,), "A2": (2,)},
        ),
        names=NAMES,
    )  # fmt: skip
    found = derive(storage, rows)
    assert listed(found) == {"Bob": 1}
    assert listed(found, "production") == {"Cecil": 1}


def test_a_member_is_no_guest_on_the_groups_track_of_a_record_by_various(storage: DBStorage) -> None:
    """The group does not perform where the member is named, and leads all the same."""
    rows = shelf(
        record(10, (194,), (1, "Bass", "A1"), (2, "Drums", "A1"), tracks={"A1": (4,)}),
        names=NAMES,
        members={1: 4},
    )
    assert listed(derive(storage, rows)) == {"Bob": 1}


def test_mastering_is_no_engineers_work_and_writing_nobodys(storage: DBStorage) -> None:
    rows = shelf(
        record(
            10, (1,), (2, "Mastered By"), (3, "Recorded By"), (5, "Written-By"), (5, "Executive-Producer")
        ),
        names=NAMES,
    )
    found = derive(storage, rows)
    assert {work: listed(found, work) for work in WORKS} == {
        "performance": {},
        "production": {},
        "engineering": {"Cecil": 1},
    }


@settings(
    max_examples=examples(60, DEAR),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=shelves())
def test_lists_of_any_shelf_are_what_the_long_way_comes_to(storage: DBStorage, rows: Rows) -> None:
    credits = [
        tuple("Recorded By" if value == "Photography By" else value for value in one)
        for one in rows["release_credits"]
    ]
    compare(derive(storage, with_names(rows) | {"release_credits": credits}))


def test_lists_of_the_demo_are_what_the_long_way_comes_to(demo: Snapshot) -> None:
    assert compare(demo) > 200


def compare(snapshot: Snapshot) -> int:
    """Hold the three lists to a count by plain loops; returns the number of people on them."""
    tables = brute_force.Shelf(source_tables(snapshot.storage))
    identity = dict(tuples(snapshot.storage, "select artist_id, identity_id from artist"))
    names = dict(tuples(snapshot.storage, "select artist_id, display_name from artist"))
    done = 0
    for work in WORKS:
        albums: defaultdict[int, set[tuple[str, int]]] = defaultdict(set)
        called: defaultdict[int, set[tuple[int, tuple[str, int]]]] = defaultdict(set)
        roles: defaultdict[tuple[int, tuple[str, int]], set[str]] = defaultdict(set)
        leaders: defaultdict[int, set[str]] = defaultdict(set)
        for who, release, artists, of in worked(snapshot, tables, work):
            album = tables.album[release]
            albums[who].add(album)
            called[who] |= {(artist, album) for artist in artists}
            roles[who, album] |= of
            leaders[who] |= {names[one] for one in tables.main[release] if one is not None}
        expected = {}
        for who, on in albums.items():
            times = Counter(artist for artist, _ in called[who])
            shown = min(times, key=lambda artist: (-times[artist], artist))
            assert identity[shown] == who
            expected[who] = (names[shown], shown, len(on), tuple(sorted(leaders[who])))
        found = read_network_contributors(snapshot, work, 1000)
        assert {
            one.identity_id: (one.name, one.artist_id, one.albums, one.leaders) for one in found
        } == expected
        assert [-one.albums for one in found] == sorted(-one.albums for one in found)
        for one in found:
            shown_roles = {(tables.album[album.release_id], album.roles) for album in one.on}
            assert shown_roles == {
                (album, tuple(sorted(roles[one.identity_id, album]))) for album in albums[one.identity_id]
            }
        done += len(found)
    return done


def worked(
    snapshot: Snapshot, tables: brute_force.Shelf, work: Work
) -> Iterator[tuple[int, int, set[int], set[str]]]:
    """(identity, release, its names there, its roles). Staff from the documents, sidemen from sideman_releases, which
    the tests of derivation hold to the documents.
    """
    if work == "performance":
        for who, release, artists, roles in tuples(snapshot.storage, "from sideman_releases"):
            yield who, release, set(artists), set(roles)
        return
    of_work = {
        "production": {"Producer", "Co-producer"},
        "engineering": {"Engineer", "Recorded By", "Mixed By"},
    }[work]
    known = tuples(snapshot.storage, "select role, category, subcategory, as_edge from role")
    assert of_work >= {
        role
        for role, category, subcategory, as_edge in known
        if (work == "production" and category == "production" and as_edge)
        or (
            work == "engineering"
            and category == "technical"
            and subcategory in ("engineering", "recording", "mixing")
        )
    }
    staff = Staff(tables)
    for release, artist, role, tracks in tables.credits():
        if role in of_work and artist is not None and staff.is_guest(artist, release, tracks):
            yield tables.person(artist), release, {artist}, {role}


class Staff:
    """Whose album is whose, by plain loops."""

    def __init__(self, tables: brute_force.Shelf) -> None:
        self.tables = tables
        self.groups: defaultdict[int, set[int]] = defaultdict(set)
        for member, group in tables.members():
            self.groups[tables.person(member)].add(tables.person(group))

    def is_guest(self, artist: int, release: int, tracks: set[int] | None) -> bool:
        """Whether the album is not theirs, nor on a release by Various every one of these tracks."""
        if artist in brute_force.PSEUDO:
            return False
        tables, who = self.tables, self.tables.person(artist)
        pressings = [one for one in tables.main if tables.album[one] == tables.album[release]]
        if any(self._is(tables.main[one], who) for one in pressings):
            return False
        is_own = all(self._is(set(tables.leaders(release, no)), who) for no in tracks or {})
        return not (is_own and tracks and 194 in tables.main[release])

    def _is(self, artists: set[int | None], who: int) -> bool:
        """Whether one of these is somebody, or a group of theirs."""
        people = {
            self.tables.person(one) for one in artists if one is not None and one not in brute_force.PSEUDO
        }
        return bool(people & ({who} | self.groups[who]))
