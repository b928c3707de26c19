"""Listens: what was heard, track by track. A play of a record is all of its tracks, one after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.credit_line import Artist, credit
from linernotes.storage.duckdb.database import load_sql

_ARTISTS = """
select release_id, artist_id, name, name_variation, join_phrase from release_artists
where release_id in (select unnest(cast(? as bigint[]))) order by release_id, position
"""

#: Between the end of a listen and the next one of the same play lies no more than this.
LONGEST_PAUSE = timedelta(hours=3)

#: The latest second of a listen (the year 3000), and the most seconds of a track (eleven days). A file that says more
#: is wrong, and no calendar could add to it.
LATEST, LONGEST_TRACK = 32_503_680_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Listen:
    """A track that was heard, from `listened_at` on: aware, in whole seconds.

    `record` and `artist` are the record's title and the artist of the track as printed. `number` is its place on the
    record, from 1. `release_id` is Discogs', where a file says it. None is unknown.
    """

    listened_at: datetime
    artist: str
    track: str
    record: str | None = None
    number: int | None = None
    seconds: int | None = None
    release_id: int | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """A record was played, from `at` on."""

    release_id: int
    at: datetime


def known_seconds(seconds: int | None) -> int | None:
    """The duration that a file gives a track; None where no track has it."""
    return seconds if seconds is not None and 0 <= seconds <= LONGEST_TRACK else None


class _TrackRow(NamedTuple):
    release_id: int
    record: str | None
    track_no: int | None
    track: str | None
    seconds: int | None
    artist_id: int | None
    name: str | None
    name_variation: str | None
    join_phrase: str | None


class _ArtistRow(NamedTuple):
    release_id: int
    artist_id: int | None
    name: str | None
    name_variation: str | None
    join_phrase: str | None


class Sounding:
    """What records sound like in listens: by release id, its tracks in their order."""

    def __init__(self, snapshot: Snapshot, release_ids: Collection[int]) -> None:
        asked = [sorted(release_ids)]
        artists: dict[int, str] = {}
        for id, rows in groupby(
            snapshot.storage.read(_ArtistRow, _ARTISTS, asked), key=lambda row: row.release_id
        ):
            artists[id] = credit(Artist(*row[1:]) for row in rows)
        tracks = snapshot.storage.read(
            _TrackRow, load_sql("linernotes.insights.listening.plays", "played_tracks"), asked
        )
        self._tracks = {
            id: list(_tracks(rows, artists.get(id, "")))
            for id, rows in groupby(tracks, key=lambda row: row.release_id)
        }

    def listens(self, play: Played) -> list[Listen]:
        """The listens of a play; none of a record that is not known here.

        Each track begins when those before it are over. A track without a duration counts as one second: nothing is
        known of it, and listens need an order.
        """
        at, found = play.at.replace(microsecond=0), []
        for track in self._tracks.get(play.release_id, ()):
            found.append(replace(track, listened_at=at))
            at += timedelta(seconds=track.seconds or 1)
        return found

    def titles(self, release_id: int) -> set[str]:
        """The titles of the tracks of a record."""
        return {one.track for one in self._tracks.get(release_id, ())}


def _tracks(rows: Iterable[_TrackRow], artist: str) -> Iterator[Listen]:
    """The tracks of one record, without times; the record itself where no track is known."""
    for number, (_, of_track) in enumerate(groupby(rows, key=lambda row: row.track_no), 1):
        lines = list(of_track)
        first = lines[0]
        own = [Artist(*row[5:]) for row in lines if row.name is not None]
        record = first.record or "Untitled"
        yield Listen(
            datetime.min,
            credit(own) if own else artist or credit(()),
            first.track or (record if first.track_no is None else "Untitled"),
            record,
            number,
            first.seconds or None,
            first.release_id,
        )


def plays_of(listens: Iterable[tuple[int, Listen]]) -> Iterator[Played]:
    """The plays that listens are of, in their order: each listen with the record that it was found to be of.

    A play goes on as long as it is the same record, with later tracks after earlier ones. A pause is no longer than
    LONGEST_PAUSE.
    """
    last: tuple[int, Listen] | None = None
    for release_id, listen in listens:
        if last is None or not _goes_on(last, release_id, listen):
            yield Played(release_id, listen.listened_at)
        last = release_id, listen


def _goes_on(last: tuple[int, Listen], release_id: int, listen: Listen) -> bool:
    before = last[1]
    if last[0] != release_id:
        return False
    longest = LONGEST_PAUSE + timedelta(seconds=before.seconds or 0)
    if not timedelta() <= listen.listened_at - before.listened_at <= longest:
        return False
    if before.number is not None and listen.number is not None:
        return listen.number > before.number
    return listen.track != before.track
