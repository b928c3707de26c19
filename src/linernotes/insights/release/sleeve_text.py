"""What stands on the sleeve of a record: its title, and its artists in one line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from linernotes.insights.release.record_rows import ListedRow
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import UNKNOWN_ARTIST
from linernotes.insights.text.credit_line import Artist, credit, listed_credit
from linernotes.storage.duckdb.database import load_sql

_CREDITS = """
select ra.release_id, ra.artist_id, coalesce(ra.name, a.display_name) as name, ra.name_variation, ra.join_phrase
from release_artists as ra
left join artist as a on a.artist_id = ra.artist_id
where list_contains(cast(? as bigint[]), ra.release_id)
order by ra.release_id, ra.position
"""


class _Title(NamedTuple):
    title: str | None
    master_id: int | None


@dataclass(frozen=True, slots=True)
class Sleeve:
    """Title and artists of a release, and where Discogs has the picture that a discography lists; None: nowhere."""

    title: str
    artist: str
    picture_url: str | None


def read_sleeve(snapshot: Snapshot, release_id: int) -> Sleeve | None:
    """The sleeve of a release, on the shelf or not; None if nothing in the build names it."""
    titles = snapshot.storage.read(
        _Title, "select title, master_id from release where release_id = ?", [release_id]
    )
    known = titles[0] if titles else None
    rows = read_listed(snapshot, release_id, known.master_id if known else None)
    listed = rows[0] if rows else None
    if known is None and listed is None:
        return None
    artists = sleeve_artists(snapshot, {release_id}).get(release_id)
    return Sleeve(
        (known.title if known else None) or (listed.title if listed else None) or "Untitled",
        artists or listed_credit(listed.artist_text if listed else None) or UNKNOWN_ARTIST,
        listed_picture(rows),
    )


def read_listed(snapshot: Snapshot, release_id: int, master_id: int | None) -> list[ListedRow]:
    """The rows of discographies that list a release, or its album; by artist and role."""
    query = load_sql("linernotes.insights.release", "record_listed")
    return snapshot.storage.read(ListedRow, query, [release_id, master_id])


def listed_picture(rows: Iterable[ListedRow]) -> str | None:
    """Where the picture of a release is, of the rows that list it."""
    return next((row.thumb_url for row in rows if row.thumb_url), None)


class _Credit(NamedTuple):
    release_id: int
    artist_id: int | None
    name: str | None
    name_variation: str | None
    join_phrase: str | None


def sleeve_artists(snapshot: Snapshot, release_ids: Collection[int]) -> dict[int, str]:
    """release_id -> the artists on its sleeve, for these releases; one query."""
    rows = snapshot.storage.read(_Credit, _CREDITS, [sorted(release_ids)]) if release_ids else []
    return {
        release_id: credit(
            Artist(row.artist_id, row.name, row.name_variation, row.join_phrase) for row in credits
        )
        for release_id, credits in groupby(rows, key=attrgetter("release_id"))
    }
