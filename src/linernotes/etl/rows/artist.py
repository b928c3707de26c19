"""Artist -> rows, and the pages of its discography."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from linernotes.documents import Artist, ArtistLink, ArtistRelease, ArtistReleases, CommunityCounts
from linernotes.etl.rows.master import image_rows, main_picture, word_rows
from linernotes.etl.rows.model import Rows
from linernotes.etl.rows.names import as_sent, display_name, picture_url, trimmed


def artist_rows(artist: Artist, *, source: str, loaded_at: datetime) -> Rows:
    """The rows of one artist, by table. Pure. What derivation fills in is NULL: is_group, thumb_url, qty_*."""
    row = (
        artist.id,
        trimmed(artist.name),
        display_name(artist.name),
        trimmed(artist.realname),
        as_sent(artist.profile),
        trimmed(artist.data_quality),
        None,  # is_group
        None,  # thumb_url
        main_picture(artist.images),
        None,  # qty_collection_items
        None,  # qty_collection_credits
        trimmed(artist.uri),
        source,
        loaded_at,
    )
    return {
        "artist": [row],
        "artist_images": image_rows(artist.id, artist.images),
        "artist_aliases": [
            (artist.id, one.id, trimmed(one.name), picture_url(one.thumbnail_url))
            for one in _linked(artist.aliases)
        ],
        "artist_groups": _membership_rows(artist.id, artist.groups),
        "artist_members": _membership_rows(artist.id, artist.members),
        "artist_name_variations": word_rows(artist.id, artist.namevariations),
        "artist_urls": word_rows(artist.id, artist.urls),
    }


def unlinked(artist: Artist) -> dict[str, int]:
    """The number of names without an id among an artist's aliases, groups and members, by kind. Pure."""
    lists = {"aliases": artist.aliases, "groups": artist.groups, "members": artist.members}
    return {what: sum(not one.id for one in links) for what, links in lists.items()}


def artist_masters_rows(page: ArtistReleases, artist_id: int) -> Rows:
    """The rows of one page of an artist's discography. Pure.

    The same (artist_id, type, id, role) may come twice, on two pages too: who loads them keeps the first.
    """
    return {"artist_masters": [_listed_row(artist_id, one) for one in page.releases]}


def _membership_rows(artist_id: int, links: Iterable[ArtistLink]) -> list[tuple[Any, ...]]:
    return [
        (artist_id, one.id, trimmed(one.name), one.active, picture_url(one.thumbnail_url))
        for one in _linked(links)
    ]


def _linked(links: Iterable[ArtistLink]) -> Iterator[ArtistLink]:
    """Each id once. A name without an id identifies no artist and makes no row."""
    seen: set[int] = {0}
    for one in links:
        if one.id not in seen:
            seen.add(one.id)
            yield one


def _listed_row(artist_id: int, listed: ArtistRelease) -> tuple[Any, ...]:
    is_master = listed.type == "master"
    counts = (listed.stats.community if listed.stats else None) or CommunityCounts()
    return (
        artist_id,
        trimmed(listed.type) or listed.type,
        listed.id,
        trimmed(listed.role) or listed.role,
        listed.id if is_master else None,
        listed.main_release or None,
        trimmed(listed.title),
        listed.year or None,
        trimmed(listed.artist),
        trimmed(listed.label),
        trimmed(listed.format),
        picture_url(listed.thumb),
        counts.in_collection,
        counts.in_wantlist,
    )
