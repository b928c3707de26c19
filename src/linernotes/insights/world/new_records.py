"""New since last month: records of those you follow, and with most of your musicians, that no dump had before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.world.loved_records import KEPT, NAMING, PERFORMING
from linernotes.insights.world.narrowing import Narrowing
from linernotes.insights.world.people import (
    WorldPerson,
    mine_first,
    musicians,
    read_my_people,
    read_people_on,
    weight_of,
)
from linernotes.insights.world.pressings import WorldRelease, read_world_releases
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.duckdb.database import load_sql


@dataclass(frozen=True, slots=True)
class _Scored:
    release_id: int
    credited: int
    score: float


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A release that the month before had not. It may be another pressing of an album that you own.

    `followed` are artists on it that you follow, in any role. `people` are your musicians on it, those on most albums
    first. `credited` and `score` are as of `LovedRecord`.
    """

    release: WorldRelease
    followed: tuple[WorldPerson, ...]
    people: tuple[WorldPerson, ...]
    credited: int
    score: float


@dataclass(frozen=True, slots=True)
class NewRecords:
    """New releases of the month `month` (YYYYMMDD): those of people you follow first, then by score.

    `all_new` counts all new releases of Discogs; 0 where the catalogue had no month before.
    """

    month: str
    build_id: str
    all_new: int
    records: tuple[NewRecord, ...]

    def narrowed(self, asked: Narrowing) -> NewRecords:
        """Those that fit."""
        kept = tuple(one for one in self.records if asked.fits(one.release, (*one.followed, *one.people)))
        return replace(self, records=kept)


def read_new_records(snapshot: Snapshot, catalogue: CatalogueReader, followed: Collection[int]) -> NewRecords:
    """Read them: one pass over the new releases, which takes a second or more. `followed` are ids of artists."""
    month, all_new = catalogue.month.name, catalogue.rows("new_releases")
    nothing = NewRecords(month, snapshot.build_id, all_new, ())
    mine = snapshot.cached(read_my_people)
    loved, names = musicians(mine)
    follows = frozenset(followed)
    asked = sorted({*names, *follows})
    if not asked or not all_new:
        return nothing
    tables = {table: catalogue.table_of(table) for table in ("new_releases", *NAMING)}
    sql = load_sql("linernotes.insights.world", "new_records").format(kept=KEPT, **tables)
    values = [
        asked,
        [names.get(id, id) for id in asked],
        [weight_of(loved[names[id]]) if id in names else 0.0 for id in asked],
        [id in follows for id in asked],
        snapshot.storage.values(str, PERFORMING),
    ]
    scored = catalogue.read(_Scored, sql, values)
    ids = [one.release_id for one in scored]
    releases = {one.release_id: one for one in read_world_releases(snapshot, catalogue, ids)}
    people = read_people_on(snapshot, catalogue, ids)
    records = tuple(
        NewRecord(
            releases[one.release_id],
            tuple(who for who in people[one.release_id] if who.artist_id in follows),
            mine_first(people[one.release_id]),
            one.credited,
            round(one.score, 6),
        )
        for one in scored
    )
    return replace(nothing, records=records)
