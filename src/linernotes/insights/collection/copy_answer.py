"""A copy on the shelf as every answer in JSON has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from linernotes.insights.collection.copies import Copy
from linernotes.insights.collection.listed_releases import Label, ListedRelease
from linernotes.insights.collection.own_fields import OwnField
from linernotes.insights.collection.search_excerpts import Place


@dataclass(frozen=True, slots=True)
class CopyArtist:
    """A main artist as the cover names it; without an id if Discogs has none."""

    artist_id: int | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseAnswer:
    """A release of the collection or of the wantlist. `year` is the year of the pressing. `rating` is 1 to 5 stars.

    `original_year` is that of the album, or of the pressing if it is not known. `added_on` is a day of Discogs' clock.
    What is not known is null.
    """

    release_id: int
    master_id: int | None
    title: str
    artist: str
    artists: tuple[CopyArtist, ...]
    year: int | None
    original_year: int | None
    country: str | None
    formats: tuple[str, ...]
    labels: tuple[Label, ...]
    added_at: datetime | None
    added_on: date | None
    rating: int | None

    @classmethod
    def about(cls, listed: ListedRelease, **more: object) -> Self:
        """Return the answer about a release; `more` are the fields that a subclass adds."""
        return cls(
            release_id=listed.release_id,
            master_id=listed.master_id,
            title=listed.title,
            artist=listed.artist,
            artists=tuple([CopyArtist(one.artist_id, one.printed) for one in listed.artists]),
            year=listed.year,
            original_year=listed.original_year,
            country=listed.country,
            formats=listed.formats,
            labels=listed.labels,
            added_at=listed.added_at,
            added_on=listed.added_on,
            rating=listed.rating,
            **more,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyAnswer(ReleaseAnswer):
    """A copy on the shelf. `year` is the year of the pressing. `rating` is 1 to 5 stars, null without one.

    `original_year` is that of the album, or of the pressing if it is not known. `added_on` is a day of Discogs' clock.
    """

    instance_id: int
    folder_id: int | None
    folder: str | None
    media_condition: str | None
    sleeve_condition: str | None

    @classmethod
    def of(cls, copy: Copy, **more: object) -> Self:
        """Return the answer about a copy; `more` are the fields that a subclass adds."""
        return cls.about(
            copy,
            instance_id=copy.instance_id,
            folder_id=copy.folder_id,
            folder=copy.folder,
            media_condition=copy.media_condition,
            sleeve_condition=copy.sleeve_condition,
            **more,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyMatch(CopyAnswer):
    """A copy, and the lines of it that hold words of a search. There are none where artists and title hold them all.

    `fields` are the collector's own fields that are filled in.
    """

    found_in: tuple[Place, ...]
    fields: tuple[OwnField, ...]
