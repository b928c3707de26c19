"""Who plays on the records of a group: its members, and its guests."""

from __future__ import annotations

from typing import NamedTuple

from linernotes.insights.artist.company.models import Partners
from linernotes.insights.artist.company.partners import partners_of
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.contributors.indexed_rows import index_rows
from linernotes.insights.release.similar_releases import read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


class _Row(NamedTuple):
    group_id: int
    is_member: bool
    artist_id: int
    release_id: int
    roles: list[str]


def read_group_people(snapshot: Snapshot, artist_id: int) -> tuple[Partners, Partners]:
    """Read the members on the owned records of a group, and the guests on them.

    Who is a member is what Discogs says of any of its names: of a group whose members are not known ask nothing.
    """
    collection, kinship = snapshot.cached(read_collection), snapshot.cached(read_kinship)
    # Of all groups at once: to ask for one of them takes a fifth of the time.
    query = load_sql("linernotes.insights.artist.company", "group_people")
    rows = snapshot.cached(index_rows, _Row, 1, query).of(artist_id)
    members = [row for row in rows if row.is_member]
    guests = [row for row in rows if not row.is_member]
    return partners_of(collection, kinship, members), partners_of(collection, kinship, guests)
