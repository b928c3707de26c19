"""The changes that the collector made between two listings of the collection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from linernotes.documents import CollectionItem
from linernotes.etl.rows.collection import MEDIA_CONDITION, NOTES, SLEEVE_CONDITION, collection_item_rows
from linernotes.etl.rows.dates import parse_timestamp
from linernotes.storage.landing import CollectionChange

_Columns = dict[str, object]

#: The columns of collection_items that a change shows, in their order there; None for those that it leaves out.
#: The instance has a column of its own. Addresses of pictures get a new signature all the time.
_COLUMNS = (
    None,  # instance_id
    "release_id",
    "master_id",
    "folder_id",
    "folder",
    "added_at",
    None,  # added_on, the day of added_at
    "rating",
    "title",
    "year",
    None,  # thumb_url
    None,  # cover_url
    "media_condition",
    "sleeve_condition",
    "notes",
)
#: What the collector edits in an item; release_id differs when Discogs merged two releases. A new title or
#: year is Discogs' doing and no change of the collection.
_EDITED = ("release_id", "media_condition", "sleeve_condition", "notes")

#: By how much Discogs' clock and ours may differ.
_CLOCKS = timedelta(minutes=10)


def collection_changes(
    before: Iterable[CollectionItem] | None,
    after: Iterable[CollectionItem],
    seen_at: datetime,
    *,
    folders: Mapping[int, str],
    fields: Mapping[int, str],
) -> list[CollectionChange]:
    """The changes between two listings, in order of instance_id. Pure.

    `before` is None if there was no listing yet: then nothing is known to have changed. A change's `before`
    and `after` are JSON objects of the columns of collection_items that differ; `added` and `removed` have
    all that are not NULL, pictures excepted. `moved` has the folder's id and its name, both folders called as
    they are now in `folders`. A field of the user's own, 'Shelf', is there as 'field: Shelf'. An item whose
    folder is not visible has not moved, and a folder that got another name has moved nothing.
    """
    if before is None:
        return []
    old = {item.instance_id: item for item in before}
    new = {item.instance_id: item for item in after}
    return [
        CollectionChange(instance_id, seen_at, change, was, now)
        for instance_id in sorted(old.keys() | new.keys())
        if old.get(instance_id) != new.get(instance_id)
        for change, was, now in _changes(
            _columns(old.get(instance_id), folders, fields), _columns(new.get(instance_id), folders, fields)
        )
    ]


def certain_changes(
    changes: Sequence[CollectionChange],
    items: Mapping[int, CollectionItem],
    *,
    is_gone: Callable[[int, int], bool],
    gaps_at: datetime | None,
) -> list[CollectionChange]:
    """The changes that do not come from gaps in a listing. Pure. `items` are those of the new listing, by instance.

    `gaps_at` is the time (UTC) of the listing before, if that one had gaps; None if it was whole. An item that it
    lacked may have been there already, unless its date added is later. An item that the new listing lacks may
    still be on the shelf. `is_gone` decides that: it gets the instance and the number of items that reappeared.
    """

    def is_new(change: CollectionChange) -> bool:
        added_at = parse_timestamp(items[change.instance_id].date_added)
        return gaps_at is None or (added_at is not None and added_at >= gaps_at - _CLOCKS)

    reappeared = {change.instance_id for change in changes if change.change == "added" and not is_new(change)}
    return [
        change
        for change in changes
        if (change.change != "removed" or is_gone(change.instance_id, len(reappeared)))
        and (change.change != "added" or change.instance_id not in reappeared)
    ]


def _columns(item: CollectionItem | None, folders: Mapping[int, str], fields: Mapping[int, str]) -> _Columns:
    """The values of an item that a change may show, by column; empty if there is no item."""
    if item is None:
        return {}
    rows = collection_item_rows(item, folders=folders, fields=fields)
    columns = {name: value for name, value in zip(_COLUMNS, rows["collection_items"][0], strict=True) if name}
    own = {
        f"field: {name or field_id}": value
        for _, field_id, name, value in rows["collection_item_fields"]
        if field_id not in (MEDIA_CONDITION, SLEEVE_CONDITION, NOTES)
    }
    return columns | own


def _changes(was: _Columns, now: _Columns) -> Iterator[tuple[str, str | None, str | None]]:
    if not was:
        yield "added", None, _json(now)
    elif not now:
        yield "removed", _json(was), None
    else:
        for change, names in _differences(was, now):
            yield change, _json(was, names), _json(now, names)


def _differences(was: _Columns, now: _Columns) -> Iterator[tuple[str, list[str]]]:
    """Each kind of change, with the columns that it is about."""
    if now["folder_id"] is not None and was["folder_id"] not in (None, now["folder_id"]):
        yield "moved", ["folder_id", "folder"]
    if was["rating"] != now["rating"]:
        yield "rated", ["rating"]
    own = [name for name in was | now if name.startswith("field: ")]
    edited = [name for name in (*_EDITED, *own) if was.get(name) != now.get(name)]
    if edited:
        yield "edited", edited


def _json(columns: _Columns, names: Iterable[str] = ()) -> str:
    """The columns of these names, or all that are not NULL."""
    kept = {name: columns.get(name) for name in names} or {
        name: value for name, value in columns.items() if value is not None
    }
    return msgspec.json.encode(kept).decode()
