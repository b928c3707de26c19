"""The shopping list: wants, and albums that discographies miss, by artist, as a shop has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from linernotes.documents.folding import unnumbered
from linernotes.insights.artist.discography import Entry
from linernotes.insights.collection.copies import sort_key
from linernotes.insights.collection.facets.facets import NONE, AnyFacet, Choice
from linernotes.insights.collection.listed_releases import Label, LabelRow
from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.gaps.gaps_answer import read_gaps_answer
from linernotes.insights.gaps.suggestions import Gap
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import UNKNOWN_ARTIST
from linernotes.insights.wantlist.wantlist import WantView, find_wants
from linernotes.insights.wantlist.wants import WantedRecord
from linernotes.storage.duckdb.database import load_sql

#: What is on the list: both, wants alone, or missing albums alone.
What = Literal["both", "wants", "missing"]
WHAT: tuple[What, ...] = get_args(What)

#: Missing albums of one artist on the list, and the most that may be asked for.
MISSING, MOST_MISSING = 8, 500

#: The filters of the wantlist that a discography can answer, too. It lists neither genres nor labels nor people.
_OF_DISCOGRAPHIES: frozenset[AnyFacet] = frozenset({"artist", "decade"})


@dataclass(frozen=True, slots=True)
class ShoppingItem:
    """A record to look for. Of a wanted one the pressing is known, of a missing album what its main release has.

    `year` is when the album came out first, `pressing_year` that of the wanted pressing; None if unknown.
    `artist` is the whole credit where that says more than the heading, else None.
    `notes` are the collector's own about the want. `owned` says what of its album is on the shelf.
    `may_be_single` if nothing says whether it is an album.
    """

    release_id: int | None
    title: str
    artist: str | None
    year: int | None
    pressing_year: int | None
    country: str | None
    formats: tuple[str, ...]
    labels: tuple[Label, ...]
    is_wanted: bool
    owned: Literal["this pressing", "another pressing"] | None
    may_be_single: bool
    notes: str | None


@dataclass(frozen=True, slots=True)
class ShoppingArtist:
    """An artist with the records to look for, oldest first. `more` missing albums are left out."""

    artist_id: int | None
    name: str
    items: tuple[ShoppingItem, ...]
    more: int


@dataclass(frozen=True, kw_only=True)
class ShoppingList(OfBuild):
    """Artists by name, without "The". `wants` and `missing` count the records of each sort on the list.

    `possible` of the missing ones may be singles: nothing says what they are.

    `is_following` is False where the user follows no artist: missing albums are then of the artists with most records.
    `unanswered` are filters that discographies cannot answer: with any of them no missing album is on the list.
    """

    wants: int
    missing: int
    possible: int
    is_following: bool
    unanswered: tuple[str, ...]
    artists: tuple[ShoppingArtist, ...]


@dataclass(slots=True)
class _Heading:
    """An artist while the list is made, and what stands under the name."""

    artist_id: int | None
    name: str
    items: list[ShoppingItem] = field(default_factory=list)
    more: int = 0


def read_shopping_list(
    snapshot: Snapshot,
    view: WantView,
    follows: tuple[int, ...],
    *,
    what: What = "both",
    missing: int = MISSING,
) -> ShoppingList:
    """The list for a view of the wantlist, in whatever order that is.

    Missing albums are those of `follows`, the artists that the user follows, `missing` of each at most.
    """
    headings: dict[tuple[int | None, str], _Heading] = {}
    wants = find_wants(snapshot, view, {}).wants if what != "missing" else ()
    for want in wants:
        id, name = _filed_under(want)
        _heading(headings, id, name).items.append(_of_want(want, name))
    answer = read_gaps_answer(snapshot, follows)
    unanswered = _unanswered(view.choice)
    gaps = () if what == "wants" or unanswered else answer.gaps
    for gap, entries in _missing(gaps, view, skip_wanted=what == "both"):
        heading = _heading(headings, gap.artist_id, gap.name)
        heading.more += max(0, len(entries) - missing)
        labels = _labels(snapshot, entries[:missing])
        heading.items += [_of_entry(one, gap.name, labels) for one in entries[:missing]]
    artists = [
        ShoppingArtist(one.artist_id, one.name, tuple(sorted(one.items, key=_by_year)), one.more)
        for one in sorted(
            headings.values(), key=lambda one: (sort_key(one.name), one.name, one.artist_id or 0)
        )
    ]
    return ShoppingList(
        wants=len(wants),
        missing=sum(len(one.items) for one in artists) - len(wants),
        possible=sum(item.may_be_single for one in artists for item in one.items),
        is_following=answer.is_following,
        unanswered=() if what == "wants" else unanswered,
        artists=tuple(artists),
        **of_build(snapshot),
    )


def _heading(headings: dict[tuple[int | None, str], _Heading], id: int | None, name: str) -> _Heading:
    return headings.setdefault((id, "" if id is not None else name), _Heading(id, name))


def _filed_under(want: WantedRecord) -> tuple[int | None, str]:
    """The first artist, by the name that all their records have; a name variation is of one sleeve alone."""
    if not want.artists:
        return None, UNKNOWN_ARTIST
    first = want.artists[0]
    return first.artist_id, unnumbered(first.name) if first.name else first.printed


def _of_want(want: WantedRecord, name: str) -> ShoppingItem:
    owned: Literal["this pressing", "another pressing"] | None = None
    if want.copies:
        is_this = any(copy.release_id == want.release_id for copy in want.copies)
        owned = "this pressing" if is_this else "another pressing"
    return ShoppingItem(
        release_id=want.release_id,
        title=want.title,
        artist=_more_than(name, want.artist),
        year=want.original_year,
        pressing_year=want.year,
        country=want.country,
        formats=want.formats,
        labels=want.labels,
        is_wanted=True,
        owned=owned,
        may_be_single=False,
        notes=want.notes,
    )


def _of_entry(entry: Entry, name: str, labels: dict[int, tuple[Label, ...]]) -> ShoppingItem:
    return ShoppingItem(
        release_id=entry.release_id,
        title=entry.title,
        artist=_more_than(name, entry.artists),
        year=entry.year,
        pressing_year=None,
        country=None,
        formats=(),
        labels=labels.get(entry.release_id or 0, ()),
        is_wanted=entry.is_wanted,
        owned=None,
        may_be_single=entry.kind == "unknown",
        notes=None,
    )


def _more_than(name: str, artist: str | None) -> str | None:
    """The credit where it is not the heading's name alone."""
    return artist if artist and sort_key(artist) != sort_key(unnumbered(name)) else None


