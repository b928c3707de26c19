"""DuckDB's exceptions as ours: one line, with the right type."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from linernotes.errors import DiskFullError, HomeVersionError, StoreError
from linernotes.files import NO_ROOM
from linernotes.processes.last_resort import has_come

#: DuckDB's own words, in a plain RuntimeError, for the KeyboardInterrupt that it met.
_INTERRUPTED = "Query interrupted"

#: What the operating system says when there is no room: DuckDB passes its words on, and no number.
_NO_ROOM = tuple(os.strerror(code) for code in NO_ROOM)
_OTHER_VERSION = re.compile(
    r"file with version number|storage version|newer version of DuckDB", re.IGNORECASE
)


@contextmanager
def duckdb_errors(what: str, error: type[StoreError] = StoreError) -> Iterator[None]:
    """Raise `error` for whatever DuckDB raises, `what` before its message.

    A disk without room is a DiskFullError, and a file of another storage version a HomeVersionError. A signal while
    DuckDB works is the KeyboardInterrupt that it is anywhere else.
    """
    try:
        yield
    except duckdb.InterruptException as failure:
        if has_come():
            raise KeyboardInterrupt from failure
        raise error(f"{what}: {one_line(failure)}") from failure
    except duckdb.Error as failure:
        message = f"{what}: {one_line(failure)}"
        if any(words in str(failure) for words in _NO_ROOM):
            raise DiskFullError(message) from failure
        if _OTHER_VERSION.search(str(failure)):
            raise HomeVersionError(message) from failure
        raise error(message) from failure
    except RuntimeError as failure:
        if str(failure) == _INTERRUPTED:
            raise KeyboardInterrupt from failure
        raise


def one_line(failure: BaseException) -> str:
    """What DuckDB says, without its kind of error, its drawing of the place and its stack trace."""
    text = str(failure).partition("\n\nLINE ")[0].partition("\n\nStack Trace")[0]
    text = re.sub(r"^[A-Z][\w ]* Error: ", "", text)
    return " ".join(text.split())
