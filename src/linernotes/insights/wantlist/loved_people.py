"""The people that the user loves: those they follow, and those who play on albums that they rated high."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql

#: Stars from which on an album is rated high, and so many such albums make somebody loved.
HIGH_RATING, ALBUMS = 4, 2

_FOLLOWED = """
select distinct a.identity_id, coalesce(i.display_name, 'Artist ' || i.artist_id) as name
from artist as a
inner join artist as i on i.artist_id = a.identity_id
where list_contains(cast(? as bigint[]), a.artist_id)
order by a.identity_id
"""


@dataclass(frozen=True, slots=True)
class RatedAlbum:
    """An album that is rated high: the owned pressing that stands for it."""

    release_id: int
    title: str


@dataclass(frozen=True, slots=True)
class LovedPerson:
    """Somebody who is loved: `is_followed`, or playing on `albums` that are rated high, or both.

    `albums` is empty where there are fewer than ALBUMS. Of several names of a person this is the identity's.
    """

    identity_id: int
    name: str
    is_followed: bool
    albums: tuple[RatedAlbum, ...]


class _AlbumRow(NamedTuple):
    identity_id: int
    name: str
    release_id: int
    title: str | None


class _FollowedRow(NamedTuple):
    identity_id: int
    name: str


def read_loved_people(snapshot: Snapshot, follows: tuple[int, ...]) -> dict[int, LovedPerson]:
    """Everybody who is loved, by identity. `follows` are the artists that the user follows.

    Somebody plays on an album if they perform on a track of it, or lead one. What is rated is the album: the best
    rating of any copy counts.
    """
    followed = {
        row.identity_id: row.name for row in snapshot.storage.read(_FollowedRow, _FOLLOWED, [list(follows)])
    }
    found = {id: LovedPerson(id, name, is_followed=True, albums=()) for id, name in followed.items()}
    for id, rows in groupby(snapshot.cached(_read_albums), key=attrgetter("identity_id")):
        several = list(rows)
        albums = tuple(RatedAlbum(row.release_id, row.title or "Untitled") for row in several)
        found[id] = LovedPerson(id, several[0].name, is_followed=id in followed, albums=albums)
    return found


def _read_albums(snapshot: Snapshot) -> list[_AlbumRow]:
    sql = load_sql("linernotes.insights.wantlist", "loved_people")
    return snapshot.storage.read(_AlbumRow, sql, [HIGH_RATING, ALBUMS])
