"""The names of artists, and on how many copies of the shelf they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


class ArtistName(NamedTuple):
    """The name to show. `items`: copies as main artist; `credits`: copies that credit the artist anywhere."""

    artist_id: int
    name: str
    items: int
    credits: int


def read_artist_names(snapshot: Snapshot, artist_ids: Iterable[int]) -> list[ArtistName]:
    """Those of these artists that the build has, in no order; one query."""
    query = load_sql("linernotes.insights.release", "artist_names")
    return snapshot.storage.read(ArtistName, query, [sorted(set(artist_ids))])
