"""Release -> rows: what a master has, and labels, formats, credits and the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from linernotes.documents import ArtistCredit, Entity, Format, Identifier, Rating, Release
from linernotes.etl.rows.master import common_rows, image_rows, main_picture
from linernotes.etl.rows.model import Rows
from linernotes.etl.rows.money import price
from linernotes.etl.rows.names import as_sent, picture_url, trimmed
from linernotes.etl.rows.roles import split_roles
from linernotes.storage.duckdb.rows import (
    ReleaseCompaniesRow,
    ReleaseCreditsRow,
    ReleaseFormatsRow,
    ReleaseIdentifiersRow,
    ReleaseImagesRow,
    ReleaseLabelsRow,
    ReleaseRow,
    ReleaseSeriesRow,
)
from linernotes.storage.landing import ReleaseStats

_Entities = TypeVar("_Entities", ReleaseCompaniesRow, ReleaseSeriesRow)

#: A set of 9,999 records is a set; what claims more is a joke or a slip (some hold 64 digits).
_LONGEST_QUANTITY = 4


def release_rows(release: Release, *, source: str, loaded_at: datetime) -> Rows:
    """All rows of one release, by table. Pure. `source` and `loaded_at` (UTC) are those of the document."""
    row = ReleaseRow(
        release_id=release.id,
        master_id=release.master_id or None,
        title=trimmed(release.title),
        year=release.year or None,
        released=trimmed(release.released),
        country=trimmed(release.country),
        data_quality=trimmed(release.data_quality),
        status=trimmed(release.status),
        notes=as_sent(release.notes),
        uri=trimmed(release.uri),
        thumb_url=picture_url(release.thumb),
        cover_url=main_picture(release.images),
        source=source,
        loaded_at=loaded_at,
    )
    return {
        "release": [row],
        **common_rows(release, "release"),
        "release_credits": _credit_rows(release.id, release.extraartists),
        "release_labels": label_rows(release.id, release.labels),
        "release_formats": format_rows(release.id, release.formats),
        "release_identifiers": _identifier_rows(release.id, release.identifiers),
        "release_companies": _entity_rows(ReleaseCompaniesRow, release.id, release.companies),
        "release_series": _entity_rows(ReleaseSeriesRow, release.id, release.series),
        "release_images": image_rows(ReleaseImagesRow, release.id, release.images),
    }


def release_stats(release: Release, loaded_at: datetime, currency: str | None) -> ReleaseStats:
    """The market row of a release: have, want, rating, number for sale, price. `currency` is the account's.

    An average of no ratings is None, not 0.
    """
    community = release.community
    rating = community.rating if community and community.rating else Rating()
    return ReleaseStats(
        release.id,
        loaded_at,
        community.have if community else None,
        community.want if community else None,
        rating.average or None if rating.count else None,
        rating.count if community and community.rating else None,
        release.num_for_sale,
        price(release.lowest_price),
        currency,
    )


def _credit_rows(release_id: int, credits: Iterable[ArtistCredit]) -> list[ReleaseCreditsRow]:
    """One row per role of a credit."""
    return [
        ReleaseCreditsRow(
            release_id=release_id,
            position=position,
            role_no=role_no,
            artist_id=one.id or None,
            name=trimmed(one.name),
            name_variation=trimmed(one.anv),
            role=role.role,
            role_detail=role.detail,
            role_text=role.text,
            tracks=as_sent(one.tracks),
        )
        for position, one in enumerate(credits)
        for role_no, role in enumerate(split_roles(one.role))
    ]


def label_rows(release_id: int, labels: Iterable[Entity]) -> list[ReleaseLabelsRow]:
    """One row per label and catalogue number: a label may come several times."""
    return [
        ReleaseLabelsRow(
            release_id=release_id,
            position=position,
            label_id=one.id or None,
            name=trimmed(one.name),
            catalog_number=trimmed(one.catno),
        )
        for position, one in enumerate(labels)
    ]


def _entity_rows(of: type[_Entities], release_id: int, entities: Iterable[Entity]) -> list[_Entities]:
    return [
        of(
            release_id,
            position,
            one.id or None,
            name=trimmed(one.name),
            catalog_number=trimmed(one.catno),
            entity_type=trimmed(one.entity_type),
            entity_type_name=trimmed(one.entity_type_name),
        )
        for position, one in enumerate(entities)
    ]


def format_rows(release_id: int, formats: Iterable[Format]) -> list[ReleaseFormatsRow]:
    """An empty list of descriptions is NULL, as in the derived tables."""
    return [
        ReleaseFormatsRow(
            release_id=release_id,
            position=position,
            name=trimmed(one.name),
            quantity=quantity(one.qty),
            text=trimmed(one.text),
            descriptions=[word for word in map(trimmed, one.descriptions) if word is not None] or None,
        )
        for position, one in enumerate(formats)
    ]


def quantity(qty: str) -> int | None:
    """The number of carriers; None if it is no plain number or absurd, that is 10,000 or more."""
    digits = trimmed(qty) or ""
    plain = digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_QUANTITY
    return int(digits) if plain else None


def _identifier_rows(release_id: int, identifiers: Iterable[Identifier]) -> list[ReleaseIdentifiersRow]:
    """Identifiers as printed. A barcode may hold blanks, and may come twice."""
    return [
        ReleaseIdentifiersRow(
            release_id=release_id,
            position=position,
            type=trimmed(one.type),
            value=trimmed(one.value),
            description=trimmed(one.description),
        )
        for position, one in enumerate(identifiers)
    ]
