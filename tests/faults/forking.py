"""A process that has imported everything and forks for each command: a trial costs no imports.

Reads a line of JSON for each command: `words`, `environment`, `stderr` (a path). Prints the process's number when the
command begins, and its status when it has ended.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from linernotes.processes.interruption import end_at_once

LOADED = (
    "linernotes.__main__",
    "linernotes.web.serve",
    "linernotes.discogs",
    "pyarrow.parquet",
    "pyarrow.csv",
)


def load() -> None:
    """Import all that commands import, most of it only when they run."""
    for name in LOADED:
        importlib.import_module(name)
    importlib.import_module("linernotes.cli").load_commands()


def become(words: list[str], environment: dict[str, str], stderr: str) -> None:
    """Be the process of that command from now on."""
    end_at_once()
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    nothing, said = os.open(os.devnull, os.O_RDWR), os.open(stderr, os.O_WRONLY | os.O_CREAT)
    for here, there in ((nothing, 0), (said, 2)):
        os.dup2(here, there)
    report(os.getpid())  # from here on it may get a signal
    os.dup2(nothing, 1)
    sys.argv[:] = ["linernotes", *words]
    importlib.import_module("linernotes.__main__").main()


def main() -> None:
    """Serve until stdin ends."""
    load()
    with os.fdopen(os.dup(0)) as requests:  # stdin itself is as new for each command
        serve(iter(requests.readline, ""))


def serve(lines: Iterator[str]) -> None:
    """Fork for each request."""
    for line in lines:
        request: dict[str, Any] = json.loads(line)
        process = os.fork()
        if process == 0:
            become(**request)
        report(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))


def report(number: int) -> None:
    """Print a number at once."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
