"""The catalogue as its readers see it: lookups by the keys that its tables are in the order of.

A lookup reads the one or two files that the manifest names for a key: DuckDB would look at the bounds of every row
group of all files, which takes longer than the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from linernotes.errors import CatalogueError
from linernotes.storage.catalogue.digests import check_digest, check_size
from linernotes.storage.catalogue.key_rows import KeyRows
from linernotes.storage.catalogue.manifest import Month, TableFile
from linernotes.storage.duckdb.errors import duckdb_errors
from linernotes.storage.duckdb.statements import STATEMENTS
from linernotes.storage.reading import Model, filled

#: Of one thread: a lookup reads so little that a second one would be in its way.
_THREADS, _MEMORY = 1, "1GB"


class CatalogueReader:
    """One month, open for reading. One reader serves one thread at a time."""

    def __init__(self, month: Month, *, verified: bool = False) -> None:
        """Before a file is read first it has to have its length; with `verified` it has to have its digest, too.

        A digest takes about a second for 1.4 GB: readers whose rows are kept ask for it.
        """
        self.month = month
        self._verified = verified
        self._checked: set[str] = set()
        self._key_rows = KeyRows.of(month.folder)
        with duckdb_errors(str(month.folder), CatalogueError):
            self._connection = duckdb.connect(
                ":memory:",
                config={
                    "threads": _THREADS,
                    "memory_limit": _MEMORY,
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                },
            )
            self._connection.execute("set global TimeZone = 'UTC'")
            # Footers of Parquet files stay in memory: a month never changes.
            self._connection.execute("set parquet_metadata_cache = true")

    def rows(self, table: str) -> int:
        """The number of rows of a table."""
        entry = self.month.manifest.tables.get(table)
        return entry.rows if entry else 0

    def look_up(
        self, model: type[Model], table: str, keys: Sequence[int] | Sequence[str], *, where: str = "true"
    ) -> list[Model]:
        """The rows of a table whose first column is one of some keys, in the table's order; `where` narrows them.

        The fields of `model` are the columns that are read.

        :raises CatalogueError: a file of the month cannot be read.
        """
        entry = self.month.manifest.tables[table]
        files = [file for file in entry.files if _may_have(file, keys)]
        if not keys or not files:
            return []
        names = model.__annotations__
        column = self._first_column(table)
        # Bounds beside the list: with them DuckDB passes over row groups.
        sql = (
            f"select {', '.join(names)} from {self._from(files)} "  # noqa: S608 names of ours
            f"where {column} between ? and ? and {column} in (select unnest(?)) and {where}"
        )
        return self.read(model, sql, [min(keys), max(keys), list(keys)])

    def read(self, model: type[Model], sql: str, values: Sequence[object] = ()) -> list[Model]:
        """All rows of a SELECT, each as a `model`. `table_of` gives what it reads from."""
        with self._errors():
            self._connection.execute(STATEMENTS.parse(self._connection, sql), list(values) or None)
            description = self._connection.description or ()
            return filled(model, tuple(one[0] for one in description), self._connection.fetchall())

    def rows_of(self, table: str, key: int, columns: Sequence[str]) -> pa.Table:
        """Some columns of the rows of one key of a table, in its order: of 20,000 rows `look_up` would make objects.

        :raises CatalogueError: a file of the month cannot be read.
        """
        files = [file for file in self.month.manifest.tables[table].files if _may_have(file, [key])]
        self._check(files)
        return self._key_rows.read(table, files, key, columns)

    def table_for(self, table: str, keys: Sequence[int] | Sequence[str]) -> str | None:
        """The part of a table that may have some keys, for the FROM of a SELECT; None where no part has."""
        files = [file for file in self.month.manifest.tables[table].files if _may_have(file, keys)]
        return self._from(files) if files else None

    def table_of(self, table: str) -> str:
        """A whole table, with rows or without, for the FROM of a SELECT."""
        return self._from(self.month.manifest.tables[table].files)

    @cached_property
    def graph(self) -> WorldGraph:
        """Artists who made an album together, mapped from the disk."""
        return WorldGraph.open(self.month.folder)

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Every error of DuckDB as a CatalogueError of one line."""
        try:
            with duckdb_errors(str(self.month.folder), CatalogueError):
                yield
        except UnicodeDecodeError as failure:  # it quotes a damaged file
            raise CatalogueError(
                f"{self.month.folder}: a file is damaged. Run: linernotes catalogue build"
            ) from failure

    def _first_column(self, table: str) -> str:
        order = self.month.manifest.tables[table].order
        return order[0] if order else f"{table.partition('_')[0]}_id"

    def _from(self, files: Sequence[TableFile]) -> str:
        """Some files of a table for the FROM of a SELECT.

        :raises CatalogueError: one of them is missing or damaged.
        """
        self._check(files)
        paths = ", ".join("'" + str(self.month.folder / file.path).replace("'", "''") + "'" for file in files)
        return f"read_parquet([{paths}])"

    def _check(self, files: Sequence[TableFile]) -> None:
        """See that files are as they were written, each before it is read first.

        :raises CatalogueError: one of them is missing or damaged.
        """
        for file in files:
            if file.known is not None and file.path not in self._checked:
                if self._verified:
                    check_digest(self.month.folder, file.known)
                else:
                    check_size(self.month.folder, file.known)
                self._checked.add(file.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _may_have(file: TableFile, keys: Sequence[int] | Sequence[str]) -> bool:
    first, last = file.first, file.last
    if first is None or last is None:
        return False
    return any(first <= key <= last for key in keys)  # type: ignore[operator]  # a table's keys are of one type


class WorldGraph:
    """The edges as arrays. `ids` are artists with edges, ascending; the neighbours of `ids[i]` are those at the places
    `others[begins[i]:begins[i + 1]]`, those with most `albums` together first.
    """

    def __init__(
        self,
        ids: NDArray[np.int64],
        begins: NDArray[np.int64],
        others: NDArray[np.int32],
        albums: NDArray[np.uint16],
    ) -> None:
        self.ids, self.begins, self.others, self.albums = ids, begins, others, albums

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Map the arrays of a month: what is not looked at is not read.

        :raises CatalogueError: one is missing or damaged.
        """
        try:
            return cls(
                *(
                    np.load(folder / "graph" / f"{name}.npy", mmap_mode="r")
                    for name in ("ids", "begins", "others", "albums")
                )
            )
        except (OSError, ValueError) as error:
            raise CatalogueError(
                f"{folder}: the graph cannot be read ({error}). Run: linernotes catalogue build"
            ) from error
