"""Tracklist -> rows, for releases and masters alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linernotes.documents import ArtistCredit, Track
from linernotes.etl.rows.durations import duration_seconds
from linernotes.etl.rows.names import trimmed
from linernotes.etl.rows.roles import NO_ROLE, Role, split_roles
from linernotes.storage.duckdb.rows import (
    MasterTrackArtistsRow,
    MasterTracksRow,
    ReleaseTrackArtistsRow,
    ReleaseTracksRow,
)

_Tracks = MasterTracksRow | ReleaseTracksRow
_TrackArtists = MasterTrackArtistsRow | ReleaseTrackArtistsRow

#: Discogs knows one level of sub-tracks. Pages show each level within the one above.
_LEVELS = 8
_TYPES = frozenset({"track", "heading", "index"})


def track_rows(
    of: type[_Tracks], of_artists: type[_TrackArtists], owner_id: int, tracklist: Sequence[Track]
) -> tuple[list[_Tracks], list[_TrackArtists]]:
    """The rows of *_tracks and of *_track_artists. `owner_id` is the release's or the master's id."""
    tracks: list[_Tracks] = []
    artists: list[_TrackArtists] = []
    for track_no, (parent_track_no, track) in enumerate(_in_order(tracklist)):
        position, duration = trimmed(track.position), trimmed(track.duration)
        kind = (
            track.type_
            if track.type_ in _TYPES
            else _derived_type(track, parent_track_no, position, duration)
        )
        tracks.append(
            of(
                owner_id,
                track_no=track_no,
                parent_track_no=parent_track_no,
                position=position,
                type=kind,
                title=trimmed(track.title),
                duration=duration,
                duration_seconds=duration_seconds(duration),
            )
        )
        if track.artists or track.extraartists:
            artists.extend(_artist_rows(of_artists, owner_id, track_no, track))
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


def _artist_rows(
    of: type[_TrackArtists], owner_id: int, track_no: int, track: Track
) -> Iterator[_TrackArtists]:
    """Performing artists first, then the extra artists role by role; `position` runs over both."""
    for position, credit in enumerate(track.artists):
        yield _artist_row(of, owner_id, (track_no, position, 0), credit, NO_ROLE)
    for position, credit in enumerate(track.extraartists, len(track.artists)):
        for role_no, role in enumerate(split_roles(credit.role)):
            yield _artist_row(of, owner_id, (track_no, position, role_no), credit, role)


def _artist_row(
    of: type[_TrackArtists], owner_id: int, place: tuple[int, int, int], credit: ArtistCredit, role: Role
) -> _TrackArtists:
    track_no, position, role_no = place
    return of(
        owner_id,
        track_no=track_no,
        position=position,
        role_no=role_no,
        artist_id=credit.id or None,
        name=trimmed(credit.name),
        name_variation=trimmed(credit.anv),
        join_phrase=trimmed(credit.join),
        role=role.role,
        role_detail=role.detail,
        role_text=role.text,
    )
