"""Releases of the collection and of the wantlist: what both lists have, and what the covers name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from linernotes.documents.folding import unnumbered
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.credit_line import Artist, Format
from linernotes.storage.duckdb.database import load_sql


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a record with the catalogue number that it gave it, without the number that Discogs gives namesakes.
    What is not known is None.
    """

    label_id: int | None
    name: str | None
    catalog_number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRelease:
    """A release as a list of Discogs has it. `year` is the pressing's, `album_year` its master's.

    `artist` and `formats` are as `credit_line` words them. `added_on` is the day of `added_at` by Discogs' clock: the
    day to show and to count. `format_words` are Discogs' names and descriptions of its formats. Unknown is None.
    """

    release_id: int
    title: str
    artist: str
    artists: tuple[Artist, ...]
    year: int | None
    formats: tuple[str, ...]
    added_at: datetime | None
    added_on: date | None
    rating: int | None
    picture_url: str | None
    master_id: int | None = None
    album_year: int | None = None
    country: str | None = None
    labels: tuple[Label, ...] = ()
    format_words: tuple[str, ...] = ()

    @property
    def original_year(self) -> int | None:
        """When the album came out first: its master's year, else the pressing's."""
        return self.album_year or self.year


@dataclass(frozen=True, slots=True)
class CoverParts:
    """What a cover names in several parts, in its order."""

    artists: tuple[Artist, ...] = ()
    formats: tuple[Format, ...] = ()
    labels: tuple[Label, ...] = ()


class _ArtistRow(NamedTuple):
    release_id: int
    artist_id: int | None
    name: str | None
    name_variation: str | None
    join_phrase: str | None


class _FormatRow(NamedTuple):
    release_id: int
    name: str | None
    quantity: int | None
    descriptions: list[str] | None
    text: str | None


class LabelRow(NamedTuple):
    """A row of a SELECT of labels by release. `name` has the number that Discogs gives namesakes."""

    release_id: int
    label_id: int | None
    name: str | None
    catalog_number: str | None

    @property
    def label(self) -> Label:
        """The label as lists show it."""
        return Label(self.label_id, self.name and unnumbered(self.name), self.catalog_number)


def read_cover_parts(snapshot: Snapshot) -> Mapping[int, CoverParts]:
    """What the covers of owned and wanted releases name, by release; without releases whose cover names nothing."""
    read = snapshot.storage.read
    artists: defaultdict[int, list[Artist]] = defaultdict(list)
    for one in read(_ArtistRow, _sql("listed_artists")):
        artist = Artist(one.artist_id, one.name, one.name_variation, one.join_phrase)
        artists[one.release_id].append(artist)
    formats: defaultdict[int, list[Format]] = defaultdict(list)
    for row in read(_FormatRow, _sql("listed_formats")):
        format = Format(row.name, row.quantity, tuple(row.descriptions or ()), row.text)
        formats[row.release_id].append(format)
    labels: defaultdict[int, list[Label]] = defaultdict(list)
    for named in read(LabelRow, _sql("listed_labels")):
        labels[named.release_id].append(named.label)
    return {
        id: CoverParts(tuple(artists.get(id, ())), tuple(formats.get(id, ())), tuple(labels.get(id, ())))
        for id in {*artists, *formats, *labels}
    }


def _sql(name: str) -> str:
    return load_sql("linernotes.insights.collection", name)
