"""What stands on the sleeve of a record: its title, and its artists in one line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.credit_line import Artist, credit, listed_credit
from linernotes.storage.duckdb.database import load_sql

_CREDITS = """
select ra.release_id, ra.artist_id, coalesce(ra.name, a.display_name) as name, ra.name_variation, ra.join_phrase
from release_artists as ra
left join artist as a on a.artist_id = ra.artist_id
where list_contains(cast(? as bigint[]), ra.release_id)
order by ra.release_id, ra.position
"""


@dataclass(frozen=True, slots=True)
class Sleeve:
    """Title and artists of a release, and where Discogs has the picture that a discography lists; None: nowhere."""

    title: str
    artist: str
    picture_url: str | None


def read_sleeve(snapshot: Snapshot, release_id: int) -> Sleeve | None:
    """The sleeve of a release, on the shelf or not; None if nothing in the build names it."""
    known = snapshot.storage.rows("select title, master_id from release where release_id = ?", [release_id])
    title, master_id = known[0] if known else (None, None)
    listed = snapshot.storage.rows(
        load_sql("linernotes.insights.release", "record_listed"), [release_id, master_id]
    )
    if not known and not listed:
        return None
    _, _, listed_title, _, text, *_ = listed[0] if listed else [None] * 8
    return Sleeve(
        title or listed_title or "Untitled",
        sleeve_artists(snapshot, {release_id}).get(release_id) or listed_credit(text) or "Unknown Artist",
        listed_picture(listed),
    )


def listed_picture(rows: Iterable[tuple[Any, ...]]) -> str | None:
    """Where the picture of a release is, of the rows that list it."""
    return next((row[-1] for row in rows if row[-1]), None)


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
        or "Unknown Artist"
        for release_id, credits in groupby(rows, key=attrgetter("release_id"))
    }
