"""Why artists are neighbours: on which record, in which role, on which track."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from linernotes.insights.snapshot import Snapshot

# Small queries one after the other, each a semi-join with a list: as one with joins they take three times as long on a
# large shelf, and with array_contains a list is looked through for every row.
_RELATIONS = """
select relation_type, artist_id_from, artist_id_to, releases
from artist_relations
where artist_id_from in (select unnest(cast(? as bigint[]))) and artist_id_to in (select unnest(cast(? as bigint[])))
"""
_ROLES = """
select release_id, artist_id_from, artist_id_to, roles, tracks
from release_role_evidence
where artist_id_from in (select unnest(cast(? as bigint[]))) and artist_id_to in (select unnest(cast(? as bigint[])))
"""
_RELEASES = (
    "select release_id, title, year from release where release_id in (select unnest(cast(? as bigint[])))"
)
_TRACKS = """
select release_id, track_no, title
from release_tracks
where release_id in (select unnest(cast(? as bigint[]))) and title is not null
"""
_UNKNOWN_YEAR = 1 << 31
#: Of main artists of one release: no role, and the whole release (no tracks are named).
_WHOLE_RELEASE: tuple[list[str], list[int] | None] = ([], None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two artists are neighbours: on `release_id` (None for members and aliases), by `roles`, on `tracks`.

    `who` has done it on a record by `whose`; `who_id` and `whose_id` are their ids. `roles` make music for `whose`.
    Roles for others on the same release are not among them, nor are the tracks of others.
    `tracks` are titles, none if it is the whole release (`is_whole`), or if it is not known which tracks.
    """

    relation: str
    who: str
    whose: str
    release_id: int | None
    title: str | None
    roles: tuple[str, ...]
    tracks: tuple[str, ...]
    is_whole: bool
    who_id: int
    whose_id: int


class _Relation(NamedTuple):
    relation_type: str
    artist_id_from: int
    artist_id_to: int
    releases: list[int]


class _Roles(NamedTuple):
    release_id: int
    artist_id_from: int
    artist_id_to: int
    roles: list[str]
    tracks: list[int] | None


class _Release(NamedTuple):
    release_id: int
    title: str | None
    year: int | None


class _Track(NamedTuple):
    release_id: int
    track_no: int
    title: str


def read_evidence(
    snapshot: Snapshot, pairs: Collection[frozenset[int]], names: Mapping[int, str]
) -> dict[frozenset[int], tuple[Evidence, ...]]:
    """The evidence of each of some pairs of artists, the oldest record first; members and aliases after records."""
    ids = sorted(set().union(*pairs)) if pairs else []
    relations: list[tuple[str, int, int, Sequence[int | None]]] = [
        (row.relation_type, row.artist_id_from, row.artist_id_to, sorted(row.releases) or [None])
        for row in (snapshot.storage.read(_Relation, _RELATIONS, [ids, ids]) if ids else [])
        if frozenset((row.artist_id_from, row.artist_id_to)) in pairs
    ]
    release_ids = sorted({id for *_, releases in relations for id in releases if id is not None})
    named = {
        (row.release_id, row.artist_id_from, row.artist_id_to): (row.roles, row.tracks)
        for row in (snapshot.storage.read(_Roles, _ROLES, [ids, ids]) if ids else [])
    }
    known = _releases(snapshot, release_ids)
    titles = _titles(snapshot, {release_id for (release_id, *_), (_, tracks) in named.items() if tracks})
    found: defaultdict[frozenset[int], list[Evidence]] = defaultdict(list)
    for relation, who, whose, releases in relations:
        for release_id in releases:
            roles, tracks = (
                named[release_id, who, whose]
                if relation == "release_role" and release_id is not None
                else _WHOLE_RELEASE
            )
            found[frozenset((who, whose))].append(
                Evidence(
                    relation=relation,
                    who=names[who],
                    whose=names[whose],
                    release_id=release_id,
                    title=known[release_id].title if release_id in known else None,
                    roles=tuple(roles),
                    tracks=_printed(titles, release_id, tracks or ()),
                    is_whole=tracks is None,
                    who_id=who,
                    whose_id=whose,
                )
            )

    def age(one: Evidence) -> tuple[str, int, int, int]:
        release = known.get(one.release_id)
        year = release.year if release else None
        kind = {"release_role": "0", "co_appearance": "1"}.get(one.relation, "2" + one.relation)
        return kind, year or _UNKNOWN_YEAR, one.release_id or 0, one.who_id

    return {pair: tuple(sorted(evidence, key=age)) for pair, evidence in found.items()}


def _releases(snapshot: Snapshot, ids: Sequence[int]) -> dict[int | None, _Release]:
    rows = snapshot.storage.read(_Release, _RELEASES, [ids]) if ids else []
    return {row.release_id: row for row in rows}


def _titles(snapshot: Snapshot, release_ids: Iterable[int]) -> dict[tuple[int | None, int], str]:
    ids = sorted(release_ids)
    rows = snapshot.storage.read(_Track, _TRACKS, [ids]) if ids else []
    return {(row.release_id, row.track_no): row.title for row in rows}


def _printed(
    titles: Mapping[tuple[int | None, int], str], release_id: int | None, tracks: Iterable[int]
) -> tuple[str, ...]:
    """The titles of tracks, sorted, each once."""
    found = (titles.get((release_id, track_no)) for track_no in tracks)
    return tuple(sorted({title for title in found if title is not None}))
