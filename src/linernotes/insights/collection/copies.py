"""The collection, copy by copy."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple, TypeVar

from linernotes.documents.folding import fold, is_number, query_terms, terms
from linernotes.insights.collection.listed_releases import CoverParts, ListedRelease, read_cover_parts
from linernotes.insights.collection.own_fields import FieldOfShelf, OwnField, read_fields
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.credit_line import carriers, credit, format_words
from linernotes.insights.text.years import unknown_last
from linernotes.storage.duckdb.database import load_sql

PER_PAGE = 120
#: Words of a text that are looked for within words.
_MOST_WORDS = 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy(ListedRelease):
    """One copy as it stands on the shelf. Conditions are Discogs' own words; what is unknown is None.

    With `is_of_export` nothing but a CSV export knows of the release. `format_words` has the free text about its
    formats, too.
    """

    instance_id: int
    folder_id: int | None
    folder: str | None
    media_condition: str | None
    sleeve_condition: str | None
    is_of_export: bool = False
    fields: tuple[OwnField, ...] = ()

    @property
    def is_pressing_year(self) -> bool:
        """Whether `original_year` is only the pressing's, the album's own being unknown. A release without a master
        is the album itself; whether it has one a CSV export does not say."""
        has_album = self.master_id is not None or self.is_of_export
        return self.album_year is None and self.year is not None and has_album

    @property
    def field_values(self) -> dict[int, str]:
        """The collector's own fields that are filled in, by id."""
        return {one.field_id: one.value for one in self.fields}

    @property
    def album(self) -> tuple[str, int]:
        """Which album it is a copy of: a master, or a release that has none."""
        return ("master", self.master_id) if self.master_id is not None else ("release", self.release_id)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the collection and how many copies it holds."""

    folder_id: int
    name: str
    items: int


class Collection:
    """Every copy of one build, in memory: a build never changes, and its pages are to come at once.

    10,000 copies take some 20 MB. `copies` are those added last first.
    `fields` are the collector's own that are filled in, in their order. To be read by any number of threads.
    """

    def __init__(self, copies: Sequence[Copy], fields: Sequence[FieldOfShelf] = ()) -> None:
        self.copies = tuple(copies)
        self.fields = tuple(fields)
        self.folders = _folders(self.copies)
        self._by_release = _grouped(self.copies, lambda copy: copy.release_id)
        self._by_album = _grouped(self.copies, lambda copy: copy.album)
        self._texts = [_searched(copy) for copy in self.copies]

    @property
    def field_names(self) -> dict[int, str]:
        """The names of the collector's own fields, by id, in their order."""
        return {one.field_id: one.name for one in self.fields}

    def of_release(self, release_id: int) -> Copy | None:
        """The copy of a release that was added last; None if it is not on the shelf."""
        return next(iter(self._by_release.get(release_id, ())), None)

    def copies_of(self, release_id: int) -> tuple[Copy, ...]:
        """All copies of a pressing, those added last first."""
        return tuple(self._by_release.get(release_id, ()))

    def copies_of_album(self, album: tuple[str, int]) -> tuple[Copy, ...]:
        """All copies of an album, of whatever pressing: ("master", id), or ("release", id) for one without."""
        return tuple(self._by_album.get(album, ()))

    def holding(self, text: str, *, whole_numbers: bool = False) -> list[int]:
        """The positions in `copies` whose artists or title hold each word of a text in any spelling; the middle of a
        word counts, but with `whole_numbers` not that of a number: "II" is not in "III".
        """
        return holding(self._texts, text, whole_numbers=whole_numbers)


def holding(texts: Sequence[str], text: str, *, whole_numbers: bool = False) -> list[int]:
    """The positions in `texts` that hold each word of a text in any spelling, as `Collection.holding` says.

    Each of `texts` is words between blanks.
    """
    found = list(range(len(texts)))
    groups = dict.fromkeys(tuple(group) for group in next(iter(query_terms(text)), []))
    for group in list(groups)[:_MOST_WORDS]:
        spellings = [
            [f" {word} " if whole_numbers and is_number(word) else word for word in spelling.split()]
            for spelling in group
        ]
        found = _with_any(texts, spellings, found)
    return found


def _with_any(
    texts: Sequence[str], spellings: Sequence[Sequence[str]], positions: Sequence[int]
) -> list[int]:
    """Those of some positions whose texts have all words of a spelling."""
    if len(spellings) == 1 and len(spellings[0]) == 1:  # nearly always: and this is four times as fast
        (word,) = spellings[0]
        return [i for i in positions if word in texts[i]]
    return [i for i in positions if any(all(word in texts[i] for word in words) for words in spellings)]


