"""What can be looked up of owned and wanted releases: titles, names, numbers and barcodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from linernotes.documents.folding import keys, loose, squeezed, terms
from linernotes.documents.numbers import barcode, label_numbers
from linernotes.insights.collection.copies import Collection, Copy, read_collection
from linernotes.insights.ownership.near_misses import Near
from linernotes.insights.ownership.query_parsing import title_spellings
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.credit_line import Artist, credit
from linernotes.storage.duckdb.database import DBStorage, load_sql


@dataclass(frozen=True, slots=True)
class Want:
    """A pressing on the wantlist."""

    release_id: int
    master_id: int | None
    title: str
    artist: str
    year: int | None


@dataclass(frozen=True, slots=True)
class LookupIndex:
    """Owned and wanted releases by what one can type, as `folding` compares it.

    `barcodes` lead to release ids, `bodies` to those of barcodes without their last digit; `numbers` to release ids
    with the label's name; `titles` and `loose_titles` to copies; `names` and `loose_names` to the ids of main artists
    on the shelf. `wants` and the words of each (`wanted_words`) are by release id. `read` of all owned `releases` are
    known from their own documents, which alone have barcodes and credits. `near` has what is spelled
    nearly so.
    """

    wants: dict[int, Want]
    wanted_words: dict[int, frozenset[str]]
    barcodes: dict[str, list[int]]
    bodies: dict[str, list[int]]
    numbers: dict[str, list[tuple[int, str]]]
    titles: dict[str, list[Copy]]
    loose_titles: dict[str, list[Copy]]
    names: dict[str, set[int]]
    loose_names: dict[str, set[int]]
    near: Near
    releases: int
    read: int


def read_lookup_index(snapshot: Snapshot) -> LookupIndex:
    """Everything that can be looked up, of a build. Takes some 0.5 s per 10,000."""
    storage, collection = snapshot.storage, snapshot.cached(read_collection)
    wants = {want.release_id: want for want in _read_wants(storage)}
    titles, loose_titles = _titles(collection.copies)
    names, loose_names = _names(collection.copies)
    barcodes, bodies = _read_barcodes(storage)
    read = (
        "select count(*) from release where release_id in (select release_id from collection_items)"
        " and coalesce(source, '') not in ('basic', 'csv')"  # those are known from listings alone
    )
    return LookupIndex(
        wants=wants,
        wanted_words={id: frozenset(terms(f"{want.artist} {want.title}")) for id, want in wants.items()},
        barcodes=barcodes,
        bodies=bodies,
        numbers=_read_numbers(storage, collection),
        titles=titles,
        loose_titles=loose_titles,
        names=names,
        loose_names=loose_names,
        near=Near(collection.copies),
        releases=len({copy.release_id for copy in collection.copies}),
        read=int(str(storage.scalar(read))),
    )


class _Barcode(NamedTuple):
    release_id: int
    value: str


class _Number(NamedTuple):
    release_id: int
    name: str | None
    catalog_number: str


class _WantRow(NamedTuple):
    release_id: int
    master_id: int | None
    title: str | None
    year: int | None
    artist_id: int | None
    name: str | None
    name_variation: str | None
    join_phrase: str | None


def _titles(copies: Iterable[Copy]) -> tuple[dict[str, list[Copy]], dict[str, list[Copy]]]:
    titles: defaultdict[str, list[Copy]] = defaultdict(list)
    rough: defaultdict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        for title in dict.fromkeys(title_spellings(copy.title)):
            titles[title].append(copy)
        key = loose(copy.title)
        if key:
            rough[key].append(copy)
    return dict(titles), dict(rough)


def _names(copies: Iterable[Copy]) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """Main artists by what the cover calls them, and by Discogs' name."""
    names: defaultdict[str, set[int]] = defaultdict(set)
    rough: defaultdict[str, set[int]] = defaultdict(set)
    for artist in {artist for copy in copies for artist in copy.artists}:
        if artist.artist_id is None:
            continue
        for name in {artist.printed, artist.name or artist.printed}:
            for key in keys(name):
                names[key].add(artist.artist_id)
            if loose(name):
                rough[loose(name)].add(artist.artist_id)
    return dict(names), dict(rough)


def _read_barcodes(storage: DBStorage) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    bodies: defaultdict[str, list[int]] = defaultdict(list)
    for row in storage.read(_Barcode, load_sql("linernotes.insights.ownership", "own_barcodes")):
        code = barcode(row.value)
        if code is not None:
            found[code].append(row.release_id)
            bodies[code[:-1]].append(row.release_id)
    return dict(found), dict(bodies)


def _read_numbers(storage: DBStorage, collection: Collection) -> dict[str, list[tuple[int, str]]]:
    owned = (
        (copy.release_id, label.name, label.catalog_number)
        for copy in collection.copies
        for label in copy.labels
    )
    wanted = storage.read(_Number, load_sql("linernotes.insights.ownership", "own_want_numbers"))
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for release_id, name, whole in (*owned, *wanted):
        for label, number in label_numbers(name, whole):
            for key in squeezed(number):
                if key:
                    found[key].append((release_id, label))
    return dict(found)


def _read_wants(storage: DBStorage) -> Iterator[Want]:
    rows = storage.read(_WantRow, load_sql("linernotes.insights.ownership", "own_wants"))
    wanted = attrgetter("release_id", "master_id", "title", "year")
    for (release_id, master_id, title, year), artists in groupby(rows, key=wanted):
        named = [
            Artist(row.artist_id, row.name, row.name_variation, row.join_phrase)
            for row in artists
            if row.name is not None
        ]
        yield Want(release_id, master_id, title or "Untitled", credit(named), year)
