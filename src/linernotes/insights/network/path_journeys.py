"""A journey from one end to another: the path between them, and what the people at its ends do on the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from linernotes.insights.network.path_endpoints import End
from linernotes.insights.network.paths import Path, find_path, read_makers
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import read_names
from linernotes.insights.text.part_words import MAIN_ARTIST, TRACK_ARTIST

_ROLES = """
select artist_id, release_id, relation, roles
from artist_release_roles
where release_id in (select unnest(cast(? as bigint[])))
order by relation desc
"""


@dataclass(frozen=True, slots=True)
class SharedMaker:
    """Somebody who makes music on both records, and what on each."""

    artist_id: int
    name: str
    roles_from: tuple[str, ...]
    roles_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Journey:
    """From one end to the other. `path` is None where nothing connects them.

    `roles_from` and `roles_to` are set if the journey begins or ends with a record. They are the roles of the first
    and the last artist of the path on it; an artist that it is by has the role "main artist".
    `shared` are those who make music on both records, if both ends are records. The path has no steps then.
    """

    start: End
    end: End
    path: Path | None
    roles_from: tuple[str, ...] = ()
    roles_to: tuple[str, ...] = ()
    shared: tuple[SharedMaker, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether it ends where it begins."""
        return (self.start.kind, self.start.id) == (self.end.kind, self.end.id)


def travel(snapshot: Snapshot, start: End, end: End) -> Journey:
    """Find the way."""
    starts, ends = _people(snapshot, start), _people(snapshot, end)
    path = find_path(snapshot, starts, ends)
    if path is None:
        return Journey(start, end, None)
    both = sorted(starts & ends) if start.kind == end.kind == "release" and start.id != end.id else []
    names = read_names(snapshot, both) if both else {}
    roles = _roles(snapshot, [one.id for one in (start, end) if one.kind == "release"])

    def on(end: End, artist_id: int) -> tuple[str, ...]:
        """What somebody does on a record; nothing if the end is no record."""
        return roles.get((artist_id, end.id), (TRACK_ARTIST,)) if end.kind == "release" else ()

    return Journey(
        start,
        end,
        path,
        on(start, path.ids[0]),
        on(end, path.ids[-1]),
        tuple(SharedMaker(id, name, on(start, id), on(end, id)) for id, name in sorted(names.items())),
    )


def _people(snapshot: Snapshot, end: End) -> set[int]:
    return {end.id} if end.kind == "artist" else read_makers(snapshot, end.id)


class _RolesRow(NamedTuple):
    artist_id: int
    release_id: int
    relation: str
    roles: list[str] | None


def _roles(snapshot: Snapshot, release_ids: list[int]) -> dict[tuple[int, int], tuple[str, ...]]:
    """(artist, release) -> what they do on it: "main artist" first, then their roles. Nobody without any."""
    found: dict[tuple[int, int], dict[str, None]] = {}
    for row in snapshot.storage.read(_RolesRow, _ROLES, [release_ids]) if release_ids else []:
        mine = found.setdefault((row.artist_id, row.release_id), {})
        mine |= {MAIN_ARTIST: None} if row.relation == "main" else {}
        mine |= dict.fromkeys(row.roles or ())
    return {key: tuple(roles) for key, roles in found.items() if roles}
