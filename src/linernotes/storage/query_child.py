"""The process in which a user's query runs: `python -m linernotes.storage.query_child`.

It reads one JSON object from stdin (`path`, `sql`, `seconds`, `memory_mb`, `limit`), and writes one pickled
dict to stdout: `columns`, `types`, `rows`, `truncated`, `seconds`, or `error`, one line. It ends by itself or
is killed; nothing that a query does to it matters to anybody else.
"""

from __future__ import annotations

import json
import pickle
import sys
from time import monotonic
from typing import Any

import duckdb

from linernotes.storage.duckdb_errors import one_line
from linernotes.storage.zones import zoneless

#: Python, DuckDB's code and its threads take this much beside what the query may use.
_OVERHEAD_MB = 512
_ALLOWED = {"SELECT", "EXPLAIN"}


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Run the query of one request."""
    try:
        connection = _locked_down(request["path"], request["seconds"], request["memory_mb"])
        _limit_memory(request["memory_mb"] + _OVERHEAD_MB)
        began = monotonic()
        _check(connection, request["sql"])
        result = _fetch(connection, request["sql"], request["limit"])
        return result | {"seconds": monotonic() - began}
    except duckdb.InterruptException:
        return {"error": f"stopped after {request['seconds']:g} s: ask for less, or allow more time"}
    except (duckdb.OutOfMemoryException, MemoryError):
        return {"error": f"stopped: it needs more than {request['memory_mb']} MB of memory, ask for less"}
    except (duckdb.Error, ValueError) as error:
        return {"error": one_line(error)}


def _locked_down(path: str, seconds: float, memory_mb: int) -> duckdb.DuckDBPyConnection:
    """A database of its own in memory, with the build for reading, and no way out of it."""
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_persistent_secrets": False,
            "python_enable_replacements": False,
            "memory_limit": f"{memory_mb}MB",
            "temp_directory": "",
            "threads": 2,
        }
    )
    connection.execute("attach ? as build (read_only)", [path])
    connection.execute("use build")
    connection.execute("set global TimeZone = 'UTC'")
    connection.execute(f"set max_execution_time = {max(1, round(seconds * 1000))}")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def _limit_memory(megabytes: int) -> None:
    """Let the system refuse what DuckDB's own limit does not see: `range(1000000000)` takes 8 GB beside it."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _check(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise ValueError(
            f"one statement at a time, not {len(statements)}" if statements else "say what to select"
        )
    kind = statements[0].type.name
    if kind not in _ALLOWED:
        raise ValueError(f"only SELECT, DESCRIBE, SHOW, SUMMARIZE and EXPLAIN are allowed, not {kind}")


def _fetch(connection: duckdb.DuckDBPyConnection, sql: str, limit: int | None) -> dict[str, Any]:
    connection.execute(sql)
    description = connection.description or []
    zoned = zoneless(sql, description)
    if zoned is not None:
        connection.execute(zoned.sql)
    rows = connection.fetchall() if limit is None else connection.fetchmany(limit + 1)
    return {
        "columns": [str(column[0]) for column in description],
        "types": [str(column[1]) for column in description],
        "rows": (zoned.restore(rows) if zoned else rows)[:limit],
        "truncated": limit is not None and len(rows) > limit,
    }


if __name__ == "__main__":
    pickle.dump(answer(json.load(sys.stdin)), sys.stdout.buffer)
