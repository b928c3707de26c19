"""Tracklist -> rows, for releases and masters alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from linernotes.documents import ArtistCredit, Track
from linernotes.etl.rows.durations import duration_seconds
from linernotes.etl.rows.names import trimmed
from linernotes.etl.rows.roles import split_roles

#: Discogs knows one level of sub-tracks. Pages show each level within the one above.
_LEVELS = 8
_TYPES = frozenset({"track", "heading", "index"})


def track_rows(
    owner_id: int, tracklist: Sequence[Track]
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The rows of *_tracks and of *_track_artists. `owner_id` is the release's or the master's id."""
    tracks: list[tuple[Any, ...]] = []
    artists: list[tuple[Any, ...]] = []
    for track_no, (parent_track_no, track) in enumerate(_in_order(tracklist)):
        position, duration = trimmed(track.position), trimmed(track.duration)
        kind = (
            track.type_
            if track.type_ in _TYPES
            else _derived_type(track, parent_track_no, position, duration)
        )
        seconds = duration_seconds(duration)
        title = trimmed(track.title)
        tracks.append((owner_id, track_no, parent_track_no, position, kind, title, duration, seconds))
        if track.artists or track.extraartists:
            artists.extend(_artist_rows(owner_id, track_no, track))
    return tracks, artists


def _in_order(tracklist: Sequence[Track]) -> Iterator[tuple[int | None, Track]]:
    """Every track with its parent's track_no, sub-tracks right after their parent.

    A document may nest sub-tracks as deep as it likes, so this does not recurse. What is nested deeper than
    `_LEVELS` counts as one more sub-track of the last level.
    """
    open_lists: list[tuple[int | None, Iterator[Track]]] = [(None, iter(tracklist))]
    track_no = -1
    while open_lists:
        parent_track_no, tracks = open_lists[-1]
        track = next(tracks, None)
        if track is None:
            open_lists.pop()
            continue
        track_no += 1
        yield parent_track_no, track
        if track.sub_tracks:
            parent = track_no if len(open_lists) <= _LEVELS else parent_track_no
            open_lists.append((parent, iter(track.sub_tracks)))


def _derived_type(track: Track, parent: int | None, position: str | None, duration: str | None) -> str:
    """The type where none is sent: by dumps, and by recordings of long ago."""
    if track.sub_tracks:
        return "index"
    return "heading" if parent is None and position is None and duration is None else "track"


def _artist_rows(owner_id: int, track_no: int, track: Track) -> Iterator[tuple[Any, ...]]:
    """Performing artists first, then the extra artists role by role; `position` runs over both."""
    for position, credit in enumerate(track.artists):
        name, variation, join_phrase = _names(credit)
        artist_id = credit.id or None
        yield owner_id, track_no, position, 0, artist_id, name, variation, join_phrase, None, None, None
    for position, credit in enumerate(track.extraartists, len(track.artists)):
        name, variation, join_phrase = _names(credit)
        who = (credit.id or None, name, variation, join_phrase)
        for role_no, role in enumerate(split_roles(credit.role)):
            yield owner_id, track_no, position, role_no, *who, *role


def _names(credit: ArtistCredit) -> tuple[str | None, str | None, str | None]:
    return trimmed(credit.name), trimmed(credit.anv), trimmed(credit.join)
