"""The rows of a SELECT for other programs' tables, by the Arrow PyCapsule interface: nothing of Arrow is imported."""

from __future__ import annotations

from typing import NamedTuple

from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.timestamps import without_end


class _Described(NamedTuple):
    column_name: str
    column_type: str


class ArrowRows:
    """The rows of one SELECT. Each reader gets them anew, in batches, as long as the build is open.

    pandas (`DataFrame.from_arrow`), Polars (`DataFrame`), pyarrow (`table`) and DuckDB (by the name of the variable)
    take it as it is. Times are in UTC, decimals stay decimals, lists stay lists.
    """

    def __init__(self, storage: DBStorage, sql: str) -> None:
        """See what columns a SELECT gives.

        :raises StoreError: it is wrong, or no SELECT.
        """
        self._storage = storage
        self._sql = without_end(sql)
        described = storage.read(
            _Described,
            f"select column_name, column_type from (describe {self._sql}\n)",  # noqa: S608 the user's own
        )
        self.columns = {one.column_name: one.column_type for one in described}

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The stream, which its reader takes to the end."""
        return self._storage.arrow_stream(self._sql, requested_schema)

    def __len__(self) -> int:
        """How many rows there are; they are counted anew."""
        return int(self._storage.scalar(f"select count(*) from ({self._sql}\n)"))  # noqa: S608 the user's own

    def __repr__(self) -> str:
        """Its columns with their types."""
        return f"<ArrowRows {', '.join(f'{name} {type_}' for name, type_ in self.columns.items())}>"
