"""The people you love, everywhere: records of all of Discogs with most of your musicians that you do not own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from linernotes.insights.snapshot import Snapshot
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
from linernotes.insights.world.standing import read_shelf_standing
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.duckdb.database import load_sql

#: Albums with the greatest weight that are looked at, and records that are kept of them.
_CANDIDATES, KEPT = 20_000, 500
#: The tables that name who is on a release.
NAMING = ("release_artists", "release_credits", "release_track_artists")
PERFORMING = "select role from role where performs order by role"


@dataclass(frozen=True, slots=True)
class _Scored:
    album_id: int
    release_id: int
    weight: float
    people: int
    credited: int
    score: float


@dataclass(frozen=True, slots=True)
class LovedRecord:
    """An album that is not owned in any pressing. `release` is the pressing with most of your musicians.

    `people` are those of your musicians who are on it, those on most albums first. `credited` is how many
    artists the pressing credits. `score` is the sum of log2(1 + albums) of its people, by the root of `credited`.
    """

    album_id: int
    release: WorldRelease
    credited: int
    score: float
    people: tuple[WorldPerson, ...]


@dataclass(frozen=True, slots=True)
class LovedRecords:
    """The records that fit best, of the month `month` (YYYYMMDD). `musicians` is how many people speak for them."""

    month: str
    build_id: str
    musicians: int
    records: tuple[LovedRecord, ...]

    def narrowed(self, asked: Narrowing) -> LovedRecords:
        """Those that fit."""
        kept = tuple(one for one in self.records if asked.fits(one.release, one.people))
        return replace(self, records=kept)


def read_loved_records(snapshot: Snapshot, catalogue: CatalogueReader) -> LovedRecords:
    """Read them: one pass over all appearances, which takes seconds. Main artists and performers count.

    A role performs if the shelf has it and its class does.
    """
    mine = snapshot.cached(read_my_people)
    loved, names = musicians(mine)
    appearances = catalogue.table_for("artist_releases", sorted(names)) if names else None
    if appearances is None:
        return LovedRecords(catalogue.month.name, snapshot.build_id, len(loved), ())
    tables = {table: catalogue.table_of(table) for table in NAMING} | {"artist_releases": appearances}
    sql = load_sql("linernotes.insights.world", "loved_records").format(most=_CANDIDATES, kept=KEPT, **tables)
    performing = snapshot.storage.values(str, PERFORMING)
    owned = sorted(snapshot.cached(read_shelf_standing).albums)
    ids = sorted(names)
    values = [ids, [names[id] for id in ids], [weight_of(loved[names[id]]) for id in ids], performing, owned]
    scored = catalogue.read(_Scored, sql, values)
    return LovedRecords(
        catalogue.month.name, snapshot.build_id, len(loved), _records(snapshot, catalogue, scored)
    )


def _records(
    snapshot: Snapshot, catalogue: CatalogueReader, scored: list[_Scored]
) -> tuple[LovedRecord, ...]:
    ids = [one.release_id for one in scored]
    releases = {one.release_id: one for one in read_world_releases(snapshot, catalogue, ids)}
    people = read_people_on(snapshot, catalogue, ids)
    return tuple(
        LovedRecord(
            one.album_id,
            releases[one.release_id],
            one.credited,
            round(one.score, 6),
            mine_first(people[one.release_id]),
        )
        for one in scored
    )
