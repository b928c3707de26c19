"""What people do for each other on releases: in which roles that make music, and on which tracks.

The rule is that of derive/artist_relations.sql. What is done on a track is for the track's own artists.
A track without artists of its own belongs to the main artists of the release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap

from linernotes.storage.duckdb.database import DBStorage

# Small queries one after the other, each a semi-join with a list, and what they find put together here: one query that
# does it all takes longer to plan than these take to run.
_OF_RELEASE = """
select release_id, position, artist_id, role, tracks is null
from release_credits
where release_id in (select unnest(cast(? as bigint[]))) and artist_id in (select unnest(cast(? as bigint[])))
"""
_NAMED_TRACKS = """
select release_id, position, track_no
from release_credit_tracks
where release_id in (select unnest(cast(? as bigint[])))
"""
_ON_TRACKS = """
select release_id, track_no, artist_id, role
from release_track_artists
where release_id in (select unnest(cast(? as bigint[])))
    and (role is null or artist_id in (select unnest(cast(? as bigint[]))))
"""
_MAIN_ARTISTS = """
select release_id, artist_id
from release_artists
where release_id in (select unnest(cast(? as bigint[]))) and artist_id in (select unnest(cast(? as bigint[])))
"""

#: A release, or a release and one of its tracks -> the artists that it is by. None is a name without an artist.
_Owners = defaultdict[tuple[int, int | None], set[int | None]]


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does on a release for one artist.

    `tracks` are empty if it is the whole release (`is_whole`), or if it is not known which ones.
    """

    roles: tuple[str, ...]
    tracks: frozenset[int]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Credit:
    """What somebody is credited with, once for each track.

    `track_no` is None for the whole release, and where it is not known which tracks.
    `role` is None for a track's own artist.
    """

    release_id: int
    artist_id: int
    role: str | None
    track_no: int | None
    is_whole: bool


def read_deeds(
    storage: DBStorage, release_ids: Sequence[int], artist_ids: Sequence[int]
) -> dict[tuple[int, int, int], Deed]:
    """(release, artist, artist it is done for) -> what is done, on these releases and among these artists."""
    if not release_ids:
        return {}
    on_tracks = storage.rows(_ON_TRACKS, [release_ids, artist_ids])
    owners: _Owners = defaultdict(set)
    for release_id, artist_id in storage.rows(_MAIN_ARTISTS, [release_ids, artist_ids]):
        owners[release_id, None].add(artist_id)
    for release_id, track_no, artist_id, role in on_tracks:
        if role is None:
            owners[release_id, track_no].add(artist_id)
    making = {role for (role,) in storage.rows("select role from role where as_edge")}
    found: defaultdict[tuple[int, int, int], list[_Credit]] = defaultdict(list)
    for one in (*starmap(_of_track, on_tracks), *_of_releases(storage, release_ids, artist_ids)):
        if one.role in making:
            # a track without artists of its own is the main artists'
            whose = owners.get((one.release_id, one.track_no)) or owners.get((one.release_id, None), set())
            for other in set(artist_ids) & whose - {one.artist_id}:
                found[one.release_id, one.artist_id, other].append(one)
    return {key: _deed(credits) for key, credits in found.items()}


def _of_track(release_id: int, track_no: int, artist_id: int, role: str | None) -> _Credit:
    return _Credit(release_id, artist_id, role, track_no, False)


def _of_releases(
    storage: DBStorage, release_ids: Sequence[int], artist_ids: Sequence[int]
) -> Iterator[_Credit]:
    named: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for release_id, position, track_no in storage.rows(_NAMED_TRACKS, [release_ids]):
        named[release_id, position].append(track_no)
    rows = storage.rows(_OF_RELEASE, [release_ids, artist_ids])
    for release_id, position, artist_id, role, is_whole in rows:
        for track_no in named.get((release_id, position), (None,)):
            yield _Credit(release_id, artist_id, role, track_no, is_whole)


def _deed(credits: Collection[_Credit]) -> Deed:
    is_whole = any(one.is_whole for one in credits)
    tracks = frozenset(one.track_no for one in credits if one.track_no is not None)
    return Deed(
        tuple(sorted({one.role for one in credits if one.role})),
        frozenset() if is_whole else tracks,
        is_whole,
    )
