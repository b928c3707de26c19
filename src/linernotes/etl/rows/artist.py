"""Artist -> rows, and the pages of its discography."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from linernotes.documents import Artist, ArtistLink, ArtistRelease, ArtistReleases, CommunityCounts
from linernotes.etl.rows.master import image_rows, main_picture, word_rows
from linernotes.etl.rows.model import Rows
from linernotes.etl.rows.names import as_sent, display_name, picture_url, trimmed
from linernotes.storage.duckdb.rows import (
    ArtistAliasesRow,
    ArtistGroupsRow,
    ArtistImagesRow,
    ArtistMastersRow,
    ArtistMembersRow,
    ArtistNameVariationsRow,
    ArtistRow,
    ArtistUrlsRow,
)

_Membership = TypeVar("_Membership", ArtistGroupsRow, ArtistMembersRow)


def artist_rows(artist: Artist, *, source: str, loaded_at: datetime) -> Rows:
    """The rows of one artist, by table. Pure.

    What derivation fills in is NULL: identity_id, is_group, thumb_url, qty_*.
    """
    row = ArtistRow(
        artist_id=artist.id,
        identity_id=None,
        name=trimmed(artist.name),
        display_name=display_name(artist.name),
        real_name=trimmed(artist.realname),
        profile=as_sent(artist.profile),
        data_quality=trimmed(artist.data_quality),
        is_group=None,
        thumb_url=None,
        image_url=main_picture(artist.images),
        qty_collection_items=None,
        qty_collection_credits=None,
        uri=trimmed(artist.uri),
        source=source,
        loaded_at=loaded_at,
    )
    return {
        "artist": [row],
        "artist_images": image_rows(ArtistImagesRow, artist.id, artist.images),
        "artist_aliases": [
            ArtistAliasesRow(
                artist_id=artist.id,
                alias_id=one.id,
                name=trimmed(one.name),
                thumb_url=picture_url(one.thumbnail_url),
            )
            for one in _linked(artist.aliases)
        ],
        "artist_groups": _membership_rows(ArtistGroupsRow, artist.id, artist.groups),
        "artist_members": _membership_rows(ArtistMembersRow, artist.id, artist.members),
        "artist_name_variations": word_rows(ArtistNameVariationsRow, artist.id, artist.namevariations),
        "artist_urls": word_rows(ArtistUrlsRow, artist.id, artist.urls),
    }


def unlinked(artist: Artist) -> dict[str, int]:
    """The number of names without an id among an artist's aliases, groups and members, by kind. Pure."""
    lists = {"aliases": artist.aliases, "groups": artist.groups, "members": artist.members}
    return {what: sum(not one.id for one in links) for what, links in lists.items()}


def artist_masters_rows(page: ArtistReleases, artist_id: int) -> Rows:
    """The rows of one page of an artist's discography, by table. Pure. See `listed_rows`."""
    return {"artist_masters": listed_rows(page, artist_id)}


def listed_rows(page: ArtistReleases, artist_id: int) -> list[ArtistMastersRow]:
    """The rows of one page of an artist's discography. Pure.

    The same (artist_id, type, id, role) may come twice, on two pages too: who loads them keeps the first.
    """
    return [_listed_row(artist_id, one) for one in page.releases]


def _membership_rows(of: type[_Membership], artist_id: int, links: Iterable[ArtistLink]) -> list[_Membership]:
    return [
        of(
            artist_id,
            one.id,
            name=trimmed(one.name),
            is_active=one.active,
            thumb_url=picture_url(one.thumbnail_url),
        )
        for one in _linked(links)
    ]


def _linked(links: Iterable[ArtistLink]) -> Iterator[ArtistLink]:
    """Each id once. A name without an id identifies no artist and makes no row."""
    seen: set[int] = {0}
    for one in links:
        if one.id not in seen:
            seen.add(one.id)
            yield one


def _listed_row(artist_id: int, listed: ArtistRelease) -> ArtistMastersRow:
    is_master = listed.type == "master"
    counts = (listed.stats.community if listed.stats else None) or CommunityCounts()
    return ArtistMastersRow(
        artist_id=artist_id,
        type=trimmed(listed.type) or listed.type,
        id=listed.id,
        role=trimmed(listed.role) or listed.role,
        master_id=listed.id if is_master else None,
        main_release_id=listed.main_release or None,
        title=trimmed(listed.title),
        year=listed.year or None,
        artist_text=trimmed(listed.artist),
        label=trimmed(listed.label),
        format=trimmed(listed.format),
        thumb_url=picture_url(listed.thumb),
        have=counts.in_collection,
        want=counts.in_wantlist,
    )
