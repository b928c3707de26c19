"""Why artists are neighbours: together on which record or track, in which roles; as members; by other names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeVar

from linernotes.insights.contributors.indexed_rows import index_rows
from linernotes.insights.network.record_parts import read_record_parts
from linernotes.insights.snapshot import Snapshot

#: co_player: both perform on one track, as far as the sleeve says. release_role: credited with music on the other's
#: record. co_appearance: both are main artists of one record. The others are family, and say nothing of playing.
Relation = Literal["co_player", "release_role", "co_appearance", "group_member", "artist_alias"]
Model = TypeVar("Model")
#: An ordered pair of artist ids.
Pair = tuple[int, int]

# Kept in memory by pair: on a large shelf each SELECT for the few pairs of a path takes two or three milliseconds.
_RELATIONS = """
select artist_id_from, artist_id_to, relation_type, releases
from artist_relations
order by artist_id_from, artist_id_to, relation_type
"""
_ROLES = """
select artist_id_from, artist_id_to, release_id, roles, tracks
from release_role_evidence
order by artist_id_from, artist_id_to, release_id
"""
_TOGETHER = """
select artist_id_from, artist_id_to, release_id, tracks
from co_player_releases
order by artist_id_from, artist_id_to, release_id
"""
_MEMBERSHIPS = """
select artist_id_from, artist_id_to, is_active
from (
    select member_id as artist_id_from, artist_id as artist_id_to, is_active from artist_members
    union all
    select artist_id, group_id, is_active from artist_groups
)
where """
_PAIR = "(artist_id_from = ? and artist_id_to = ?)"
_GROUPS = "select artist_id from artist where is_group and artist_id in (select unnest(cast(? as bigint[])))"
_UNKNOWN_YEAR = 1 << 31
_ORDER: dict[Relation, int] = {
    "co_player": 0,
    "release_role": 1,
    "co_appearance": 2,
    "artist_alias": 3,
    "group_member": 4,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two artists are neighbours, on `release_id` (None for members and aliases).

    * `release_role`: `who` has made music on a record by `whose`, by `roles`. Roles for others on the same release are
      not among them, nor are the tracks of others.
    * `co_player`: both perform there, `who` by `roles` and `whose` by `whose_roles`. Where the sleeve names `tracks`,
      these are their roles on the tracks; `record_roles` and `whose_record_roles` stand on the whole record.
    * `group_member`: `who` is a member of `whose`; `is_active` is False for a former one.
    * `artist_alias`: two names of one person; `is_group` where they are a group's.

    `tracks` are titles in the order of the record. There are none if it is the whole release (`is_whole`), or if it is
    not known which tracks. Of co-players `is_whole` says that the sleeve has both on the record and names no track.
    `is_every_track`: it names both on each of its tracks. Their roles are then those on the record.
    """

    relation: Relation
    who: str
    whose: str
    release_id: int | None
    title: str | None
    roles: tuple[str, ...]
    tracks: tuple[str, ...]
    is_whole: bool
    who_id: int
    whose_id: int
    whose_roles: tuple[str, ...] = ()
    record_roles: tuple[str, ...] = ()
    whose_record_roles: tuple[str, ...] = ()
    is_every_track: bool = False
    is_active: bool | None = None
    is_group: bool = False

    @property
    def is_family(self) -> bool:
        """Whether it says nothing of music: a membership, or two names of one person."""
        return self.relation in ("group_member", "artist_alias")


class _Relation(NamedTuple):
    artist_id_from: int
    artist_id_to: int
    relation_type: Relation
    releases: list[int]


class _Roles(NamedTuple):
    artist_id_from: int
    artist_id_to: int
    release_id: int
    roles: list[str]
    tracks: list[int] | None


class _Together(NamedTuple):
    artist_id_from: int
    artist_id_to: int
    release_id: int
    tracks: list[int] | None


class _Membership(NamedTuple):
    artist_id_from: int
    artist_id_to: int
    is_active: bool | None


def read_evidence(
    snapshot: Snapshot, pairs: Collection[Pair], names: Mapping[int, str]
) -> dict[Pair, tuple[Evidence, ...]]:
    """The evidence of each of some pairs of artists, the oldest record first; members and aliases after records.

    Of two who perform together on a record there is one line for it, in the order of the pair.
    """
    if not pairs:
        return {}
    lines = _Lines(snapshot, pairs, names)
    return {pair: found for pair in pairs if (found := lines.of(pair))}


