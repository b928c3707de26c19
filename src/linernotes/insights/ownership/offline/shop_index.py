"""The index that a phone keeps for the shop: all that *Do I own it?* compares, in columns.

It has titles, artists, numbers, barcodes and wants, and what facts beside a title are compared with. It has no
prices, notes, conditions, ratings or dates.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

import msgspec

from linernotes.insights.collection.copies import Collection, Copy
from linernotes.insights.collection.views import read_browser
from linernotes.insights.ownership.answers import LookupSource
from linernotes.insights.ownership.lookup_index import LookupIndex, Want, read_lookup_index
from linernotes.insights.ownership.offline.people import Person, people_of
from linernotes.insights.ownership.offline.rules import Rules, rules
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.duckdb.database import load_sql

#: Changes with the shape of the index: a browser that keeps another one fetches it anew.
VERSION = 1

T = TypeVar("T")

#: Bits of `CopyColumns.flags`.
_OF_EXPORT, _WITHOUT_INSTANCE = 1, 2


@dataclass(frozen=True, slots=True)
class CopyColumns:
    """One value per copy, in the order of the collection: added last first. 0 stands for what is not known.

    `credit` is 0 where the cover names one artist and nothing else. `artists`, `formats`, `labels` and `country` lead
    into the lists of the index, `labels` with the catalogue number behind each. `order` is the place by artist.
    """

    release: list[int]
    master: list[int]
    title: list[str]
    credit: list[str | int]
    artists: list[list[int]]
    year: list[int]
    album_year: list[int]
    country: list[int]
    formats: list[int]
    labels: list[list[int | str]]
    flags: list[int]
    order: list[int]


@dataclass(frozen=True, slots=True)
class ShopIndex:
    """One build as the page in the shop needs it.

    * `as_of` is when the build was made (ISO). `releases` and `read` are those of `LookupIndex`.
    * `artists` are rows of (id or 0, printed name, Discogs' name or 0), `labels` of (id or 0, name or 0), `formats`
      of (what is shown, what is compared).
    * `people` are those of `people_of`: with `has_credits` all who are on a record, else main artists alone.
    * `barcodes` are rows of (code, releases). `numbers` are those of wants: (release, label, number).
    * `wants` are rows of (release, master or 0, title, artist, year or 0), the latest first.
    * `pressings` are rows of (release, master): others of the masters that are owned.
    * `mains` are rows of (master, release): the owned main releases of masters that no copy names.
    * `masters` are rows of (master, title), where the copies are called otherwise.
    """

    version: int
    build: str
    as_of: str
    releases: int
    read: int
    rules: Rules
    copies: CopyColumns
    artists: list[tuple[int, str, str | int]]
    labels: list[tuple[int, str | int]]
    formats: list[tuple[tuple[str, ...], tuple[str, ...]]]
    countries: list[str]
    people: list[Person]
    has_credits: bool
    barcodes: list[tuple[str, list[int]]]
    numbers: list[tuple[int, str, str]]
    wants: list[tuple[int, int, str, str, int]]
    pressings: list[tuple[int, int]]
    mains: list[tuple[int, int]]
    masters: list[tuple[int, str]]


class _Pair(NamedTuple):
    release_id: int
    master_id: int


class _Titled(NamedTuple):
    master_id: int
    title: str


class _Number(NamedTuple):
    release_id: int
    name: str | None
    catalog_number: str


def read_shop_index(snapshot: Snapshot) -> ShopIndex:
    """The index of a build. Takes some seconds per 10,000 copies: to be kept."""
    source = source_of(snapshot)
    collection, known = source.browser.collection, source.known
    lists = _Lists()
    copies = _columns(source, lists)
    people, has_credits = people_of(source)
    masters = {copy.master_id for copy in collection.copies if copy.master_id is not None}
    return ShopIndex(
        version=VERSION,
        build=snapshot.build_id,
        as_of=str(snapshot.storage.scalar("select value from meta where key = 'built_at'")),
        releases=known.releases,
        read=known.read,
        rules=rules(),
        copies=copies,
        artists=lists.artists.rows,
        labels=lists.labels.rows,
        formats=lists.formats.rows,
        countries=lists.countries.rows,
        people=people,
        has_credits=has_credits,
        barcodes=[(code, list(releases)) for code, releases in known.barcodes.items()],
        numbers=_numbers(snapshot),
        wants=[_want_row(want) for want in known.wants.values()],
        pressings=_pressings(snapshot, masters, known),
        mains=_mains(snapshot, masters),
        masters=_master_titles(snapshot, collection, known),
    )


def source_of(snapshot: Snapshot) -> LookupSource:
    """What the answers of a build are looked up in."""
    return LookupSource(snapshot, snapshot.cached(read_browser), snapshot.cached(read_lookup_index))


def packed_shop_index(snapshot: Snapshot) -> bytes:
    """The index as JSON, compressed with gzip."""
    return gzip.compress(msgspec.json.encode(read_shop_index(snapshot)), 9, mtime=0)


class _Rows(Generic[T]):
    """Rows that are kept once each, by their number."""

    def __init__(self) -> None:
        self.rows: list[T] = []
        self._numbers: dict[T, int] = {}

    def number(self, row: T) -> int:
        if row not in self._numbers:
            self._numbers[row] = len(self.rows)
            self.rows.append(row)
        return self._numbers[row]


class _Lists:
    def __init__(self) -> None:
        self.artists = _Rows[tuple[int, str, str | int]]()
        self.labels = _Rows[tuple[int, str | int]]()
        self.formats = _Rows[tuple[tuple[str, ...], tuple[str, ...]]]()
        self.countries = _Rows[str]()
        self.countries.number("")


def _columns(source: LookupSource, lists: _Lists) -> CopyColumns:
    copies = source.browser.collection.copies
    order = [0] * len(copies)
    for place, position in enumerate(source.browser.orders.of("artist").tolist()):
        order[position] = place

    def column(value: Callable[[Copy], T]) -> list[T]:
        return [value(copy) for copy in copies]

    return CopyColumns(
        release=column(lambda copy: copy.release_id),
        master=column(lambda copy: copy.master_id or 0),
        title=column(lambda copy: copy.title),
        credit=column(_credit),
        artists=column(lambda copy: _artist_numbers(copy, lists)),
        year=column(lambda copy: copy.year or 0),
        album_year=column(lambda copy: copy.album_year or 0),
        country=column(lambda copy: lists.countries.number(copy.country or "")),
        formats=column(lambda copy: lists.formats.number((copy.formats, copy.format_words))),
        labels=column(lambda copy: list(_label_parts(copy, lists))),
        flags=column(_flags),
        order=order,
    )


def _credit(copy: Copy) -> str | int:
    is_plain = len(copy.artists) == 1 and copy.artist == copy.artists[0].printed
    return 0 if is_plain else copy.artist


def _artist_numbers(copy: Copy, lists: _Lists) -> list[int]:
    return [
        lists.artists.number(
            (one.artist_id or 0, one.printed, one.name if one.name and one.name != one.printed else 0)
        )
        for one in copy.artists
    ]


def _label_parts(copy: Copy, lists: _Lists) -> Iterable[int | str]:
    for label in copy.labels:
        yield lists.labels.number((label.label_id or 0, label.name or 0))
        yield label.catalog_number or 0


def _flags(copy: Copy) -> int:
    return (_OF_EXPORT if copy.is_of_export else 0) | (_WITHOUT_INSTANCE if copy.instance_id < 0 else 0)


def _numbers(snapshot: Snapshot) -> list[tuple[int, str, str]]:
    rows = snapshot.storage.read(_Number, load_sql("linernotes.insights.ownership", "own_want_numbers"))
    return [(row.release_id, row.name or "", row.catalog_number) for row in rows]


def _want_row(want: Want) -> tuple[int, int, str, str, int]:
    return (want.release_id, want.master_id or 0, want.title, want.artist, want.year or 0)


def _pressings(snapshot: Snapshot, masters: set[int], known: LookupIndex) -> list[tuple[int, int]]:
    rows = snapshot.storage.read(_Pair, _sql("own_other_pressings"))
    return [
        (row.release_id, row.master_id)
        for row in rows
        if row.master_id in masters or row.release_id in known.wants
    ]


def _mains(snapshot: Snapshot, masters: set[int]) -> list[tuple[int, int]]:
    rows = snapshot.storage.read(_Pair, _sql("own_main_releases"))
    return [(row.master_id, row.release_id) for row in rows if row.master_id not in masters]


def _master_titles(snapshot: Snapshot, collection: Collection, known: LookupIndex) -> list[tuple[int, str]]:
    listed: dict[int, str] = {}
    for want in reversed(known.wants.values()):
        if want.master_id is not None:
            listed[want.master_id] = want.title
    for copy in reversed(collection.copies):
        if copy.master_id is not None:
            listed[copy.master_id] = copy.title
    rows = snapshot.storage.read(
        _Titled, "select master_id, title from master where title is not null order by master_id"
    )
    return [(row.master_id, row.title) for row in rows if listed.get(row.master_id, row.title) != row.title]


def _sql(name: str) -> str:
    return load_sql("linernotes.insights.ownership.offline", name)
