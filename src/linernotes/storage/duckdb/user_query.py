"""A user's own SQL against a build: read-only, shut in, limited in time, memory and rows.

The query runs in a process and a DuckDB of its own, which has only the build attached, for reading. DuckDB's own
limits are not enough. `select len(range(1000000000))` was limited to 256 MB and 2 s: it took 9.5 GB and
24 s. Functions allocate outside of the first limit, and the second does not interrupt them. A process has limits that
hold. Starting it costs 0.2 s.

Three walls stand between a query and the home. `query_rules` lets through what DuckDB's parser knows to read only.
DuckDB has its file system switched off once the build is open. The operating system (`confinement`) lets the process
open nothing more and write nothing. The build is a descriptor for reading, opened before the query is parsed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from linernotes.errors import ProcessError, QueryError
from linernotes.processes.child import Child
from linernotes.storage.builds.stray_log import set_log_aside
from linernotes.storage.duckdb.query_request import QueryRequest, QueryResult

#: Starting the process, and sending its answer, is not the query's time.
_GRACE_SECONDS = 5.0

#: Seconds between two questions whether the answer is still wanted.
_LOOK_EVERY = 0.1

#: Megabytes that a query may take.
MEMORY_MB = 512

#: What the process inherits: what Python needs to start. Other variables may be secrets, or name folders.
_ENVIRONMENT = frozenset(
    {"PATH", "PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV"}
)


def run_query(
    build_path: Path,
    sql: str,
    *,
    seconds: float = 30.0,
    limit: int | None = 10_000,
    is_wanted: Callable[[], bool] = lambda: True,
    memory_mb: int | None = None,
    is_shared: bool = False,
) -> QueryResult:
    """Run one SELECT (or DESCRIBE, SHOW, SUMMARIZE, EXPLAIN) against the build at `build_path`.

    It may be the folder of a month of the catalogue. `memory_mb` is MEMORY_MB without one.

    `limit` cuts the answer after so many rows. `is_wanted` is asked several times a second; the query ends once it
    says no. With `is_shared` prices and what the collector wrote cannot be asked for. Raises QueryError of one line if
    it is anything else, if it is wrong, or if it passes a limit.
    """
    set_log_aside(build_path)
    memory_mb = memory_mb or MEMORY_MB
    request = QueryRequest(build_path.absolute(), sql, seconds, memory_mb, limit, is_shared)
    with Child("user_query", request, variables=_ENVIRONMENT) as child:
        _wait_for(child, seconds, is_wanted)
        try:
            return child.result(QueryResult)
        except ProcessError as error:
            if error.status < 0 or "MemoryError" in error.said:
                what = f"stopped: it needs more than {memory_mb} MB of memory, ask for less"
            else:
                what = f"the query's process failed: {error}"
            raise QueryError(what) from error


def _wait_for(child: Child, seconds: float, is_wanted: Callable[[], bool]) -> None:
    """Wait for the end of the process.

    :raises QueryError: its time is over, or its answer is not wanted any more.
    """
    deadline = monotonic() + seconds + _GRACE_SECONDS
    while is_wanted():
        if monotonic() >= deadline:
            raise QueryError(f"stopped after {seconds:g} s: ask for less, or allow more time")
        if child.wait(_LOOK_EVERY):
            return
    raise QueryError("stopped: its answer is not wanted any more")
