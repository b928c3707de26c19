"""A user's own SQL against a build: read-only, shut in, limited in time, memory and rows.

The query runs in a process and a DuckDB of its own, which has only the build attached, for reading. DuckDB's own
limits are not enough. `select len(range(1000000000))` took 9.5 GB and 24 s under a memory_limit of 256 MB and a time
limit of 2 s: functions allocate beside the one and are not interrupted by the other. A process has limits that hold.
Starting it costs 0.2 s.

Three walls stand between a query and the home. `query_rules` lets through what DuckDB's parser knows to read only.
DuckDB has its file system switched off once the build is open. The operating system (`confinement`) lets the process
open nothing more and write nothing. The build is a descriptor for reading, opened before the query is parsed.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO, Any

from linernotes.errors import QueryError
from linernotes.storage.builds.stray_log import set_log_aside

#: Starting the process, and sending its answer, is not the query's time.
_GRACE_SECONDS = 5.0

#: Seconds between two questions whether the answer is still wanted.
_LOOK_EVERY = 0.1

#: What the process inherits: what Python needs to start. Other variables may be secrets, or name folders.
_ENVIRONMENT = frozenset(
    {"PATH", "PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV"}
)


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
    is_wanted: Callable[[], bool] = lambda: True,
) -> QueryResult:
    """Run one SELECT (or DESCRIBE, SHOW, SUMMARIZE, EXPLAIN) against the build at `build_path`.

    `limit` cuts the answer after so many rows. `is_wanted` is asked several times a second; the query ends once it
    says no. Raises QueryError of one line if it is anything else, if it is wrong, or if it passes a limit.
    """
    set_log_aside(build_path)
    request = {
        "path": str(build_path.absolute()),
        "sql": sql,
        "seconds": seconds,
        "memory_mb": memory_mb,
        "limit": limit,
    }
    with _child() as (child, stdin):
        with contextlib.suppress(BrokenPipeError):  # it has failed, and says why on stderr
            stdin.write(json.dumps(request).encode() + b"\n")
        stdout, stderr = _wait_for(child, seconds, is_wanted)
    if child.returncode < 0 or (child.returncode and b"MemoryError" in stderr):
        raise QueryError(f"stopped: it needs more than {memory_mb} MB of memory, ask for less")
    if child.returncode:
        raise QueryError(f"the query's process failed: {_last_line(stderr)}")
    answer = pickle.loads(stdout)
    if "error" in answer:
        raise QueryError(answer["error"])
    return QueryResult(**answer)


@contextlib.contextmanager
def _child() -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """The process that answers, and what it reads from. It is ended with the block, and with this process.

    It is a session of its own. So Ctrl-C reaches the caller, which ends this process.
    """
    read, write = os.pipe()
    with os.fdopen(write, "wb", buffering=0) as stdin:
        try:
            child = subprocess.Popen(
                [sys.executable, "-P", "-m", "linernotes.storage.duckdb.query_child"],
                stdin=read,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={name: value for name, value in os.environ.items() if name in _ENVIRONMENT},
                start_new_session=True,
            )
        finally:
            os.close(read)
        try:
            yield child, stdin
        finally:
            child.kill()
            child.communicate()


def _wait_for(
    child: subprocess.Popen[bytes], seconds: float, is_wanted: Callable[[], bool]
) -> tuple[bytes, bytes]:
    """All that the process says on stdout and stderr.

    :raises QueryError: its time is over, or its answer is not wanted any more.
    """
    deadline = monotonic() + seconds + _GRACE_SECONDS
    while is_wanted():
        if monotonic() >= deadline:
            raise QueryError(f"stopped after {seconds:g} s: ask for less, or allow more time")
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.communicate(timeout=_LOOK_EVERY)
    raise QueryError("stopped: its answer is not wanted any more")


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
