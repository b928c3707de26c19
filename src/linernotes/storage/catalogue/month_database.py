"""SQL over the Parquet files of a month, while it is built."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from linernotes.errors import CatalogueError
from linernotes.storage.catalogue.manifest import TableEntry
from linernotes.storage.catalogue.table_writer import TableWriter
from linernotes.storage.duckdb.errors import duckdb_errors
from linernotes.storage.home.durable import file_errors

#: What DuckDB may take of the memory; what does not fit goes to a folder meanwhile.
MEMORY_LIMIT = "4GB"
#: Rows of an answer that are in memory at a time.
_BATCH = 122_880


class MonthDatabase:
    """The tables of a month, each a view of its name. What is staged beside them is gone when this is closed.

    Use it in one thread, as a context manager. Every error of DuckDB becomes a CatalogueError of one line.
    """

    def __init__(
        self,
        folder: Path,
        tables: Mapping[str, TableEntry],
        *,
        scratch: Path,
        memory_limit: str = MEMORY_LIMIT,
        threads: int | None = None,
    ) -> None:
        """`scratch` is a folder for what does not fit in memory: it is made, and deleted at the end.

        :raises CatalogueError: it cannot be made.
        """
        self._folder, self._scratch = folder, scratch
        with file_errors(f"{scratch} cannot be made", CatalogueError):
            if scratch.exists():  # a killed build left it: its rows would be read twice
                shutil.rmtree(scratch)
            scratch.mkdir(parents=True)
        with duckdb_errors("catalogue", CatalogueError):
            self._connection = duckdb.connect(
                ":memory:",
                config={
                    "memory_limit": memory_limit,
                    "threads": threads or min(4, os.cpu_count() or 1),
                    "temp_directory": str(scratch / "spill"),
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                },
            )
            self._connection.execute("set global TimeZone = 'UTC'")
            self._connection.execute("set preserve_insertion_order = true")
        for name, entry in tables.items():
            self.show(name, entry)

    def show(self, name: str, entry: TableEntry, folder: Path | None = None) -> None:
        """Let SELECTs read a table under its name."""
        paths = ", ".join(_literal(str((folder or self._folder) / file.path)) for file in entry.files)
        with duckdb_errors(name, CatalogueError):
            self._connection.execute(
                f"create or replace view {name} as select * from read_parquet([{paths}])"  # noqa: S608 names of ours
            )

    def stage(self, name: str, select: str, values: Mapping[str, object] | None = None) -> None:
        """Keep the rows of a SELECT under a name; `values` are bound to its `$name`s."""
        with duckdb_errors(name, CatalogueError):
            self._connection.execute(
                f"create or replace temp table {name} as {select}", _used(select, values)
            )

    def stage_rows(self, name: str, rows: pa.Table) -> None:
        """Keep an Arrow table under a name."""
        with duckdb_errors(name, CatalogueError):
            self._connection.register("incoming", rows)
            self._connection.execute(f"create or replace temp table {name} as select * from incoming")  # noqa: S608
            self._connection.unregister("incoming")

    def spread(self, name: str, select: str, part: str, values: Mapping[str, object] | None = None) -> None:
        """Add the rows of a SELECT to files in the scratch folder, apart by the number that `part` computes.

        `read_part` reads them.
        """
        target = self._scratch / name
        with file_errors(f"{target} cannot be made", CatalogueError):
            target.mkdir(exist_ok=True)
        number = len(list(target.glob("*/*")))
        with duckdb_errors(name, CatalogueError):
            self._connection.execute(
                f"copy (select *, {part} as part from ({select})) to {_literal(str(target))} "  # noqa: S608
                f"(format parquet, compression zstd, partition_by (part), append true, "
                f"filename_pattern 'rows_{number}_{{uuid}}')",
                _used(select, values),
            )

    def read_part(self, name: str, part: int) -> bool:
        """Let SELECTs read a part of what was spread under its name. False if the part has no rows."""
        files = sorted((self._scratch / name / f"part={part}").glob("*.parquet"))
        if not files:
            return False
        paths = ", ".join(_literal(str(file)) for file in files)
        with duckdb_errors(name, CatalogueError):
            self._connection.execute(
                f"create or replace view {name} as select * from read_parquet([{paths}], hive_partitioning = false)"  # noqa: S608
            )
        return True

    def forget(self, name: str) -> None:
        """Delete what was spread under a name."""
        shutil.rmtree(self._scratch / name, ignore_errors=True)

    def write(self, writer: TableWriter, select: str, values: Mapping[str, object] | None = None) -> None:
        """Add the rows of a SELECT to a table."""
        for batch in self.batches(select, values):
            writer.add(batch.select(writer.schema.names).cast(writer.schema))

    def batches(self, select: str, values: Mapping[str, object] | None = None) -> Iterator[pa.Table]:
        """The rows of a SELECT as Arrow tables. Read them to the end before anything else is asked."""
        with duckdb_errors("catalogue", CatalogueError):
            relation = self._connection.sql(select, params=_used(select, values) or None)
            with relation.to_arrow_reader(_BATCH) as reader:
                for batch in reader:
                    yield pa.Table.from_batches([batch])

    def rows(self, select: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a small SELECT; `values` are bound to its `?`s."""
        with duckdb_errors("catalogue", CatalogueError):
            return self._connection.execute(select, list(values) or None).fetchall()

    def close(self) -> None:
        """Close it and delete the scratch folder."""
        self._connection.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _used(select: str, values: Mapping[str, object] | None) -> dict[str, object]:
    """The values that a SELECT names: DuckDB refuses more."""
    return {name: value for name, value in (values or {}).items() if f"${name}" in select}
