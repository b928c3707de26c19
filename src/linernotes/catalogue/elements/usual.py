"""Whether what a fast parser read of some records is all that is in them. Pure.

It passes over what it does not know, and takes a document that is cut off. So tags are counted against rows, and
numbers are looked at. What is not usual is not wrong: it is read again, one record after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from linernotes.catalogue.elements.raw_tables import Raw
from linernotes.documents.xml import CONTROL_CHARACTERS

_ZERO, _BASE = np.uint8(ord("0")), np.uint8(10)
#: Digits of an id, and of a number that has to fit in an INTEGER.
_ID_DIGITS, _NUMBER_DIGITS = 11, 9
#: By kind of record: the raw tables that have a row for each of these closing tags.
_COUNTED: dict[str, dict[bytes, tuple[str, ...]]] = {
    "release": {
        b"release": ("record",),
        b"artist": (
            "artists",
            "credits",
            "track_artists",
            "track_credits",
            "sub_artists",
            "sub_credits",
        ),
        b"track": ("tracks", "sub_tracks"),
    },
    "master": {b"master": ("record",), b"artist": ("artists",)},
    "artist": {b"artist": ("record",)},
    "label": {b"label": ("record", "sub_labels")},
}
#: Characters that no XML may hold: U+FFFE and U+FFFF.
_NO_CHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")
#: An id without digits, which is no name either: no dump of today has one.
_NO_IDS = (b"<id/>", b"<id></id>")
#: A character by its number that no XML may hold. A parser that checks refuses those of halves of pairs itself.
_CONTROL_REFERENCE = re.compile(
    rb"&#0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45]);|&#x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[fF]{3}[eEfF]);"
)
#: Columns of numbers: by raw table, with the digits that they may have.
_NUMBERS: dict[str, dict[str, int]] = {
    "record": {
        "id": _ID_DIGITS,
        "master_id": _ID_DIGITS,
        "main_release": _ID_DIGITS,
        "year": _NUMBER_DIGITS,
        "parentlabel_id": _ID_DIGITS,
    },
    "videos": {"duration": _NUMBER_DIGITS},
    **{
        name: {"id": _ID_DIGITS, "name_id": _ID_DIGITS}
        for name in (
            "artists", "credits", "track_artists", "track_credits", "sub_artists", "sub_credits", "labels", "series",
            "companies", "aliases", "groups", "members", "sub_labels",
        )
    },
}  # fmt: skip


def why_unusual(kind: str, records: bytes, raw: Raw) -> str:
    """What is not usual about records that were read into raw tables; empty if nothing is."""
    return next(_reasons(kind, records, raw), "")


def _reasons(kind: str, records: bytes, raw: Raw) -> Iterator[str]:
    yield from _strange_characters(records)
    if kind == "artist" and any(one in records for one in _NO_IDS):
        yield "it has an id without digits"
    for tag, names in _COUNTED[kind].items():
        tags, rows = records.count(b"</%b>" % tag), sum(raw[name].num_rows for name in names if name in raw)
        if tags != rows:
            yield f"{tags} times </{tag.decode()}> are {rows} rows"
    for name, columns in _NUMBERS.items():
        if name in raw:
            yield from _strange_columns(raw[name], columns, name)
    ids = raw["record"].column("id")
    if ids.null_count or pc.any(pc.equal(ids, "")).as_py():
        yield "a record has no id"


def _strange_characters(records: bytes) -> Iterator[str]:
    if len(records.translate(None, CONTROL_CHARACTERS)) < len(records):
        yield "it has control characters"
    if b"&#" in records and _CONTROL_REFERENCE.search(records):
        yield "it refers to control characters"
    if _NO_CHARACTERS.search(records):
        yield "it has characters that no XML may hold"


def _strange_columns(table: pa.RecordBatch, columns: dict[str, int], name: str) -> Iterator[str]:
    for column, digits in columns.items():
        if column in table.schema.names:
            yield from _strange_numbers(table.column(column), digits, f"{name}.{column}")


def _strange_numbers(texts: pa.Array, digits: int, where: str) -> Iterator[str]:
    """Whether a text has something else than digits in it, or too many of them."""
    if not len(texts) or texts.buffers()[2] is None:
        return
    offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(texts.buffers()[2], np.uint8)[offsets[0] : offsets[-1]]
    if not ((data - _ZERO) < _BASE).all():  # what is less than "0" is large, too
        yield f"{where} is no number"
    if np.diff(offsets).max() > digits:
        yield f"{where} is a long number"
