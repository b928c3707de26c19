"""Our own promises, checked in a build before anybody reads it."""

from __future__ import annotations

from linernotes.errors import BrokenPromiseError
from linernotes.storage.duckdb.database import DBStorage, load_sql

_NAMED = 3


def broken_promises(storage: DBStorage) -> list[tuple[str, str]]:
    """What checks.sql finds, as (promise, detail), sorted, each once; [] for a build that keeps them all."""
    return sorted(set(storage.rows(load_sql("linernotes.derive", "checks"))))


def check_promises(storage: DBStorage) -> None:
    """Raise BrokenPromiseError that names the first few, if the build breaks any promise."""
    broken = broken_promises(storage)
    if broken:
        named = "; ".join(f"{promise} ({detail})" for promise, detail in broken[:_NAMED])
        more = f", and {len(broken) - _NAMED} more" if len(broken) > _NAMED else ""
        raise BrokenPromiseError(f"The build breaks promises of ours, so it is not published: {named}{more}")
