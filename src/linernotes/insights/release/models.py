"""Models of one release, as the pages and the JSON API show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from linernotes.insights.release.borrowed import Borrowed
from linernotes.insights.release.line_up import Section, Track
from linernotes.insights.release.who_plays import TrackTable
from linernotes.insights.text.credit_line import Artist


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: a label with its catalogue number, an identifier, a company with its part.

    `id` is Discogs' of a label, company or series; `detail` is what an identifier belongs to, or the company's part.
    """

    id: int | None
    name: str | None
    value: str | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class Carrier:
    """One format: how many of what, its descriptions, and what else is said of it."""

    name: str | None
    quantity: int | None
    descriptions: tuple[str, ...]
    text: str | None


@dataclass(frozen=True, slots=True)
class Video:
    """A video that Discogs links to; only addresses that begin with http or https are kept."""

    url: str
    title: str
    duration_seconds: int | None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a copy, as its owner calls it, and what was filled in."""

    field_id: int
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """One copy on the shelf. `fields` are all that are filled in, conditions and notes among them."""

    instance_id: int
    folder_id: int | None
    folder: str | None
    added_at: datetime | None
    added_on: date | None
    rating: int | None
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """Another pressing of the same album, owned (`copies`) or wanted."""

    release_id: int
    title: str
    year: int | None
    country: str | None
    copies: int
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Demand:
    """The newest numbers from Discogs, of `as_of`: how many people have or want a release, and what it costs.

    Prices may only be shown for six hours (docs/decisions/0005-discogs-terms.md). After that `is_withheld` is True,
    and `for_sale` and `lowest_price` are None.
    """

    as_of: datetime
    is_withheld: bool
    have: int | None
    want: int | None
    rating_average: float | None
    rating_count: int | None
    for_sale: int | None
    lowest_price: Decimal | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody in whose discography a record stands; no roles for a main artist. `items`: copies that credit them."""

    artist_id: int
    name: str
    items: int
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One release. `album_year` is its master's; `source` is 'basic' or 'csv' where only a list names the release.

    `borrowed` are credits of another pressing, apart from the line-up: None for most records.
    `listed` is empty but for such a release: it has the artists with this release in their discographies.
    `who_plays` is None where the sleeve gives all tracks the same people, and for a release that is not owned.
    """

    release_id: int
    master_id: int | None
    title: str
    artist: str
    artists: tuple[Artist, ...]
    year: int | None
    album_year: int | None
    released: str | None
    country: str | None
    notes: str | None
    picture_url: str | None
    source: str
    loaded_at: datetime | None
    is_wanted: bool
    wanted_notes: str | None
    formats: tuple[str, ...]
    carriers: tuple[Carrier, ...]
    labels: tuple[Line, ...]
    identifiers: tuple[Line, ...]
    companies: tuple[Line, ...]
    series: tuple[Line, ...]
    genres: tuple[str, ...]
    styles: tuple[str, ...]
    videos: tuple[Video, ...]
    line_up: tuple[Section, ...]
    who_plays: TrackTable | None
    tracks: tuple[Track, ...]
    demand: Demand | None
    copies: tuple[OwnCopy, ...] = field(default=())
    versions: tuple[Version, ...] = field(default=())
    listed: tuple[Listed, ...] = field(default=())
    borrowed: Borrowed | None = None

    @property
    def is_known(self) -> bool:
        """Whether its own document was read, not only a line in a list."""
        return self.source not in ("basic", "csv")

    @property
    def owned_since(self) -> date | None:
        """The day on which its first copy was added; None without copies, or where one of them has no day."""
        days = [copy.added_on for copy in self.copies]
        return min((day for day in days if day), default=None) if None not in days else None

    @property
    def people(self) -> int:
        """How many are credited with a role."""
        return len({one.artist_id or one.name for section in self.line_up for one in section.players})
