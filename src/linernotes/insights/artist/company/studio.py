"""Who produces, engineers, arranges or remixes for an artist, and for which artists they do so."""

from __future__ import annotations

from typing import NamedTuple

from linernotes.insights.artist.company.models import Partners
from linernotes.insights.artist.company.partners import partners_of
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.release.similar_releases import read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


class _Row(NamedTuple):
    is_for: bool
    artist_id: int
    release_id: int
    roles: list[str]


def read_studio_partners(snapshot: Snapshot, artist_id: int) -> tuple[Partners, Partners]:
    """Read, with one query, who works on the records of an artist; and on whose records the artist works."""
    collection, kinship = snapshot.cached(read_collection), snapshot.cached(read_kinship)
    rows = snapshot.storage.read(
        _Row, load_sql("linernotes.insights.artist.company", "studio_work"), [artist_id]
    )
    made_by = [row for row in rows if not row.is_for]
    made_for = [row for row in rows if row.is_for]
    return partners_of(collection, kinship, made_by), partners_of(collection, kinship, made_for)
