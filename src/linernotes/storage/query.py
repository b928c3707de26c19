"""A user's own SQL against a build: read-only, shut in, limited in time, memory and rows.

The query runs in a process of its own, in a DuckDB of its own that has the build attached for reading and
nothing else. DuckDB's own limits are not enough: `select len(range(1000000000))` took 9.5 GB and 24 s under a
memory_limit of 256 MB and a time limit of 2 s, since functions allocate beside the one and are not
interrupted by the other. A process has limits that hold, for 0.2 s of starting it.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linernotes.errors import QueryError

#: Starting the process, and sending its answer, is not the query's time.
_GRACE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class QueryResult:
    """What a query gave. `types` are DuckDB's; `truncated` says that there are more rows; `seconds` is its time.

    Times are aware, in UTC; decimals are Decimal, lists are lists.
    """

    columns: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]
    truncated: bool
    seconds: float


def run_query(
    build_path: Path,
    sql: str,
    *,
    seconds: float = 30.0,
    memory_mb: int = 512,
    limit: int | None = 10_000,
) -> QueryResult:
    """Run one SELECT (or DESCRIBE, SHOW, SUMMARIZE, EXPLAIN) against the build at `build_path`.

    `limit` cuts the answer after so many rows. Raises QueryError of one line if it is anything else, if it is
    wrong, or if it passes a limit.
    """
    request = {
        "path": str(build_path.absolute()),
        "sql": sql,
        "seconds": seconds,
        "memory_mb": memory_mb,
        "limit": limit,
    }
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "linernotes.storage.query_child"],
            input=json.dumps(request).encode(),
            capture_output=True,
            env={name: value for name, value in os.environ.items() if not name.startswith("LINERNOTES_")},
            timeout=seconds + _GRACE_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise QueryError(f"stopped after {seconds:g} s: ask for less, or allow more time") from error
    if child.returncode < 0 or (child.returncode and b"MemoryError" in child.stderr):
        raise QueryError(f"stopped: it needs more than {memory_mb} MB of memory, ask for less")
    if child.returncode:
        raise QueryError(f"the query's process failed: {_last_line(child.stderr)}")
    answer = pickle.loads(child.stdout)
    if "error" in answer:
        raise QueryError(answer["error"])
    return QueryResult(**answer)


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
