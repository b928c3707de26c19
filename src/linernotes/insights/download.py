"""A view of the collection as a table to take away."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from linernotes.insights.collection import Copy
from linernotes.storage.database import DBStorage, load_sql

Record = dict[str, Any]
#: The columns with their types, in the order of the files.
SCHEMA = pa.schema(
    [
        ("artist", pa.string()),
        ("title", pa.string()),
        ("original_year", pa.int32()),
        ("year", pa.int32()),
        ("released", pa.string()),
        ("country", pa.string()),
        ("labels", pa.list_(pa.string())),
        ("catalog_numbers", pa.list_(pa.string())),
        ("formats", pa.list_(pa.string())),
        ("genres", pa.list_(pa.string())),
        ("styles", pa.list_(pa.string())),
        ("barcodes", pa.list_(pa.string())),
        ("folder", pa.string()),
        ("rating", pa.int32()),
        ("media_condition", pa.string()),
        ("sleeve_condition", pa.string()),
        ("notes", pa.string()),
        ("added_at", pa.string()),
        ("last_played_at", pa.string()),
        ("release_id", pa.int64()),
        ("master_id", pa.int64()),
        ("instance_id", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type, and how records are written."""

    media_type: str
    write: Callable[[Sequence[Record]], bytes]


def records(storage: DBStorage, copies: Iterable[Copy], played: Mapping[int, datetime]) -> list[Record]:
    """Copies as records with the columns of SCHEMA, in the same order. Takes some 0.3 s per 10,000."""
    told = {row[0]: row[1:] for row in storage.rows(load_sql("linernotes.insights", "download"))}
    words: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for release_id, kind, word in storage.rows(load_sql("linernotes.insights", "download_words")):
        words[release_id, kind].append(word)
    return [_record(copy, told[copy.instance_id], words, played.get(copy.release_id)) for copy in copies]


def _record(
    copy: Copy,
    told: Sequence[str | None],
    words: Mapping[tuple[int, str], list[str]],
    played: datetime | None,
) -> Record:
    released, notes = told
    return {
        "artist": copy.artist,
        "title": copy.title,
        "original_year": copy.original_year,
        "year": copy.year,
        "released": released,
        "country": copy.country,
        "labels": _each(label.name for label in copy.labels),
        "catalog_numbers": _each(label.catalog_number for label in copy.labels),
        "formats": list(copy.formats),
        "genres": words.get((copy.release_id, "genre"), []),
        "styles": words.get((copy.release_id, "style"), []),
        "barcodes": words.get((copy.release_id, "barcode"), []),
        "folder": copy.folder,
        "rating": copy.rating,
        "media_condition": copy.media_condition,
        "sleeve_condition": copy.sleeve_condition,
        "notes": notes,
        "added_at": copy.added_at.isoformat() if copy.added_at else None,
        "last_played_at": played.isoformat() if played else None,
        "release_id": copy.release_id,
        "master_id": copy.master_id,
        "instance_id": copy.instance_id,
    }


def _each(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _csv(records: Sequence[Record]) -> bytes:
    """UTF-8 with a header; what is not known is empty, and the parts of a list are parted by '; '."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(SCHEMA.names)
    for record in records:
        writer.writerow(["; ".join(value) if isinstance(value, list) else value for value in record.values()])
    return text.getvalue().encode()


def _json(records: Sequence[Record]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(records), indent=1)


def _json_lines(records: Sequence[Record]) -> bytes:
    return b"".join(msgspec.json.encode(record) + b"\n" for record in records)


def _parquet(records: Sequence[Record]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(records), SCHEMA), file, compression="zstd")
    return file.getvalue()


KINDS = {
    "csv": Kind("text/csv; charset=utf-8", _csv),
    "json": Kind("application/json", _json),
    "jsonl": Kind("application/jsonl", _json_lines),
    "parquet": Kind("application/vnd.apache.parquet", _parquet),
}
