"""Gaps and suggestions: albums that a shelf lacks, and whose they are.

What is owned in whichever pressing is no gap: albums are masters, or releases that have none. All of it rests on
the discographies that were read, which are those of main artists on the shelf.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log2
from operator import attrgetter
from typing import NamedTuple

from linernotes.insights.artist.album_or_single import kind_of, may_be_album
from linernotes.insights.artist.discography import Entry, read_discographies
from linernotes.insights.artist.listing.cut_lists import read_cut_lists
from linernotes.insights.artist.listing.entry_formats import Listed, read_format_words
from linernotes.insights.collection.copies import Collection, read_collection
from linernotes.insights.release.similar_releases import Kinship, read_kinship
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import read_names
from linernotes.insights.text.credit_line import listed_credit
from linernotes.insights.wantlist.loved_people import HIGH_RATING
from linernotes.storage.duckdb.database import load_sql

#: How many artists are looked at before anybody is followed, and how many suggestions are made.
MOST_ARTISTS = 8
MOST_SUGGESTIONS = 16
#: Suggestions under one artist's name: the gaps list the rest of the discography.
MOST_OF_ONE = 2


@dataclass(frozen=True, slots=True)
class Gap:
    """An artist with the albums that are missing on the shelf, oldest first.

    `owned` of `albums` are here. `missing` are the others, and what may be an album: `possible` counts these, of which
    nothing says whether they are albums or singles. `listed` entries stand in the list at Discogs; `not_read` of them
    are not known at all. All are 0 where the discography was not read (`is_read` is False); `problem` is why, None if
    it was not asked for.
    """

    artist_id: int
    name: str
    is_read: bool
    albums: int
    owned: int
    possible: int
    listed: int
    not_read: int
    missing: tuple[Entry, ...]
    problem: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Somebody who speaks for a record: they are on `loved` albums of the shelf that are loved, `for_example` one.

    They count once, under all their names; `artist_id` and `name` are those of the example.
    `roles` are what Discogs lists them with (none for a main artist).
    `group` is their group that made the record, where no list says that they play on it.
    """

    artist_id: int
    name: str
    roles: tuple[str, ...]
    group: str | None
    loved: int
    for_example: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record that is not owned in any pressing, and who speaks for it.

    Main artists come first, then those that Discogs lists with a role, then members of the group that made it.
    Among each of these, artists on most loved albums come first.
    """

    release_id: int | None
    type: str
    id: int
    title: str
    artists: str
    year: int | None
    is_wanted: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Records to look for. `loved` albums speak for them: those of four stars and more, or all where none has that many
    (`is_rated` is False then). `cut_short` discographies were read in part: what else they list is not suggested.
    """

    loved: int
    is_rated: bool
    records: tuple[Suggestion, ...]
    cut_short: int = 0


class _SuggestionRow(NamedTuple):
    """An entry of discographies with one of the reasons for it: what a loved artist did there."""

    type: str
    id: int
    score: float
    title: str | None
    year: int | None
    main_release_id: int | None
    release_id: int | None
    artists: str | None
    format: str | None
    is_wanted: bool
    identity_id: int
    artist_id: int
    name: str
    role: str
    via_id: int | None
    via: str | None


def read_gaps(snapshot: Snapshot, artist_ids: Iterable[int]) -> tuple[Gap, ...]:
    """The missing albums of these artists, in their order; artists that nothing here names are left out."""
    asked = list(artist_ids)
    names = read_names(snapshot, asked)
    discographies = read_discographies(snapshot, asked)
    return tuple(
        Gap(
            artist_id,
            names[artist_id],
            is_read=discography.is_read,
            albums=len(discography.of_kind("album")),
            owned=discography.owned("album"),
            possible=len(discography.possible),
            listed=discography.listed,
            not_read=discography.not_read,
            missing=discography.missing(),
            problem=discography.problem,
        )
        for artist_id, discography in discographies.items()
        if artist_id in names
    )


def most_collected(snapshot: Snapshot) -> tuple[int, ...]:
    """The artists with most records on the shelf, of those whose discography was read."""
    return tuple(
        snapshot.storage.values(int, load_sql("linernotes.insights.gaps", "most_collected"), [MOST_ARTISTS])
    )


