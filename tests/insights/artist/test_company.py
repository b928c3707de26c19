"""Who played with an artist, and who produced and engineered: against a computation the long way, and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from tests.derive import brute_force
from tests.derive.shelves import Rows, shelves, source_tables
from tests.derive.test_tables import EXAMPLES, ROLES, Deriving, roles_of
from tests.examples import DEAR, examples
from tests.insights.artist.brute_company import Albums, Brute

from linernotes.insights.artist.company.co_players import read_co_players
from linernotes.insights.artist.company.group_people import read_group_people
from linernotes.insights.artist.company.grouping import MOST_PEOPLE
from linernotes.insights.artist.company.models import CoPlayer, Partners
from linernotes.insights.artist.company.studio import read_studio_partners
from linernotes.insights.artist.find_artist import one_artist
from linernotes.insights.artist.models import Portrait
from linernotes.insights.artist.read_artist import read_artist
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import current_build
from linernotes.storage.duckdb.database import DBStorage


def check_co_players(snapshot: Snapshot, brute: Brute, artist: int) -> int:
    """Hold the co-players of an artist to the long way; how many there are."""
    found, expected = read_co_players(snapshot, artist), brute.together[artist]
    people = {brute.shelf.person(one.artist_id): one for one in found.people}
    assert found.qty == len(expected)
    assert len(people) == len(found.people) == min(len(expected), MOST_PEOPLE)
    assert people.keys() <= expected.keys()
    assert brute.shelf.person(artist) not in people
    assert not {(brute.shelf.person(artist), other) for other in people} & brute.family
    assert [one.albums for one in found.people] == sorted((one.albums for one in found.people), reverse=True)
    for identity, one in people.items():
        albums = expected[identity]
        assert one.albums == len(albums) == len(one.evidence)
        assert one.tracks == sum(max(map(len, on.values())) for on in albums.values())
        names = brute.played_as[artist, identity]
        assert set(one.instruments) == brute.instruments_of(names)
        assert set(one.own_instruments) == brute.instruments_of({(artist, release) for _, release in names})
        _check_evidence(brute, one, albums)
    return found.qty


def _check_evidence(brute: Brute, one: CoPlayer, albums: Albums) -> None:
    for at in one.evidence:
        on = albums[brute.shelf.album[at.release_id]]
        most = max(map(len, on.values()))
        assert at.release_id == min(release for release, tracks in on.items() if len(tracks) == most)
        assert len(at.tracks) == most
        leaves = brute.shelf.leaves(at.release_id)
        assert at.is_every_track == (most > 0 and on[at.release_id] == set(leaves))


def check_studio(found: Partners, brute: Brute, expected: dict[int, Albums]) -> int:
    people = {brute.shelf.person(one.artist_id): one for one in found.people}
    assert found.qty == len(expected)
    assert len(people) == len(found.people) == min(len(expected), MOST_PEOPLE)
    for identity, one in people.items():
        albums = expected[identity]
        assert one.albums == len(albums) == len(one.evidence)
        assert set(one.roles) == {role for on in albums.values() for roles in on.values() for role in roles}
        for at in one.evidence:
            on = albums[brute.shelf.album[at.release_id]]
            assert (at.release_id, set(at.roles)) == (min(on), set().union(*on.values()))
    return found.qty


def check_group(snapshot: Snapshot, brute: Brute, artist: int) -> int:
    """Hold the people on an artist's records to the long way, as if it were a group; how many guests there are."""
    members, guests = read_group_people(snapshot, artist)
    expected = brute.group_people(artist)
    check_studio(members, brute, expected[0])
    assert not expected[0].keys() & expected[1].keys()
    return check_studio(guests, brute, expected[1])


def check(snapshot: Snapshot, brute: Brute, artist: int) -> tuple[int, int, int]:
    """Hold all the company of an artist to the long way; how many people are of each kind."""
    made_by, made_for = read_studio_partners(snapshot, artist)
    return (
        check_co_players(snapshot, brute, artist),
        check_studio(made_by, brute, brute.made_by[artist]),
        check_studio(made_for, brute, brute.made_for[artist]),
    )


