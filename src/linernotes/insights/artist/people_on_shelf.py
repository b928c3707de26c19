"""Everybody on a shelf with the records that they are on, for a copy of the shelf to share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql


@dataclass(slots=True)
class PersonOnShelf:
    """Somebody on the shelf. `own` are the records whose main artist they are; `others` those that credit them
    otherwise, each with the roles. Members, groups and aliases are those who are on the shelf, too.
    """

    artist_id: int
    name: str
    own: list[int] = field(default_factory=list)
    others: dict[int, tuple[str, ...]] = field(default_factory=dict)
    members: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    aliases: list[int] = field(default_factory=list)

    @property
    def records(self) -> int:
        """On how many records they are."""
        return len(set(self.own) | set(self.others))


def read_people_on_shelf(snapshot: Snapshot) -> dict[int, PersonOnShelf]:
    """Everybody, by id."""
    people: dict[int, PersonOnShelf] = {}
    roles: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for artist_id, name, release_id, relation, played in snapshot.storage.rows(
        load_sql("linernotes.insights.artist", "site_people")
    ):
        person = people.setdefault(artist_id, PersonOnShelf(artist_id, name or f"Artist {artist_id}"))
        if relation == "main":
            person.own.append(release_id)
        roles[artist_id, release_id] += played or ()
    for (artist_id, release_id), played in roles.items():
        if release_id not in people[artist_id].own:
            people[artist_id].others[release_id] = tuple(dict.fromkeys(played))
    _relate(snapshot, people)
    return people


def _relate(snapshot: Snapshot, people: dict[int, PersonOnShelf]) -> None:
    for one, other, kind in snapshot.storage.rows(load_sql("linernotes.insights.artist", "site_relations")):
        if one not in people or other not in people:
            continue
        if kind == "group_member":
            people[one].groups.append(other)
            people[other].members.append(one)
        else:
            people[one].aliases.append(other)
            people[other].aliases.append(one)
