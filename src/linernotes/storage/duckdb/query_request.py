"""A user's query and its answer, as they pass between two processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """One SELECT and its limits. `limit` cuts the answer after so many rows.

    `path` is a build, or the folder of a month of the catalogue. With `is_shared` others get the answer: of a build
    only what `export/shared_tables` leaves can be asked for.
    """

    path: Path
    sql: str
    seconds: float
    memory_mb: int
    limit: int | None
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class QueryResult:
    """What a query gave. `types` are DuckDB's; `truncated` says that there are more rows; `seconds` is its time.

    Times are aware, in UTC; decimals are Decimal, lists are lists.
    """

    columns: list[str]
    types: list[str]
    rows: list[tuple[object, ...]]
    truncated: bool
    seconds: float
