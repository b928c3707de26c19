"""Builds that can be read: whole, and laid out as this version of linernotes lays them out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from linernotes.errors import HomeVersionError, StoreError
from linernotes.storage.builds.publish import Build, current_build, published_builds
from linernotes.storage.builds.search import check_search
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.duckdb.tables import SCHEMA_VERSION, TABLES

#: The way out of whatever is wrong with a build.
REMEDY = "It can be made again: linernotes build"


class _Place(NamedTuple):
    table_name: str
    column_name: str


def open_build(build: Build) -> DBStorage:
    """Open a build for reading, when it and its full-text index can be.

    :raises StoreError: one of them is damaged.
    :raises HomeVersionError: another version of linernotes made the build.
    """
    storage = DBStorage.open(build.path)
    try:
        _check_layout(storage, build.path)
        check_search(build.search_path)
    except BaseException:
        storage.close()
        raise
    return storage


def builds_to_open(home: Path) -> Iterator[Build]:
    """The current build, then those that may stand in for it, the newest first."""
    current = current_build(home)
    if current is not None:
        yield current
    yield from (build for build in reversed(published_builds(home)) if build != current)


def readable_build(home: Path) -> tuple[Build | None, StoreError | None]:
    """The first of them that can be read, and what is wrong with the current one where that is another.

    :raises StoreError: there are builds, and none can be read: what is wrong with the current one.
    """
    trouble: StoreError | None = None
    for build in builds_to_open(home):
        try:
            open_build(build).close()
        except StoreError as error:
            trouble = trouble or error
        else:
            return build, trouble
    if trouble is not None:
        raise trouble
    return None, None


def _check_layout(storage: DBStorage, path: Path) -> None:
    """Compare the version that made a build, then tables and columns, with those that this version reads."""
    there = set(
        storage.read(_Place, "select table_name, column_name from duckdb_columns() where not internal")
    )
    if _Place("meta", "value") in there:
        made_as = storage.scalar("select value from meta where key = 'schema_version'")
        if made_as not in (None, SCHEMA_VERSION):
            raise HomeVersionError(
                f"{path} was made by another version of linernotes (layout {made_as}, this one reads "
                f"{SCHEMA_VERSION}). {REMEDY}"
            )
    wanted = {_Place(table.name, column.name) for table in TABLES.values() for column in table.columns}
    if lacking := sorted(wanted - there):
        lacks = lacking[0]
        raise HomeVersionError(
            f"{path} has no column {lacks.column_name} in {lacks.table_name}, or not any more. {REMEDY}"
        )
