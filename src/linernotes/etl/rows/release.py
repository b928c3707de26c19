"""Release -> rows: what a master has, and labels, formats, credits and the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from linernotes.documents import ArtistCredit, Entity, Format, Identifier, Rating, Release
from linernotes.etl.rows.master import common_rows, image_rows, main_picture
from linernotes.etl.rows.model import Rows
from linernotes.etl.rows.money import price
from linernotes.etl.rows.names import as_sent, picture_url, trimmed
from linernotes.etl.rows.roles import split_roles
from linernotes.storage.landing import ReleaseStats

#: A set of 9,999 records is a set; what claims more is a joke or a slip (some hold 64 digits).
_LONGEST_QUANTITY = 4


def release_rows(release: Release, *, source: str, loaded_at: datetime) -> Rows:
    """All rows of one release, by table. Pure. `source` and `loaded_at` (UTC) are those of the document."""
    row = (
        release.id,
        release.master_id or None,
        trimmed(release.title),
        release.year or None,
        trimmed(release.released),
        trimmed(release.country),
        trimmed(release.data_quality),
        trimmed(release.status),
        as_sent(release.notes),
        trimmed(release.uri),
        picture_url(release.thumb),
        main_picture(release.images),
        source,
        loaded_at,
    )
    return {
        "release": [row],
        **common_rows(release, "release"),
        "release_credits": _credit_rows(release.id, release.extraartists),
        "release_labels": label_rows(release.id, release.labels),
        "release_formats": format_rows(release.id, release.formats),
        "release_identifiers": _identifier_rows(release.id, release.identifiers),
        "release_companies": _entity_rows(release.id, release.companies),
        "release_series": _entity_rows(release.id, release.series),
        "release_images": image_rows(release.id, release.images),
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


def _credit_rows(release_id: int, credits: Iterable[ArtistCredit]) -> list[tuple[Any, ...]]:
    """One row per role of a credit."""
    return [
        (
            release_id,
            position,
            role_no,
            one.id or None,
            trimmed(one.name),
            trimmed(one.anv),
            *role,
            as_sent(one.tracks),
        )
        for position, one in enumerate(credits)
        for role_no, role in enumerate(split_roles(one.role))
    ]


def label_rows(release_id: int, labels: Iterable[Entity]) -> list[tuple[Any, ...]]:
    """One row per label and catalogue number: a label may come several times."""
    return [
        (release_id, position, one.id or None, trimmed(one.name), trimmed(one.catno))
        for position, one in enumerate(labels)
    ]


def _entity_rows(release_id: int, entities: Iterable[Entity]) -> list[tuple[Any, ...]]:
    return [
        (
            release_id,
            position,
            one.id or None,
            trimmed(one.name),
            trimmed(one.catno),
            trimmed(one.entity_type),
            trimmed(one.entity_type_name),
        )
        for position, one in enumerate(entities)
    ]


def format_rows(release_id: int, formats: Iterable[Format]) -> list[tuple[Any, ...]]:
    """An empty list of descriptions is NULL, as in the derived tables."""
    return [
        (
            release_id,
            position,
            trimmed(one.name),
            quantity(one.qty),
            trimmed(one.text),
            [word for word in map(trimmed, one.descriptions) if word is not None] or None,
        )
        for position, one in enumerate(formats)
    ]


def quantity(qty: str) -> int | None:
    """The number of carriers; None if it is no plain number or absurd, that is 10,000 or more."""
    digits = trimmed(qty) or ""
    plain = digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_QUANTITY
    return int(digits) if plain else None


def _identifier_rows(release_id: int, identifiers: Iterable[Identifier]) -> list[tuple[Any, ...]]:
    """Identifiers as printed. A barcode may hold blanks, and may come twice."""
    return [
        (release_id, position, trimmed(one.type), trimmed(one.value), trimmed(one.description))
        for position, one in enumerate(identifiers)
    ]
