"""Derivations by DuckDB, on this machine. It needs a scratch folder for what does not fit in memory."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from linernotes.errors import CatalogueError
from linernotes.storage.catalogue.manifest import TableEntry, TableFile
from linernotes.storage.catalogue.month_database import MonthDatabase
from linernotes.storage.home.durable import file_errors


class DuckDBEngine:
    """Reads the tables of a folder, and writes to another one. Use as a context manager.

    :raises CatalogueError: the folder that is read is not there.
    """

    def __init__(self, source: Path, target: Path) -> None:
        if not source.is_dir():
            raise CatalogueError(f"{source} is no folder: name a month of the catalogue, or exported tables")
        self._source, self._target = source, target
        self._database = MonthDatabase(source, {}, scratch=target / ".scratch")

    def show(self, table: str) -> bool:
        """See `Engine.show`."""
        paths = [*sorted((self._source / table).glob("*.parquet")), self._source / f"{table}.parquet"]
        files = tuple(
            TableFile(path=str(path.relative_to(self._source)), rows=0, first=None, last=None)
            for path in paths
            if path.is_file()
        )
        if files:
            self._database.show(table, TableEntry(rows=0, files=files))
        return bool(files)

    def stage(self, name: str, select: str, values: dict[str, int]) -> None:
        """See `Engine.stage`."""
        self._database.stage(name, select, values)

    def stage_rows(self, name: str, rows: pa.Table) -> None:
        """See `Engine.stage_rows`."""
        self._database.stage_rows(name, rows)

    def read(self, select: str) -> pa.Table:
        """See `Engine.read`."""
        return pa.concat_tables(self._database.batches(select))

    def write(self, table: str, select: str, values: dict[str, int]) -> int:
        """See `Engine.write`."""
        folder, rows = self._target / table, 0
        writer: pq.ParquetWriter = None
        with file_errors(f"{folder} cannot be written", CatalogueError):
            folder.mkdir(parents=True)
            for batch in self._database.batches(select, values):
                if writer is None:
                    writer = pq.ParquetWriter(folder / "part-00000.parquet", batch.schema, compression="zstd")
                writer.write_table(batch)
                rows += batch.num_rows
            if writer is not None:
                writer.close()
        return rows

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
