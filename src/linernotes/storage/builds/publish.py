"""Publishing: which build is in use, and how a new one takes its place.

`builds/` holds the newest two builds, each a `<build_id>.duckdb` with its `<build_id>.search.db`. Its file `current`
is JSON that names the one in use. A build grows as a draft under other names. Publishing renames its files, the
database last, and then replaces `current`. A process that is killed at any moment leaves the old build or the
new one, never half of one. Readers open builds by name and keep what they have open, even after it is deleted.

A process that makes a build holds the home's BuildLock.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from linernotes.errors import BuildError, StoreError
from linernotes.files import read_file, replace_file, sync
from linernotes.storage.builds.published_copy import is_in_use, linked_folder, replace_tools_copy
from linernotes.storage.builds.search import build_search
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.home.durable import file_errors

BUILDS = "builds"
KEPT = 2

_POINTER = "current"
_STAMP = "%Y%m%dT%H%M%S%f"
#: What a file in `builds/` is called: the id of its build, `.draft` while that grows, and what it is.
_NAME = re.compile(r"(([0-9]{8}T[0-9]{12})Z-[0-9a-f]{4})(\.draft)?\.(.+)")


@dataclass(frozen=True, slots=True)
class Build:
    """One build of a home. Ids sort by time. As a context manager it deletes its draft if anything is raised."""

    home: Path
    build_id: str
    is_draft: bool = False

    @property
    def began_at(self) -> datetime:
        """When it was begun."""
        return datetime.strptime(self.build_id.partition("Z")[0], _STAMP).replace(tzinfo=UTC)

    @property
    def path(self) -> Path:
        """The DuckDB database."""
        return self._file("duckdb")

    @property
    def search_path(self) -> Path:
        """The full-text index, an SQLite database."""
        return self._file("search.db")

    @property
    def tools_copy(self) -> Path:
        """The copy for people's own tools, which `collection.duckdb` stands for. Only once it is published."""
        return self.home / BUILDS / f"{self.build_id}.copy" / "collection.duckdb"

    def _file(self, what: str) -> Path:
        return self.home / BUILDS / f"{self.build_id}{'.draft' if self.is_draft else ''}.{what}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and self.is_draft:
            _delete(entry for entry in _entries(self.home) if entry.build_id == self.build_id)


@dataclass(frozen=True, slots=True)
class PublishedBuild:
    """What became of a draft: the build that is current now, and its size with its index.

    `copied` is False where `collection.duckdb` could not be replaced, and `note` says why in one line.
    """

    build: Build
    bytes: int
    copied: bool
    note: str | None


def new_build(home: Path) -> Build:
    """Begin a draft in `home`. What drafts that were never published left behind is deleted first."""
    folder = home / BUILDS
    if folder.exists() and not folder.is_dir():
        raise BuildError(f"{folder} is a file where a folder should be: move it away")
    with file_errors("a new build cannot begin", BuildError):
        (home / BUILDS).mkdir(parents=True, exist_ok=True)
        entries = list(_entries(home))
        _delete(entry for entry in entries if entry.is_draft)
        # Ids ascend even where the clock does not: the newest build is the last one that was begun.
        now = max([datetime.now(UTC), *(entry.began_at + timedelta(microseconds=1) for entry in entries)])
    return Build(home, f"{now:{_STAMP}}Z-{secrets.token_hex(2)}", is_draft=True)


def publish(draft: Build) -> PublishedBuild:
    """Make a draft, whose database is complete and closed, the current build.

    Its full-text index is built if it is not there yet. Raises BuildError or DiskFullError if the draft
    cannot become current, and the old build stays in use. A copy that cannot be made is no failure, see
    PublishedBuild.
    """
    build = replace(draft, is_draft=False)
    with file_errors(f"build {build.build_id} cannot be published", BuildError), draft:
        if not draft.path.is_file():
            raise BuildError(f"build {draft.build_id} has no database")
        if not draft.search_path.exists():
            with DBStorage.open(draft.path) as storage:
                build_search(storage, draft.search_path)
        for source, target in ((draft.search_path, build.search_path), (draft.path, build.path)):
            sync(source)
            source.replace(target)
        sync(build.path.parent)
        _point_to(build)
        size = build.path.stat().st_size + build.search_path.stat().st_size
    note = replace_tools_copy(build.path, build.tools_copy, home=build.home)
    with contextlib.suppress(OSError):  # it goes the next time
        _delete_old(build)
    return PublishedBuild(build, size, note is None, note)


def current_build(home: Path) -> Build | None:
    """The build in use; None before the first one.

    If `current` is damaged, or names a build that is gone, it is the newest build that is there.
    """
    complete = published_builds(home)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        named = json.loads(read_file(home / BUILDS / _POINTER))["build_id"]
        for build in complete:
            if build.build_id == named:
                return build
    return complete[-1] if complete else None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file or folder in `builds/` that belongs to a build or a draft."""

    path: Path
    build_id: str
    began_at: datetime
    is_draft: bool


def _entries(home: Path) -> Iterator[_Entry]:
    folder = home / BUILDS
    with file_errors(f"{folder} cannot be read (check its permissions)", StoreError):
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in paths:
        match = _NAME.fullmatch(path.name)
        began_at = _moment(match[2]) if match else None
        if match and began_at is not None:
            yield _Entry(path, match[1], began_at, match[3] is not None)


def _moment(stamp: str) -> datetime | None:
    """When a build began, by its name. None if that is no moment, or the last one: no id could come after it."""
    try:
        began_at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return began_at if began_at < datetime.max.replace(tzinfo=UTC) else None


def published_builds(home: Path) -> list[Build]:
    """Every build that is complete, the oldest first."""
    ids = {entry.build_id for entry in _entries(home) if not entry.is_draft}
    builds = [Build(home, build_id) for build_id in sorted(ids)]
    return [build for build in builds if build.path.is_file() and build.search_path.is_file()]


def _point_to(build: Build) -> None:
    pointer = build.home / BUILDS / _POINTER
    replace_file(pointer, (json.dumps({"build_id": build.build_id}) + "\n").encode(), mode=0o666)


def _delete_old(current: Build) -> None:
    """Keep the newest builds and, whatever its age, the current one; of the older ones what is in use."""
    kept = {build.build_id for build in published_builds(current.home)[-KEPT:]} | {current.build_id}
    linked = linked_folder(current.home)
    _delete(
        entry
        for entry in _entries(current.home)
        if entry.build_id not in kept and entry.path != linked and not is_in_use(entry.path)
    )


def _delete(entries: Iterator[_Entry]) -> None:
    # Windows does not delete what somebody has open: then it goes the next time.
    for entry in entries:
        with contextlib.suppress(OSError):
            shutil.rmtree(entry.path) if entry.path.is_dir() else entry.path.unlink()
