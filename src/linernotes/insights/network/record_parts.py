"""What some artists do on some records: their roles, on the whole record or on tracks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from linernotes.insights.contributors.indexed_rows import index_rows
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.part_words import MAIN_ARTIST, TRACK_ARTIST

# By ids as values: so DuckDB finds them by the key of the table.
_RELEASES = "select release_id, title, year from release where release_id in "
_TRACKS = """
select release_id, track_no, parent_track_no, type, title
from release_tracks
where release_id in (select release_id from collection_items)
order by release_id, track_no
"""
# Of releases that are owned: all that the evidence of two artists speaks of.
_PARTS = """
with
    parts as (
        select release_id, artist_id, cast(null as varchar) as role, cast(null as integer) as track_no
        from release_artists
        union all
        select release_id, artist_id, role, track_no
        from release_track_artists
        union all
        select
            c.release_id, c.artist_id, c.role,
            case when c.tracks is not null then coalesce(t.track_no, -1) end as track_no
        from release_credits as c
        left join release_credit_tracks as t on t.release_id = c.release_id and t.position = c.position
        where c.role is not null
        union all
        select b.release_id, b.artist_id, b.role, cast(null as integer) as track_no
        from release_borrowed_credits as b
        inner join meta as m on m.key = 'counts_borrowed_credits' and m.value = 'yes'
    )
select release_id, artist_id, role, track_no
from parts
where artist_id is not null and release_id in (select release_id from collection_items)
order by release_id, artist_id
"""
_MUSIC = "select role from role where as_edge"


class _Release(NamedTuple):
    release_id: int
    title: str | None
    year: int | None


class _Track(NamedTuple):
    release_id: int
    track_no: int
    parent_track_no: int | None
    type: str
    title: str | None


class _Part(NamedTuple):
    release_id: int
    artist_id: int
    role: str | None
    #: None for the whole record, -1 for tracks that cannot be resolved.
    track_no: int | None


class RecordParts:
    """The parts of artists on records; only roles that make music count."""

    def __init__(
        self,
        releases: Iterable[_Release],
        tracks: Iterable[_Track],
        parts: Iterable[_Part],
        music: Collection[str],
    ) -> None:
        self._releases = {row.release_id: row for row in releases}
        self._tracks: Mapping[tuple[int, int], _Track] = {
            (row.release_id, row.track_no): row for row in tracks
        }
        # Of type track, and without sub-tracks.
        self._playing: defaultdict[int, set[int]] = defaultdict(set)
        for track in self._tracks.values():
            if track.type == "track":
                self._playing[track.release_id].add(track.track_no)
        for track in self._tracks.values():
            self._playing[track.release_id].discard(
                -1 if track.parent_track_no is None else track.parent_track_no
            )
        self._parts: defaultdict[tuple[int, int], list[_Part]] = defaultdict(list)
        for part in parts:
            if part.role is None or part.role in music:
                self._parts[part.release_id, part.artist_id].append(part)

    def title(self, release_id: int) -> str | None:
        """The title of a record; None where it is not known."""
        return known.title if (known := self._releases.get(release_id)) else None

    def year(self, release_id: int) -> int | None:
        """The year of a pressing; None where it is not known."""
        return known.year if (known := self._releases.get(release_id)) else None

    def titles(self, release_id: int, tracks: Iterable[int]) -> tuple[str, ...]:
        """The titles of tracks in their order, each once; without those that have none."""
        found = (self._tracks.get((release_id, track_no)) for track_no in sorted(tracks))
        return tuple(dict.fromkeys(track.title for track in found if track is not None and track.title))

    def is_every_track(self, release_id: int, tracks: Collection[int]) -> bool:
        """Whether these are all tracks of a record that has several."""
        playing = self._playing.get(release_id, set())
        return len(playing) > 1 and playing <= set(tracks)

    def roles(self, release_id: int, artist_id: int, tracks: Iterable[int] | None) -> tuple[str, ...]:
        """The roles of an artist: with `tracks` those that stand on these tracks or name them, else all on the record.

        A main artist, or the artist of a track, is called so first. What is said of the whole record is no role on a
        track: `record_roles` has it.
        """
        parts = self._parts.get((release_id, artist_id), [])
        lines = None if tracks is None else self._lines(release_id, tracks)
        here = parts if lines is None else [part for part in parts if part.track_no in lines]
        roles = _roles(here)
        if any(part.role is None and part.track_no is None for part in parts):
            return MAIN_ARTIST, *roles
        return (TRACK_ARTIST, *roles) if any(part.role is None for part in here) else roles

    def record_roles(self, release_id: int, artist_id: int) -> tuple[str, ...]:
        """The roles of an artist that stand on the whole record."""
        return _roles(part for part in self._parts.get((release_id, artist_id), []) if part.track_no is None)

    def _lines(self, release_id: int, tracks: Iterable[int]) -> set[int]:
        """Tracks with their parents: what stands on a parent holds for its sub-tracks."""
        lines = set(tracks)
        for track_no in tracks:
            track = self._tracks.get((release_id, track_no))
            if track is not None and track.parent_track_no is not None:
                lines.add(track.parent_track_no)
        return lines


def _roles(parts: Iterable[_Part]) -> tuple[str, ...]:
    return tuple(sorted({part.role for part in parts if part.role is not None}))


def read_record_parts(
    snapshot: Snapshot,
    *,
    releases: Collection[int],
    with_tracks: Collection[int],
    players: Collection[tuple[int, int]],
) -> RecordParts:
    """Read of some owned releases titles and years, and of some their tracks.

    `players` are pairs of a release and an artist: what these do there is read.
    """
    if not releases:
        return RecordParts((), (), (), ())
    marks = ", ".join("?" * len(releases))
    tracks = snapshot.cached(index_rows, _Track, 1, _TRACKS)
    parts = snapshot.cached(index_rows, _Part, 2, _PARTS)
    return RecordParts(
        snapshot.storage.read(_Release, f"{_RELEASES}({marks})", sorted(releases)),
        (track for id in with_tracks for track in tracks.of(id)),
        (part for player in players for part in parts.of(*player)),
        snapshot.cached(_read_music),
    )


def _read_music(snapshot: Snapshot) -> frozenset[str]:
    return frozenset(snapshot.storage.values(str, _MUSIC))
