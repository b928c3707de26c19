"""Homes that earlier versions of linernotes made: a small one of each is kept, and new ones are made from the commits.

    python -m tests.storage.home.upgrades.old_homes tests/samples/homes

makes the kept ones anew, from the project's history.
"""

from __future__ import annotations

import http.cookiejar
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from linernotes.documents import PSEUDO_ARTISTS

ROOT = Path(__file__).resolve().parents[4]
KEPT = ROOT / "tests" / "samples" / "homes"

#: What came next -> the last commit before it.
COMMITS = {
    "before-right-in-every-sentence": "1f0e0ba940a478b4df47897d728b228406b8e9b4",
    "before-who-played-with-whom": "98adfd3fa6490742f9965c0938b83f98b5602a99",
    "before-install-it-anywhere": "e63abbe6c560b8a14f824aab479547ccb3a21fa7",
}

#: What the user does in each: artists who are followed, releases that are played, a view by its query.
FOLLOWED, PLAYED, VIEW = 2, 2, ("Jazz & more", "genre=Jazz&sort=year")

_LEFT_OUT = re.compile(r"\.lock|\.copy|collection\.duckdb|\.db-(wal|shm)$")


def unpack(name: str, home: Path) -> Path:
    """The kept home of this name, in a folder of the test; returns the folder."""
    with tarfile.open(KEPT / f"{name}.tar.xz") as archive:
        archive.extractall(home, filter="data")
    return home


class Rows(NamedTuple):
    """What a table of landing.db or user.db has that cannot be made again."""

    file: str
    table: str
    columns: tuple[str, ...]
    rows: frozenset[tuple[object, ...]]


def read_rows(home: Path) -> list[Rows]:
    """Every table of a home's two databases."""
    found = []
    for file in ("landing.db", "user.db"):
        with _reading(home / file) as db:
            tables = db.execute(
                "select name from sqlite_schema where type = 'table' and name not like 'sqlite%'"
            )
            for (table,) in tables.fetchall():
                columns = tuple(
                    name for (name,) in db.execute("select name from pragma_table_info(?)", [table])
                )
                found.append(Rows(file, table, columns, _select(db, table, columns)))
    return found


def read_again(home: Path, before: Rows) -> frozenset[tuple[object, ...]]:
    """The rows of the same table now, without the columns that a migration added."""
    with _reading(home / before.file) as db:
        return _select(db, before.table, before.columns)


def _select(db: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> frozenset[tuple[object, ...]]:
    return frozenset(db.execute(f'select {", ".join(columns)} from "{table}"').fetchall())


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        yield db


def make_home(name: str, home: Path, *, items: int) -> None:
    """Let the version before `name` sync an invented shelf and serve it to a user, as its users did."""
    with tempfile.TemporaryDirectory() as folder:
        source = subprocess.run(
            ["git", "archive", COMMITS[name], "src"], cwd=ROOT, check=True, capture_output=True
        ).stdout
        with tarfile.open(fileobj=io.BytesIO(source)) as archive:
            archive.extractall(folder, filter="data")
        settings = os.environ | {
            "PYTHONPATH": str(Path(folder) / "src"),
            "LINERNOTES_HOME": str(home),
            "TZ": "UTC",
        }
        words = (
            "sandbox",
            "--catalogue",
            "synthetic",
            "--items",
            str(items),
            "--seed",
            "5",
            "--limit",
            "100000",
        )
        with _running(settings, *words) as sandbox:
            assert sandbox.stdout is not None
            discogs = json.loads(sandbox.stdout.readline())
            sync = settings | {"LINERNOTES_API_URL": discogs["url"], "LINERNOTES_TOKEN": discogs["token"]}
            subprocess.run(_command("sync"), env=sync, check=True, capture_output=True)
        (home / "config.toml").write_text("[sync]\ncredited_min = 2\n", "utf-8")
        with _running(settings, "serve", "--port", "0") as app:
            assert app.stderr is not None
            said = app.stderr.readline()
            address = re.search(r"http://[\w.:]+", said)
            assert address is not None, said
            _use(_Browser(address[0]))


def _use(browser: _Browser) -> None:
    copies = json.loads(browser.get("/api/collection"))["items"]
    artists = {one["artist_id"] for copy in copies for one in copy["artists"]} - PSEUDO_ARTISTS
    for artist_id in sorted(artists)[:FOLLOWED]:
        browser.post(f"/artist/{artist_id}/follow")
    for copy in copies[:PLAYED]:
        browser.post(f"/release/{copy['release_id']}/play")
    browser.post("/collection/views", name=VIEW[0], query=VIEW[1])
    browser.post("/schedule", hour="5")


class _Browser:
    """Keeps the cookie and the token that forms need."""

    def __init__(self, address: str) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)
        self._address = address
        token = re.search(r'name="csrf" value="([^"]+)"', self.get("/config"))
        assert token is not None
        self._token = token[1]

    def get(self, path: str) -> str:
        with self._opener.open(f"{self._address}{path}", timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **fields: str) -> None:
        form = urllib.parse.urlencode({"csrf": self._token} | fields).encode()
        self._opener.open(f"{self._address}{path}", form, timeout=60).close()


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "linernotes", *words]


@contextmanager
def _running(settings: dict[str, str], *words: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        _command(*words), env=settings, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def pack(home: Path, archive: Path) -> None:
    """Keep what a home needs to be opened: its databases, its settings, and the current build."""
    current = json.loads((home / "builds" / "current").read_text("utf-8"))["build_id"]
    with tarfile.open(archive, "w:xz", preset=9) as packed:
        for path in sorted(home.rglob("*")):
            name = path.relative_to(home).as_posix()
            is_older = path.parent.name == "builds" and path.name != "current" and current not in path.name
            if path.is_file() and not is_older and not _LEFT_OUT.search(name):
                packed.add(path, name)


def main(folder: Path) -> None:
    """Make all kept homes anew."""
    for name in COMMITS:
        with tempfile.TemporaryDirectory() as home:
            make_home(name, Path(home), items=2)
            pack(Path(home), folder / f"{name}.tar.xz")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
