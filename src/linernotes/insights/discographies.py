"""Discographies: what Discogs lists for an artist, what of it is on the shelf and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal, get_args

from linernotes.documents import listed_formats
from linernotes.insights.collection import Collection, Copy
from linernotes.insights.covers import listed_credit
from linernotes.storage.database import DBStorage, load_sql

#: What an entry is to its artist. A master of which no pressing's formats are known counts as an album.
Kind = Literal["album", "single", "compilation", "appearance", "credit", "unofficial"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_SINGLES = frozenset({"single", "maxi-single", "ep", "flexi-disc", '7"', "mini-album"})
_ALBUMS = frozenset({"album", "lp"})


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


@dataclass(frozen=True, slots=True)
class Discography:
    """What Discogs lists for an artist, oldest first. Empty where it was not read: only collected artists' are."""

    entries: tuple[Entry, ...]

    def of_kind(self, kind: Kind) -> tuple[Entry, ...]:
        """The entries of one kind."""
        return tuple(entry for entry in self.entries if entry.kind == kind)

    def owned(self, kind: Kind) -> int:
        """How many entries of a kind are on the shelf, in whichever pressing."""
        return sum(entry.copies > 0 for entry in self.entries if entry.kind == kind)

    def missing(self, kind: Kind = "album") -> tuple[Entry, ...]:
        """The entries of a kind that are not on the shelf."""
        return tuple(entry for entry in self.of_kind(kind) if not entry.copies)


def read_discography(storage: DBStorage, collection: Collection, artist_id: int) -> Discography:
    """Read the discography of an artist, `collection` being the copies of the same build."""
    return read_discographies(storage, collection, [artist_id])[artist_id]


def read_discographies(
    storage: DBStorage, collection: Collection, artist_ids: Iterable[int]
) -> dict[int, Discography]:
    """Read those of several artists with one query; empty ones for those of whom none was read."""
    asked = list(artist_ids)
    rows = storage.rows(load_sql("linernotes.insights", "discography"), [asked])
    copies = {(type, id): _copies(collection, type, id) for _, type, id, *_ in rows}
    words = _words(storage, sorted({copy.release_id for owned in copies.values() for copy in owned}))
    found: dict[int, list[Entry]] = {artist_id: [] for artist_id in asked}
    for told, together in groupby(rows, key=itemgetter(*range(8))):
        owned = copies[told[1], told[2]]
        known = {word for copy in owned for word in words[copy.release_id]}
        found[told[0]].append(_entry(told, [row[8:] for row in together], owned, known))
    return {artist_id: Discography(tuple(entries)) for artist_id, entries in found.items()}


def _copies(collection: Collection, type: str, id: int) -> tuple[Copy, ...]:
    return collection.copies_of(id) if type == "release" else collection.copies_of_album((type, id))


def _words(storage: DBStorage, release_ids: list[int]) -> defaultdict[int, list[str]]:
    """Release -> how its formats are described."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    if release_ids:
        rows = storage.rows(load_sql("linernotes.insights", "discography_formats"), [release_ids])
        for release_id, descriptions in rows:
            found[release_id] += descriptions
    return found


def _entry(
    told: Sequence[Any], rows: Sequence[Sequence[Any]], owned: Sequence[Copy], words: set[str]
) -> Entry:
    """`rows` are the roles that the entry is listed with, whether it is wanted, and what describes what is wanted."""
    _, type, id, main_release_id, title, year, artists, format = told
    roles = tuple(role for role, *_ in rows)
    _, is_wanted, wanted_words = rows[0]
    return Entry(
        type=type,
        id=id,
        kind=kind_of(type, roles, format, words | {*(wanted_words or ())}),
        release_id=owned[-1].release_id if owned else main_release_id or (id if type == "release" else None),
        title=title or "Untitled",
        year=year,
        artists=listed_credit(artists) or None,
        roles=tuple(role for role in roles if role != "Main"),
        copies=len(owned),
        is_wanted=is_wanted,
    )


def kind_of(type: str, roles: Iterable[str], format: str | None, words: Iterable[str]) -> Kind:
    """What an entry is to its artist, by the roles it is listed with, by the `format` of the listing ('12", EP'), which
    abbreviates, and by the format `words` of pressings that are known, which do not. Pure.
    """
    said = {word.lower() for word in words}
    for carrier in listed_formats(format):
        said |= {word.lower() for word in (carrier.name, *carrier.descriptions)}
    listed = set(roles)
    if "UnofficialRelease" in listed or "unofficial release" in said:
        return "unofficial"
    if "Main" not in listed:
        return "appearance" if listed & {"Appearance", "TrackAppearance"} else "credit"
    if "compilation" in said:
        return "compilation"
    # A release that has no album of its own, and does not say that it is one, is not what a discography misses.
    if said & _SINGLES or (type == "release" and not said & _ALBUMS):
        return "album" if said & _ALBUMS else "single"
    return "album"