@pytest.fixture(scope="module")
def deriving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deriving]:
    with DBStorage.create(tmp_path_factory.mktemp("company") / "build.duckdb") as storage:
        yield Deriving(storage)


@settings(EXAMPLES, max_examples=examples(15, DEAR))
@given(rows=shelves())
def test_the_company_of_any_artist_is_what_the_long_way_comes_to(deriving: Deriving, rows: Rows) -> None:
    deriving.derive(rows)
    snapshot = Snapshot(deriving.storage)
    brute = Brute(brute_force.Shelf(source_tables(deriving.storage)), ROLES)
    for artist in range(1, 6):
        check(snapshot, brute, artist)
        check_group(snapshot, brute, artist)


@pytest.mark.parametrize(
    "home",
    [
        # The pages' numbers about company are computed from the documents in tests/web/facts.
        pytest.param("demo", marks=pytest.mark.soak),
        pytest.param("recorded", marks=pytest.mark.recorded),
    ],
)
def test_the_company_of_every_artist_of_a_catalogue_is_what_the_long_way_comes_to(
    home: str, request: pytest.FixtureRequest
) -> None:
    build = current_build(request.getfixturevalue(f"{home}_home"))
    assert build is not None
    with Snapshot.open(build) as snapshot:
        tables, roles = source_tables(snapshot.storage), roles_of(snapshot.storage)
        query = "select role from role where subcategory = 'sound design and support'"
        supporting = frozenset(snapshot.storage.values(str, query))
        brute = Brute(brute_force.Shelf(tables), roles, supporting)
        query = "select artist_id from artist where qty_collection_credits > 0"
        ids = set(snapshot.storage.values(int, query)) - brute_force.PSEUDO
        counts = [check(snapshot, brute, id) for id in sorted(ids)]
        query = "select artist_id from artist where is_group and qty_collection_items > 0"
        guests = [check_group(snapshot, brute, id) for id in snapshot.storage.values(int, query)]
    assert sum(guests) > 80 or home == "recorded", "where one group alone has members that are known"
    assert sum(players for players, _, _ in counts) > 3_000
    assert sum(makers for _, makers, _ in counts) > 100
    assert sum(makers for _, makers, _ in counts) == sum(led for _, _, led in counts)


# In words


@pytest.fixture
def portrait(demo: Snapshot) -> Callable[[str], Portrait]:
    def read(name: str) -> Portrait:
        found = read_artist(demo, one_artist(demo, name).artist_id)
        assert found is not None
        return found

    return read


def co_players(portrait: Portrait) -> dict[str, CoPlayer]:
    return {one.name: one for one in portrait.played_with.people}


def test_a_sideman_played_with_leaders_and_sidemen_alike(portrait: Callable[[str], Portrait]) -> None:
    carter = co_players(portrait("Ron Carter"))
    assert len(carter) == 20
    hancock, williams = carter["Herbie Hancock"], carter["Tony Williams"]
    assert (hancock.albums, hancock.instruments, hancock.own_instruments) == (2, ("Piano",), ("Bass",))
    assert [at.title for at in hancock.evidence] == ["Maiden Voyage", "Speak No Evil"]
    assert (williams.albums, williams.instruments, williams.own_instruments) == (1, ("Drums",), ("Bass",))
    assert [(at.title, at.year) for at in williams.evidence] == [("Maiden Voyage", 1965)]
    assert co_players(portrait("Tony Williams"))["Ron Carter"].instruments == ("Bass",)


def test_tracks_are_named_where_the_sleeve_names_both_on_them(portrait: Callable[[str], Portrait]) -> None:
    carter = co_players(portrait("Ron Carter"))
    cobham, farrell = carter["Billy Cobham"], carter["Joe Farrell"]
    assert [(at.title, at.tracks) for at in cobham.evidence] == [("Spectrum", ("Spectrum", "Le Lis"))]
    assert (farrell.albums, farrell.tracks) == (2, 2)
    assert [at.tracks for at in farrell.evidence] == [(), ("Spectrum", "Le Lis")]
    byrne = co_players(portrait("Brian Eno"))["David Byrne"]
    assert [at.is_every_track for at in byrne.evidence] == [False, True]


