"""Master -> rows, and the rows that a release has in common with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

from linernotes.documents import ArtistCredit, Image, Master, MasterOrRelease, Video
from linernotes.etl.rows.model import Rows
from linernotes.etl.rows.money import price
from linernotes.etl.rows.names import picture_url, trimmed
from linernotes.etl.rows.tracks import track_rows
from linernotes.storage.duckdb.rows import (
    ArtistImagesRow,
    ArtistNameVariationsRow,
    ArtistUrlsRow,
    MasterArtistsRow,
    MasterGenresRow,
    MasterRow,
    MasterStylesRow,
    MasterTrackArtistsRow,
    MasterTracksRow,
    MasterVideosRow,
    ReleaseArtistsRow,
    ReleaseGenresRow,
    ReleaseImagesRow,
    ReleaseStylesRow,
    ReleaseTrackArtistsRow,
    ReleaseTracksRow,
    ReleaseVideosRow,
)
from linernotes.storage.landing import MasterStats

_Artists = MasterArtistsRow | ReleaseArtistsRow
_Images = TypeVar("_Images", ArtistImagesRow, ReleaseImagesRow)
_Videos = MasterVideosRow | ReleaseVideosRow
_Words = (
    ArtistNameVariationsRow
    | ArtistUrlsRow
    | MasterGenresRow
    | MasterStylesRow
    | ReleaseGenresRow
    | ReleaseStylesRow
)


@dataclass(frozen=True, slots=True)
class _Classes:
    """The row classes of what releases and masters have in common."""

    artists: type[_Artists]
    genres: type[MasterGenresRow | ReleaseGenresRow]
    styles: type[MasterStylesRow | ReleaseStylesRow]
    tracks: type[MasterTracksRow | ReleaseTracksRow]
    track_artists: type[MasterTrackArtistsRow | ReleaseTrackArtistsRow]
    videos: type[_Videos]


_CLASSES = {
    "master": _Classes(
        MasterArtistsRow,
        MasterGenresRow,
        MasterStylesRow,
        MasterTracksRow,
        MasterTrackArtistsRow,
        MasterVideosRow,
    ),
    "release": _Classes(
        ReleaseArtistsRow,
        ReleaseGenresRow,
        ReleaseStylesRow,
        ReleaseTracksRow,
        ReleaseTrackArtistsRow,
        ReleaseVideosRow,
    ),
}


def master_rows(master: MasterOrRelease, *, source: str, loaded_at: datetime) -> Rows:
    """All rows of one master, by table. Pure. `source` and `loaded_at` (UTC) are those of the document."""
    row = MasterRow(
        master_id=master.id,
        main_release_id=(master.main_release or None) if isinstance(master, Master) else None,
        title=trimmed(master.title),
        year=master.year or None,
        data_quality=trimmed(master.data_quality),
        source=source,
        loaded_at=loaded_at,
    )
    return {"master": [row], **common_rows(master, "master")}


def master_stats(master: MasterOrRelease, loaded_at: datetime, currency: str | None) -> MasterStats:
    """The market row of a master; its document has neither have nor want. `currency` is the account's."""
    return MasterStats(
        master.id, loaded_at, None, None, master.num_for_sale, price(master.lowest_price), currency
    )


def common_rows(document: MasterOrRelease, table: Literal["master", "release"]) -> Rows:
    """Artists, genres, styles, tracks, their credits and videos."""
    of = _CLASSES[table]
    tracks, track_artists = track_rows(of.tracks, of.track_artists, document.id, document.tracklist)
    return {
        f"{table}_artists": artist_credit_rows(of.artists, document.id, document.artists),
        f"{table}_genres": word_rows(of.genres, document.id, document.genres),
        f"{table}_styles": word_rows(of.styles, document.id, document.styles),
        f"{table}_tracks": tracks,
        f"{table}_track_artists": track_artists,
        f"{table}_videos": _video_rows(of.videos, document.id, document.videos),
    }


def artist_credit_rows(of: type[_Artists], owner_id: int, credits: Iterable[ArtistCredit]) -> list[_Artists]:
    """Main artists, each with what joins it to the next. Id 0 is NULL: it is shared by unrelated names."""
    return [
        of(
            owner_id,
            position=position,
            artist_id=one.id or None,
            name=trimmed(one.name),
            name_variation=trimmed(one.anv),
            join_phrase=trimmed(one.join),
        )
        for position, one in enumerate(credits)
    ]


def word_rows(of: type[_Words], owner_id: int, words: Iterable[str]) -> list[_Words]:
    """Genres, styles, urls, name variations: a blank one makes no row, the others keep their places."""
    kept = ((position, trimmed(word)) for position, word in enumerate(words))
    return [of(owner_id, position, word) for position, word in kept if word is not None]


def image_rows(of: type[_Images], owner_id: int, images: Iterable[Image]) -> list[_Images]:
    """Pictures, those without an address too: their size is known."""
    return [
        of(
            owner_id,
            position=position,
            type=trimmed(one.type),
            url=picture_url(one.uri),
            url_150=picture_url(one.uri150),
            width=one.width,
            height=one.height,
        )
        for position, one in enumerate(images)
    ]


def main_picture(images: Sequence[Image]) -> str | None:
    """The address of the primary picture, else of the first that has one; None if no picture has."""
    primary = [one for one in images if one.type == "primary"]
    return next(filter(None, (picture_url(one.uri) for one in [*primary, *images])), None)


def _video_rows(of: type[_Videos], owner_id: int, videos: Iterable[Video]) -> list[_Videos]:
    """0 seconds is Discogs' word for a length that it does not know."""
    return [
        of(
            owner_id,
            position=position,
            url=trimmed(one.uri),
            title=trimmed(one.title),
            duration_seconds=one.duration or None,
        )
        for position, one in enumerate(videos)
    ]
