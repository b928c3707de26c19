"""A copy on the shelf as every answer in JSON has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from linernotes.insights.collection.copies import Copy, Label
from linernotes.insights.collection.own_fields import OwnField
from linernotes.insights.collection.search_excerpts import Place


@dataclass(frozen=True, slots=True)
class CopyArtist:
    """A main artist as the cover names it; without an id if Discogs has none."""

    artist_id: int | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyAnswer:
    """A copy on the shelf. `year` is the year of the pressing. `rating` is 1 to 5 stars, null without one.

    `original_year` is that of the album, or of the pressing if it is not known. `added_on` is a day of Discogs' clock.
    """

    instance_id: int
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
    folder_id: int | None
    folder: str | None
    added_at: datetime | None
    added_on: date | None
    rating: int | None
    media_condition: str | None
    sleeve_condition: str | None

    @classmethod
    def of(cls, copy: Copy, **more: object) -> Self:
        """Return the answer about a copy; `more` are the fields that a subclass adds."""
        return cls(
            instance_id=copy.instance_id,
            release_id=copy.release_id,
            master_id=copy.master_id,
            title=copy.title,
            artist=copy.artist,
            artists=tuple([CopyArtist(one.artist_id, one.printed) for one in copy.artists]),
            year=copy.year,
            original_year=copy.original_year,
            country=copy.country,
            formats=copy.formats,
            labels=copy.labels,
            folder_id=copy.folder_id,
            folder=copy.folder,
            added_at=copy.added_at,
            added_on=copy.added_on,
            rating=copy.rating,
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
