"""The account's own lists -> rows: items and their fields, wants, what both say about releases, the value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from linernotes.documents import BasicInformation, CollectionItem, CollectionValue, Field, Want
from linernotes.etl.rows.dates import parse_day, parse_timestamp
from linernotes.etl.rows.master import artist_credit_rows, word_rows
from linernotes.etl.rows.model import Rows
from linernotes.etl.rows.money import parse_money
from linernotes.etl.rows.names import as_sent, picture_url, trimmed
from linernotes.etl.rows.release import format_rows, label_rows
from linernotes.storage import landing
from linernotes.storage.duckdb.rows import (
    CollectionFieldsRow,
    CollectionItemFieldsRow,
    CollectionItemsRow,
    ReleaseArtistsRow,
    ReleaseGenresRow,
    ReleaseRow,
    ReleaseStylesRow,
    WantlistItemsRow,
)

#: The fields that every collection begins with; a user may rename them, but not renumber.
MEDIA_CONDITION, SLEEVE_CONDITION, NOTES = 1, 2, 3


def collection_item_rows(
    item: CollectionItem, *, folders: Mapping[int, str], fields: Mapping[int, str]
) -> Rows:
    """The rows of one copy: itself, and each of its fields. Pure. `folders` and `fields` are names by id."""
    basic = item.basic_information
    values = {note.field_id: note.value for note in item.notes}
    folder_id = item.folder_id or None  # 0 is the view of all folders, which holds nothing itself
    row = CollectionItemsRow(
        instance_id=item.instance_id,
        release_id=item.id,
        master_id=basic.master_id or None,
        folder_id=folder_id,
        folder=trimmed(folders.get(folder_id)) if folder_id else None,
        added_at=parse_timestamp(item.date_added),
        added_on=parse_day(item.date_added),
        rating=item.rating or None,
        title=trimmed(basic.title),
        year=basic.year or None,
        thumb_url=picture_url(basic.thumb),
        cover_url=picture_url(basic.cover_image),
        media_condition=trimmed(values.get(MEDIA_CONDITION)),
        sleeve_condition=trimmed(values.get(SLEEVE_CONDITION)),
        notes=as_sent(values.get(NOTES)),
    )
    return {
        "collection_items": [row],
        "collection_item_fields": [
            CollectionItemFieldsRow(
                instance_id=item.instance_id,
                field_id=field_id,
                field=trimmed(fields.get(field_id)),
                value=as_sent(value),
            )
            for field_id, value in values.items()
        ],
    }


def field_rows(fields: Sequence[Field]) -> Rows:
    """The rows of the fields that items have, in the order of the collector. Of two with one id the first. Pure."""
    ordered = sorted(fields, key=lambda one: (one.position is None, one.position or 0, one.id))
    unique = {one.id: one for one in reversed(ordered)}
    return {
        "collection_fields": [
            CollectionFieldsRow(
                field_id=one.id,
                position=position,
                name=trimmed(one.name),
                type=trimmed(one.type),
                options=[text for option in one.options if (text := as_sent(option))] or None,
                is_public=one.public,
            )
            for position, one in enumerate(one for one in ordered if unique[one.id] is one)
        ]
    }


def basic_release_rows(release_id: int, basic: BasicInformation, *, loaded_at: datetime) -> Rows:
    """The rows of a release that is known from the listing alone: source 'basic'. Pure.

    `release_id` is the id of the item: that in `basic` may be another, where Discogs merged two releases.
    """
    row = ReleaseRow(
        release_id=release_id,
        master_id=basic.master_id or None,
        title=trimmed(basic.title),
        year=basic.year or None,
        released=None,
        country=None,
        data_quality=None,
        status=None,
        notes=None,
        uri=None,
        thumb_url=picture_url(basic.thumb),
        cover_url=picture_url(basic.cover_image),
        source="basic",
        loaded_at=loaded_at,
    )
    return {
        "release": [row],
        "release_artists": artist_credit_rows(ReleaseArtistsRow, release_id, basic.artists),
        "release_labels": label_rows(release_id, basic.labels),
        "release_formats": format_rows(release_id, basic.formats),
        "release_genres": word_rows(ReleaseGenresRow, release_id, basic.genres),
        "release_styles": word_rows(ReleaseStylesRow, release_id, basic.styles),
    }


def wantlist_rows(want: Want) -> Rows:
    """The row of one wanted release. Pure."""
    basic = want.basic_information
    row = WantlistItemsRow(
        release_id=want.id,
        master_id=basic.master_id or None,
        added_at=parse_timestamp(want.date_added),
        added_on=parse_day(want.date_added),
        rating=want.rating or None,
        title=trimmed(basic.title),
        year=basic.year or None,
        notes=as_sent(want.notes),
        thumb_url=picture_url(basic.thumb),
    )
    return {"wantlist_items": [row]}


def value_history(
    value: CollectionValue, loaded_at: datetime, *, items: int | None
) -> landing.CollectionValue:
    """The row of the collection's value. `items` counts its copies at that time. NULL where a text is no amount."""
    amounts = [parse_money(text) for text in (value.minimum, value.median, value.maximum)]
    minimum, median, maximum = (money.amount if money else None for money in amounts)
    currency = next((money.currency for money in amounts if money and money.currency), None)
    return landing.CollectionValue(loaded_at, items, minimum, median, maximum, currency)
