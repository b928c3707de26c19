"""A record read from a build: its people, its tracks, its pressing's details and the copies of it on the shelf."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from linernotes.documents.folding import unnumbered
from linernotes.insights.collection.copies import Collection, Copy, read_collection
from linernotes.insights.market.price_age import is_fresh
from linernotes.insights.release.line_up import (
    Credit,
    TrackLine,
    cover_line,
    line_up,
    main_artists,
    track_list,
)
from linernotes.insights.release.models import (
    Carrier,
    Demand,
    Field,
    Line,
    Listed,
    OwnCopy,
    Record,
    Version,
    Video,
)
from linernotes.insights.release.sleeve_text import listed_picture
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.credit_line import Format, carriers, listed_credit
from linernotes.storage.duckdb.database import load_sql

__all__ = ["Record", "is_web_address", "read_record"]


def read_record(
    snapshot: Snapshot,
    release_id: int,
    *,
    with_copies: bool = True,
    now: datetime | None = None,
) -> Record | None:
    """Read a release; None if nothing in the build names it.

    Without copies it has no owned pressings either: the site shows neither.
    """
    collection = snapshot.cached(read_collection) if with_copies else None
    rows = _ask(snapshot, "record", release_id)
    if not rows:
        return _from_listings(snapshot, release_id)
    ((master_id, title, year, released, country, notes, picture, source, loaded),) = rows
    credits = [Credit(*row) for row in _ask(snapshot, "record_people", release_id)]
    tracks = _track_lines(snapshot, release_id)
    artists = main_artists(one for one in credits if one.kind == "main")
    wants = _ask(snapshot, "record_wanted", release_id, master_id)
    wanted = next((row for row in wants if row[0] == release_id), None)
    record = Record(
        release_id=release_id,
        master_id=master_id,
        title=title or "Untitled",
        artist=cover_line(artists),
        artists=artists,
        year=year,
        album_year=_album_year(snapshot, master_id),
        released=released,
        country=country,
        notes=notes,
        picture_url=picture or (wanted[5] if wanted else None),
        source=source,
        loaded_at=loaded,
        is_wanted=wanted is not None,
        wanted_notes=wanted[4] if wanted else None,
        line_up=line_up(credits, tracks),
        tracks=track_list(credits, tracks),
        demand=_demand(_ask(snapshot, "record_demand", release_id), now),
        copies=_copies(snapshot, collection.copies_of(release_id) if collection else ()),
        versions=_versions(_pressings(collection, master_id), release_id, wants),
        **_printed(_ask(snapshot, "record_lines", release_id)),
    )
    return (
        record if record.is_known else _listed(snapshot, record, _listings(snapshot, release_id, master_id))
    )


def _track_lines(snapshot: Snapshot, release_id: int) -> list[TrackLine]:
    named: defaultdict[int, list[int]] = defaultdict(list)
    for track_no, position in _ask(snapshot, "record_credit_tracks", release_id):
        named[track_no].append(position)
    return [TrackLine(*(*row, named.get(row[0]))) for row in _ask(snapshot, "record_tracks", release_id)]


def _album_year(snapshot: Snapshot, master_id: int | None) -> int | None:
    if master_id is None:
        return None
    year: int | None = snapshot.storage.scalar("select year from master where master_id = ?", [master_id])
    return year


def _printed(rows: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    ordered = sorted(rows, key=itemgetter(0, 1))
    lines = {kind: [row[1:] for row in group] for kind, group in groupby(ordered, key=itemgetter(0))}
    formats = [
        Carrier(name, quantity, tuple(words or ()), text)
        for _, _, name, text, _, quantity, words in lines.get("format", ())
    ]
    return {
        "formats": carriers(Format(one.name, one.quantity, one.descriptions) for one in formats),
        "carriers": tuple(formats),
        "labels": _named(lines.get("label", ())),
        "identifiers": _lines(lines.get("identifier", ())),
        "companies": _named(lines.get("company", ())),
        "series": _named(lines.get("series", ())),
        "genres": tuple(row[2] for row in lines.get("genre", ()) if row[2]),
        "styles": tuple(row[2] for row in lines.get("style", ()) if row[2]),
        "videos": _videos(lines.get("video", ())),
    }


def _listings(snapshot: Snapshot, release_id: int, master_id: int | None) -> list[tuple[Any, ...]]:
    return _ask(snapshot, "record_listed", release_id, master_id)


def _from_listings(snapshot: Snapshot, release_id: int) -> Record | None:
    """A release that only discographies name."""
    rows = _listings(snapshot, release_id, None)
    if not rows:
        return None
    _, _, title, year, *_ = rows[0]
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
        picture_url=None,
        source="basic",
        loaded_at=None,
        is_wanted=False,
        wanted_notes=None,
        line_up=(),
        tracks=(),
        demand=None,
        **_printed(()),
    )
    return _listed(snapshot, nothing, rows)


def _listed(snapshot: Snapshot, record: Record, rows: Sequence[tuple[Any, ...]]) -> Record:
    """With what discographies say of a record of which no document was read."""
    if not rows:
        return record
    *_, text, label, format, _ = rows[0]
    return replace(
        record,
        artist=record.artist if record.artists else listed_credit(text) or record.artist,
        picture_url=record.picture_url or listed_picture(rows),
        labels=record.labels or ((Line(None, label, None, None),) if label else ()),
        formats=record.formats or ((format,) if format else ()),
        listed=_listed_people(snapshot, rows),
    )


def _listed_people(snapshot: Snapshot, rows: Sequence[tuple[Any, ...]]) -> tuple[Listed, ...]:
    """Who is on most copies of the shelf first."""
    about = {
        id: (name, credits)
        for id, name, _, credits in _ask(snapshot, "artist_names", sorted({row[0] for row in rows}))
    }
    found = [
        Listed(id, *about[id], tuple(role for _, role, *_ in together if role != "Main"))
        for id, together in groupby(rows, key=itemgetter(0))
        if id in about
    ]
    return tuple(sorted(found, key=lambda one: (-one.items, one.artist_id)))


def is_web_address(url: str | None) -> bool:
    """Whether it may be linked to."""
    return url is not None and url.lower().startswith(("http://", "https://"))


def _ask(snapshot: Snapshot, question: str, *values: Any) -> list[tuple[Any, ...]]:
    return snapshot.storage.rows(load_sql("linernotes.insights.release", question), values)


def _named(rows: Iterable[tuple[Any, ...]]) -> tuple[Line, ...]:
    """Lines of labels, companies and series, without the number that Discogs gives namesakes."""
    return tuple(replace(line, name=line.name and unnumbered(line.name)) for line in _lines(rows))


def _lines(rows: Iterable[Sequence[Any]]) -> tuple[Line, ...]:
    return tuple(Line(id, name, value, detail) for _, id, name, value, detail, *_ in rows)


def _videos(rows: Iterable[Sequence[Any]]) -> tuple[Video, ...]:
    return tuple(
        Video(url, title or url, seconds) for _, _, title, url, _, seconds, _ in rows if is_web_address(url)
    )


def _copies(snapshot: Snapshot, copies: Sequence[Copy]) -> tuple[OwnCopy, ...]:
    if not copies:
        return ()
    rows = _ask(snapshot, "record_fields", [copy.instance_id for copy in copies])
    fields = {
        instance_id: tuple(
            Field(id, name or f"Field {id}", value) for _, id, name, value in together if value
        )
        for instance_id, together in groupby(rows, key=itemgetter(0))
    }
    return tuple(
        OwnCopy(
            copy.instance_id,
            copy.folder_id,
            copy.folder,
            copy.added_at,
            copy.added_on,
            copy.rating,
            fields.get(copy.instance_id, ()),
        )
        for copy in reversed(copies)
    )


def _pressings(collection: Collection | None, master_id: int | None) -> tuple[Copy, ...]:
    if collection is None or master_id is None:
        return ()
    return collection.copies_of_album(("master", master_id))


def _versions(
    copies: Sequence[Copy], release_id: int, wants: Sequence[tuple[Any, ...]]
) -> tuple[Version, ...]:
    """Owned ones first, each once."""
    count = Counter(copy.release_id for copy in copies if copy.release_id != release_id)
    wanted = {row[0] for row in wants}
    owned = {
        copy.release_id: Version(
            copy.release_id,
            copy.title,
            copy.year,
            copy.country,
            count[copy.release_id],
            copy.release_id in wanted,
        )
        for copy in copies
        if copy.release_id in count
    }
    others = [
        Version(id, title or "Untitled", year, country, 0, True)
        for id, title, year, country, *_ in wants
        if id != release_id and id not in owned
    ]
    return (*sorted(owned.values(), key=lambda one: (one.year or 9999, one.release_id)), *others)


def _demand(rows: Sequence[tuple[Any, ...]], now: datetime | None) -> Demand | None:
    if not rows:
        return None
    ((have, want, average, count, for_sale, lowest, currency, told_at),) = rows
    fresh = is_fresh(told_at, now)
    return Demand(
        told_at=told_at,
        is_withheld=not fresh,
        have=have,
        want=want,
        rating_average=average,
        rating_count=count,
        for_sale=for_sale if fresh else None,
        lowest_price=lowest if fresh else None,
        currency=currency,
    )
