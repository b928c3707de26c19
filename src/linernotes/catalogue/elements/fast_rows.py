"""Rows of many records at once: raw tables of texts as columns of the catalogue's tables.

What a text means is decided by the functions that read one record (`etl.rows`), each different text once.
"""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from linernotes.catalogue.elements.columns import COLUMNS
from linernotes.catalogue.elements.raw_tables import Raw, RawParser
from linernotes.catalogue.elements.usual import why_unusual
from linernotes.errors import BuildError, DocumentError
from linernotes.storage.catalogue.tables import CATALOGUE_TABLES, TABLES_OF, arrow_schema


class FastRows:
    """Makes rows of the records of one kind from one dump. One object serves any thread."""

    def __init__(self, kind: str, source: str, loaded_at: datetime) -> None:
        self._kind = kind
        self._parser = RawParser(kind)
        self._constants = {"source": source, "loaded_at": loaded_at}

    def rows(self, records: bytes) -> dict[str, pa.Table]:
        """The rows of whole records that follow each other, by table, in their order.

        :raises DocumentError: they are not as usual, and are to be read one by one.
        """
        if b"\r" in records:  # XML says that the end of a line is one character
            records = records.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        raw = self._parser.parse(records)
        if reason := why_unusual(self._kind, records, raw):
            raise DocumentError(reason)
        ids = pc.cast(raw["record"].column("id"), pa.int64())
        if len(ids.unique()) < len(ids):
            raise DocumentError("an id comes twice")
        return {name: self._table(name, raw, ids) for name in TABLES_OF[self._kind]}

    def _table(self, name: str, raw: Raw, ids: pa.Array) -> pa.Table:
        schema = arrow_schema(CATALOGUE_TABLES[name])
        if name not in COLUMNS:
            return schema.empty_table()
        made = {**COLUMNS[name](raw, ids)}
        rows = len(next(iter(made.values())))
        columns = [self._column(made.pop(field.name, None), field, rows) for field in schema]
        if made:
            raise BuildError(f"{name} has no columns {', '.join(made)}")
        return pa.table(columns, schema=schema)

    def _column(self, made: pa.Array | None, field: pa.Field, rows: int) -> pa.Array:
        if made is not None:
            return made if made.type == field.type else made.cast(field.type)
        value = self._constants.get(field.name)
        return pa.nulls(rows, field.type) if value is None else pa.repeat(pa.scalar(value, field.type), rows)