def test_of_as_many_albums_the_smaller_line_up_comes_first(portrait: Callable[[str], Portrait]) -> None:
    names = list(co_players(portrait("Ron Carter")))
    assert {*names[:3]} == {"Herbie Hancock", "Freddie Hubbard", "Joe Farrell"}, "two albums each"
    assert {*names[3:7]} == {"Elvin Jones", "Wayne Shorter", "George Coleman", "Tony Williams"}, "quintets"


def test_two_pressings_of_an_album_are_one_album(portrait: Callable[[str], Portrait]) -> None:
    cale = co_players(portrait("Brian Eno"))["John Cale"]
    assert (cale.albums, cale.tracks) == (1, 2), "both pressings of Another Green World name two tracks"


def test_engineers_and_producers_stand_apart(portrait: Callable[[str], Portrait]) -> None:
    coltrane = portrait("John Coltrane")
    made_by = {one.name: one for one in coltrane.made_by.people}
    van_gelder = made_by["Rudy Van Gelder"]
    assert (van_gelder.albums, van_gelder.roles) == (2, ("Engineer", "Recorded By"))
    assert not {"Rudy Van Gelder", "Alfred Lion"} & co_players(coltrane).keys()
    engineer = portrait("Rudy Van Gelder")
    assert (engineer.played_with.qty, engineer.made_by.qty, engineer.made_for.qty) == (0, 0, 8)
    assert [(one.name, one.albums) for one in engineer.made_for.people][0] == ("John Coltrane", 2)


def test_someone_who_plays_and_produces_is_in_both_lists(portrait: Callable[[str], Portrait]) -> None:
    talking_heads = {one.name for one in portrait("Talking Heads").made_by.people}
    assert "Brian Eno" in talking_heads
    assert "Brian Eno" in co_players(portrait("David Byrne"))


def test_a_duo_is_no_company_of_its_members(portrait: Callable[[str], Portrait]) -> None:
    eno = portrait("Brian Eno")
    everyone = [*eno.played_with.people, *eno.made_by.people, *eno.made_for.people]
    assert "Fripp & Eno" not in {one.name for one in everyone}, "he produced it, as one of the two"
    assert "Robert Fripp" in co_players(eno)


def test_an_artist_of_no_record_keeps_no_company(demo: Snapshot, portrait: Callable[[str], Portrait]) -> None:
    (id,) = demo.storage.values(
        int, "select min(artist_id) from artist where coalesce(qty_collection_credits, 0) = 0"
    )
    found = read_artist(demo, id)
    assert found is not None
    assert (found.played_with.qty, found.made_by.qty, found.made_for.qty) == (0, 0, 0)


def test_robert_fripp_is_a_guest_on_bowies_enos_and_gabriels_records_and_not_on_king_crimsons(
    portrait: Callable[[str], Portrait],
) -> None:
    """A group's page names its members and its guests apart; whose own records somebody is no guest on."""
    crimson = portrait("King Crimson")
    members = {one.name: one for one in crimson.members_here.people}
    assert members["Robert Fripp"].albums == 3
    assert [at.title for at in members["Bill Bruford"].evidence] == ["Larks' Tongues In Aspic", "Discipline"]
    assert "Drums" in members["Bill Bruford"].roles
    assert crimson.guests.qty == 0
    # Those whose records he is a guest on are people: their pages have him among the co-players.
    for name in ("Brian Eno", "David Bowie", "Peter Gabriel"):
        one = portrait(name)
        assert (one.members_here.qty, one.guests.qty) == (0, 0)
        assert "Robert Fripp" in co_players(one)


def test_a_group_has_guests_who_are_no_members(portrait: Callable[[str], Portrait]) -> None:
    heads = portrait("Talking Heads")
    guests = {one.name: one.roles for one in heads.guests.people}
    assert {"Adrian Belew", "Brian Eno", "Jon Hassell"} <= guests.keys()
    assert guests["Adrian Belew"] == ("Guitar",)
    members = {one.name for one in heads.members_here.people}
    assert "David Byrne" in members
    assert not members & guests.keys()
