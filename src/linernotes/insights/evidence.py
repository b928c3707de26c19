"""Why artists are neighbours: on which record, in which role, on which track."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from linernotes.storage.database import DBStorage

# Small queries one after the other, each a semi-join with a list: as one with joins they take three times as long on a
# large shelf, and with array_contains a list is looked through for every row.
_RELATIONS = """
select relation_type, artist_id_from, artist_id_to, releases
from artist_relations
where artist_id_from in (select unnest(cast(? as bigint[]))) and artist_id_to in (select unnest(cast(? as bigint[])))
"""
_ROLES = """
select artist_id, release_id, relation, roles, tracks
from artist_release_roles
where release_id in (select unnest(cast(? as bigint[]))) and artist_id in (select unnest(cast(? as bigint[])))
"""
_RELEASES = (
    "select release_id, title, year from release where release_id in (select unnest(cast(? as bigint[])))"
)
_TRACKS = """
select release_id, track_no, title
from release_tracks
where release_id in (select unnest(cast(? as bigint[]))) and title is not null
"""

#: Which of an artist's relations to a release bears out each relation between artists.
_BORNE_OUT_BY = {"release_role": "credit", "co_appearance": "main"}
_UNKNOWN_YEAR = 1 << 31


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two artists are neighbours: on `release_id` (None for members and aliases), by `roles`, on `tracks`.

    `who` has done it on whose record, `who_id` and `whose_id` are their ids. `tracks` are titles; empty for the whole
    release.
    """

    relation: str
    who: str
    whose: str
    release_id: int | None
    title: str | None
    roles: tuple[str, ...]
    tracks: tuple[str, ...]
    who_id: int
    whose_id: int


def read_evidence(
    storage: DBStorage, pairs: Collection[frozenset[int]], names: Mapping[int, str]
) -> dict[frozenset[int], tuple[Evidence, ...]]:
    """The evidence of each of some pairs of artists, the oldest record first; members and aliases after records."""
    ids = sorted(set().union(*pairs)) if pairs else []
    relations = [
        (relation, who, whose, sorted(releases) or [None])
        for relation, who, whose, releases in (storage.rows(_RELATIONS, [ids, ids]) if ids else [])
        if frozenset((who, whose)) in pairs
    ]
    release_ids = sorted({id for *_, releases in relations for id in releases if id is not None})
    done = _done(storage, release_ids, ids)
    known = _rows_by_id(storage, _RELEASES, release_ids)
    titles = _titles(storage, [id for (_, id, _), (_, tracks) in done.items() if tracks])
    found: defaultdict[frozenset[int], list[Evidence]] = defaultdict(list)
    for relation, who, whose, releases in relations:
        for release_id in releases:
            roles, tracks = done.get((who, release_id, _BORNE_OUT_BY.get(relation)), ((), ()))
            found[frozenset((who, whose))].append(
                Evidence(
                    relation=relation,
                    who=names[who],
                    whose=names[whose],
                    release_id=release_id,
                    title=known[release_id][0] if release_id in known else None,
                    roles=roles,
                    tracks=_printed(titles, release_id, tracks),
                    who_id=who,
                    whose_id=whose,
                )
            )

    def age(one: Evidence) -> tuple[str, int, int, int]:
        _, year = known.get(one.release_id, (None, None))
        kind = {"release_role": "0", "co_appearance": "1"}.get(one.relation, "2" + one.relation)
        return kind, year or _UNKNOWN_YEAR, one.release_id or 0, one.who_id

    return {pair: tuple(sorted(evidence, key=age)) for pair, evidence in found.items()}


def _done(
    storage: DBStorage, release_ids: Sequence[int], ids: Sequence[int]
) -> dict[tuple[int, int | None, str | None], tuple[tuple[str, ...], tuple[int, ...]]]:
    """(artist, release, relation) -> roles and track numbers."""
    rows = storage.rows(_ROLES, [release_ids, ids]) if release_ids else []
    return {
        (artist_id, release_id, relation): (tuple(roles or ()), tuple(tracks or ()))
        for artist_id, release_id, relation, roles, tracks in rows
    }


def _rows_by_id(
    storage: DBStorage, query: str, ids: Sequence[int]
) -> dict[int | None, tuple[str | None, int | None]]:
    rows = storage.rows(query, [ids]) if ids else []
    return {id: (title, year) for id, title, year in rows}


def _titles(storage: DBStorage, release_ids: Iterable[int | None]) -> dict[tuple[int | None, int], str]:
    ids = sorted({id for id in release_ids if id is not None})
    rows = storage.rows(_TRACKS, [ids]) if ids else []
    return {(release_id, track_no): title for release_id, track_no, title in rows}


def _printed(
    titles: Mapping[tuple[int | None, int], str], release_id: int | None, tracks: Iterable[int]
) -> tuple[str, ...]:
    """The titles of tracks, sorted, each once."""
    found = (titles.get((release_id, track_no)) for track_no in tracks)
    return tuple(sorted({title for title in found if title is not None}))
