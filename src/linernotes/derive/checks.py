"""Our own promises, checked in a build before anybody reads it."""

from __future__ import annotations

from typing import NamedTuple

from linernotes.errors import BrokenPromiseError
from linernotes.storage.duckdb.database import DBStorage, load_sql

_NAMED = 3


class BrokenPromise(NamedTuple):
    """A promise, as a sentence, and the row that breaks it."""

    promise: str
    detail: str


def broken_promises(storage: DBStorage) -> list[BrokenPromise]:
    """What checks.sql finds, sorted, each once; [] for a build that keeps them all."""
    return sorted(set(storage.read(BrokenPromise, load_sql("linernotes.derive", "checks"))))


def check_promises(storage: DBStorage) -> None:
    """Raise BrokenPromiseError that names the first few, if the build breaks any promise."""
    broken = broken_promises(storage)
    if broken:
        named = "; ".join(f"{one.promise} ({one.detail})" for one in broken[:_NAMED])
        more = f", and {len(broken) - _NAMED} more" if len(broken) > _NAMED else ""
        raise BrokenPromiseError(f"The build breaks promises of ours, so it is not published: {named}{more}")
