"""What a record would connect: communities of the shelf between which there is no edge yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from linernotes.insights.contributors.communities import read_communities
from linernotes.insights.snapshot import Snapshot

_COMMUNITIES = "select artist_id, community_id from artist_vertex where list_contains(?, artist_id)"
#: Pairs of the finest communities with an edge between them; "me" has none.
_LINKED = """
select distinct f.community_id as one_id, t.community_id as other_id
from artist_edge as e
inner join artist_vertex as f on f.artist_id = e.artist_id_from
inner join artist_vertex as t on t.artist_id = e.artist_id_to
where e.artist_id_from <> 0 and f.community_id <> t.community_id
"""


@dataclass(frozen=True, slots=True)
class Connection:
    """Two communities of the shelf by their names, the lower id first."""

    one_id: int
    one: str
    other_id: int
    other: str


@dataclass(frozen=True, slots=True)
class _Member:
    artist_id: int
    community_id: int | None


@dataclass(frozen=True, slots=True)
class _Link:
    one_id: int | None
    other_id: int | None


def read_connections(snapshot: Snapshot, artist_ids: Iterable[int]) -> tuple[Connection, ...]:
    """The communities of the top level that these people would connect, and that nothing on the shelf connects."""
    communities = snapshot.cached(read_communities)
    members = snapshot.storage.read(_Member, _COMMUNITIES, [sorted(set(artist_ids))])
    found = {top.community_id: top for one in members if (top := communities.top(one.community_id))}
    linked = snapshot.cached(_read_linked)
    return tuple(
        Connection(one, found[one].label, other, found[other].label)
        for one, other in combinations(sorted(found), 2)
        if (one, other) not in linked
    )


def _read_linked(snapshot: Snapshot) -> frozenset[tuple[int, int]]:
    """Pairs of communities of the top level with an edge between them, the lower id first."""
    communities = snapshot.cached(read_communities)
    pairs = (
        (communities.top(link.one_id), communities.top(link.other_id))
        for link in snapshot.storage.read(_Link, _LINKED)
    )
    return frozenset(
        (min(one.community_id, other.community_id), max(one.community_id, other.community_id))
        for one, other in pairs
        if one and other and one is not other
    )
