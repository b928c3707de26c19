"""Master -> rows, and the rows that a release has in common with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from linernotes.documents import ArtistCredit, Image, Master, MasterOrRelease, Video
from linernotes.etl.rows.model import Rows
from linernotes.etl.rows.money import price
from linernotes.etl.rows.names import picture_url, trimmed
from linernotes.etl.rows.tracks import track_rows
from linernotes.storage.landing import MasterStats


def master_rows(master: Master, *, source: str, loaded_at: datetime) -> Rows:
    """All rows of one master, by table. Pure. `source` and `loaded_at` (UTC) are those of the document."""
    row = (
        master.id,
        master.main_release or None,
        trimmed(master.title),
        master.year or None,
        trimmed(master.data_quality),
        source,
        loaded_at,
    )
    return {"master": [row], **common_rows(master, "master")}


def master_stats(master: Master, loaded_at: datetime, currency: str | None) -> MasterStats:
    """The market row of a master; its document has neither have nor want. `currency` is the account's."""
    return MasterStats(
        master.id, loaded_at, None, None, master.num_for_sale, price(master.lowest_price), currency
    )


def common_rows(document: MasterOrRelease, table: str) -> Rows:
    """Artists, genres, styles, tracks, their credits and videos; `table` is 'master' or 'release'."""
    tracks, track_artists = track_rows(document.id, document.tracklist)
    return {
        f"{table}_artists": artist_credit_rows(document.id, document.artists),
        f"{table}_genres": word_rows(document.id, document.genres),
        f"{table}_styles": word_rows(document.id, document.styles),
        f"{table}_tracks": tracks,
        f"{table}_track_artists": track_artists,
        f"{table}_videos": _video_rows(document.id, document.videos),
    }


def artist_credit_rows(owner_id: int, credits: Iterable[ArtistCredit]) -> list[tuple[Any, ...]]:
    """Main artists, each with what joins it to the next. Id 0 is NULL: it is shared by unrelated names."""
    return [
        (owner_id, position, one.id or None, trimmed(one.name), trimmed(one.anv), trimmed(one.join))
        for position, one in enumerate(credits)
    ]


def word_rows(owner_id: int, words: Iterable[str]) -> list[tuple[Any, ...]]:
    """Genres, styles, urls, name variations: a blank one makes no row, the others keep their places."""
    kept = ((position, trimmed(word)) for position, word in enumerate(words))
    return [(owner_id, position, word) for position, word in kept if word is not None]


def image_rows(owner_id: int, images: Iterable[Image]) -> list[tuple[Any, ...]]:
    """Pictures, those without an address too: their size is known."""
    return [
        (
            owner_id,
            position,
            trimmed(one.type),
            picture_url(one.uri),
            picture_url(one.uri150),
            one.width,
            one.height,
        )
        for position, one in enumerate(images)
    ]


def main_picture(images: Sequence[Image]) -> str | None:
    """The address of the primary picture, else of the first that has one; None if no picture has."""
    primary = [one for one in images if one.type == "primary"]
    return next(filter(None, (picture_url(one.uri) for one in [*primary, *images])), None)


def _video_rows(owner_id: int, videos: Iterable[Video]) -> list[tuple[Any, ...]]:
    """0 seconds is Discogs' word for a length that it does not know."""
    return [
        (owner_id, position, trimmed(one.uri), trimmed(one.title), one.duration or None)
        for position, one in enumerate(videos)
    ]
