"""Rows about somebody's company, put together by identity and by album. Nothing here opens a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Generic, Protocol, TypeVar

from linernotes.insights.collection.copies import Collection, sort_key
from linernotes.insights.release.similar_releases import Kinship
from linernotes.insights.text.artist_names import artist_name

#: How many people of one list are named; all are counted.
MOST_PEOPLE = 60

Album = tuple[str, int]


class Row(Protocol):
    """A row about somebody on an owned release."""

    @property
    def artist_id(self) -> int: ...
    @property
    def release_id(self) -> int: ...


AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(slots=True)
class Company(Generic[AnyRow]):
    """One identity with its rows by album."""

    identity_id: int
    albums: dict[Album, list[AnyRow]] = field(default_factory=dict)

    def names(self, known: Mapping[int, str]) -> list[tuple[int, str]]:
        """Its artists as (id, name): the one on most of the albums first."""
        ids = {row.artist_id for rows in self.albums.values() for row in rows}
        if len(ids) == 1:
            return [(id, artist_name(known.get(id), id)) for id in ids]
        on: dict[int, set[Album]] = {}
        for album, rows in self.albums.items():
            for row in rows:
                on.setdefault(row.artist_id, set()).add(album)
        most = sorted(on, key=lambda artist_id: (-len(on[artist_id]), artist_id))
        return [(artist_id, artist_name(known.get(artist_id), artist_id)) for artist_id in most]


def by_identity(collection: Collection, kinship: Kinship, rows: Iterable[AnyRow]) -> list[Company[AnyRow]]:
    """Put rows together. A release that is not on the shelf makes none."""
    found: dict[int, Company[AnyRow]] = {}
    for row in rows:
        copy = collection.of_release(row.release_id)
        if copy is not None:
            person = kinship.person(row.artist_id)
            company = found.setdefault(person, Company(person))
            company.albums.setdefault(copy.album, []).append(row)
    return list(found.values())


def foremost(
    companies: Iterable[Company[AnyRow]], known: Mapping[int, str], closeness: Mapping[int, float]
) -> list[Company[AnyRow]]:
    """Those with most albums, of as many the closest (by identity), then by name: at most MOST_PEOPLE."""
    return nsmallest(
        MOST_PEOPLE,
        companies,
        key=lambda one: (
            -len(one.albums),
            -closeness.get(one.identity_id, 0.0),
            sort_key(one.names(known)[0][1]),
            one.identity_id,
        ),
    )


def most_used(words: Iterable[tuple[str, Album]]) -> tuple[str, ...]:
    """Words, those of most albums first, then by the alphabet. Pure."""
    on: defaultdict[str, set[Album]] = defaultdict(set)
    for word, album in words:
        on[word].add(album)
    return tuple(sorted(on, key=lambda word: (-len(on[word]), word)))
