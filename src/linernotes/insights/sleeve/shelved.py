"""Albums, people and decades out of the releases on which something stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from linernotes.documents import PSEUDO_ARTISTS
from linernotes.insights.collection.copies import Copy, read_collection, sort_key
from linernotes.insights.sleeve.models import Decade, Shelved, SleevePerson, SleeveRecord
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.years import unknown_last

#: A master, or a release that has none.
_Album = tuple[str, int]


class PersonRow(NamedTuple):
    """An artist with releases: `role_people.sql`."""

    artist_id: int | None
    identity_id: int | None
    name: str | None
    releases: list[int]


def shelved(
    snapshot: Snapshot, remarks: Mapping[int, Iterable[str | None]], people: Sequence[PersonRow]
) -> Shelved:
    """Lay out the owned ones of some releases. `remarks` has what to say of each of them."""
    collection = snapshot.cached(read_collection)
    owned = {id: copy for id in remarks if (copy := collection.of_release(id)) is not None}
    years = _years(owned.values())
    decades = Counter(year // 10 * 10 for year in years.values() if year is not None)
    return Shelved(
        albums=len(years),
        records=_records(owned, remarks),
        people=_people({id: copy.album for id, copy in owned.items()}, people, years),
        decades=tuple(Decade(decade, decades[decade]) for decade in sorted(decades)),
        undated=sum(year is None for year in years.values()),
        not_owned=len(remarks) - len(owned),
    )


def _years(copies: Iterable[Copy]) -> dict[_Album, int | None]:
    """Album -> when it came out: its own year, else that of its first pressing here."""
    years: dict[_Album, int | None] = {}
    for copy in copies:
        known = [year for year in (years.get(copy.album), copy.original_year) if year is not None]
        years[copy.album] = min(known, default=None)
    return years


def _records(
    owned: Mapping[int, Copy], remarks: Mapping[int, Iterable[str | None]]
) -> tuple[SleeveRecord, ...]:
    records = [
        SleeveRecord(
            release_id=id,
            title=copy.title,
            artist=copy.artist,
            year=copy.original_year,
            is_pressing_year=copy.is_pressing_year,
            remarks=tuple(dict.fromkeys(remark for remark in remarks[id] if remark)),
        )
        for id, copy in owned.items()
    ]
    return tuple(
        sorted(
            records, key=lambda one: (unknown_last(one.year), sort_key(one.artist), one.title, one.release_id)
        )
    )


def _people(
    albums: Mapping[int, _Album], rows: Sequence[PersonRow], years: Mapping[_Album, int | None]
) -> tuple[SleevePerson, ...]:
    """Identities, those on most albums first. A name without a page is somebody of their own.

    `albums` has the album of each owned release.
    """
    names: defaultdict[int | str | None, list[tuple[PersonRow, set[_Album]]]] = defaultdict(list)
    for row in rows:
        on = {albums[id] for id in row.releases if id in albums}
        if on and row.artist_id not in PSEUDO_ARTISTS:
            names[row.name if row.artist_id is None else row.identity_id].append((row, on))
    people = [_person(found, years) for found in names.values()]
    return tuple(sorted(people, key=lambda one: (-one.albums, sort_key(one.name), one.artist_id or 0)))


def _person(
    names: Sequence[tuple[PersonRow, set[_Album]]], years: Mapping[_Album, int | None]
) -> SleevePerson:
    best, albums = names[0] if len(names) == 1 else max(names, key=lambda found: len(found[1]))
    if len(names) > 1:
        albums = set[_Album]().union(*(found for _, found in names))
    known = [year for album in albums if (year := years[album]) is not None]
    return SleevePerson(
        best.artist_id,
        best.name or "Unknown Artist",
        len(albums),
        min(known) if known else None,
        max(known) if known else None,
    )
