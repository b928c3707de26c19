"""The collection, copy by copy, a page at a time."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from linernotes.insights.covers import Artist, Format, carriers, credit
from linernotes.storage.database import DBStorage, load_sql

Sort = Literal["added", "artist", "title", "year"]

PER_PAGE = 120

_LATER_THAN_ALL = 1 << 31  # where an unknown year is sorted


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy as it stands on the shelf. Conditions are Discogs' own words; what is unknown is None.

    `artist` and `formats` are as `covers` words them.
    """

    instance_id: int
    release_id: int
    title: str
    artist: str
    artists: tuple[Artist, ...]
    year: int | None
    formats: tuple[str, ...]
    folder_id: int | None
    folder: str | None
    added_at: datetime | None
    rating: int | None
    media_condition: str | None
    sleeve_condition: str | None
    picture_url: str | None


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the collection and how many copies it holds."""

    folder_id: int
    name: str
    items: int


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """A page of copies; `total` is how many there are on all `pages`. Page numbers begin at 1."""

    copies: tuple[Copy, ...]
    total: int
    page: int
    pages: int


class Collection:
    """Every copy of one build, in memory: a build never changes, and its pages are to come at once.

    10,000 copies take some 15 MB. `copies` are those added last first. To be read by any number of threads.
    """

    def __init__(self, copies: Sequence[Copy]) -> None:
        self.copies = tuple(copies)
        self.folders = _folders(self.copies)
        self._by_release = {copy.release_id: copy for copy in reversed(self.copies)}
        self._texts = {copy.instance_id: fold(f"{copy.artist}\n{copy.title}") for copy in self.copies}
        self._sorted: dict[Sort, tuple[Copy, ...]] = {"added": self.copies}
        for sort, key in _KEYS.items():
            self._sorted[sort] = tuple(sorted(self.copies, key=key))

    def page(
        self,
        *,
        sort: Sort = "added",
        text: str = "",
        folder_id: int | None = None,
        page: int = 1,
        per_page: int = PER_PAGE,
    ) -> CollectionPage:
        """The copies whose artists or title hold each word of `text`, whatever its case and accents, in a folder
        or in all. A page beyond the last one is the last one.
        """
        found = self._sorted[sort]
        if folder_id is not None:
            found = tuple(copy for copy in found if copy.folder_id == folder_id)
        for word in fold(text).split():
            found = tuple(copy for copy in found if word in self._texts[copy.instance_id])
        pages = max(1, -(-len(found) // per_page))
        page = min(page, pages)
        return CollectionPage(found[(page - 1) * per_page : page * per_page], len(found), page, pages)

    def of_release(self, release_id: int) -> Copy | None:
        """The copy of a release that was added last; None if it is not on the shelf."""
        return self._by_release.get(release_id)


def read_collection(storage: DBStorage) -> Collection:
    """All copies of a build. Takes some 0.2 s per 10,000."""
    artists: defaultdict[int, list[Artist]] = defaultdict(list)
    for release_id, *told in storage.rows(load_sql("linernotes.insights", "collection_artists")):
        artists[release_id].append(Artist(*told))
    formats: defaultdict[int, list[Format]] = defaultdict(list)
    for release_id, name, quantity, words in storage.rows(
        load_sql("linernotes.insights", "collection_formats")
    ):
        formats[release_id].append(Format(name, quantity, tuple(words or ())))
    rows = storage.rows(load_sql("linernotes.insights", "collection_copies"))
    return Collection([_copy(row, artists[row[1]], formats[row[1]]) for row in rows])


def fold(text: str) -> str:
    """The text as it is compared: without case and accents."""
    if text.isascii():
        return text.lower()
    parted = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parted if not unicodedata.combining(c)).casefold()


def _copy(row: tuple[Any, ...], artists: list[Artist], formats: list[Format]) -> Copy:
    instance_id, release_id, title, year, folder_id, folder, added_at, rating, media, sleeve, picture = row
    return Copy(
        instance_id=instance_id,
        release_id=release_id,
        title=title or "Untitled",
        artist=credit(artists) or "Unknown Artist",
        artists=tuple(artists),
        year=year,
        formats=carriers(formats),
        folder_id=folder_id,
        folder=folder,
        added_at=added_at,
        rating=rating,
        media_condition=media,
        sleeve_condition=sleeve,
        picture_url=picture,
    )


def _folders(copies: Sequence[Copy]) -> tuple[Folder, ...]:
    counts = Counter(copy.folder_id for copy in copies)
    names = {copy.folder_id: copy.folder for copy in copies}
    folders = [
        Folder(folder_id, names[folder_id] or f"Folder {folder_id}", items)
        for folder_id, items in counts.items()
        if folder_id is not None
    ]
    return tuple(sorted(folders, key=lambda folder: (fold(folder.name), folder.folder_id)))


def _artist_key(copy: Copy) -> str:
    """A leading 'The' does not count."""
    return fold(copy.artist).removeprefix("the ")


def _year_key(copy: Copy) -> int:
    return copy.year or _LATER_THAN_ALL


_KEYS: dict[Sort, Callable[[Copy], tuple[Any, ...]]] = {
    "artist": lambda c: (_artist_key(c), _year_key(c), fold(c.title), c.instance_id),
    "title": lambda c: (fold(c.title), _artist_key(c), c.instance_id),
    "year": lambda c: (_year_key(c), _artist_key(c), fold(c.title), c.instance_id),
}
