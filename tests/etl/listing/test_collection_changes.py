"""What the collector did between two listings."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.documents import BasicInformation, CollectionItem, ItemNote, decode
from linernotes.etl.listing.collection_changes import collection_changes
from linernotes.storage.duckdb.tables import TABLES

SEEN = datetime(2026, 11, 24, 12, tzinfo=UTC)
FOLDERS = {1: "Uncategorized", 2: "Jazz"}
FIELDS = {1: "Media Condition", 2: "Sleeve Condition", 3: "Notes", 4: "Shelf"}


def item(instance_id: int = 1, notes: dict[int, str] | None = None, **changed: Any) -> CollectionItem:
    basic = BasicInformation(id=54524, title="Purple", year=1997, thumb="https://i/t?sig=1")
    shown = {"id": 54524, "folder_id": 1, "rating": 0, "date_added": "2020-10-28T09:37:50-07:00"}
    fields = tuple(ItemNote(field_id=id, value=value) for id, value in (notes or {}).items())
    return CollectionItem(
        **{**shown, "instance_id": instance_id, "basic_information": basic, "notes": fields, **changed}
    )


def changes(
    before: list[CollectionItem] | None, after: list[CollectionItem]
) -> list[tuple[int, str, dict[str, Any] | None, dict[str, Any] | None]]:
    found = collection_changes(before, after, SEEN, folders=FOLDERS, fields=FIELDS)
    assert all(one.seen_at == SEEN for one in found)
    return [
        (
            one.instance_id,
            one.change,
            one.before and json.loads(one.before),
            one.after and json.loads(one.after),
        )
        for one in found
    ]  # type: ignore[misc]


def test_the_first_listing_writes_none() -> None:
    assert changes(None, [item(), item(2)]) == []


def test_an_empty_listing_is_a_listing() -> None:
    assert [one[:2] for one in changes([], [item()])] == [(1, "added")]


def test_an_added_item_tells_what_it_is() -> None:
    assert changes([item()], [item(), item(2, {1: "Mint (M)", 4: "A3"}, rating=5)]) == [
        (
            2,
            "added",
            None,
            {
                "release_id": 54524,
                "folder_id": 1,
                "folder": "Uncategorized",
                "added_at": "2020-10-28T16:37:50Z",
                "rating": 5,
                "title": "Purple",
                "year": 1997,
                "media_condition": "Mint (M)",
                "field: Shelf": "A3",
            },
        )
    ]


def test_a_removed_item_tells_what_it_was() -> None:
    [(instance_id, change, before, after)] = changes([item(3, rating=2), item()], [item()])
    assert (instance_id, change, after) == (3, "removed", None)
    assert before is not None
    assert (before["title"], before["rating"]) == ("Purple", 2)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            item(folder_id=1),
            item(folder_id=2),
            [("moved", {"folder_id": 1, "folder": "Uncategorized"}, {"folder_id": 2, "folder": "Jazz"})],
            id="moved",
        ),
        pytest.param(
            item(folder_id=99),
            item(folder_id=2),
            [("moved", {"folder_id": 99, "folder": None}, {"folder_id": 2, "folder": "Jazz"})],
            id="moved-from-a-folder-that-is-gone",
        ),
        pytest.param(item(rating=0), item(rating=5), [("rated", {"rating": None}, {"rating": 5})], id="rated"),
        pytest.param(
            item(rating=5), item(rating=0), [("rated", {"rating": 5}, {"rating": None})], id="rating-withdrawn"
        ),
        pytest.param(
            item(notes={1: "Mint (M)", 3: "x"}),
            item(notes={1: "Fair (F)", 3: "x"}),
            [("edited", {"media_condition": "Mint (M)"}, {"media_condition": "Fair (F)"})],
            id="edited",
        ),
        pytest.param(
            item(),
            item(notes={2: "Generic", 3: "Signed"}),
            [
                (
                    "edited",
                    {"sleeve_condition": None, "notes": None},
                    {"sleeve_condition": "Generic", "notes": "Signed"},
                )
            ],
            id="filled-in",
        ),
        pytest.param(
            item(notes={4: "A3"}),
            item(notes={4: "B1", 9: "new"}),
            [("edited", {"field: Shelf": "A3", "field: 9": None}, {"field: Shelf": "B1", "field: 9": "new"})],
            id="fields-of-the-users-own",
        ),
        pytest.param(
            item(notes={4: "A3"}), item(), [("edited", {"field: Shelf": "A3"}, {"field: Shelf": None})],
            id="field-emptied",
        ),
        pytest.param(
            item(id=54524),
            item(id=99),
            [("edited", {"release_id": 54524}, {"release_id": 99})],
            id="releases-merged-by-discogs",
        ),
        pytest.param(
            item(folder_id=1, rating=1),
            item(folder_id=2, rating=2, notes={3: "x"}),
            [
                ("moved", {"folder_id": 1, "folder": "Uncategorized"}, {"folder_id": 2, "folder": "Jazz"}),
                ("rated", {"rating": 1}, {"rating": 2}),
                ("edited", {"notes": None}, {"notes": "x"}),
            ],
            id="three-at-once",
        ),
        pytest.param(item(folder_id=1), item(folder_id=None), [], id="folder-not-visible-any-more"),
        pytest.param(item(folder_id=None), item(folder_id=1), [], id="folder-visible-now"),
        pytest.param(item(notes={3: ""}), item(), [], id="an-emptied-field-is-as-good-as-none"),
        pytest.param(
            item(),
            item(
                basic_information=BasicInformation(
                    id=54524, title="Purple EP", year=1998, thumb="https://i/t?sig=2"
                )
            ),
            [],
            id="what-discogs-changed-itself",
        ),
    ],
)  # fmt: skip
def test_a_change(
    old: CollectionItem, new: CollectionItem, expected: list[tuple[str, dict[str, Any], dict[str, Any]]]
) -> None:
    assert changes([old], [new]) == [(1, *one) for one in expected]


def test_a_folder_with_another_name_has_moved_nothing() -> None:
    before, after = [item()], [item()]
    assert collection_changes(before, after, SEEN, folders={1: "Unsorted"}, fields=FIELDS) == []


def test_what_a_change_tells_are_columns_of_collection_items() -> None:
    columns = {column.name for column in TABLES["collection_items"].columns}
    for one in changes([item(), item(2)], [item(rating=3, folder_id=2), item(3)]):
        assert {name for shown in one[2:] if isinstance(shown, dict) for name in shown} <= columns


def test_two_recorded_listings_of_one_collection(fixtures: Path) -> None:
    """A collection before and after its owner went through it: worked out from the raw items."""
    before = fixtures / "collections_full" / "tylergaw__wax__src_mocks_collection.json"
    after = fixtures / "collections_full" / "tylergaw__wax__src_data_collection.json"
    old, new = (json.loads(path.read_bytes()) for path in (before, after))
    bodies = [json.dumps({"releases": items}).encode() for items in (old, new)]
    found = changes(*(list(decode("collection", body).releases) for body in bodies))
    had, has = {one["instance_id"] for one in old}, {one["instance_id"] for one in new}
    assert (len(had - has), len(has - had)) == (26, 1)
    assert {one[0] for one in found if one[1] == "removed"} == had - has
    assert {one[0] for one in found if one[1] == "added"} == has - had
    assert [one[0] for one in found] == sorted(had ^ has)


listings = st.dictionaries(
    st.integers(1, 6),
    st.builds(
        item,
        folder_id=st.sampled_from([None, 1, 2]),
        rating=st.integers(0, 5),
        notes=st.dictionaries(st.sampled_from([1, 3, 4]), st.sampled_from(["", "a", "b"])),
    ),
).map(lambda items: [msgspec.structs.replace(one, instance_id=id) for id, one in items.items()])


@given(listings, listings)
def test_keys_come_once_and_a_listing_has_no_changes_against_itself(
    before: list[CollectionItem], after: list[CollectionItem]
) -> None:
    found = collection_changes(before, after, SEEN, folders=FOLDERS, fields=FIELDS)
    assert len({(one.instance_id, one.change) for one in found}) == len(found)
    assert all(one.before != one.after for one in found)
    assert collection_changes(after, after, SEEN, folders=FOLDERS, fields=FIELDS) == []


@given(listings, listings)
def test_there_and_back_again_are_opposite_changes(
    before: list[CollectionItem], after: list[CollectionItem]
) -> None:
    opposite = {"added": "removed", "removed": "added"}
    there, back = changes(before, after), changes(after, before)
    assert there == [(id, opposite.get(kind, kind), now, was) for id, kind, was, now in back]
