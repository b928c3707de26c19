"""The names of artists to show, also where Discogs gives none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql

#: Who made a record of which no artist is named, or an artist without a name and an id.
UNKNOWN_ARTIST = "Unknown Artist"

_NAMES = "select artist_id, display_name from artist where list_contains(cast(? as bigint[]), artist_id)"


class _Name(NamedTuple):
    artist_id: int
    display_name: str | None


class _Alias(NamedTuple):
    artist_id: int
    identity_id: int


def artist_name(name: str | None, artist_id: int | None) -> str:
    """The name to show. Where there is none: 'Artist 7', and 'Unknown Artist' for one who has no id either.

    The SQL of insights has it as `coalesce(display_name, 'Artist ' || artist_id)`.
    """
    return name or (UNKNOWN_ARTIST if artist_id is None else f"Artist {artist_id}")


def read_names(snapshot: Snapshot, artist_ids: Iterable[int]) -> dict[int, str]:
    """Id -> the name to show, of those artists that the build has."""
    rows = snapshot.storage.read(_Name, _NAMES, [list(artist_ids)])
    return {row.artist_id: artist_name(row.display_name, row.artist_id) for row in rows}


def read_names_on_shelf(snapshot: Snapshot) -> dict[int, str]:
    """Id -> the name to show, of all artists who are on an owned release."""
    rows = snapshot.storage.read(_Name, load_sql("linernotes.insights.text", "names_on_shelf"))
    return {row.artist_id: artist_name(row.display_name, row.artist_id) for row in rows}


def read_other_names(snapshot: Snapshot) -> dict[int, int]:
    """Artist -> identity, of those artists that are another name of an identity. Anybody else is their own."""
    query = "select artist_id, identity_id from artist where artist_id <> identity_id"
    rows = snapshot.storage.read(_Alias, query)
    return {row.artist_id: row.identity_id for row in rows}
