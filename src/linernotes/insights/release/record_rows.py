"""Rows of the SELECTs about one release, each with the names of its columns."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple


class ReleaseRow(NamedTuple):
    """The release itself: `record.sql`."""

    master_id: int | None
    title: str | None
    year: int | None
    released: str | None
    country: str | None
    notes: str | None
    picture_url: str | None
    source: str
    loaded_at: datetime | None


class PrintedRow(NamedTuple):
    """A line of what is printed on it, of one `kind`: `record_lines.sql`."""

    kind: str
    position: int
    id: int | None
    name: str | None
    value: str | None
    detail: str | None
    number: int | None
    words: list[str] | None


class TrackRow(NamedTuple):
    """A line of its track list: `record_tracks.sql`."""

    track_no: int
    parent_track_no: int | None
    position: str | None
    type: str
    title: str | None
    duration: str | None
    duration_seconds: int | None


class CreditTrackRow(NamedTuple):
    """A line of the track list, and the place of a credit of the release that names it: `record_credit_tracks.sql`."""

    track_no: int
    position: int


class WantedRow(NamedTuple):
    """A pressing of its album on the wantlist: `record_wanted.sql`."""

    release_id: int
    title: str | None
    year: int | None
    country: str | None
    notes: str | None
    thumb_url: str | None


class DemandRow(NamedTuple):
    """The newest numbers of its market: `record_demand.sql`."""

    have: int | None
    want: int | None
    rating_average: float | None
    rating_count: int | None
    for_sale: int | None
    lowest_price: Decimal | None
    currency: str | None
    loaded_at: datetime


class FieldRow(NamedTuple):
    """A field that is filled in for a copy: `record_fields.sql`."""

    instance_id: int
    field_id: int
    field: str | None
    value: str | None


class ListedRow(NamedTuple):
    """An artist and a role of a discography that lists it: `record_listed.sql`."""

    artist_id: int
    role: str
    title: str | None
    year: int | None
    artist_text: str | None
    label: str | None
    format: str | None
    thumb_url: str | None


class ListedPersonRow(NamedTuple):
    """An artist of a discography and the copies that credit the artist: `record_listed_people.sql`."""

    artist_id: int
    name: str
    items: int
