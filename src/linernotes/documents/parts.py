"""The building blocks that several documents share.

Everything has the name that Discogs gives it, and holds what Discogs sent. '' and 0 for "unknown" are still ''
and 0 here; they become NULL when rows are made. What may be absent has a default. The API's JSON, the dumps' XML
and a CSV export all build these structs. So a default also means "this source does not say".
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

#: Discogs has given some 10^9 numbers so far. Ids of communities begin here, so artists must end below.
IDS_END = 10**12
#: An id of Discogs. 0 means "none".
Id = Annotated[int, Meta(ge=0, le=IDS_END - 1)]
#: Each other number: it must fit in an INTEGER.
Number = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]


class Document(Struct, frozen=True, kw_only=True, gc=False):
    """Base of everything here. `gc=False` is safe, for frozen structs of structs cannot form a cycle."""


class ArtistCredit(Document, frozen=True, kw_only=True, gc=False):
    """An artist as credited. `id` 0 is a name without an artist page; `anv` is the name as printed, or ''."""

    id: Id = 0
    name: str = ""
    anv: str = ""
    join: str = ""
    role: str = ""
    tracks: str = ""


class Entity(Document, frozen=True, kw_only=True, gc=False):
    """A label, a series or a company: one id space. For a series `catno` is the number within it."""

    id: Id = 0
    name: str = ""
    catno: str = ""
    entity_type: str = ""
    entity_type_name: str = ""


class Format(Document, frozen=True, kw_only=True, gc=False):
    """A kind of carrier. `qty` is text: some hold 64 digits. 'All Media' carries what the whole set has."""

    name: str = ""
    qty: str = ""
    text: str | None = None
    descriptions: tuple[str, ...] = ()


class Image(Document, frozen=True, kw_only=True, gc=False):
    """A picture. The urls are '' for who is not authenticated; `width` and `height` are pixels."""

    type: str = ""
    uri: str = ""
    uri150: str = ""
    width: Number | None = None
    height: Number | None = None


class Video(Document, frozen=True, kw_only=True, gc=False):
    """A video elsewhere. `duration` is in seconds, 0 if Discogs does not know."""

    uri: str = ""
    title: str | None = None
    duration: Number | None = None


class Identifier(Document, frozen=True, kw_only=True, gc=False):
    """A barcode, a matrix number and so on."""

    type: str = ""
    value: str | None = None
    description: str | None = None


class Track(Document, frozen=True, kw_only=True, gc=False):
    """A line of the tracklist. `type_` is '' where the source has none (dumps, recordings of long ago)."""

    position: str | None = None
    type_: str = ""
    title: str | None = None
    duration: str | None = None
    artists: tuple[ArtistCredit, ...] = ()
    extraartists: tuple[ArtistCredit, ...] = ()
    sub_tracks: tuple[Track, ...] = ()


class Pagination(Document, frozen=True, kw_only=True, gc=False):
    """The place of a page in its list. `per_page` is the size that was given, which may not be that of the request."""

    page: Number
    pages: Number
    per_page: Number = 0
    items: Number = 0
