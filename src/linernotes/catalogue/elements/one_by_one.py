"""Rows of records one after the other, through the reader that every document of a dump goes through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from linernotes.documents import Document, decode_element
from linernotes.errors import DocumentError
from linernotes.etl.rows.artist import artist_rows
from linernotes.etl.rows.label import label_rows
from linernotes.etl.rows.master import master_rows
from linernotes.etl.rows.release import release_rows
from linernotes.storage.catalogue.tables import CATALOGUE_TABLES, TABLES_OF
from linernotes.storage.duckdb.arrow import arrow_table
from linernotes.storage.duckdb.named_rows import NamedRow

_ROWS: dict[str, Callable[..., Mapping[str, Sequence[NamedRow]]]] = {
    "release": release_rows,
    "master": master_rows,
    "artist": artist_rows,
    "label": label_rows,
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that cannot be read: the reason, and its bytes."""

    reason: str
    xml: bytes


class OneByOne:
    """Makes rows of the records of one kind from one dump."""

    def __init__(self, kind: str, source: str, loaded_at: datetime) -> None:
        self._kind, self._source, self._loaded_at = kind, source, loaded_at

    def rows(self, records: Iterable[bytes]) -> tuple[dict[str, pa.Table], list[Unreadable]]:
        """The rows of these records by table, in their order, and the records that cannot be read.

        Of records with one id the last counts.
        """
        found: dict[str, list[tuple[object, ...]]] = {name: [] for name in TABLES_OF[self._kind]}
        documents: dict[int, Document] = {}
        unreadable: list[Unreadable] = []
        for xml in records:
            try:
                document = decode_element(self._kind, xml)
            except DocumentError as error:
                unreadable.append(Unreadable(str(error), xml))
                continue
            id = getattr(document, "id", 0)
            documents.pop(id, None)
            documents[id] = document
        for document in documents.values():
            rows = _ROWS[self._kind](document, source=self._source, loaded_at=self._loaded_at)
            for name, kept in found.items():
                kept.extend(_values(name, row) for row in rows.get(name, ()))
        tables = {name: arrow_table(CATALOGUE_TABLES[name], rows) for name, rows in found.items()}
        return tables, unreadable


def _values(name: str, row: NamedRow) -> tuple[object, ...]:
    named = row if isinstance(row, Mapping) else getattr(row, "_asdict", dict)()
    return tuple(named[column.name] for column in CATALOGUE_TABLES[name].columns)
