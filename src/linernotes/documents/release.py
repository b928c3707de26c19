"""Releases and masters."""

from __future__ import annotations

from linernotes.documents.parts import (
    ArtistCredit,
    Document,
    Entity,
    Format,
    Id,
    Identifier,
    Image,
    Number,
    Track,
    Video,
)


class Rating(Document, frozen=True, kw_only=True, gc=False):
    """The rating of a release by all users: `average` of 0 to 5, 0 where `count` is 0."""

    count: Number = 0
    average: float = 0.0


class Community(Document, frozen=True, kw_only=True, gc=False):
    """The numbers of users that have and that want a release."""

    have: Number | None = None
    want: Number | None = None
    rating: Rating | None = None


class MasterOrRelease(Document, frozen=True, kw_only=True, gc=False):
    """The fields that a master and a release have in common. `year` 0 is unknown.

    `lowest_price` is in the account's currency, which is not named here; None if nothing is for sale.
    """

    id: Id
    title: str
    year: Number | None = None
    artists: tuple[ArtistCredit, ...] = ()
    genres: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    tracklist: tuple[Track, ...] = ()
    videos: tuple[Video, ...] = ()
    images: tuple[Image, ...] = ()
    data_quality: str | None = None
    uri: str | None = None
    num_for_sale: Number | None = None
    lowest_price: float | None = None


class Master(MasterOrRelease, frozen=True, kw_only=True, gc=False):
    """An album. `year` is that of its earliest release, the tracklist that of its main release."""

    main_release: Id | None = None


class Release(MasterOrRelease, frozen=True, kw_only=True, gc=False):
    """A pressing. `master_id` is None or 0 if it has no master; `released` may be '1987-07-00'."""

    master_id: Id | None = None
    status: str | None = None
    country: str | None = None
    released: str | None = None
    notes: str | None = None
    thumb: str | None = None
    labels: tuple[Entity, ...] = ()
    series: tuple[Entity, ...] = ()
    companies: tuple[Entity, ...] = ()
    formats: tuple[Format, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    extraartists: tuple[ArtistCredit, ...] = ()
    community: Community | None = None
