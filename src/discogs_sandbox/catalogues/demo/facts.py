"""The facts in the data files, before they become Discogs' documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zlib import crc32

PSEUDO_ARTISTS = {"Various": 194, "Unknown Artist": 355, "No Artist": 118760}

# A range above every id that Discogs has given out so far: no id here names a page of Discogs.
_FIRST_ID = 900_000_000
_RANGE = 100_000_000


class CatalogueError(ValueError):
    """A data file is wrong; the message names file, album and line."""


def identity(kind: str, slug: str) -> int:
    """The id of a thing, from its slug alone, so that adding an album never renumbers another.

    Releases, masters, artists, labels (with companies and series) and copies are five id spaces, as at Discogs.
    """
    if kind == "artist" and slug in PSEUDO_ARTISTS:
        return PSEUDO_ARTISTS[slug]
    return _FIRST_ID + crc32(f"{kind}:{slug}".encode()) % _RANGE


def invented(slug: str, what: str, low: int, high: int) -> int:
    """A made-up number between low and high (both included), always the same for the same slug."""
    return low + crc32(f"{what}:{slug}".encode()) % (high - low + 1)


@dataclass(frozen=True)
class Credit:
    """One person's part. `linked` is False for a name typed as text, which has no page (Discogs' id 0)."""

    name: str
    anv: str = ""
    join: str = ""
    role: str = ""
    tracks: str = ""
    linked: bool = True


@dataclass
class Track:
    """One row of a tracklist; `type_` is track, heading or index, as at Discogs; duration "" is unknown."""

    type_: str
    position: str
    title: str
    duration: str = ""
    artists: list[Credit] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    sub_tracks: list[Track] = field(default_factory=list)


@dataclass(frozen=True)
class Entity:
    """A label, series or company on a release; `entity_type` is Discogs' number, as text."""

    name: str
    catno: str
    entity_type: str
    entity_type_name: str


@dataclass(frozen=True)
class Format:
    """One kind of carrier: its number, name, descriptions and free text."""

    quantity: int
    name: str
    descriptions: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True)
class Pressing:
    """One release of an album; `released` is Discogs' text, "" unknown; tracks and credits may be its own."""

    slug: str
    country: str
    released: str
    labels: tuple[Entity, ...]
    formats: tuple[Format, ...]
    series: tuple[Entity, ...]
    companies: tuple[Entity, ...]
    identifiers: tuple[tuple[str, str, str], ...]
    notes: str
    tracks: tuple[Track, ...]
    credits: tuple[Credit, ...]


@dataclass(frozen=True)
class Album:
    """The facts that all pressings share. Without a master it is a release of its own. `file` is for messages."""

    slug: str
    file: str
    title: str
    artists: tuple[Credit, ...]
    year: int
    has_master: bool
    genres: tuple[str, ...]
    styles: tuple[str, ...]
    pressings: tuple[Pressing, ...]


@dataclass(frozen=True)
class Person:
    """A page of people.yaml: a person or a group. `works` are (year, title) of albums that are not in the scenes."""

    name: str
    real_name: str = ""
    profile: str = ""
    variations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    genre: str = ""
    works: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Copy:
    """A line of shelf.yaml: a copy that somebody owns, or (in `wants`) would like to."""

    pressing: str
    added: datetime
    folder: str = ""
    media: str = ""
    sleeve: str = ""
    rating: int = 0
    notes: str = ""
    custom: str = ""


@dataclass(frozen=True)
class Shelf:
    """The invented collector. `folders` do not include "All"; `custom_field` is the name of a field of their own
    with these `options`."""

    username: str
    name: str
    currency: str
    symbol: str
    folders: tuple[str, ...]
    custom_field: str
    options: tuple[str, ...]
    copies: tuple[Copy, ...]
    wants: tuple[Copy, ...]


@dataclass(frozen=True)
class Facts:
    """Everything that was read."""

    albums: tuple[Album, ...]
    people: dict[str, Person]
    shelf: Shelf

    def pressings(self) -> Iterator[tuple[Album, Pressing]]:
        """Every pressing with its album, in the order of the files."""
        for album in self.albums:
            for pressing in album.pressings:
                yield album, pressing


def walk(tracks: tuple[Track, ...] | list[Track]) -> Iterator[Track]:
    """All rows of a tracklist in document order, sub-tracks after their index row."""
    for track in tracks:
        yield track
        yield from track.sub_tracks
