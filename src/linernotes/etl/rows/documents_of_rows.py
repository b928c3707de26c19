"""Rows of the catalogue -> the document that makes the same rows again. Pure.

The rows are those of one record, each table's in its order. They keep less than the record had: blanks at the edges of
texts, names without an id, quantities that are absurd, and pictures but the main one. No row depends on these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import TypeVar, cast

from linernotes.documents import (
    Artist,
    ArtistCredit,
    ArtistLink,
    Entity,
    Format,
    Identifier,
    Image,
    Master,
    Release,
    Track,
    Video,
)
from linernotes.etl.rows.model import Rows
from linernotes.storage.duckdb.rows import (
    ArtistRow,
    MasterArtistsRow,
    MasterRow,
    MasterVideosRow,
    ReleaseArtistsRow,
    ReleaseCompaniesRow,
    ReleaseCreditsRow,
    ReleaseFormatsRow,
    ReleaseIdentifiersRow,
    ReleaseLabelsRow,
    ReleaseRow,
    ReleaseSeriesRow,
    ReleaseTrackArtistsRow,
    ReleaseTracksRow,
    ReleaseVideosRow,
)

_Row = TypeVar("_Row")


def release_of_rows(rows: Rows) -> Release:
    """The release of these rows by table; `release` has one."""
    (row,) = _rows(rows, "release", ReleaseRow)
    return Release(
        id=row.release_id,
        title=row.title or "",
        year=row.year or 0,
        artists=_named(_rows(rows, "release_artists", ReleaseArtistsRow)),
        genres=_words(rows, "release_genres"),
        styles=_words(rows, "release_styles"),
        tracklist=_tracklist(
            _rows(rows, "release_tracks", ReleaseTracksRow),
            _rows(rows, "release_track_artists", ReleaseTrackArtistsRow),
        ),
        videos=_videos(_rows(rows, "release_videos", ReleaseVideosRow)),
        images=_main_picture(row.cover_url),
        data_quality=row.data_quality,
        master_id=row.master_id,
        status=row.status,
        country=row.country,
        released=row.released,
        notes=row.notes,
        labels=tuple(
            Entity(id=one.label_id or 0, name=one.name or "", catno=one.catalog_number or "")
            for one in _rows(rows, "release_labels", ReleaseLabelsRow)
        ),
        series=tuple(
            Entity(id=one.series_id or 0, name=one.name or "", catno=one.catalog_number or "")
            for one in _rows(rows, "release_series", ReleaseSeriesRow)
        ),
        companies=tuple(
            Entity(
                id=one.company_id or 0,
                name=one.name or "",
                catno=one.catalog_number or "",
                entity_type=one.entity_type or "",
                entity_type_name=one.entity_type_name or "",
            )
            for one in _rows(rows, "release_companies", ReleaseCompaniesRow)
        ),
        formats=formats_of_rows(_rows(rows, "release_formats", ReleaseFormatsRow)),
        identifiers=tuple(
            Identifier(type=one.type or "", value=one.value, description=one.description)
            for one in _rows(rows, "release_identifiers", ReleaseIdentifiersRow)
        ),
        extraartists=_extra_artists(_rows(rows, "release_credits", ReleaseCreditsRow)),
    )


def formats_of_rows(rows: Iterable[ReleaseFormatsRow]) -> tuple[Format, ...]:
    """The formats of these rows."""
    return tuple(
        Format(
            name=one.name or "",
            qty="" if one.quantity is None else str(one.quantity),
            text=one.text,
            descriptions=tuple(one.descriptions or ()),
        )
        for one in rows
    )


def master_of_rows(rows: Rows) -> Master:
    """The master of these rows by table; `master` has one. Tracks of masters are in no dump."""
    (row,) = _rows(rows, "master", MasterRow)
    return Master(
        id=row.master_id,
        title=row.title or "",
        year=row.year or 0,
        artists=_named(_rows(rows, "master_artists", MasterArtistsRow)),
        genres=_words(rows, "master_genres"),
        styles=_words(rows, "master_styles"),
        videos=_videos(_rows(rows, "master_videos", MasterVideosRow)),
        data_quality=row.data_quality,
        main_release=row.main_release_id,
    )


def artist_of_rows(rows: Rows) -> Artist:
    """The artist of these rows by table; `artist` has one."""
    (row,) = _rows(rows, "artist", ArtistRow)
    return Artist(
        id=row.artist_id,
        name=row.name or "",
        realname=row.real_name,
        profile=row.profile,
        data_quality=row.data_quality,
        images=_main_picture(row.image_url),
        urls=_words(rows, "artist_urls"),
        namevariations=_words(rows, "artist_name_variations"),
        aliases=_links(rows, "artist_aliases"),
        groups=_links(rows, "artist_groups"),
        members=_links(rows, "artist_members"),
    )


#: Kind of record -> what makes its document of its rows.
DOCUMENT_OF_ROWS: Mapping[str, Callable[[Rows], Release | Master | Artist]] = {
    "release": release_of_rows,
    "master": master_of_rows,
    "artist": artist_of_rows,
}


def _rows(rows: Rows, table: str, of: type[_Row]) -> Sequence[_Row]:
    return cast(Sequence[_Row], rows.get(table, ()))


def _words(rows: Rows, table: str) -> tuple[str, ...]:
    """The words of a table of owner, position and word. A place without a row was a blank word."""
    words: list[str] = []
    for _, position, word in cast(Sequence[tuple[int, int, str | None]], rows.get(table, ())):
        words += [""] * (position - len(words))
        words.append(word or "")
    return tuple(words)


def _links(rows: Rows, table: str) -> tuple[ArtistLink, ...]:
    """The people of a table that begins with the artist, the other one's id, and the name."""
    linked = cast(Sequence[tuple[int, int, str | None]], rows.get(table, ()))
    return tuple(ArtistLink(id=one[1], name=one[2] or "") for one in linked)


