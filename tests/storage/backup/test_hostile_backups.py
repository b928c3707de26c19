"""A backup that an enemy made takes neither the machine nor the home: within limits it is refused, or it is noted."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import pytest
from tests.faults.bounded import run_bounded
from tests.homes import Home
from tests.storage.backup.hostile_backups import HOSTILE
from tests.storage.backup.test_backup import fill

from linernotes.storage.backup.backup import backup
from linernotes.storage.backup.config_text import ADDRESSES, SECRET, parse_config

#: Tried by `make test`: one of each kind.
QUICK = (
    "a-pipe",
    "a-way-out",
    "an-api-elsewhere-in-a-quoted-key",
)

#: What is run afterwards, where it is not `status` alone.
AFTERWARDS = {"a-document-that-is-a-bomb": ("build",)}

SECONDS = 60.0


def content(home: Path) -> dict[str, object]:
    """All that a home holds: rows of databases, bytes of other files."""
    held: dict[str, object] = {}
    for path in sorted(home.iterdir()):
        if path.suffix == ".db":
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
                held[path.name] = [line for line in db.iterdump() if "sqlite_sequence" not in line]
            db.close()
        elif path.is_file() and path.suffix not in (".lock", "") and not path.name.endswith(("-wal", "-shm")):
            held[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        elif path.is_dir():
            held[path.name] = sorted(file.name for file in path.iterdir())
    return held


def try_one(name: str, tmp_path: Path) -> None:
    good = backup(fill(tmp_path / "good", b"old"), tmp_path / "good.zip")
    place = tmp_path / "hostile.zip"
    HOSTILE[name](good, place)
    home = fill(tmp_path / "home", b"new")
    (home / "config.toml").write_text("[sync]\ncredited_min = 4\n")
    before = content(home)
    shown = Home(home).environment
    done = run_bounded(["backup", "--restore", str(place)], shown, seconds=SECONDS)
    assert "\x1b" not in done.said
    if done.status:
        assert done.status == 1
        assert len(done.said.splitlines()) == 1, done.said
        assert content(home) == before
        return
    settings = parse_config((home / "config.toml").read_text()) or {}
    assert not settings.keys() & {*ADDRESSES, *SECRET}
    with sqlite3.connect(home / "user.db") as db:
        kinds = set(db.execute("select type from sqlite_schema"))
        assert kinds == {("table",), ("index",)}
        assert db.execute("pragma quick_check").fetchone() == ("ok",)
    db.close()
    assert "before-restore-" in done.said
    # What was taken over does no harm afterwards either.
    for command in AFTERWARDS.get(name, ("status",)):
        assert run_bounded([command], shown, seconds=SECONDS).status in (0, 1)


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_backup_is_refused_or_noted_within_limits(name: str, tmp_path: Path) -> None:
    try_one(name, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in QUICK])
def test_fifty_hostile_backups_are_refused_or_noted_within_limits(name: str, tmp_path: Path) -> None:
    try_one(name, tmp_path)


def test_there_are_fifty() -> None:
    assert len(HOSTILE) >= 50
