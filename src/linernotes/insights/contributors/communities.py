"""The communities of a shelf, level by level, and who is in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


@dataclass(frozen=True, slots=True)
class Community:
    """A community of artists. `label` begins with the artist who gives its place on the map a name, if it has
    one. Then come its most central collected artists, or members if none is collected.

    `qty_items` counts copies on the shelf of which a member is a main artist. `parts` are its communities on the next
    level down. A community of one artist says nothing and is left out, of `parts` too.
    `share` is its share of the map's land, 0 to 1; None if it is no place there.
    """

    community_id: int
    parent_id: int | None
    level: int
    label: str
    qty_artists: int
    qty_collected: int
    qty_items: int
    share: float | None = None
    parts: tuple[Community, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """An artist in a community.

    `centrality` is the sum of the weights of the edges to other members; it is no number of albums.
    `items` are copies as main artist, `credits` copies that credit them anywhere.
    """

    artist_id: int
    name: str
    in_collection: bool
    centrality: float
    items: int
    credits: int


class Communities:
    """All communities of a build that have two artists or more, in memory. `tops` are those of the top level; whose
    music fills most of the shelf comes first."""

    def __init__(self, tops: tuple[Community, ...]) -> None:
        self.tops = tops
        self._by_id = {one.community_id: one for one in self.all()}

    def all(self) -> Iterator[Community]:
        """Each community, before its parts."""
        waiting = list(reversed(self.tops))
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.parts)

    def __getitem__(self, community_id: int) -> Community:
        return self._by_id[community_id]

    def get(self, community_id: int | None) -> Community | None:
        """A community; None if there is none, or only one artist in it."""
        return self._by_id.get(community_id) if community_id is not None else None

    def above(self, community: Community) -> tuple[Community, ...]:
        """The communities that it is a part of, the largest first."""
        found: list[Community] = []
        while (parent := self.get(community.parent_id)) is not None:
            found.append(parent)
            community = parent
        return tuple(reversed(found))

    def top(self, community_id: int | None) -> Community | None:
        """The community of the top level that one is a part of, or is itself."""
        one = self.get(community_id)
        return (*self.above(one), one)[0] if one is not None else None


class _CommunityRow(NamedTuple):
    community_id: int
    parent_id: int | None
    level: int
    label: str | None
    qty_artists: int
    qty_collected: int
    qty_items: int
    share: float | None


def read_communities(snapshot: Snapshot) -> Communities:
    """Read all of them."""
    parts: defaultdict[int | None, list[Community]] = defaultdict(list)
    # The finest first, so that its parts are there when a community is made.
    for row in snapshot.storage.read(
        _CommunityRow, load_sql("linernotes.insights.contributors", "communities")
    ):
        community = Community(
            row.community_id,
            row.parent_id,
            row.level,
            row.label or f"Community {row.community_id}",
            row.qty_artists,
            row.qty_collected,
            row.qty_items,
            row.share,
            tuple(parts.pop(row.community_id, ())),
        )
        parts[row.parent_id].append(community)
    return Communities(tuple(parts.pop(None, ())))


def read_members(snapshot: Snapshot, community_id: int) -> tuple[Member, ...]:
    """Who is in a community: the most central first, ties by who is on most records."""
    query = load_sql("linernotes.insights.contributors", "community_members")
    return tuple(snapshot.storage.read(Member, query, [community_id]))
