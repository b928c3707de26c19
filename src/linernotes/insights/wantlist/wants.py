"""The wantlist, want by want: what it is, what it costs, who of the shelf is on it, and whether its album is owned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from linernotes.documents.folding import terms
from linernotes.insights.collection.copies import Copy, read_collection
from linernotes.insights.collection.listed_releases import CoverParts, ListedRelease, read_cover_parts
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.credit_line import carriers, credit, format_words
from linernotes.storage.duckdb.database import load_sql


@dataclass(frozen=True, slots=True)
class PersonOnWant:
    """Somebody on a wanted record who is on the shelf, too: in `roles` there, on `albums` owned ones.

    `leads` if the record, or a track of it, is by them. `artist_id` and `name` are those on the wanted record.
    """

    identity_id: int
    artist_id: int
    name: str
    roles: tuple[str, ...]
    leads: bool
    albums: int


@dataclass(frozen=True, slots=True)
class Price:
    """What Discogs said last of the market: `lowest_price` is None where none is for sale."""

    lowest_price: Decimal | None
    currency: str | None
    for_sale: int | None
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRecord(ListedRelease):
    """A release of the wantlist. `copies` are owned ones of its album, those of this very pressing included.

    `is_read` if its credits are known, not only its row of the list. `words` are what a search reads.
    """

    genres: tuple[str, ...]
    styles: tuple[str, ...]
    notes: str | None
    price: Price | None
    people: tuple[PersonOnWant, ...]
    copies: tuple[Copy, ...]
    words: str
    is_read: bool


class _WantRow(NamedTuple):
    release_id: int
    master_id: int | None
    title: str | None
    year: int | None
    album_year: int | None
    country: str | None
    added_at: datetime | None
    added_on: date | None
    rating: int | None
    notes: str | None
    picture_url: str | None
    lowest_price: Decimal | None
    currency: str | None
    for_sale: int | None
    priced_at: datetime | None
    is_read: bool


class _WordRow(NamedTuple):
    release_id: int
    kind: str
    word: str


class _PersonRow(NamedTuple):
    release_id: int
    identity_id: int
    artist_id: int
    name: str
    roles: list[str]
    leads: bool
    albums: int


@dataclass(frozen=True, slots=True)
class _Parts:
    """What tables beside those of the cover say of one release."""

    words: dict[str, list[str]]
    people: list[PersonOnWant]


def read_wants(snapshot: Snapshot) -> tuple[WantedRecord, ...]:
    """All wants, those added last first."""
    parts: defaultdict[int, _Parts] = defaultdict(lambda: _Parts(defaultdict(list), []))
    read = snapshot.storage.read
    for word in read(_WordRow, _sql("want_words")):
        parts[word.release_id].words[word.kind].append(word.word)
    for who in read(_PersonRow, _sql("want_people")):
        person = PersonOnWant(
            who.identity_id, who.artist_id, who.name, tuple(who.roles), who.leads, who.albums
        )
        parts[who.release_id].people.append(person)
    copies = snapshot.cached(read_collection).copies_of_album
    copies_of = snapshot.cached(read_collection).copies_of
    covers = snapshot.cached(read_cover_parts)
    return tuple(
        _want(
            row,
            covers.get(row.release_id, CoverParts()),
            parts[row.release_id],
            _owned(row, copies, copies_of),
        )
        for row in read(_WantRow, _sql("wants"))
    )


def _sql(name: str) -> str:
    return load_sql("linernotes.insights.wantlist", name)


def _owned(
    row: _WantRow,
    of_album: Callable[[tuple[str, int]], Sequence[Copy]],
    of_release: Callable[[int], Sequence[Copy]],
) -> tuple[Copy, ...]:
    """The copies of its album, this pressing's first, each once."""
    album = () if row.master_id is None else of_album(("master", row.master_id))
    return tuple({copy.instance_id: copy for copy in (*of_release(row.release_id), *album)}.values())


def _want(row: _WantRow, cover: CoverParts, parts: _Parts, copies: tuple[Copy, ...]) -> WantedRecord:
    artist = credit(cover.artists)
    price = None
    if row.priced_at is not None:
        price = Price(row.lowest_price, row.currency, row.for_sale, row.priced_at)
    named = [label for one in cover.labels for label in (one.name, one.catalog_number) if label]
    return WantedRecord(
        release_id=row.release_id,
        master_id=row.master_id,
        title=row.title or "Untitled",
        artist=artist,
        artists=cover.artists,
        year=row.year,
        album_year=row.album_year,
        country=row.country,
        formats=carriers(cover.formats),
        format_words=format_words(cover.formats),
        labels=cover.labels,
        genres=tuple(parts.words.get("genre", ())),
        styles=tuple(parts.words.get("style", ())),
        added_at=row.added_at,
        added_on=row.added_on,
        rating=row.rating,
        notes=row.notes,
        picture_url=row.picture_url,
        price=price,
        people=tuple(parts.people),
        copies=copies,
        words=_words((artist, row.title or "", *named, *parts.words.get("line", ()))),
        is_read=row.is_read,
    )


def _words(lines: Sequence[str]) -> str:
    """The words of some lines, each between blanks."""
    return f" {' '.join(word for line in lines for word in terms(line))} "
