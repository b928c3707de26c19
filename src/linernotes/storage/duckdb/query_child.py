"""The process in which a user's query runs: `python -m linernotes.storage.duckdb.query_child`.

It reads one line of JSON from stdin: `path`, `sql`, `seconds`, `memory_mb`, `limit`. It writes one pickled dict
to stdout: `columns`, `types`, `rows`, `truncated` and `seconds`, or `error` (one line). It ends by itself, or is
killed. It also ends when stdin ends, because the caller is gone then. A query can harm this process alone.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
import threading
from time import monotonic
from typing import Any

import duckdb

from linernotes.storage.duckdb.confinement import forbid_opening, forbid_writing
from linernotes.storage.duckdb.errors import one_line
from linernotes.storage.duckdb.query_rules import check_query
from linernotes.storage.duckdb.timestamps import zoneless


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Run the query of one request."""
    try:
        forbid_writing()
        connection = _locked_down(request["path"], request["seconds"], request["memory_mb"])
        forbid_opening(request["memory_mb"], request["seconds"])
        began = monotonic()
        check_query(connection, request["sql"])
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
    # This allows the files that are attached, for writing too, and their logs; the next line takes that back.
    connection.execute("set enable_external_access = false")
    connection.execute("set disabled_filesystems = 'LocalFileSystem'")
    connection.execute("set lock_configuration = true")
    return connection


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


def _end_with_the_reader() -> None:
    """End this process when stdin ends. The caller sends nothing more, but keeps stdin open."""
    os.read(0, 1)
    os._exit(1)


def main() -> None:
    """Answer the one request of stdin."""
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_the_reader, daemon=True).start()
    pickle.dump(answer(request), sys.stdout.buffer)
    sys.stdout.flush()
    os._exit(0)  # nothing is left to do, and a thread still reads stdin


if __name__ == "__main__":
    main()