class _Lines:
    """The evidence of some pairs of artists, made from rows that were read once for all of them."""

    def __init__(self, snapshot: Snapshot, pairs: Collection[Pair], names: Mapping[int, str]) -> None:
        self._names = names
        both = sorted({way for one, other in pairs for way in ((one, other), (other, one))})
        self._relations = _of_pairs(snapshot, _Relation, _RELATIONS, both)
        together = _of_pairs(snapshot, _Together, _TOGETHER, both)
        self._together = {
            (row.release_id, row.artist_id_from, row.artist_id_to): row.tracks for row in together
        }
        roles = _of_pairs(snapshot, _Roles, _ROLES, both)
        self._roles = {(row.release_id, row.artist_id_from, row.artist_id_to): row for row in roles}
        kinds = {row.relation_type for row in self._relations}
        self._is_active = _activity(_memberships(snapshot, both)) if "group_member" in kinds else {}
        ids = sorted({id for pair in pairs for id in pair})
        is_alias = "artist_alias" in kinds
        self._groups = set(snapshot.storage.values(int, _GROUPS, [ids])) if is_alias else set()
        self._parts = read_record_parts(
            snapshot,
            releases={id for row in self._relations for id in row.releases},
            with_tracks={row.release_id for row in together if row.tracks}
            | {row.release_id for row in roles if row.tracks},
            players={
                (row.release_id, id) for row in together for id in (row.artist_id_from, row.artist_id_to)
            },
        )

    def of(self, pair: Pair) -> tuple[Evidence, ...]:
        """The evidence of one pair, sorted."""
        rows = [row for row in self._relations if {row.artist_id_from, row.artist_id_to} == set(pair)]
        found = [one for row in rows for one in self._of_relation(row, pair)]
        return tuple(sorted(found, key=self._age))

    def _of_relation(self, row: _Relation, pair: Pair) -> Iterator[Evidence]:
        key = row.artist_id_from, row.artist_id_to
        if row.relation_type == "group_member":
            yield replace(self._line(row.relation_type, key), is_active=self._is_active.get(key))
        elif row.relation_type == "artist_alias":
            yield replace(self._line(row.relation_type, pair), is_group=not self._groups.isdisjoint(pair))
        elif row.relation_type == "co_player":
            for release_id in row.releases:
                yield self._of_players(pair, release_id, self._together[release_id, *key])
        else:
            # On a record on which they perform together, the line that names the roles of both says all of it.
            together = min(pair), max(pair)
            for release_id in row.releases:
                if (release_id, *together) not in self._together:
                    yield self._of_record(
                        row, key if row.relation_type == "release_role" else pair, release_id
                    )

    def _of_players(self, pair: Pair, release_id: int, tracks: list[int] | None) -> Evidence:
        parts = self._parts
        is_every_track = tracks is not None and parts.is_every_track(release_id, tracks)
        named = None if is_every_track else tracks
        roles, whose_roles = (parts.roles(release_id, id, named) for id in pair)
        of_record, whose_of_record = (
            parts.record_roles(release_id, id) if named is not None else () for id in pair
        )
        return replace(
            self._line("co_player", pair, release_id),
            roles=roles,
            whose_roles=whose_roles,
            record_roles=of_record,
            whose_record_roles=whose_of_record,
            tracks=parts.titles(release_id, tracks or ()),
            is_whole=tracks is None,
            is_every_track=is_every_track,
        )

    def _of_record(self, row: _Relation, pair: Pair, release_id: int) -> Evidence:
        if row.relation_type == "co_appearance":
            return self._line("co_appearance", pair, release_id)
        did = self._roles[release_id, *pair]
        return replace(
            self._line("release_role", pair, release_id),
            roles=tuple(did.roles),
            tracks=self._parts.titles(release_id, did.tracks or ()),
            is_whole=did.tracks is None,
        )

    def _line(self, relation: Relation, pair: Pair, release_id: int | None = None) -> Evidence:
        """A line without what its kind alone has."""
        who, whose = pair
        return Evidence(
            relation=relation,
            who=self._names[who],
            whose=self._names[whose],
            release_id=release_id,
            title=self._parts.title(release_id) if release_id is not None else None,
            roles=(),
            tracks=(),
            is_whole=True,
            who_id=who,
            whose_id=whose,
        )

    def _age(self, one: Evidence) -> tuple[int, int, int, int]:
        year = self._parts.year(one.release_id) if one.release_id is not None else None
        return _ORDER[one.relation], year or _UNKNOWN_YEAR, one.release_id or 0, one.who_id


def _of_pairs(snapshot: Snapshot, model: type[Model], select: str, pairs: Collection[Pair]) -> list[Model]:
    rows = snapshot.cached(index_rows, model, 2, select)
    return [row for pair in pairs for row in rows.of(*pair)]


def _memberships(snapshot: Snapshot, pairs: Collection[Pair]) -> list[_Membership]:
    asked = [id for pair in pairs for id in pair]
    return snapshot.storage.read(_Membership, _MEMBERSHIPS + " or ".join([_PAIR] * len(pairs)), asked)


def _activity(memberships: Iterable[_Membership]) -> dict[Pair, bool | None]:
    """(member, group) -> whether the member is an active one; None where Discogs does not say."""
    found: dict[Pair, bool | None] = {}
    for row in memberships:
        key = row.artist_id_from, row.artist_id_to
        # The documents of both may say it: where one of them says "former", the other is older.
        found[key] = False if found.get(key) is False else row.is_active
    return found
