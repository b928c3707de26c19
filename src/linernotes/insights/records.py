"""A record: one release with its people, its tracks, its pressing's details and the copies of it on the shelf."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from linernotes.insights.covers import Artist, Format, carriers
from linernotes.insights.freshness import is_fresh
from linernotes.insights.lineup import (
    Credit,
    Section,
    Track,
    TrackLine,
    cover_line,
    line_up,
    main_artists,
    track_list,
)
from linernotes.storage.database import DBStorage, load_sql

#: In listings a star marks a name that the cover spells otherwise.
_AS_PRINTED = re.compile(r"\*(?=[ ,;:/&]|$)")


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
    """A video that Discogs links to; only addresses that begin with http or https are told."""

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
    """What Discogs told last, at `told_at`, of who has a release and what it costs.

    Money is only told for six hours (docs/decisions/0005-discogs-terms.md): then `is_withheld`, and `for_sale` and
    `lowest_price` are None.
    """

    told_at: datetime
    is_withheld: bool
    have: int | None
    want: int | None
    rating_average: float | None
    rating_count: int | None
    for_sale: int | None
    lowest_price: float | None
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
    """One release. `album_year` is its master's; `source` is 'basic' where only a listing names the release.

    `listed` is told of such a release alone: in whose discographies it stands.
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
    tracks: tuple[Track, ...]
    demand: Demand | None
    copies: tuple[OwnCopy, ...] = field(default=())
    versions: tuple[Version, ...] = field(default=())
    listed: tuple[Listed, ...] = field(default=())

    @property
    def is_known(self) -> bool:
        """Whether its own document was read, not only a line in a list."""
        return self.source != "basic"

    @property
    def people(self) -> int:
        """How many are credited with a role."""
        return len({one.artist_id or one.name for section in self.line_up for one in section.players})


def read_record(storage: DBStorage, release_id: int, now: datetime | None = None) -> Record | None:
    """Read a release; None if nothing in the build names it."""
    rows = _ask(storage, "record", release_id)
    if not rows:
        return _from_listings(storage, release_id)
    (_, master_id, title, year, album_year, released, country, notes, picture, source, loaded, *rest) = rows[
        0
    ]
    is_wanted, wanted_notes, *told = rest
    credits = [Credit(*row) for row in _ask(storage, "record_people", release_id)]
    tracks = [TrackLine(*row) for row in _ask(storage, "record_tracks", release_id)]
    artists = main_artists(one for one in credits if one.kind == "main")
    record = Record(
        release_id=release_id,
        master_id=master_id,
        title=title or "Untitled",
        artist=cover_line(artists),
        artists=artists,
        year=year,
        album_year=album_year,
        released=released,
        country=country,
        notes=notes,
        picture_url=picture,
        source=source,
        loaded_at=loaded,
        is_wanted=is_wanted,
        wanted_notes=wanted_notes,
        line_up=line_up(credits, tracks),
        tracks=track_list(credits, tracks),
        demand=_demand(told, now),
        copies=_copies(_ask(storage, "record_copies", release_id)),
        versions=tuple(Version(*row) for row in _ask(storage, "record_versions", release_id)),
        **_printed(_ask(storage, "record_lines", release_id)),
    )
    return record if record.is_known else _listed(record, _listings(storage, release_id, master_id))


def _printed(rows: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    lines = {kind: [row[1:] for row in rows] for kind, rows in groupby(rows, key=itemgetter(0))}
    formats = [
        Carrier(name, quantity, tuple(words or ()), text)
        for _, _, name, text, _, quantity, words in lines.get("format", ())
    ]
    return {
        "formats": carriers(Format(one.name, one.quantity, one.descriptions) for one in formats),
        "carriers": tuple(formats),
        "labels": _lines(lines.get("label", ())),
        "identifiers": _lines(lines.get("identifier", ())),
        "companies": _lines(lines.get("company", ())),
        "series": _lines(lines.get("series", ())),
        "genres": tuple(row[2] for row in lines.get("genre", ()) if row[2]),
        "styles": tuple(row[2] for row in lines.get("style", ()) if row[2]),
        "videos": _videos(lines.get("video", ())),
    }


def _listings(storage: DBStorage, release_id: int, master_id: int | None) -> list[tuple[Any, ...]]:
    return storage.rows(load_sql("linernotes.insights", "record_listed"), [release_id, master_id])


def _from_listings(storage: DBStorage, release_id: int) -> Record | None:
    """A release that only discographies name."""
    rows = _listings(storage, release_id, None)
    if not rows:
        return None
    *_, title, year, _, _, _, thumb = rows[0]
    nothing = Record(
        release_id=release_id,
        master_id=None,
        title=title or "Untitled",
        artist="Unknown Artist",
        artists=(),
        year=year,
        album_year=None,
        released=None,
        country=None,
        notes=None,
        picture_url=thumb,
        source="basic",
        loaded_at=None,
        is_wanted=False,
        wanted_notes=None,
        line_up=(),
        tracks=(),
        demand=None,
        **_printed(()),
    )
    return _listed(nothing, rows)


def _listed(record: Record, rows: Sequence[tuple[Any, ...]]) -> Record:
    """With what discographies say of a record of which no document was read."""
    if not rows:
        return record
    *_, text, label, format, _ = rows[0]
    return replace(
        record,
        artist=_AS_PRINTED.sub("", text or "") or record.artist if not record.artists else record.artist,
        labels=record.labels or ((Line(None, label, None, None),) if label else ()),
        formats=record.formats or ((format,) if format else ()),
        listed=tuple(
            Listed(artist_id, name, items, tuple(role for role in roles if role != "Main"))
            for artist_id, name, items, roles, *_ in rows
        ),
    )


def is_web_address(url: str | None) -> bool:
    """Whether it may be linked to."""
    return url is not None and url.lower().startswith(("http://", "https://"))


def _ask(storage: DBStorage, question: str, release_id: int) -> list[tuple[Any, ...]]:
    return storage.rows(load_sql("linernotes.insights", question), [release_id])


def _lines(rows: Iterable[Sequence[Any]]) -> tuple[Line, ...]:
    return tuple(Line(id, name, value, detail) for _, id, name, value, detail, *_ in rows)


def _videos(rows: Iterable[Sequence[Any]]) -> tuple[Video, ...]:
    return tuple(
        Video(url, title or url, seconds) for _, _, title, url, _, seconds, _ in rows if is_web_address(url)
    )


def _copies(rows: Iterable[Sequence[Any]]) -> tuple[OwnCopy, ...]:
    return tuple(
        OwnCopy(instance_id, folder_id, folder, added_at, rating, _fields(row[5:] for row in fields))
        for (instance_id, folder_id, folder, added_at, rating), fields in groupby(
            rows, itemgetter(0, 1, 2, 3, 4)
        )
    )


def _fields(rows: Iterable[Sequence[Any]]) -> tuple[Field, ...]:
    return tuple(
        Field(field_id, name or f"Field {field_id}", value)
        for field_id, name, value in rows
        if field_id is not None and value
    )


def _demand(told: Sequence[Any], now: datetime | None) -> Demand | None:
    have, want, average, count, for_sale, lowest, currency, told_at = told
    if told_at is None:
        return None
    fresh = is_fresh(told_at, now) if now else is_fresh(told_at)
    return Demand(
        told_at=told_at,
        is_withheld=not fresh,
        have=have,
        want=want,
        rating_average=average,
        rating_count=count,
        for_sale=for_sale if fresh else None,
        lowest_price=float(lowest) if fresh and lowest is not None else None,
        currency=currency,
    )
