"""Families: members, groups and aliases of every artist, in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from linernotes.insights.collection.copies import sort_key
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql

_ACTIVITY = {1: True, 0: False, -1: None}


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the family tree.

    `kind` is member, group or alias; one step further, by way of `via`, it is other group or fellow member.
    `is_active` is None for aliases, and where Discogs does not say.
    `items` are copies as main artist, `credits` copies that credit them anywhere.
    """

    kind: str
    artist_id: int
    name: str
    is_active: bool | None
    items: int
    via: str | None = None
    via_id: int | None = None
    credits: int = 0


class Families:
    """Members, groups and aliases of each artist. Any number of threads may read it.

    Memberships have an activity: 1 for active, 0 for former, -1 where it is not known.
    """

    def __init__(
        self,
        memberships: Iterable[tuple[int, int, int]],
        aliases: Iterable[tuple[int, int]],
        people: Iterable[tuple[int, str, int, int]],
    ) -> None:
        self._people = {id: (name or "Unknown", items, credits) for id, name, items, credits in people}
        self._members: defaultdict[int, dict[int, int]] = defaultdict(dict)
        self._groups: defaultdict[int, dict[int, int]] = defaultdict(dict)
        self._aliases: defaultdict[int, set[int]] = defaultdict(set)
        for group, member, activity in memberships:
            # Two documents may say the same; the one that knows more counts.
            known = max(activity, self._members[group].get(member, -1))
            self._members[group][member] = self._groups[member][group] = known
        for one, other in aliases:
            self._aliases[one].add(other)
            self._aliases[other].add(one)

    def of(self, artist_id: int) -> tuple[Relative, ...]:
        """Members, groups, aliases by name; then the members' other groups and the groups' other members, by whose."""
        members, groups = self._members.get(artist_id, {}), self._groups.get(artist_id, {})
        aliases = dict.fromkeys(self._aliases.get(artist_id, ()), -1)
        return (
            *self._sorted("member", members),
            *self._sorted("group", groups),
            *self._sorted("alias", aliases),
            *self._further("other group", members, self._groups, artist_id),
            *self._further("fellow member", groups, self._members, artist_id),
        )

    def _further(
        self, kind: str, near: Iterable[int], beyond: dict[int, dict[int, int]], artist_id: int
    ) -> Iterator[Relative]:
        for via in self._sorted(kind, dict.fromkeys(near, -1)):
            others = {id: activity for id, activity in beyond[via.artist_id].items() if id != artist_id}
            yield from self._sorted(kind, others, via)

    def _sorted(self, kind: str, ids: dict[int, int], via: Relative | None = None) -> list[Relative]:
        found = [
            Relative(
                kind,
                id,
                self._people[id][0],
                _ACTIVITY[activity],
                self._people[id][1],
                via.name if via else None,
                via.artist_id if via else None,
                self._people[id][2],
            )
            for id, activity in ids.items()
            if id in self._people
        ]
        return sorted(found, key=lambda one: (sort_key(one.name), one.artist_id))


def read_families(snapshot: Snapshot) -> Families:
    """Read them all from a build. Takes some 0.2 s where 100,000 artists are known."""
    memberships, people = (
        snapshot.storage.rows(load_sql("linernotes.insights.artist", name))
        for name in ("family_memberships", "family_people")
    )
    aliases = snapshot.storage.rows("select artist_id, alias_id from artist_aliases")
    return Families(memberships, aliases, people)
