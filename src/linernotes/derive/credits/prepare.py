"""The meaning of credits, which everything else rests on: what each role is, and the tracks that credits name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from linernotes.derive.credits.roles import Taxonomy, select_roles
from linernotes.derive.credits.track_ranges import Line, TrackList
from linernotes.storage.duckdb.database import DBStorage, load_sql
from linernotes.storage.duckdb.rows import ReleaseCreditTracksRow

#: So many tracks may all credits of a release name together.
_MOST_TRACKS = 100_000

#: (release_id, the reason in a sentence) of a release that was not derived in full.
Cut = tuple[int, str]

#: The tables of a build with a column `role` of credits.
_CREDITING = ("release_credits", "release_track_artists", "release_borrowed_credits", "master_track_artists")


class _ListedLine(NamedTuple):
    release_id: int
    track_no: int
    parent_track_no: int | None
    position: str | None
    type: str
    title: str | None


class _Naming(NamedTuple):
    """A credit that names tracks, as Discogs writes them."""

    release_id: int
    position: int
    tracks: str


def prepare_credits(storage: DBStorage, taxonomy: Taxonomy, *, counts_borrowed: bool = False) -> list[Cut]:
    """Fill `role`, by the rules of `taxonomy`, and `release_credit_tracks`. Stage `counted_credits`.

    These are what derivation reads of release_credits; with `counts_borrowed` the borrowed ones, too.
    Returns the releases whose credits name too many tracks. The rest of these tracks is left out.
    """
    storage.insert("role", taxonomy.rows(storage.values(str, select_roles(_CREDITING))))
    counted = "counted_credits" if counts_borrowed else "own_credits"
    storage.stage("counted_credits", load_sql("linernotes.derive.credits", counted))
    cuts: list[Cut] = []
    storage.insert("release_credit_tracks", list(_credit_tracks(storage, cuts)))
    return cuts


def _credit_tracks(storage: DBStorage, cuts: list[Cut]) -> Iterator[ReleaseCreditTracksRow]:
    lines = storage.read(_ListedLine, load_sql("linernotes.derive.credits", "tracklists"))
    tracklists = {
        release_id: TrackList(
            Line(one.track_no, one.parent_track_no, one.position, one.type, one.title) for one in group
        )
        for release_id, group in groupby(lines, key=attrgetter("release_id"))
    }
    named = storage.read(_Naming, load_sql("linernotes.derive.credits", "named_tracks"))
    for release_id, credits in groupby(named, key=attrgetter("release_id")):
        if tracklist := tracklists.get(release_id):
            yield from _of_release(release_id, credits, tracklist, cuts)


def _of_release(
    release_id: int, credits: Iterable[_Naming], tracklist: TrackList, cuts: list[Cut]
) -> Iterator[ReleaseCreditTracksRow]:
    """The tracks of each credit, until there are too many: thousands of credits may name thousands of tracks."""
    left = _MOST_TRACKS
    for credit in credits:
        resolved = tracklist.resolve(credit.tracks)
        left -= len(resolved)
        if left < 0:
            reason = (
                f"its credits name more than {_MOST_TRACKS:,} tracks; the rest of them counts for no track"
            )
            cuts.append((release_id, reason))
            return
        yield from (
            ReleaseCreditTracksRow(release_id, position=credit.position, track_no=track_no)
            for track_no in resolved
        )
