"""The wantlist: who is loved, and why; prices, owned pressings and orders, on a shelf made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.insights.random_shelves import row
from tests.rows import put

from linernotes.derive import DiscogsDerive
from linernotes.errors import UsageError
from linernotes.insights.collection.facets.facets import Choice
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.wantlist.loved_people import LovedPerson, RatedAlbum, read_loved_people
from linernotes.insights.wantlist.typed_choice import typed_choice
from linernotes.insights.wantlist.wantlist import WantSort, WantView, count_wants
from linernotes.insights.wantlist.wantlist_answer import WantlistAnswer, WantPrice, read_wantlist_page
from linernotes.storage.duckdb.database import DBStorage

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
LEADER, DRUMMER, ALIAS, ENGINEER, STRANGER, COMPOSER = 1, 2, 3, 4, 5, 6
NAMES = {
    LEADER: "Leader", DRUMMER: "Drummer", ALIAS: "Drummer's Other Name", ENGINEER: "Engineer",
    STRANGER: "Stranger", COMPOSER: "Follows Nobody",
}  # fmt: skip
#: Two albums rated high, one of them by a second pressing alone, one rated low.
OWNED = {10: (100, 5), 11: (101, 2), 12: (101, 4), 13: (102, 3)}
#: Release -> its master: of an album that is owned in another pressing, owned itself, and new ones.
WANTED = {20: 100, 13: 102, 21: 103, 22: None}


def _release(release_id: int, master_id: int | None, people: dict[int, str | None]) -> dict[str, list[Any]]:
    """A release by those without a role, with the credits of the others."""
    leaders = [id for id, role in people.items() if role is None]
    credits = [(id, role) for id, role in people.items() if role is not None]
    return {
        "release": [
            row(
                "release",
                release_id=release_id,
                master_id=master_id,
                title=f"Record {release_id}",
                year=1950 + release_id,
                country="UK",
                source="api",
            )
        ],  # fmt: skip
        "release_artists": [
            row("release_artists", release_id=release_id, position=i, artist_id=id, name=NAMES[id])
            for i, id in enumerate(leaders)
        ],
        "release_credits": [
            row(
                "release_credits",
                release_id=release_id,
                position=i,
                role_no=0,
                artist_id=id,
                name=NAMES[id],
                role=role,
                role_text=role,
            )
            for i, (id, role) in enumerate(credits)
        ],  # fmt: skip
        "release_labels": [
            row(
                "release_labels",
                release_id=release_id,
                position=0,
                label_id=7,
                name="Label",
                catalog_number=f"CAT {release_id}",
            )
        ],  # fmt: skip
        "release_genres": [
            row(
                "release_genres",
                release_id=release_id,
                position=0,
                genre="Jazz" if release_id < 22 else "Rock",
            )
        ],
    }


def _fill(storage: DBStorage) -> None:
    on_owned: dict[int, str | None] = {LEADER: None, DRUMMER: "Drums", ENGINEER: "Engineer"}
    for release_id, (master_id, rating) in OWNED.items():
        people = on_owned if release_id != 12 else {LEADER: None, ALIAS: "Drums"}
        for table, rows in _release(release_id, master_id, people).items():
            put(storage, table, rows)
        put(storage, "collection_items", [
            row("collection_items", instance_id=release_id, release_id=release_id, master_id=master_id,
                rating=rating, title=f"Record {release_id}")
        ])  # fmt: skip
    people_on: dict[int, dict[int, str | None]] = {
        20: {STRANGER: None, ALIAS: "Drums"},
        21: {STRANGER: None, ENGINEER: "Engineer"},
        22: {STRANGER: None},
    }
    for release_id, people in people_on.items():
        for table, rows in _release(release_id, WANTED[release_id], people).items():
            put(storage, table, rows)
    for number, (release_id, master_id) in enumerate(WANTED.items()):
        added = date(2026, 1, 1) + timedelta(days=number)
        put(storage, "wantlist_items", [
            row("wantlist_items", release_id=release_id, master_id=master_id, title=f"Record {release_id}",
                added_at=datetime(added.year, added.month, added.day, tzinfo=UTC), added_on=added,
                year=1950 + release_id, notes="mint only" if release_id == 20 else None)
        ])  # fmt: skip
    for release_id, hours, price in ((20, 1, "12.50"), (21, 7, "3.00"), (22, 2, None)):
        put(storage, "release_stats", [
            row("release_stats", release_id=release_id, loaded_at=NOW - timedelta(hours=hours), for_sale=3,
                lowest_price=price and Decimal(price), currency="EUR")
        ])  # fmt: skip
    put(storage, "artist", [
        row("artist", artist_id=id, name=name, display_name=name, source="basic") for id, name in NAMES.items()
    ])  # fmt: skip
    put(storage, "artist_aliases", [row("artist_aliases", artist_id=DRUMMER, alias_id=ALIAS, name="x")])
    put(storage, "master", [
        row("master", master_id=id, title="Album", year=1970, source="api") for id in (100, 101, 102, 103)
    ])  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    path: Path = tmp_path_factory.mktemp("wants") / "build.duckdb"
    with DBStorage.create(path) as storage:
        _fill(storage)
        DiscogsDerive().derive(storage)
    with DBStorage.open(path) as storage:
        yield Snapshot(storage)


def read(snapshot: Snapshot, view: WantView = WantView(), *follows: int) -> WantlistAnswer:  # noqa: B008 frozen
    return read_wantlist_page(snapshot, view, follows, now=NOW).answer


def test_loved_are_those_who_play_on_two_albums_that_are_rated_high_under_any_name(
    snapshot: Snapshot,
) -> None:
    """The engineer is on both, and plays on none. A low rating of one pressing does not spoil the other's."""
    albums = (RatedAlbum(10, "Record 10"), RatedAlbum(11, "Record 11"))
    assert read_loved_people(snapshot, ()) == {
        LEADER: LovedPerson(LEADER, "Leader", is_followed=False, albums=albums),
        DRUMMER: LovedPerson(DRUMMER, "Drummer", is_followed=False, albums=albums),
    }


