"""The tables of the catalogue: those of a build about releases, masters and artists, and some of its own.

Its own are declared in `schema/*.sql`, laid out as a build's.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from linernotes.storage.duckdb.tables import GROUPS, TABLES, Table, parse_ddl

if TYPE_CHECKING:
    import pyarrow as pa

#: What a build has and no dump: pictures, the market, another pressing's credits, the vocabulary of roles.
_NOT_OF_DUMPS = {
    "release_borrowed_credits", "release_images", "release_stats", "role", "master_stats", "artist_images", "artist_masters",
}  # fmt: skip
_OWN = ("label", "label_urls", "label_sublabels")

#: Kind of record -> the tables that its records fill.
TABLES_OF: dict[str, tuple[str, ...]] = {
    **{
        kind: tuple(name for name in GROUPS[kind] if name not in _NOT_OF_DUMPS)
        for kind in ("release", "master", "artist")
    },
    "label": _OWN,
}


def _load() -> dict[str, Table]:
    folder = files("linernotes.storage.catalogue") / "schema"
    own = {
        name: parse_ddl((folder / f"{name}.sql").read_text(encoding="utf-8"), group="catalogue")
        for name in _OWN
    }
    return {name: own.get(name) or TABLES[name] for names in TABLES_OF.values() for name in names}


#: Every table by name.
CATALOGUE_TABLES: dict[str, Table] = _load()


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table's columns, in their order."""
    import pyarrow as pa

    from linernotes.storage.duckdb.arrow import arrow_type

    return pa.schema([(column.name, arrow_type(column.type)) for column in table.columns])
