"""A collection that came as Discogs' CSV export: its rows, with what the export has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

from linernotes.documents import DocumentKey, Fetched, listed_formats
from linernotes.errors import DocumentError, UsageError
from linernotes.etl.rows.dates import pacific_day
from linernotes.etl.rows.model import Rows
from linernotes.etl.rows.release import format_rows
from linernotes.source.csv import Export, ExportField, ExportRow, Unread, parse_export, transcode
from linernotes.storage.duckdb.rows import (
    CollectionFieldsRow,
    CollectionItemFieldsRow,
    CollectionItemsRow,
    ReleaseArtistsRow,
    ReleaseLabelsRow,
    ReleaseRow,
)
from linernotes.storage.landing import Landed, Landing, Version

#: Under this key lies the file, as it was given; there is one at a time.
EXPORT_KEY = DocumentKey("export")
EXPORT_SOURCE = "csv"


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import: the number of `copies` on the shelf, and of their `releases`.

    `errors` are lines that hold no copy, `unread` what could not be read of those that do. `encoding` is the file's;
    `encoding_guessed` is whether only its letters speak for it.
    """

    copies: int
    releases: int
    errors: tuple[DocumentError, ...]
    unread: tuple[Unread, ...]
    encoding: str
    encoding_guessed: bool


def land_export(landing: Landing, body: bytes, *, name: str, encoding: str | None = None) -> Imported:
    """Land a CSV export in the place of an earlier one. `name` is the file's, for messages.

    A file whose `encoding` is given lands in UTF-8; else as it is, and what is guessed of it is guessed again.

    :raises UsageError: it is no export, holds no copy, or the account's own listing is here, which knows more.
    """
    if landing.document(DocumentKey("collection")) is not None:
        raise UsageError(
            f"{landing.path.parent} holds the collection as Discogs lists it, which knows more than an export. "
            "Set LINERNOTES_HOME to another folder for this file, or run: linernotes sync"
        )
    seen_at = datetime.now(UTC)
    if encoding:
        body = transcode(body, encoding)
    try:
        export = parse_export(body, seen_at=seen_at)
    except DocumentError as error:
        raise UsageError(f"{name} is {error}") from error
    if not export.rows:
        raise UsageError(f"{name} holds no record; nothing was changed")
    landing.save(Fetched(EXPORT_KEY, body, seen_at), source=EXPORT_SOURCE)
    return Imported(
        copies=len(export.rows),
        releases=len({row.release_id for row in export.rows}),
        errors=export.errors,
        unread=export.unread,
        encoding=encoding or export.encoding,
        encoding_guessed=export.encoding_guessed,
    )


def read_export(landing: Landing) -> tuple[Landed, Export] | None:
    """The landed export; None if there is none, or once the account's own listing has taken its place."""
    if landing.document(DocumentKey("collection")) is not None:
        return None
    landed = landing.document(EXPORT_KEY)
    if landed is None:
        return None
    export = _parse_once(landed.body, landed.fetched_at)
    kept = [row for row in export.rows if not landing.left_out.passes_over(row_of_export(row))]
    return landed, replace(export, rows=tuple(kept))


def row_of_export(row: ExportRow) -> Version:
    """The name of a row, for a build that sets it aside."""
    return Version(DocumentKey(EXPORT_KEY.kind, row.row_no), EXPORT_SOURCE)


@lru_cache(maxsize=1)
def _parse_once(body: bytes, seen_at: datetime) -> Export:
    """Read an export that several steps of a build ask for."""
    return parse_export(body, seen_at=seen_at)


def exported_item_rows(row: ExportRow, fields: Mapping[int, str]) -> Rows:
    """The rows of one copy: instance ids are negative, by row; folders have names but no ids. Pure."""
    instance_id = -row.row_no
    item = CollectionItemsRow(
        instance_id=instance_id,
        release_id=row.release_id,
        master_id=None,
        folder_id=None,
        folder=row.folder,
        added_at=row.added_at,
        added_on=pacific_day(row.added_at),
        rating=row.rating,
        title=row.title,
        year=row.year,
        thumb_url=None,
        cover_url=None,
        media_condition=row.fields.get(1),
        sleeve_condition=row.fields.get(2),
        notes=row.fields.get(3),
    )
    return {
        "collection_items": [item],
        "collection_item_fields": [
            CollectionItemFieldsRow(instance_id, field_id, field=fields[field_id], value=value)
            for field_id, value in row.fields.items()
        ],
    }


def exported_field_rows(fields: Iterable[ExportField]) -> Rows:
    """The rows of the fields that an export has, in the order of its columns. It has no types. Pure."""
    return {
        "collection_fields": [
            CollectionFieldsRow(one.field_id, position, one.name, type=None, options=None, is_public=None)
            for position, one in enumerate(fields)
        ]
    }


def exported_release_rows(row: ExportRow, *, loaded_at: datetime) -> Rows:
    """The rows of a release that only the export has. Pure.

    Artists, labels and catalogue numbers stay one text each: the commas that part them stand within names, too.
    """
    release = ReleaseRow(
        release_id=row.release_id,
        master_id=None,
        title=row.title,
        year=row.year,
        released=None,
        country=None,
        data_quality=None,
        status=None,
        notes=None,
        uri=None,
        thumb_url=None,
        cover_url=None,
        source=EXPORT_SOURCE,
        loaded_at=loaded_at,
    )
    artist = ReleaseArtistsRow(
        release_id=row.release_id,
        position=0,
        artist_id=None,
        name=row.artist,
        name_variation=None,
        join_phrase=None,
    )
    label = ReleaseLabelsRow(
        release_id=row.release_id,
        position=0,
        label_id=None,
        name=row.label,
        catalog_number=row.catalog_number,
    )
    return {
        "release": [release],
        "release_artists": [artist] if row.artist else [],
        "release_labels": [label] if row.label else [],
        "release_formats": format_rows(row.release_id, listed_formats(row.format)),
    }
