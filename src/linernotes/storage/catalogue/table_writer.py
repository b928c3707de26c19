"""Writes one table of the catalogue: rows that come in pieces, as a few Parquet files with known bounds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from linernotes.errors import CatalogueError
from linernotes.storage.catalogue.digests import digest_file
from linernotes.storage.catalogue.manifest import TableEntry, TableFile
from linernotes.storage.catalogue.tables import CATALOGUE_TABLES, arrow_schema
from linernotes.storage.home.durable import file_errors

#: Rows of a row group, of which a lookup reads one or two, and of a file: a lookup looks at the bounds of its groups.
#: Five releases by their ids took 3.7 ms of CPU with 8,192 rows, 5.0 with 16,384; a scan of everything takes the same.
GROUP_ROWS, FILE_ROWS = 8_192, 64 * 8_192
#: 9 takes twice the CPU for 5 % less.
_COMPRESSION = {"compression": "zstd", "compression_level": 3}
#: A column has a dictionary of its values only where they are few: of ids and titles it is as long as the column, and
#: each lookup would have to read it. Arrow's limit is 1 MB, which takes 25 % more room and twice the CPU to write. The
#: limit is looked at once a batch.
_ENCODING = {"dictionary_pagesize_limit": 8_192, "write_batch_size": 256}


class TableWriter:
    """Writes a table below the folder of a month: `add` pieces in order, then `finish`.

    Use as a context manager: a file that was not finished is closed, and of no use.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        *,
        group_rows: int = GROUP_ROWS,
        file_rows: int = FILE_ROWS,
        first_file: int = 0,
    ) -> None:
        """`first_file` is the number in the name of its first file."""
        self._folder, self._name = folder, name
        self.schema = arrow_schema(CATALOGUE_TABLES[name])
        self._group_rows, self._file_rows = group_rows, file_rows
        self._first_file = first_file
        self._waiting: list[pa.Table] = []
        self._waiting_rows = 0
        self._files: list[TableFile] = []
        self._writer: pq.ParquetWriter = None
        self._path = ""
        self._rows, self._first, self._last = 0, None, None

    @property
    def rows(self) -> int:
        """Rows that were added so far."""
        return sum(file.rows for file in self._files) + self._rows + self._waiting_rows

    def add(self, rows: pa.Table) -> None:
        """Add an Arrow table of the table's columns.

        :raises StoreError: it cannot be written, or there is no room.
        """
        if rows.num_rows:
            self._waiting.append(rows)
            self._waiting_rows += rows.num_rows
            while self._waiting_rows >= self._group_rows:
                self._write_group()

    def finish(self, order: tuple[str, ...] = ()) -> TableEntry:
        """Write the rest. A table without rows has one empty file, so that its columns can be read.

        `order` names the columns that the rows ascend by.
        """
        while self._waiting_rows:
            self._write_group()
        if self._writer is None and not self._files:
            self._open()
        self._close()
        return TableEntry(rows=sum(file.rows for file in self._files), order=order, files=tuple(self._files))

    def _write_group(self) -> None:
        together = pa.concat_tables(self._waiting)
        group, rest = together.slice(0, self._group_rows), together.slice(self._group_rows)
        self._waiting, self._waiting_rows = ([rest] if rest.num_rows else []), rest.num_rows
        if self._writer is None:
            self._open()
        with file_errors(f"{self._folder / self._path} cannot be written", CatalogueError):
            self._writer.write_table(group, row_group_size=self._group_rows)
        bounds = pc.min_max(group.column(0))
        least, greatest = bounds["min"].as_py(), bounds["max"].as_py()
        self._first = least if self._first is None else min(self._first, least)
        self._last = greatest if self._last is None else max(self._last, greatest)
        self._rows += group.num_rows
        if self._rows >= self._file_rows:
            self._close()

    def _open(self) -> None:
        self._path = f"{self._name}/{self._first_file + len(self._files):04}.parquet"
        path = self._folder / self._path
        with file_errors(f"{path} cannot be written", CatalogueError):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(path, self.schema, **_COMPRESSION, **_ENCODING)
        self._rows, self._first, self._last = 0, None, None

    def _close(self) -> None:
        if self._writer is None:
            return
        with file_errors(f"{self._folder / self._path} cannot be written", CatalogueError):
            self._writer.close()
            self._writer = None
            self._files.append(_table_file(self._folder, self._path, self._rows, self._first, self._last))
        self._rows = 0

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, *reason: object) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None


class Stretch(NamedTuple):
    """The rows of one record: those between two places of a table whose first column has this value."""

    begin: int
    end: int
    value: int


def without_rows(folder: Path, entry: TableEntry, dropped: Sequence[Stretch]) -> TableEntry:
    """The table without the rows of some records: files that have one of them are written again.

    :raises CatalogueError: a file cannot be written.
    """
    files: list[TableFile] = []
    begin = 0
    for file in entry.files:
        inside = [
            Stretch(max(one.begin - begin, 0), min(one.end - begin, file.rows), one.value)
            for one in dropped
            if one.begin < begin + file.rows and begin < one.end
        ]
        begin += file.rows
        files.append(_rewritten(folder, file, inside) if inside else file)
    return TableEntry(rows=sum(file.rows for file in files), order=entry.order, files=tuple(files))


def _rewritten(folder: Path, file: TableFile, dropped: Sequence[Stretch]) -> TableFile:
    path = folder / file.path
    with file_errors(f"{path} cannot be written again", CatalogueError):
        table = pq.read_table(path)
        values = table.column(0).to_numpy()
        keep = np.ones(len(values), dtype=np.bool_)
        for begin, end, value in dropped:
            keep[begin:end] &= values[begin:end] != value
        table = table.filter(pa.array(keep))
        draft = path.with_suffix(".draft")
        pq.write_table(table, draft, row_group_size=GROUP_ROWS, **_COMPRESSION, **_ENCODING)
        draft.replace(path)
        bounds = pc.min_max(table.column(0))
        return _table_file(folder, file.path, table.num_rows, bounds["min"].as_py(), bounds["max"].as_py())


def _table_file(
    folder: Path, path: str, rows: int, first: int | str | None, last: int | str | None
) -> TableFile:
    """The entry of a file that was just written: its digest is read from the system's memory, not from the disk."""
    known = digest_file(folder, path)
    return TableFile(path=path, rows=rows, first=first, last=last, bytes=known.bytes, digest=known.digest)
