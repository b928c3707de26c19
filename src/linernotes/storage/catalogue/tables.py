"""The tables of the catalogue: those of a build about releases, masters and artists, and some of its own.

Its own are declared in `schema/*.sql`, laid out as a build's.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from linernotes.storage.duckdb.tables import GROUPS, TABLES, Table, parse_ddl

if TYPE_CHECKING:
    import pyarrow as pa

#: What a build has and no record of a dump: pictures, the market, another pressing's credits, the vocabulary of roles,
#: and discographies, which are derived of all records.
_NOT_OF_DUMPS = {
    *("release_borrowed_credits", "release_images", "release_stats", "role"),
    *("master_stats", "artist_images", "artist_masters"),
}
_OF_LABELS = ("label", "label_urls", "label_sublabels")
#: Records that could not be read, of all dumps.
UNREADABLE = "unreadable"
#: What is derived from the others, each with the columns that its rows ascend by.
DERIVED: dict[str, tuple[str, ...]] = {
    "artist_releases": ("artist_id", "year", "release_id"),
    "artist_masters": ("artist_id", "type", "id", "role"),
    "artist_names": ("name_key", "artist_id"),
    "master_versions": ("master_id", "release_id"),
    "barcodes": ("barcode", "release_id"),
    "catalog_numbers": ("catalog_number", "release_id"),
    "world_edges": ("artist_id_from", "artist_id_to"),
    "new_releases": ("release_id",),
}
#: The tracks that credits name; a build has it, too.
CREDIT_TRACKS = "release_credit_tracks"
_OWN = (*_OF_LABELS, UNREADABLE, *DERIVED)

#: Kind of record -> the tables that its records fill.
TABLES_OF: dict[str, tuple[str, ...]] = {
    **{
        kind: tuple(name for name in GROUPS[kind] if name not in _NOT_OF_DUMPS)
        for kind in ("release", "master", "artist")
    },
    "label": _OF_LABELS,
}


def _load() -> dict[str, Table]:
    folder = files("linernotes.storage.catalogue") / "schema"
    own = {
        name: parse_ddl((folder / f"{name}.sql").read_text(encoding="utf-8"), group="catalogue")
        for name in _OWN
        if name not in TABLES
    }
    of_dumps = [name for names in TABLES_OF.values() for name in names]
    return {name: own.get(name) or TABLES[name] for name in (*of_dumps, CREDIT_TRACKS, *_OWN)}


#: Every table by name.
CATALOGUE_TABLES: dict[str, Table] = _load()


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table's columns, in their order."""
    import pyarrow as pa

    from linernotes.storage.duckdb.arrow import arrow_type

    return pa.schema([(column.name, arrow_type(column.type)) for column in table.columns])