def _main_picture(url: str | None) -> tuple[Image, ...]:
    return (Image(type="primary", uri=url),) if url else ()


def _videos(rows: Iterable[ReleaseVideosRow | MasterVideosRow]) -> tuple[Video, ...]:
    return tuple(Video(uri=one.url or "", title=one.title, duration=one.duration_seconds) for one in rows)


def _named(
    rows: Iterable[ReleaseArtistsRow | MasterArtistsRow | ReleaseTrackArtistsRow],
) -> tuple[ArtistCredit, ...]:
    """Artists without a role: main artists, and those who perform a track."""
    return tuple(
        ArtistCredit(
            id=one.artist_id or 0,
            name=one.name or "",
            anv=one.name_variation or "",
            join=one.join_phrase or "",
        )
        for one in rows
    )


def _extra_artists(rows: Iterable[ReleaseCreditsRow]) -> tuple[ArtistCredit, ...]:
    """A credit of each place: its roles stand in rows of their own."""
    return tuple(
        ArtistCredit(
            id=first.artist_id or 0,
            name=first.name or "",
            anv=first.name_variation or "",
            role=_role_string(roles),
            tracks=first.tracks or "",
        )
        for first, roles in _by_place(rows)
    )


def _tracklist(
    rows: Sequence[ReleaseTracksRow], artists: Iterable[ReleaseTrackArtistsRow]
) -> tuple[Track, ...]:
    on_track: defaultdict[int, list[ReleaseTrackArtistsRow]] = defaultdict(list)
    for one in artists:
        on_track[one.track_no].append(one)
    within: defaultdict[int | None, list[ReleaseTracksRow]] = defaultdict(list)
    for row in rows:
        within[row.parent_track_no].append(row)

    def lines(siblings: Sequence[ReleaseTracksRow]) -> tuple[Track, ...]:
        made: list[Track] = []
        for place, row in enumerate(siblings):
            below: Sequence[ReleaseTracksRow] = within.get(row.track_no, ())
            # Its sub-tracks were nested deeper than rows are: they follow it, and so do those after them.
            is_deep = row.type == "index" and not below
            if is_deep:
                below = siblings[place + 1 :]
            performers, credits = _on_line(on_track.get(row.track_no, ()))
            made.append(
                Track(
                    position=row.position,
                    type_=row.type or "",
                    title=row.title,
                    duration=row.duration,
                    artists=performers,
                    extraartists=credits,
                    sub_tracks=lines(below),
                )
            )
            if is_deep:
                break
        return tuple(made)

    return lines(within[None])


def _on_line(
    rows: Sequence[ReleaseTrackArtistsRow],
) -> tuple[tuple[ArtistCredit, ...], tuple[ArtistCredit, ...]]:
    """Who performs a line, and who is credited on it: the credits begin with the first that has a role."""
    begin = next((number for number, one in enumerate(rows) if one.role_text is not None), len(rows))
    credits = tuple(
        ArtistCredit(
            id=first.artist_id or 0,
            name=first.name or "",
            anv=first.name_variation or "",
            join=first.join_phrase or "",
            role=_role_string(roles),
        )
        for first, roles in _by_place(rows[begin:])
    )
    return _named(rows[:begin]), credits


_Credit = TypeVar("_Credit", ReleaseCreditsRow, ReleaseTrackArtistsRow)


def _by_place(rows: Iterable[_Credit]) -> list[tuple[_Credit, list[_Credit]]]:
    """The first row of each place, with all rows of it."""
    grouped = (list(group) for _, group in groupby(rows, key=lambda one: one.position))
    return [(group[0], group) for group in grouped]


def _role_string(roles: Iterable[ReleaseCreditsRow | ReleaseTrackArtistsRow]) -> str:
    """The role string that is split into these roles."""
    return ", ".join(one.role_text for one in roles if one.role_text)
