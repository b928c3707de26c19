"""A record read from a build: its people, its tracks, its pressing's details and the copies of it on the shelf."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import TypedDict

from linernotes.documents.folding import unnumbered
from linernotes.insights.collection.copies import Collection, Copy, read_collection
from linernotes.insights.market.price_age import is_fresh
from linernotes.insights.release.borrowed import read_borrowed
from linernotes.insights.release.line_up import (
    Credit,
    TrackLine,
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
from linernotes.insights.release.playing_people import LineUp
from linernotes.insights.release.record_rows import (
    CreditTrackRow,
    DemandRow,
    FieldRow,
    ListedPersonRow,
    ListedRow,
    PrintedRow,
    ReleaseRow,
    TrackRow,
    WantedRow,
)
from linernotes.insights.release.sleeve_text import listed_picture, read_listed
from linernotes.insights.release.who_plays import TrackTable, who_plays
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import UNKNOWN_ARTIST, read_other_names
from linernotes.insights.text.credit_line import Format, carriers, credit, listed_credit
from linernotes.insights.text.web_addresses import is_web_address
from linernotes.insights.text.years import unknown_last
from linernotes.storage.duckdb.database import load_sql
from linernotes.storage.reading import Model

__all__ = ["Record", "read_record"]


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
    rows = _ask(snapshot, ReleaseRow, "record", release_id)
    if not rows:
        return _from_listings(snapshot, release_id)
    release, master_id = rows[0], rows[0].master_id
    credits = _ask(snapshot, Credit, "record_people", release_id)
    tracks = _track_lines(snapshot, release_id, has_named=any(one.tracks for one in credits))
    artists = main_artists(one for one in credits if one.kind == "main")
    wants = _ask(snapshot, WantedRow, "record_wanted", release_id, master_id)
    wanted = next((want for want in wants if want.release_id == release_id), None)
    record = Record(
        release_id=release_id,
        master_id=master_id,
        title=release.title or "Untitled",
        artist=credit(artists),
        artists=artists,
        year=release.year,
        album_year=_album_year(snapshot, master_id),
        released=release.released,
        country=release.country,
        notes=release.notes,
        picture_url=release.picture_url or (wanted.thumb_url if wanted else None),
        source=release.source,
        loaded_at=release.loaded_at,
        is_wanted=wanted is not None,
        wanted_notes=wanted.notes if wanted else None,
        line_up=line_up(credits, tracks),
        who_plays=_who_plays(snapshot, release_id, credits, tracks),
        tracks=track_list(credits, tracks),
        demand=_demand(_ask(snapshot, DemandRow, "record_demand", release_id), now),
        copies=_copies(snapshot, collection.copies_of(release_id) if collection else ()),
        versions=_versions(_pressings(collection, master_id), release_id, wants),
        borrowed=read_borrowed(snapshot, release_id),
        **_printed(_ask(snapshot, PrintedRow, "record_lines", release_id)),
    )
    if record.is_known:
        return record
    return _listed(snapshot, record, read_listed(snapshot, release_id, master_id))


def _who_plays(
    snapshot: Snapshot, release_id: int, credits: Sequence[Credit], tracks: Sequence[TrackLine]
) -> TrackTable | None:
    line_ups = _ask(snapshot, LineUp, "record_line_ups", release_id)
    return who_plays(line_ups, credits, tracks, snapshot.cached(read_other_names))


def _track_lines(snapshot: Snapshot, release_id: int, *, has_named: bool) -> list[TrackLine]:
    """The lines of the track list. `has_named`: a credit of the release names tracks."""
    named: defaultdict[int, list[int]] = defaultdict(list)
    for row in _ask(snapshot, CreditTrackRow, "record_credit_tracks", release_id) if has_named else ():
        named[row.track_no].append(row.position)
    return [
        TrackLine(
            track_no=track.track_no,
            parent_track_no=track.parent_track_no,
            position=track.position,
            type=track.type,
            title=track.title,
            duration=track.duration,
            duration_seconds=track.duration_seconds,
            credits=named.get(track.track_no),
        )
        for track in _ask(snapshot, TrackRow, "record_tracks", release_id)
    ]


def _album_year(snapshot: Snapshot, master_id: int | None) -> int | None:
    if master_id is None:
        return None
    years = snapshot.storage.values(int, "select year from master where master_id = ?", [master_id])
    return years[0] if years else None


class _Printed(TypedDict):
    """The fields of a Record that say what is printed on it."""

    formats: tuple[str, ...]
    carriers: tuple[Carrier, ...]
    labels: tuple[Line, ...]
    identifiers: tuple[Line, ...]
    companies: tuple[Line, ...]
    series: tuple[Line, ...]
    genres: tuple[str, ...]
    styles: tuple[str, ...]
    videos: tuple[Video, ...]


def _printed(rows: Iterable[PrintedRow]) -> _Printed:
    ordered = sorted(rows, key=attrgetter("kind", "position"))
    lines = {kind: list(group) for kind, group in groupby(ordered, key=attrgetter("kind"))}
    formats = [
        Carrier(row.name, row.number, tuple(row.words or ()), row.value) for row in lines.get("format", ())
    ]
    return {
        "formats": carriers(Format(one.name, one.quantity, one.descriptions) for one in formats),
        "carriers": tuple(formats),
        "labels": _named(lines.get("label", ())),
        "identifiers": _lines(lines.get("identifier", ())),
        "companies": _named(lines.get("company", ())),
        "series": _named(lines.get("series", ())),
        "genres": tuple(row.name for row in lines.get("genre", ()) if row.name),
        "styles": tuple(row.name for row in lines.get("style", ()) if row.name),
        "videos": _videos(lines.get("video", ())),
    }


def _from_listings(snapshot: Snapshot, release_id: int) -> Record | None:
    """A release that only discographies name."""
    rows = read_listed(snapshot, release_id, None)
    if not rows:
        return None
    nothing = Record(
        release_id=release_id,
        master_id=None,
        title=rows[0].title or "Untitled",
        artist=UNKNOWN_ARTIST,
        artists=(),
        year=rows[0].year,
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
        who_plays=None,
        tracks=(),
        demand=None,
        **_printed(()),
    )
    return _listed(snapshot, nothing, rows)


def _listed(snapshot: Snapshot, record: Record, rows: Sequence[ListedRow]) -> Record:
    """With what discographies say of a record of which no document was read."""
    if not rows:
        return record
    first = rows[0]
    return replace(
        record,
        artist=record.artist if record.artists else listed_credit(first.artist_text) or record.artist,
        picture_url=record.picture_url or listed_picture(rows),
        labels=record.labels or ((Line(None, first.label, None, None),) if first.label else ()),
        formats=record.formats or ((first.format,) if first.format else ()),
        listed=_listed_people(snapshot, rows),
    )


def _listed_people(snapshot: Snapshot, rows: Sequence[ListedRow]) -> tuple[Listed, ...]:
    """Who is on most copies of the shelf first."""
    ids = sorted({row.artist_id for row in rows})
    people = {row.artist_id: row for row in _ask(snapshot, ListedPersonRow, "record_listed_people", ids)}
    listed = [
        Listed(
            artist_id=id,
            name=people[id].name,
            items=people[id].items,
            roles=tuple(row.role for row in of_artist if row.role != "Main"),
        )
        for id, of_artist in groupby(rows, key=attrgetter("artist_id"))
        if id in people
    ]
    return tuple(sorted(listed, key=lambda person: (-person.items, person.artist_id)))


def _ask(
    snapshot: Snapshot, model: type[Model], question: str, *values: int | None | list[int]
) -> list[Model]:
    return snapshot.storage.read(model, load_sql("linernotes.insights.release", question), values)


def _named(rows: Iterable[PrintedRow]) -> tuple[Line, ...]:
    """Lines of labels, companies and series, without the number that Discogs gives namesakes."""
    return tuple(replace(line, name=line.name and unnumbered(line.name)) for line in _lines(rows))


def _lines(rows: Iterable[PrintedRow]) -> tuple[Line, ...]:
    return tuple(Line(row.id, row.name, row.value, row.detail) for row in rows)


def _videos(rows: Iterable[PrintedRow]) -> tuple[Video, ...]:
    """The videos; the `value` of such a row is its address."""
    return tuple(
        Video(row.value, row.name or row.value, row.number)
        for row in rows
        if row.value is not None and is_web_address(row.value)
    )


def _copies(snapshot: Snapshot, copies: Sequence[Copy]) -> tuple[OwnCopy, ...]:
    if not copies:
        return ()
    rows = _ask(snapshot, FieldRow, "record_fields", [copy.instance_id for copy in copies])
    fields = {
        instance_id: tuple(
            Field(row.field_id, row.field or f"Field {row.field_id}", row.value)
            for row in of_copy
            if row.value
        )
        for instance_id, of_copy in groupby(rows, key=attrgetter("instance_id"))
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


def _versions(copies: Sequence[Copy], release_id: int, wants: Sequence[WantedRow]) -> tuple[Version, ...]:
    """Owned ones first, each once."""
    count = Counter(copy.release_id for copy in copies if copy.release_id != release_id)
    wanted = {want.release_id for want in wants}
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
        Version(want.release_id, want.title or "Untitled", want.year, want.country, 0, True)
        for want in wants
        if want.release_id != release_id and want.release_id not in owned
    ]
    return (*sorted(owned.values(), key=lambda one: (unknown_last(one.year), one.release_id)), *others)


def _demand(rows: Sequence[DemandRow], now: datetime | None) -> Demand | None:
    if not rows:
        return None
    newest = rows[0]
    fresh = is_fresh(newest.loaded_at, now)
    return Demand(
        as_of=newest.loaded_at,
        is_withheld=not fresh,
        have=newest.have,
        want=newest.want,
        rating_average=newest.rating_average,
        rating_count=newest.rating_count,
        for_sale=newest.for_sale if fresh else None,
        lowest_price=newest.lowest_price if fresh else None,
        currency=newest.currency,
    )