def _by_year(item: ShoppingItem) -> tuple[object, ...]:
    return item.year is None, item.year or 0, sort_key(item.title), item.release_id or 0


def _missing(
    gaps: Iterable[Gap], view: WantView, *, skip_wanted: bool
) -> Iterator[tuple[Gap, tuple[Entry, ...]]]:
    """The missing albums that fit a view, by artist; those that are wanted stand on the list already."""
    words = sort_key(view.text).split()
    for gap in gaps:
        if not _fits(view.choice, "artist", str(gap.artist_id)):
            continue
        entries = tuple(
            one
            for one in gap.missing
            if not (skip_wanted and one.is_wanted)
            and _fits(view.choice, "decade", f"{one.year // 10 * 10}" if one.year else NONE)
            and all(word in sort_key(f"{gap.name} {one.artists or ''} {one.title}") for word in words)
        )
        if entries:
            yield gap, entries


def _fits(choice: Choice, name: AnyFacet, key: str) -> bool:
    included = choice.include.get(name, ())
    return (not included or key in included) and key not in choice.exclude.get(name, ())


def _unanswered(choice: Choice) -> tuple[str, ...]:
    return tuple(sorted({*choice.include, *choice.exclude} - _OF_DISCOGRAPHIES))


def _labels(snapshot: Snapshot, entries: Sequence[Entry]) -> dict[int, tuple[Label, ...]]:
    """The labels of main releases that are known here, which few are: release -> labels."""
    ids = [one.release_id for one in entries if one.release_id is not None]
    labels: defaultdict[int, list[Label]] = defaultdict(list)
    query = load_sql("linernotes.insights.gaps", "main_release_labels")
    for row in snapshot.storage.read(LabelRow, query, [ids]):
        labels[row.release_id].append(row.label)
    return {id: tuple(of_release) for id, of_release in labels.items()}
