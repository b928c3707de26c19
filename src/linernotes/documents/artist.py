"""Artists, and what they appear on."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from linernotes.documents.parts import Document, Id, Image, Number, Pagination


class ArtistLink(Document, frozen=True, kw_only=True, gc=False):
    """An alias, a group or a member. `active` is None for aliases; `id` 0 where a dump has only the name."""

    id: Id = 0
    name: str = ""
    active: bool | None = None
    thumbnail_url: str | None = None


class Artist(Document, frozen=True, kw_only=True, gc=False):
    """A person, a group or a name used by one. `name` carries the "(2)" that tells namesakes apart."""

    id: Id
    name: str
    realname: str | None = None
    profile: str | None = None
    data_quality: str | None = None
    uri: str | None = None
    images: tuple[Image, ...] = ()
    urls: tuple[str, ...] = ()
    namevariations: tuple[str, ...] = ()
    aliases: tuple[ArtistLink, ...] = ()
    groups: tuple[ArtistLink, ...] = ()
    members: tuple[ArtistLink, ...] = ()


class CommunityCounts(Document, frozen=True, kw_only=True, gc=False):
    """The numbers of users that have a master or release, and that want it."""

    in_collection: Number | None = None
    in_wantlist: Number | None = None


class Stats(Document, frozen=True, kw_only=True, gc=False):
    """The counts of a row. Absent in recordings of long ago."""

    community: CommunityCounts | None = None


#: A part of a row's identity, so it can be neither absent nor empty.
Word = Annotated[str, Meta(min_length=1)]


class ArtistRelease(Document, frozen=True, kw_only=True, gc=False):
    """One row of an artist's discography. `type` (master or release) says which ids `id` belongs to.

    Only masters have `main_release`; only releases have `label` and `format`. One (type, id, role) may come
    twice, on different pages too.
    """

    id: Id
    type: Word
    role: Word
    main_release: Id | None = None
    title: str | None = None
    year: Number | None = None
    artist: str | None = None
    label: str | None = None
    format: str | None = None
    thumb: str | None = None
    stats: Stats | None = None


class ArtistReleases(Document, frozen=True, kw_only=True, gc=False):
    """One page of an artist's discography."""

    releases: tuple[ArtistRelease, ...]
    pagination: Pagination | None = None
