"""A user's query inside the process that runs it, which it takes for itself: a query can harm this process alone."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import duckdb

from linernotes.errors import QueryError
from linernotes.storage.duckdb.confinement import forbid_opening, forbid_writing
from linernotes.storage.duckdb.errors import one_line
from linernotes.storage.duckdb.query_request import QueryRequest, QueryResult
from linernotes.storage.duckdb.query_rules import check_query
from linernotes.storage.duckdb.timestamps import without_end, zoneless
from linernotes.storage.export.shared_tables import shared_views


def run_confined(request: QueryRequest) -> QueryResult:
    """Run the query. From then on this process can open no file and write none.

    :raises QueryError: it is wrong, or passes a limit.
    """
    try:
        forbid_writing()
        connection = _locked_down(request)
        forbid_opening(request.memory_mb, request.seconds, but_parquet=request.path.is_dir())
        began = monotonic()
        check_query(connection, request.sql, is_shared=request.is_shared)
        return _fetch(connection, request.sql, request.limit, began)
    except duckdb.InterruptException:
        raise QueryError(f"stopped after {request.seconds:g} s: ask for less, or allow more time") from None
    except (duckdb.OutOfMemoryException, MemoryError):
        raise QueryError(
            f"stopped: it needs more than {request.memory_mb} MB of memory, ask for less"
        ) from None
    except (duckdb.Error, ValueError) as error:
        raise QueryError(one_line(error)) from None


def _locked_down(request: QueryRequest) -> duckdb.DuckDBPyConnection:
    """A database in memory that reads the build or the month, with no way out of it."""
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_persistent_secrets": False,
            "python_enable_replacements": False,
            "memory_limit": f"{request.memory_mb}MB",
            "temp_directory": "",
            "threads": 2,
        }
    )
    if request.path.is_dir():
        _show_month(connection, request.path)
    else:
        connection.execute("attach ? as build (read_only)", [str(request.path)])
        if request.is_shared:
            for statement in shared_views("build"):
                connection.execute(statement)
        else:
            connection.execute("use build")
    connection.execute("set global TimeZone = 'UTC'")
    connection.execute(f"set max_execution_time = {max(1, round(request.seconds * 1000))}")
    if request.path.is_dir():
        connection.execute("set allowed_directories = [?]", [f"{request.path}/"])
        connection.execute("set enable_external_access = false")
    else:
        # This allows the files that are attached, for writing too, and their logs; the next line takes that back.
        connection.execute("set enable_external_access = false")
        connection.execute("set disabled_filesystems = 'LocalFileSystem'")
    connection.execute("set lock_configuration = true")
    return connection


def _show_month(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Make each table of a month of the catalogue a view of its name."""
    for table in sorted(path.name for path in folder.iterdir() if any(path.glob("*.parquet"))):
        files = str(folder / table / "*.parquet").replace("'", "''")
        connection.execute(f"create view {table} as select * from read_parquet('{files}')")  # noqa: S608 folders of ours


def _fetch(connection: duckdb.DuckDBPyConnection, sql: str, limit: int | None, began: float) -> QueryResult:
    """Run it once: its columns are known before, so that times with a zone are asked for as plain ones."""
    described = _describe(connection, sql)
    zoned = zoneless(sql, described)
    connection.execute(zoned.sql if zoned else sql)
    columns = described if zoned else connection.description or []
    rows = connection.fetchall() if limit is None else connection.fetchmany(limit + 1)
    return QueryResult(
        columns=[str(column[0]) for column in columns],
        types=[str(column[1]) for column in columns],
        rows=(zoned.restore(rows) if zoned else rows)[:limit],
        truncated=limit is not None and len(rows) > limit,
        seconds=monotonic() - began,
    )


def _describe(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[str, str]]:
    """The name and type of each column; none of what DuckDB does not describe. A mistake shows when it runs."""
    try:
        rows = connection.execute(f"describe {without_end(sql)}").fetchall()
    except (duckdb.InterruptException, duckdb.OutOfMemoryException):
        raise
    except duckdb.Error:
        return []
    return [(name, kind) for name, kind, *_ in rows]
