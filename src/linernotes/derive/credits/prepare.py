"""The meaning of credits, which everything else rests on: what each role is, and the tracks that credits name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from linernotes.derive.credits.roles import Taxonomy
from linernotes.derive.credits.track_ranges import Line, TrackList
from linernotes.storage.duckdb.database import DBStorage, load_sql

#: So many tracks may all credits of a release name together.
_MOST_TRACKS = 100_000

#: (release_id, the reason in a sentence) of a release that was not derived in full.
Cut = tuple[int, str]

_ROLES = """
select role from release_credits where role is not null
union
select role from release_track_artists where role is not null
union
select role from master_track_artists where role is not null
order by role
"""


def prepare_credits(storage: DBStorage, taxonomy: Taxonomy) -> list[Cut]:
    """Fill `role`, by the rules of `taxonomy`, and `release_credit_tracks`.

    Returns the releases whose credits name too many tracks. The rest of these tracks is left out.
    """
    named = [role for (role,) in storage.rows(_ROLES)]
    storage.insert("role", taxonomy.rows(named))
    cuts: list[Cut] = []
    storage.insert("release_credit_tracks", list(_credit_tracks(storage, cuts)))
    return cuts


def _credit_tracks(storage: DBStorage, cuts: list[Cut]) -> Iterator[tuple[int, int, int]]:
    lines = storage.rows(load_sql("linernotes.derive.credits", "tracklists"))
    tracklists = {
        release_id: TrackList(Line(*line) for _, *line in group)
        for release_id, group in groupby(lines, key=itemgetter(0))
    }
    named = storage.rows(load_sql("linernotes.derive.credits", "named_tracks"))
    for release_id, credits in groupby(named, key=itemgetter(0)):
        if tracklist := tracklists.get(release_id):
            yield from _of_release(release_id, credits, tracklist, cuts)


def _of_release(
    release_id: int, credits: Iterable[tuple[Any, ...]], tracklist: TrackList, cuts: list[Cut]
) -> Iterator[tuple[int, int, int]]:
    """The tracks of each credit, until there are too many: thousands of credits may name thousands of tracks."""
    left = _MOST_TRACKS
    for _, position, tracks in credits:
        resolved = tracklist.resolve(tracks)
        left -= len(resolved)
        if left < 0:
            reason = (
                f"its credits name more than {_MOST_TRACKS:,} tracks; the rest of them counts for no track"
            )
            cuts.append((release_id, reason))
            return
        yield from ((release_id, position, track_no) for track_no in resolved)