def test_loved_are_those_who_are_followed_under_any_name(snapshot: Snapshot) -> None:
    loved = read_loved_people(snapshot, (ENGINEER, ALIAS))
    assert loved[ENGINEER] == LovedPerson(ENGINEER, "Engineer", is_followed=True, albums=())
    assert (loved[DRUMMER].is_followed, len(loved[DRUMMER].albums)) == (True, 2)
    assert not loved[LEADER].is_followed


def test_a_want_says_who_of_the_shelf_is_on_it_and_why_they_are_loved(snapshot: Snapshot) -> None:
    wants = {one.release_id: one for one in read(snapshot).items}
    (drummer,) = wants[20].people  # the stranger is on no owned record
    assert (drummer.name, drummer.roles, drummer.albums) == ("Drummer's Other Name", ("Drums",), 3)
    assert [album.title for album in drummer.rated] == ["Record 10", "Record 11"]
    (engineer,) = wants[21].people
    assert (engineer.is_loved, engineer.albums) == (False, 3)
    assert wants[22].people == ()


def test_a_want_says_what_of_its_album_is_owned(snapshot: Snapshot) -> None:
    owned = {
        one.release_id: [(own.release_id, own.is_this) for own in one.owned] for one in read(snapshot).items
    }
    assert owned == {20: [(10, False)], 13: [(13, True)], 21: [], 22: []}


def test_a_price_is_shown_for_six_hours(snapshot: Snapshot) -> None:
    prices = {one.release_id: one.price for one in read(snapshot).items}
    assert prices[20] == WantPrice(NOW - timedelta(hours=1), False, Decimal("12.50"), "EUR", 3)
    assert prices[21] == WantPrice(NOW - timedelta(hours=7), True, None, None, None)
    assert prices[22] == WantPrice(NOW - timedelta(hours=2), False, None, "EUR", 3)
    assert prices[13] is None


@pytest.mark.parametrize(
    ("sort", "reverse", "order"),
    [
        ("loved", False, [13, 20, 22, 21]),  # leader and drummer, the drummer alone, nobody
        ("added", False, [22, 21, 13, 20]),
        ("added", True, [20, 13, 21, 22]),
        ("title", False, [13, 20, 21, 22]),
        ("price", False, [20, 22, 21, 13]),  # what has no fresh price comes last, as it was added
        ("year", True, [22, 21, 13, 20]),  # ties stay as they were added
    ],
)
def test_orders(snapshot: Snapshot, sort: WantSort, reverse: bool, order: list[int]) -> None:
    found = read(snapshot, WantView(sort=sort, reverse=reverse))
    assert [one.release_id for one in found.items] == order


def test_filters_and_words_find_wants(snapshot: Snapshot) -> None:
    rock = typed_choice(snapshot, {"genre": ["rock"]})
    assert rock == Choice({"genre": ("Rock",)})
    assert [one.release_id for one in read(snapshot, WantView(choice=rock)).items] == [22]
    person = typed_choice(snapshot, {"person": ["engineer"]})
    assert {one.release_id for one in read(snapshot, WantView(choice=person)).items} == {13, 21}
    assert [one.release_id for one in read(snapshot, WantView("drummer's other cat 20")).items] == [20]
    assert count_wants(snapshot, "drums no one") == count_wants(snapshot, "") == 0
    with pytest.raises(UsageError, match="genre 'Polka'"):
        typed_choice(snapshot, {"genre": ["Polka"]})


def test_filters_leave_wants_out(snapshot: Snapshot) -> None:
    no_jazz = typed_choice(snapshot, {}, ["Genre: jazz"])
    assert no_jazz == Choice({}, {"genre": ("Jazz",)})
    assert [one.release_id for one in read(snapshot, WantView(choice=no_jazz)).items] == [22]
    both = typed_choice(snapshot, {"genre": ["Jazz"]}, ["person: engineer"])
    assert [one.release_id for one in read(snapshot, WantView(choice=both)).items] == [20]
    nobody = typed_choice(snapshot, {}, ["person: none"])
    assert {one.release_id for one in read(snapshot, WantView(choice=nobody)).items} == {20, 13, 21}
    for text, said in (("Jazz", "is no filter"), ("folder: 1", "is no filter"), ("genre: Polka", "'Polka'")):
        with pytest.raises(UsageError, match=said):
            typed_choice(snapshot, {}, [text])


def test_a_search_reads_notes_and_numbers_too(snapshot: Snapshot) -> None:
    assert count_wants(snapshot, "mint only") == 1
    assert count_wants(snapshot, "CAT 21") == 1


def test_pages_and_addresses(snapshot: Snapshot) -> None:
    page = read_wantlist_page(snapshot, WantView(sort="added"), (), page=9, per_page=3, now=NOW).answer
    assert (page.page, page.pages, page.total, [one.release_id for one in page.items]) == (2, 2, 4, [20])
    assert (page.wants, page.read) == (4, 4)
    assert WantView("a b", Choice({"genre": ("Jazz",)}), "price", True).address(2) == (
        "/wantlist?q=a%20b&genre=Jazz&sort=price&reverse=1&page=2"
    )
    assert WantView().address() == "/wantlist"
    view = WantView().excluding("genre", "Jazz").including("style", "Bop")
    assert view.query == "not-genre=Jazz&style=Bop"
    assert view.including("genre", "Jazz").excluding("style", "Bop").query == "genre=Jazz&not-style=Bop"
