"""What of a build may be shared with others: all of it but prices, what the collector wrote, and pictures.

A query of an assistant sees views of the tables. The columns listed here are not in them.
"""

from __future__ import annotations

from collections.abc import Iterator

from linernotes.storage.duckdb.tables import TABLES

#: Tables that are not shared at all: what the collection is worth, the collector's own fields, addresses of pictures.
HIDDEN_TABLES = frozenset(
    {"collection_value", "collection_fields", "collection_item_fields", "release_images", "artist_images"}
)

#: Columns that are not shared: prices, notes, ratings, conditions and folders of the collector, pictures. The old and
#: new values of a change are such columns, and the reason of a problem may quote a line of the collector's.
HIDDEN_COLUMNS: dict[str, frozenset[str]] = {
    "collection_items": frozenset(
        {
            "folder_id", "folder", "rating", "media_condition", "sleeve_condition", "notes",
            "thumb_url", "cover_url",
        }
    ),
    "collection_changes": frozenset({"before", "after"}),
    "wantlist_items": frozenset({"rating", "notes", "thumb_url"}),
    "release": frozenset({"thumb_url", "cover_url"}),
    "release_stats": frozenset({"for_sale", "lowest_price", "currency"}),
    "master_stats": frozenset({"for_sale", "lowest_price", "currency"}),
    "artist": frozenset({"thumb_url", "image_url"}),
    "artist_aliases": frozenset({"thumb_url"}),
    "artist_groups": frozenset({"thumb_url"}),
    "artist_members": frozenset({"thumb_url"}),
    "artist_masters": frozenset({"thumb_url"}),
    "problem": frozenset({"reason", "location"}),
}  # fmt: skip

#: Rows that are shared, where not all are: the name of the account is not.
SHARED_ROWS = {"meta": "key not in ('username', 'user_id')"}


def shared_views(database: str) -> Iterator[str]:
    """The statements that make a view of each shared table, by its name, of the tables in `database`."""
    for name, table in TABLES.items():
        if name in HIDDEN_TABLES:
            continue
        hidden = HIDDEN_COLUMNS.get(name, frozenset())
        columns = ", ".join(f'"{column.name}"' for column in table.columns if column.name not in hidden)
        rows = f" where {SHARED_ROWS[name]}" if name in SHARED_ROWS else ""
        yield f"create view {name} as select {columns} from {database}.main.{name}{rows}"  # noqa: S608 names of TABLES
