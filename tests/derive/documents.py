"""The source tables of a home, straight from its documents: by the expectations of tests/etl, with none of our code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.derive.shelves import SOURCE_TABLES
from tests.etl.expectations import expected_tables

from linernotes.storage.duckdb.tables import TABLES
from linernotes.storage.landing import Landing

Tables = dict[str, list[dict[str, Any]]]

#: Where documents name artists: in an "artist" row of their own each, if only by name.
NAMING = {
    "release_artists": "artist_id",
    "release_credits": "artist_id",
    "release_track_artists": "artist_id",
    "master_artists": "artist_id",
    "master_track_artists": "artist_id",
    "artist_aliases": "alias_id",
    "artist_groups": "group_id",
    "artist_members": "member_id",
    "artist_masters": "artist_id",
}


def landed_documents(landing_db: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every document by its kind, as `expected_tables` takes them."""
    with Landing.open(landing_db) as landing:
        return {
            kind: [
                (json.loads(one.body), one.source, one.fetched_at)
                + ((one.key.id,) if kind == "artist_releases" else ())
                for one in landing.documents(kind)
            ]
            for kind, _ in landing.counts()
        }


def document_tables(landing_db: Path) -> Tables:
    """The tables that `brute_force` takes. Of an artist without a document there is id and source alone."""
    documents = landed_documents(landing_db)
    rows = expected_tables(documents, currency=documents["user"][0][0]["curr_abbr"] or None)
    named = {name: _with_columns(name, rows.get(name, ())) for name in {*SOURCE_TABLES, *NAMING}}
    known = {row["artist_id"] for row in named["artist"]}
    others = {row[column] for name, column in NAMING.items() for row in named[name]} - known - {None}
    named["artist"] += [{"artist_id": id, "source": "basic"} for id in sorted(others)]
    return named


def _with_columns(table: str, rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    columns = [column.name for column in TABLES[table].columns]
    return [dict(zip(columns, row, strict=True)) for row in rows]