def read_suggestions(snapshot: Snapshot) -> Suggestions:
    """Records not owned that have most of the artists of the most loved records."""
    kinship = snapshot.cached(read_kinship)
    loved, is_rated = loved_records(snapshot.cached(read_collection), kinship)
    albums = _albums_of_people(kinship, loved)
    if not albums:
        return Suggestions(0, is_rated, ())
    names = [kinship.names_on(person, min(on.values()))[0] for person, on in albums.items()]
    weights = [weight_of(len(on)) for on in albums.values()]
    query = load_sql("linernotes.insights.gaps", "suggestions")
    rows = snapshot.storage.read(_SuggestionRow, query, [list(albums), names, weights])
    words = read_format_words(snapshot, {Listed(row.type, row.id, row.main_release_id) for row in rows})
    records, of_person = [], Counter[int]()
    for _, together in groupby(rows, key=attrgetter("type", "id", "score")):
        several = list(together)
        found = _suggestion(several, albums, words.get((several[0].type, several[0].id), ()))
        whose = found.reasons[0].artist_id if found else 0
        if found is not None and of_person[whose] < MOST_OF_ONE:
            of_person[whose] += 1
            records.append(found)
    return Suggestions(
        len({kinship.album[id] for id in loved}),
        is_rated,
        tuple(records[:MOST_SUGGESTIONS]),
        cut_short=sum(one.not_read > 0 for one in snapshot.cached(read_cut_lists).values()),
    )


def _albums_of_people(kinship: Kinship, loved: Iterable[int]) -> dict[int, dict[int, int]]:
    """Identity -> album -> release, of those who make music on the records that are loved."""
    albums: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for release_id in loved:
        for person, makes_music in kinship.people.get(release_id, {}).items():
            if makes_music:
                albums[person].setdefault(kinship.album[release_id], release_id)
    return albums


def weight_of(albums: int) -> float:
    """The weight of an artist on so many loved albums: the logarithm of their number, in steps of 1 / 2^20.

    Sums of such steps are exact, whichever thread of the database adds first: equal ones stay equal.
    """
    return round(log2(1 + albums) * (1 << 20)) / (1 << 20)


def loved_records(collection: Collection, kinship: Kinship) -> tuple[list[int], bool]:
    """The releases of four stars and more, in the order of their ids; if there are none all of them, and False."""
    loved = {copy.release_id for copy in collection.copies if (copy.rating or 0) >= HIGH_RATING}
    known = loved & kinship.album.keys()
    return (sorted(known), True) if known else (sorted(kinship.album), False)


def _suggestion(
    rows: Sequence[_SuggestionRow], albums: dict[int, dict[int, int]], words: Iterable[str]
) -> Suggestion | None:
    """None for what is no album: singles, compilations and the like are no suggestion."""
    entry = rows[0]
    roles = {row.role for row in rows if row.role != "Member"} or {"Main"}
    kind = kind_of(roles | {"Main"}, entry.format, words)
    if not entry.is_wanted and not may_be_album(entry.type, kind):
        return None
    people: dict[int, list[tuple[str, str | None]]] = {}
    names: dict[int, tuple[int, str]] = {}
    for row in rows:
        names[row.identity_id] = row.artist_id, row.name
        people.setdefault(row.identity_id, []).append((row.role, row.via))
    return Suggestion(
        release_id=entry.release_id,
        type=entry.type,
        id=entry.id,
        title=entry.title or "Untitled",
        artists=listed_credit(entry.artists) or ", ".join(name for _, name in names.values()),
        year=entry.year,
        is_wanted=entry.is_wanted,
        reasons=tuple(
            sorted((_reason(*names[id], parts, albums[id]) for id, parts in people.items()), key=_place)
        ),
    )


def _reason(artist_id: int, name: str, parts: list[tuple[str, str | None]], albums: dict[int, int]) -> Reason:
    named = [role for role, via in parts if via is None]
    return Reason(
        artist_id=artist_id,
        name=name,
        roles=tuple(role for role in named if role not in ("Main", "Appearance")),
        group=None if named else next(via for _, via in parts),
        loved=len(albums),
        for_example=min(albums.values()),
    )


def _place(reason: Reason) -> tuple[bool, bool, int, str]:
    return reason.group is not None, bool(reason.roles), -reason.loved, reason.name
