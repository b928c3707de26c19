"""Discographies: what Discogs lists for an artist, what of it is on the shelf and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from linernotes.insights.artist.album_or_single import Kind, kind_of, may_be_album
from linernotes.insights.artist.listing.cut_lists import CutList, read_cut_lists
from linernotes.insights.artist.listing.entry_formats import Listed, read_format_words
from linernotes.insights.collection.copies import Collection, Copy, read_collection
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.credit_line import listed_credit
from linernotes.storage.duckdb.database import load_sql

_PROBLEMS = "select id, min(reason) as reason from problem where kind = 'artist_releases' group by id"
_WANTED = """
select distinct
    case when master_id is null then 'release' else 'master' end as type, coalesce(master_id, release_id) as id
from wantlist_items
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """An album, or a release without one, of a discography. `type` says whose ids `id` is one of: master or release.

    `release_id` is the pressing to look at: one that is owned, else the main release; None if none is known.
    `roles` are empty for a main artist. `copies` counts every pressing on the shelf.
    """

    type: str
    id: int
    kind: Kind
    release_id: int | None
    title: str
    year: int | None
    artists: str | None
    roles: tuple[str, ...]
    copies: int
    is_wanted: bool

    @property
    def may_be_album(self) -> bool:
        """Whether it is an album, or a master of which nothing says what it is."""
        return may_be_album(self.type, self.kind)


@dataclass(frozen=True, slots=True)
class Discography:
    """What Discogs lists for an artist, oldest first. Only those of collected artists are read.

    `is_read` is False where it was not read, True where Discogs lists nothing. `problem` is why a page of it is not
    here, None if no page failed. Of the `listed` entries `not_read` were left out of a long list, or could not be read;
    0 where it is whole. An entry is listed once for each role; `entries` have it once.
    """

    entries: tuple[Entry, ...]
    is_read: bool
    listed: int = 0
    not_read: int = 0
    problem: str | None = None

    @property
    def possible(self) -> tuple[Entry, ...]:
        """The masters that are not on the shelf and of which nothing says whether they are albums or singles."""
        return tuple(entry for entry in self.missing() if entry.kind == "unknown")

    def of_kind(self, kind: Kind) -> tuple[Entry, ...]:
        """The entries of one kind."""
        return tuple(entry for entry in self.entries if entry.kind == kind)

    def shown(self, kind: Kind) -> tuple[Entry, ...]:
        """The entries that stand under a kind: with the albums what may be one."""
        possible = {(entry.type, entry.id) for entry in self.possible} if kind == "album" else set()
        return tuple(one for one in self.entries if one.kind == kind or (one.type, one.id) in possible)

    def owned(self, kind: Kind) -> int:
        """How many entries of a kind are on the shelf, in whichever pressing."""
        return sum(entry.copies > 0 for entry in self.entries if entry.kind == kind)

    def missing(self) -> tuple[Entry, ...]:
        """The albums that are not on the shelf, and what may be one."""
        return tuple(entry for entry in self.entries if entry.may_be_album and not entry.copies)


def read_discography(snapshot: Snapshot, artist_id: int) -> Discography:
    """Read the discography of an artist."""
    return read_discographies(snapshot, [artist_id])[artist_id]


class _Row(NamedTuple):
    """One role that an entry is listed with."""

    artist_id: int
    type: str
    id: int
    main_release_id: int | None
    title: str | None
    year: int | None
    artist_text: str | None
    format: str | None
    role: str


#: What is the same for all roles of one entry.
_AS_LISTED = attrgetter(
    "artist_id", "type", "id", "main_release_id", "title", "year", "artist_text", "format"
)


class _Wanted(NamedTuple):
    type: str
    id: int


class _Problem(NamedTuple):
    id: int
    reason: str


def read_discographies(snapshot: Snapshot, artist_ids: Iterable[int]) -> dict[int, Discography]:
    """Read the discographies of several artists with one query; an empty one where none was read."""
    collection = snapshot.cached(read_collection)
    asked = list(artist_ids)
    rows = snapshot.storage.read(_Row, load_sql("linernotes.insights.artist", "discography"), [asked])
    wanted = snapshot.cached(read_wanted_albums)
    copies = {(row.type, row.id): _copies(collection, row.type, row.id, row.main_release_id) for row in rows}
    words = read_format_words(snapshot, {Listed(row.type, row.id, row.main_release_id) for row in rows})
    found: dict[int, list[Entry]] = {artist_id: [] for artist_id in asked}
    listed = Counter(row.artist_id for row in rows)
    for (artist_id, type, id, *_), together in groupby(rows, key=_AS_LISTED):
        known = words.get((type, id), set())
        found[artist_id].append(
            _entry(list(together), copies[type, id], known, is_wanted=(type, id) in wanted)
        )
    cut = snapshot.cached(read_cut_lists)
    problems = snapshot.cached(read_list_problems)
    return {
        artist_id: _discography(entries, listed[artist_id], cut.get(artist_id), problems.get(artist_id))
        for artist_id, entries in found.items()
    }


def read_wanted_albums(snapshot: Snapshot) -> frozenset[tuple[str, int]]:
    """The albums, or releases that have none, of which a pressing is on the wantlist: (type, id)."""
    return frozenset(snapshot.storage.read(_Wanted, _WANTED))


def read_list_problems(snapshot: Snapshot) -> dict[int, str]:
    """Artist -> why their list did not come, could not be read or was set aside."""
    return {row.id: row.reason for row in snapshot.storage.read(_Problem, _PROBLEMS)}


def _discography(
    entries: Sequence[Entry], listed: int, cut: CutList | None, problem: str | None
) -> Discography:
    not_read = cut.not_read if cut else 0
    return Discography(
        tuple(entries),
        is_read=bool(entries) or cut is not None,
        listed=max(listed, cut.total) if cut else listed,
        not_read=not_read,
        problem=problem,
    )


def _copies(collection: Collection, type: str, id: int, main_release_id: int | None) -> tuple[Copy, ...]:
    """The copies of an entry. Where Discogs gave an album a new master, documents may still name the old one: then
    the main release says that it is here.
    """
    if type == "release":
        return collection.copies_of(id)
    copies = collection.copies_of_album((type, id))
    return copies if copies or main_release_id is None else collection.copies_of(main_release_id)


def _entry(rows: Sequence[_Row], owned: Sequence[Copy], words: Set[str], *, is_wanted: bool) -> Entry:
    """`rows` are those of the entry: one for each role that it is listed with."""
    listed = rows[0]
    roles = tuple(row.role for row in rows)
    itself = listed.id if listed.type == "release" else None
    return Entry(
        type=listed.type,
        id=listed.id,
        kind=kind_of(roles, listed.format, words),
        release_id=owned[-1].release_id if owned else listed.main_release_id or itself,
        title=listed.title or "Untitled",
        year=listed.year,
        artists=listed_credit(listed.artist_text) or None,
        roles=tuple(role for role in roles if role != "Main"),
        copies=len(owned),
        is_wanted=is_wanted,
    )