class _CopyRow(NamedTuple):
    instance_id: int
    release_id: int
    title: str | None
    year: int | None
    folder_id: int | None
    folder: str | None
    added_at: datetime | None
    added_on: date | None
    rating: int | None
    media_condition: str | None
    sleeve_condition: str | None
    picture_url: str | None
    master_id: int | None
    album_year: int | None
    country: str | None
    is_of_export: bool


class _FieldRow(NamedTuple):
    instance_id: int
    field_id: int
    name: str
    value: str


def read_collection(snapshot: Snapshot) -> Collection:
    """All copies of a build. Takes some 0.3 s per 10,000."""
    fields: defaultdict[int, list[OwnField]] = defaultdict(list)
    for filled in snapshot.storage.read(_FieldRow, _sql("collection_fields")):
        fields[filled.instance_id].append(OwnField(filled.field_id, filled.name, filled.value))
    parts = snapshot.cached(read_cover_parts)
    copies = [
        _copy(copy, parts.get(copy.release_id, CoverParts()))
        for copy in snapshot.storage.read(_CopyRow, _sql("collection_copies"))
    ]
    own = read_fields(snapshot, (one for filled in fields.values() for one in filled))
    return Collection([_with_fields(copy, fields.get(copy.instance_id)) for copy in copies], own)


def _with_fields(copy: Copy, fields: Sequence[OwnField] | None) -> Copy:
    return replace(copy, fields=tuple(fields)) if fields else copy


def _sql(name: str) -> str:
    return load_sql("linernotes.insights.collection", name)


def read_copies_by(snapshot: Snapshot, artist_ids: Iterable[int]) -> list[Copy]:
    """The copies that have any of some artists as a main artist, each once, by year."""
    index = snapshot.cached(_by_artist)
    found = {copy.instance_id: copy for id in artist_ids for copy in index.get(id, ())}
    return sorted(
        found.values(),
        key=lambda copy: (unknown_last(copy.original_year), copy.artist, copy.title, copy.instance_id),
    )


def _by_artist(snapshot: Snapshot) -> dict[int, list[Copy]]:
    found: defaultdict[int, list[Copy]] = defaultdict(list)
    for copy in snapshot.cached(read_collection).copies:
        for id in {one.artist_id for one in copy.artists if one.artist_id is not None}:
            found[id].append(copy)
    return dict(found)


def _searched(copy: Copy) -> str:
    """The words of a copy's artists and title, each between blanks."""
    return f" {' '.join([*terms(copy.artist), *terms(copy.title)])} "


@lru_cache(maxsize=100_000)
def sort_key(text: str) -> str:
    """What a name or a title is sorted by: folded, without a "The" at its beginning."""
    return fold(text).strip().removeprefix("the ")


def _copy(row: _CopyRow, parts: CoverParts) -> Copy:
    return Copy(
        instance_id=row.instance_id,
        release_id=row.release_id,
        title=row.title or "Untitled",
        artist=credit(parts.artists),
        artists=parts.artists,
        year=row.year,
        formats=carriers(parts.formats),
        folder_id=row.folder_id,
        folder=row.folder,
        added_at=row.added_at,
        added_on=row.added_on,
        rating=row.rating,
        media_condition=row.media_condition,
        sleeve_condition=row.sleeve_condition,
        picture_url=row.picture_url,
        master_id=row.master_id,
        album_year=row.album_year,
        country=row.country,
        labels=parts.labels,
        is_of_export=row.is_of_export,
        format_words=format_words(parts.formats, with_text=True),
    )


def _grouped(copies: Sequence[Copy], key: Callable[[Copy], T]) -> dict[T, list[Copy]]:
    found: defaultdict[T, list[Copy]] = defaultdict(list)
    for copy in copies:
        found[key(copy)].append(copy)
    return dict(found)


def _folders(copies: Sequence[Copy]) -> tuple[Folder, ...]:
    counts = Counter(copy.folder_id for copy in copies)
    names = {copy.folder_id: copy.folder for copy in copies}
    folders = [
        Folder(folder_id, names[folder_id] or f"Folder {folder_id}", items)
        for folder_id, items in counts.items()
        if folder_id is not None
    ]
    return tuple(sorted(folders, key=lambda folder: (fold(folder.name), folder.folder_id)))
