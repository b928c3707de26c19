"""What is printed, on a small shelf made by hand: an inventory with prices of several ages, labels, a shopping list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.insights.random_shelves import row
from tests.rows import put

from linernotes.derive import DiscogsDerive
from linernotes.insights.collection.facets.facets import Choice
from linernotes.insights.collection.paper.inventory import read_inventory
from linernotes.insights.collection.paper.labels import letter_of, position_of_letter, read_labels
from linernotes.insights.collection.views import View
from linernotes.insights.gaps.shopping_list import read_shopping_list
from linernotes.insights.market.lowest_prices import PriceSum
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.wantlist.wantlist import WantView
from linernotes.storage.duckdb.database import DBStorage

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)
#: Release -> artist, folder, hours since its price came, price, currency.
SHELF = {
    1: ("The Zebras", "Jazz", 1, "10.00", "EUR"),
    2: ("Abba", "Pop", 5, "20.50", "EUR"),
    3: ("Äpfel", "Pop", 2, "99.00", "USD"),
    4: ("12 Monkeys", None, 7, "40.00", "EUR"),
    5: ("Abba", "Jazz", 3, None, "EUR"),
}
WANTS = {20: ("Abba", 1979), 21: ("Kate", None)}
IDS = {"The Zebras": 11, "Abba": 12, "Äpfel": 13, "12 Monkeys": 14, "Kate": 15}

SEVENTIES = WantView(choice=Choice({"decade": ("1970",)}))


def _release(storage: DBStorage, release_id: int, artist: str, year: int | None) -> None:
    put(storage, "release", [
        row("release", release_id=release_id, title=f"Record {release_id}", year=year, country="UK", source="api")
    ])  # fmt: skip
    put(storage, "release_artists", [
        row("release_artists", release_id=release_id, position=0, artist_id=IDS[artist], name=artist)
    ])  # fmt: skip
    put(storage, "release_labels", [
        row("release_labels", release_id=release_id, position=0, label_id=7, name="Label (2)",
            catalog_number=f"CAT {release_id}")
    ])  # fmt: skip


def _fill(storage: DBStorage) -> None:
    for release_id, (artist, folder, hours, price, currency) in SHELF.items():
        _release(storage, release_id, artist, 1970 + release_id)
        put(storage, "collection_items", [
            row("collection_items", instance_id=release_id, release_id=release_id, folder=folder,
                folder_id=None if folder is None else len(folder), year=1970 + release_id, title=f"Record {release_id}",
                media_condition="Mint (M)" if release_id == 1 else None, notes=f"note {release_id}",
                added_on=date(2026, 1, release_id), added_at=datetime(2026, 1, release_id, tzinfo=UTC))
        ])  # fmt: skip
        put(storage, "release_stats", [
            row("release_stats", release_id=release_id, loaded_at=NOW - timedelta(hours=hours),
                lowest_price=price and Decimal(price), currency=currency)
        ])  # fmt: skip
    for release_id, (artist, year) in WANTS.items():
        _release(storage, release_id, artist, year)
        put(storage, "wantlist_items", [
            row("wantlist_items", release_id=release_id, title=f"Record {release_id}", year=year,
                notes="at most 30" if release_id == 20 else None)
        ])  # fmt: skip
    put(storage, "release", [row("release", release_id=201, title="Early", source="api")])
    put(storage, "release_labels", [
        row("release_labels", release_id=201, position=0, label_id=7, name="Label (2)", catalog_number="None")
    ])  # fmt: skip
    put(storage, "artist", [
        row("artist", artist_id=id, name=name, display_name=name, source="api") for name, id in IDS.items()
    ])  # fmt: skip
    put(
        storage,
        "master",
        [row("master", master_id=id, title="Album", source="basic") for id in range(100, 104)],
    )
    put(storage, "artist_masters", [
        row("artist_masters", artist_id=IDS["Abba"], type="master", id=100 + number, role="Main", title=title,
            year=year, master_id=100 + number, main_release_id=20 if number == 3 else 200 + number)
        for number, (title, year) in enumerate([("Late", 1982), ("Early", 1975), ("Middle", 1978), ("Last", 1985)])
    ])  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    path: Path = tmp_path_factory.mktemp("paper") / "build.duckdb"
    with DBStorage.create(path) as storage:
        _fill(storage)
        DiscogsDerive().derive(storage)
    with DBStorage.open(path) as storage:
        yield Snapshot(storage)


def test_an_inventory_is_numbered_by_artist_with_conditions_and_what_is_asked_for(snapshot: Snapshot) -> None:
    inventory = read_inventory(snapshot, View(), notes=True, now=NOW)
    assert [(one.number, one.artist) for one in inventory.lines] == [
        (1, "12 Monkeys"), (2, "Abba"), (3, "Abba"), (4, "Äpfel"), (5, "The Zebras")
    ]  # fmt: skip
    zebras = inventory.lines[-1]
    assert (zebras.media_condition, zebras.notes, zebras.folder) == ("Mint (M)", "note 1", "Jazz")
    assert (inventory.copies, inventory.graded, inventory.made_at) == (5, 1, NOW)
    assert {one.notes for one in read_inventory(snapshot, View(), now=NOW).lines} == {None}


def test_prices_are_on_it_only_while_they_are_fresh_and_are_added_up_in_one_currency(
    snapshot: Snapshot,
) -> None:
    inventory = read_inventory(snapshot, View(), now=NOW)
    assert {one.release_id: one.price for one in inventory.lines} == {
        1: Decimal("10.00"), 2: Decimal("20.50"), 3: Decimal("99.00"), 4: None, 5: None
    }  # fmt: skip
    assert {one.release_id for one in inventory.lines if one.priced_at is not None} == {1, 2, 3}
    first, last = NOW - timedelta(hours=5), NOW - timedelta(hours=1)
    assert inventory.prices == PriceSum(Decimal("30.50"), "EUR", priced=2, copies=5, first=first, last=last)
    assert inventory.stale_prices == 1
    later = read_inventory(snapshot, View(), now=NOW + timedelta(hours=9))
    assert (later.prices, later.stale_prices) == (None, 4)
    assert {(one.price, one.currency, one.priced_at) for one in later.lines} == {(None, None, None)}
    asked_not_to = read_inventory(snapshot, View(), prices=False, now=NOW)
    assert (asked_not_to.prices, asked_not_to.stale_prices) == (None, 0)


def test_an_inventory_of_a_view_has_its_copies_in_its_order(snapshot: Snapshot) -> None:
    pop = read_inventory(snapshot, View(choice=Choice({"folder": ("3",)}), sort="added"), now=NOW)
    assert [one.release_id for one in pop.lines] == [3, 2]
    assert (pop.query, pop.prices and pop.prices.copies) == ("folder=3&sort=added", 2)


def test_labels_of_folders_lead_to_them(snapshot: Snapshot) -> None:
    labels = read_labels(snapshot, View(), "folder")
    assert [(one.title, one.copies, one.path) for one in labels.labels] == [
        ("Jazz", 2, "/collection?folder=4&sort=artist"),
        ("Pop", 2, "/collection?folder=3&sort=artist"),
    ]
    jazz = View(choice=Choice({"folder": ("4",)}))
    assert [one.title for one in read_labels(snapshot, jazz, "folder").labels] == ["Jazz"]


def test_letters_are_those_that_names_are_sorted_by(snapshot: Snapshot) -> None:
    labels = read_labels(snapshot, View(), "letter").labels
    assert [(one.title, one.lines[0], one.path) for one in labels] == [
        ("#", "12 Monkeys", "/paper/shelf/other"),
        ("A", "Abba – Äpfel", "/paper/shelf/A"),
        ("Z", "The Zebras", "/paper/shelf/Z"),
    ]
    assert [position_of_letter(snapshot, letter) for letter in ("#", "A", "Z", "Q")] == [0, 1, 4, 0]
    assert [letter_of(name) for name in ("", "The", "Ólafur", "井上", "ßeta")] == ["#", "T", "O", "井", "S"]


def test_labels_of_records_say_what_stands_on_the_spine(snapshot: Snapshot) -> None:
    labels = read_labels(snapshot, View(), "record", first=5)
    assert (labels.total, labels.first) == (5, 5)
    (zebras,) = labels.labels
    assert zebras.title == "The Zebras"
    assert zebras.lines == ("Record 1", "Label CAT 1 · 1971", "Jazz")
    assert zebras.path == "/release/1"


def test_a_shopping_list_has_wants_and_missing_albums_by_artist(snapshot: Snapshot) -> None:
    found = read_shopping_list(snapshot, WantView(), (IDS["Abba"],), missing=2)
    assert [one.name for one in found.artists] == ["Abba", "Kate"]
    abba, kate = found.artists
    assert [(one.title, one.year, one.is_wanted) for one in abba.items] == [
        ("Early", 1975, False), ("Middle", 1978, False), ("Record 20", 1979, True)
    ]  # fmt: skip
    assert (abba.more, abba.items[2].notes, abba.items[2].labels[0].catalog_number) == (
        2,
        "at most 30",
        "CAT 20",
    )
    assert (kate.items[0].year, kate.items[0].labels[0].name) == (None, "Label")
    assert (found.wants, found.missing, found.is_following, found.unanswered) == (2, 2, True, ())


@pytest.mark.parametrize(
    ("view", "what", "titles"),
    [
        pytest.param(WantView(), "wants", ["Record 20", "Record 21"], id="wants"),
        pytest.param(WantView(), "missing", ["Early", "Middle", "Late", "Last"], id="missing"),
        pytest.param(WantView("abba late"), "both", ["Late"], id="words"),
        pytest.param(SEVENTIES, "both", ["Early", "Middle", "Record 20"], id="decade"),
        pytest.param(WantView(choice=Choice({}, {"artist": ("12",)})), "both", ["Record 21"], id="artist-left-out"),
        pytest.param(WantView(choice=Choice({"label": ("7",)})), "both", ["Record 20", "Record 21"], id="label"),
    ],
)  # fmt: skip
def test_filters_of_the_wantlist_hold_for_missing_albums_as_far_as_lists_say(
    snapshot: Snapshot, view, what, titles
):
    found = read_shopping_list(snapshot, view, (IDS["Abba"],), what=what)
    assert [item.title for one in found.artists for item in one.items] == titles
    assert found.unanswered == (("label",) if "label" in view.choice.include else ())


def test_a_label_without_a_number_has_none_on_the_list(snapshot: Snapshot) -> None:
    answer = read_shopping_list(snapshot, WantView(), (IDS["Abba"],), what="missing")
    items = {item.title: item for who in answer.artists for item in who.items}
    assert [(one.name, one.catalog_number) for one in items["Early"].labels] == [("Label", None)]
