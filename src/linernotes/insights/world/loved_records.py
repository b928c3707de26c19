"""The people you love, everywhere: records of all of Discogs with most of your musicians that you do not own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log2

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.world.people import MyPeople, WorldPerson, read_my_people, read_people_on
from linernotes.insights.world.pressings import read_world_releases
from linernotes.insights.world.standing import Standing, read_shelf_standing
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.duckdb.database import load_sql

#: Albums with the greatest weight that are looked at, and records that are kept of them.
_CANDIDATES, KEPT = 20_000, 500
#: Musicians that are asked for: those on most albums of the shelf.
_MOST_PEOPLE = 5_000
_PERFORMING = "select role from role where performs order by role"


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
    """An album that is not owned in any pressing. `release_id` is the pressing with most of your musicians.

    `people` are those of your musicians who are on it, those on most of your albums first. `credited` is how many
    artists the pressing credits. `score` is the sum of log2(1 + albums) of its people, by the root of `credited`.
    """

    album_id: int
    release_id: int
    title: str | None
    artists: str
    year: int | None
    standing: Standing
    credited: int
    score: float
    people: tuple[WorldPerson, ...]

    def has_role(self, role: str) -> bool:
        """Whether one of your musicians has a role on it."""
        return any(role in one.roles for one in self.people)


@dataclass(frozen=True, slots=True)
class LovedRecords:
    """The records that fit best, of the month `month` (YYYYMMDD). `musicians` is how many people speak for them."""

    month: str
    build_id: str
    musicians: int
    records: tuple[LovedRecord, ...]

    def narrowed(self, *, role: str = "", since: int | None = None, until: int | None = None) -> LovedRecords:
        """Those with a role of one of your musicians, and of some years. A record without a year fits no year."""
        kept = tuple(
            one
            for one in self.records
            if (not role or one.has_role(role))
            and (since is None or (one.year is not None and one.year >= since))
            and (until is None or (one.year is not None and one.year <= until))
        )
        return LovedRecords(self.month, self.build_id, self.musicians, kept)

    def roles(self) -> list[tuple[str, int]]:
        """Roles of your musicians with the number of records, the most frequent first."""
        counted = Counter(
            role for one in self.records for role in {r for who in one.people for r in who.roles}
        )
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def read_loved_records(snapshot: Snapshot, catalogue: CatalogueReader) -> LovedRecords:
    """Read them: one pass over all appearances, which takes seconds. Main artists and performers count.

    A role performs if the shelf has it and its class does.
    """
    mine = snapshot.cached(read_my_people)
    loved, names = _names(mine)
    tables = {
        "releases": catalogue.table_for("artist_releases", sorted(names)),
        "artists": _whole(catalogue, "release_artists"),
        "credits": _whole(catalogue, "release_credits"),
        "track_artists": _whole(catalogue, "release_track_artists"),
    }
    if not names or None in tables.values():
        return LovedRecords(catalogue.month.name, snapshot.build_id, len(loved), ())
    sql = load_sql("linernotes.insights.world", "loved_records").format(most=_CANDIDATES, kept=KEPT, **tables)
    performing = snapshot.storage.values(str, _PERFORMING)
    owned = sorted(snapshot.cached(read_shelf_standing).albums)
    ids = sorted(names)
    values = [ids, [names[id] for id in ids], [weight_of(loved[names[id]]) for id in ids], performing, owned]
    scored = catalogue.read(_Scored, sql, values)
    return LovedRecords(
        catalogue.month.name, snapshot.build_id, len(loved), _records(snapshot, catalogue, scored)
    )


def _whole(catalogue: CatalogueReader, table: str) -> str | None:
    """A table for the FROM of a SELECT; None where it has no rows."""
    return catalogue.table_of(table) if catalogue.rows(table) else None


def weight_of(albums: int) -> float:
    """The weight of a musician who is on so many albums of the shelf, in steps of 1 / 2^20: their sums are exact."""
    return round(log2(1 + albums) * (1 << 20)) / (1 << 20)


def _names(mine: MyPeople) -> tuple[dict[int, int], dict[int, int]]:
    """The albums of the musicians by identity, those on most albums; and the identity of each of their names."""
    order = sorted(mine.albums, key=lambda person: (-mine.albums[person], person))[:_MOST_PEOPLE]
    loved = {person: mine.albums[person] for person in order}
    return loved, {id: person for id, person in mine.identities.items() if person in loved}


def _records(
    snapshot: Snapshot, catalogue: CatalogueReader, scored: list[_Scored]
) -> tuple[LovedRecord, ...]:
    ids = [one.release_id for one in scored]
    releases = {one.release_id: one for one in read_world_releases(snapshot, catalogue, ids)}
    people = read_people_on(snapshot, catalogue, ids)
    found = []
    for one in scored:
        release = releases[one.release_id]
        mine = sorted(
            (who for who in people[one.release_id] if who.mine), key=lambda who: (-who.mine, who.name)
        )
        found.append(
            LovedRecord(
                one.album_id,
                one.release_id,
                release.title,
                release.artists,
                release.year,
                release.standing,
                one.credited,
                round(one.score, 6),
                tuple(mine),
            )
        )
    return tuple(found)
