"""What tests of storage share: a small build, and a process that holds a database open."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.rows import put

from linernotes.storage.builds.publish import Build, new_build, publish
from linernotes.storage.duckdb.database import DBStorage

WHEN = datetime(2026, 11, 24, 12, 30, 15, 123456, tzinfo=UTC)

#: One release, owned once, with one of everything that tests look for.
ROWS: dict[str, list[tuple[Any, ...]]] = {
    "collection_items": [
        (
            1,
            10,
            100,
            1,
            "Jazz",
            WHEN,
            WHEN.date(),
            5,
            "Kind Of Blue",
            1959,
            None,
            None,
            "Mint (M)",
            None,
            "from Ana",
        )
    ],
    "release": [
        (10, 100, "Kind Of Blue", 1959, "1959-08-17", "US", None, None, None, None, None, None, "api", WHEN)
    ],
    "release_artists": [(10, 0, 23755, "Miles Davis", None, None)],
    "release_credits": [
        (10, 0, 0, 97545, "Bill Evans", "Bill Évans", "Piano", None, "Piano", None),
    ],
    "release_formats": [
        (10, 0, "Vinyl", 1, None, ["LP", "Album, Mono"]),
        (10, 1, "All Media", 1, None, None),
    ],
    "release_labels": [(10, 0, 1866, "Columbia", "CL 1355")],
    "release_identifiers": [(10, 0, "Barcode", "7 27361 62652 5", None)],
    "release_tracks": [(10, 0, None, "A1", "track", "So What", "9:22", 562)],
    "release_stats": [(10, WHEN, 2000, 1000, 4.7, 300, 12, 19.5, "EUR")],
    "artist": [
        (23755, None, "Miles Davis", "Miles Davis", "Miles Dewey Davis III", *([None] * 8), "api", WHEN),
        (97545, None, "Bill Evans", "Bill Evans", *([None] * 9), "basic", WHEN),
    ],
    "artist_name_variations": [(23755, 0, "M. Davis")],
}


def fill(storage: DBStorage, name: str) -> None:
    """Load ROWS, and `name` into meta, by which a test tells one build from another."""
    for table, rows in ROWS.items():
        put(storage, table, rows)
    put(storage, "meta", [("name", name)])


#: The files of builds as they were published, database and full-text index, by name.
_published: dict[str, tuple[bytes, bytes]] = {}


def publish_build(home: Path, name: str) -> Build:
    """Build ROWS in a home, and publish that; `name` is the value of `name` in meta.

    Of each name this process fills one. After that it publishes copies of it.
    """
    draft = new_build(home)
    if name in _published:
        for path, content in zip((draft.path, draft.search_path), _published[name], strict=True):
            path.write_bytes(content)
        return publish(draft).build
    with draft, DBStorage.create(draft.path) as storage:
        fill(storage, name)
    build = publish(draft).build
    _published[name] = build.path.read_bytes(), build.search_path.read_bytes()
    return build


@pytest.fixture
def make_build(tmp_path: Path) -> Callable[[str], Build]:
    """Builds and publishes in the home `tmp_path`."""
    return lambda name: publish_build(tmp_path, name)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """One published build in a home of its own, for tests that change nothing."""
    return publish_build(tmp_path_factory.mktemp("home"), "only")


_SESSION = """
import json, sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "ro")
print(json.dumps("open"), flush=True)
for line in sys.stdin:
    try:
        if json.loads(line) is None:
            connection.close()
            print(json.dumps("closed"), flush=True)
            break
        print(json.dumps(connection.execute(json.loads(line)).fetchall()), flush=True)
    except duckdb.Error as error:
        print(json.dumps(f"ERROR {error}"), flush=True)
"""


class Session:
    """Another process that has a DuckDB file open, and runs one statement at a time as it is told."""

    def __init__(self, path: Path, mode: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SESSION, str(path), mode],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_until_open(self) -> None:
        """Return once the database is open in the other process."""
        assert self._answer() == "open"

    def run(self, sql: str) -> Any:
        """The rows of a statement, or a text that begins with ERROR."""
        self._say(json.dumps(sql))
        return self._answer()

    def close(self) -> None:
        """Close the database in an orderly way, and end."""
        self._say("null")
        assert self._answer() == "closed"
        self._end()

    def kill(self) -> None:
        """SIGKILL; nothing happens if it has ended."""
        self._process.kill()
        self._end()

    def _end(self) -> None:
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the session died"
        return json.loads(line)


@pytest.fixture
def open_session() -> Iterator[Callable[[Path, str], Session]]:
    """Starts sessions (path, "ro" or "rw"), and ends them with the test."""
    sessions: list[Session] = []

    def start(path: Path, mode: str) -> Session:
        sessions.append(Session(path, mode))
        sessions[-1].wait_until_open()
        return sessions[-1]

    yield start
    for session in sessions:
        session.kill()
