"""How much room a home takes, and what a reset deletes: data, unless more is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from linernotes.cli import app, load_commands
from linernotes.errors import BuildError, SyncRunningError
from linernotes.storage.home import layout as homes
from linernotes.storage.home.dump_activity import DUMP_LOCK
from linernotes.storage.home.layout import CATALOGUE_LOCK, DATA, PARTS, disk_use, read_links, reset
from linernotes.storage.home.locks import BuildLock, FileLock, SyncLock
from linernotes.storage.landing import Landing


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with something in every part."""
    home = tmp_path / "home"
    (home / "builds").mkdir(parents=True)
    (home / "covers" / "12").mkdir(parents=True)
    (home / "dumps").mkdir()
    (home / "catalogue" / "20261101").mkdir(parents=True)
    (home / "before-restore-20261124-120000-x").mkdir()
    for name, size in {
        "landing.db": 1000,
        "landing.db-wal": 200,
        "landing.db-shm": 30,
        "user.db": 40,
        "keys.db": 7,
        "config.toml": 5,
        "secrets.yml": 6,
        "collection.duckdb": 700,
        "collection.duckdb.wal": 80,
        "collection.duckdb.wal.before-12": 10,
        "before-restore-20261124-120000-x/landing.db": 2,
        "builds/1.duckdb": 9000,
        "builds/1.search.db": 900,
        "covers/12/1.jpeg": 50_000,
        "dumps/discogs_20261101_artists.xml.gz.part": 700_000,
        "catalogue/20261101/manifest.json": 8_000,
        "a stranger.txt": 3,
    }.items():
        (home / name).write_bytes(bytes(size))
    return home


def files(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()} - {
        "sync.lock",
        "build.lock",
        DUMP_LOCK,
        CATALOGUE_LOCK,
    }


def test_disk_use_counts_every_byte_once(home: Path) -> None:
    assert disk_use(home) == {
        "landing": 1230,
        "builds": 9900,
        "collection": 790,
        "covers": 50_000,
        "dumps": 700_000,
        "catalogue": 8_000,
        "user": 40,
        "keys": 7,
        "config": 5,
        "secrets": 6,
        "aside": 2,
        "backups": 0,
        "other": 3,
    }


def test_a_home_that_is_absent_uses_nothing(tmp_path: Path) -> None:
    assert set(disk_use(tmp_path / "none").values()) == {0}
    assert reset(tmp_path / "none") == []
    assert list(tmp_path.iterdir()) == []


def test_a_reset_deletes_data_and_says_what(home: Path) -> None:
    assert reset(home) == [
        home / "landing.db",
        home / "landing.db-wal",
        home / "landing.db-shm",
        home / "builds",
        home / "collection.duckdb",
        home / "collection.duckdb.wal",
        home / "collection.duckdb.wal.before-12",
        home / "covers",
        home / "dumps",
        home / "catalogue",
    ]
    aside = "before-restore-20261124-120000-x/landing.db"
    assert files(home) == {"user.db", "keys.db", "config.toml", "secrets.yml", "a stranger.txt", aside}
    assert reset(home) == []


@pytest.mark.parametrize("part", PARTS)
def test_a_reset_of_one_part_leaves_the_others(home: Path, part: str) -> None:
    before = disk_use(home)
    reset(home, [part])
    after = disk_use(home)
    assert {name for name in PARTS if after[name] != before[name]} == {part}
    assert after[part] == 0


def test_a_reset_of_everything_leaves_strangers(home: Path) -> None:
    reset(home, PARTS)
    assert files(home) == {"a stranger.txt"}


def test_what_the_user_made_is_no_data_to_be_fetched_again() -> None:
    assert set(PARTS) - DATA == {"user", "keys", "config", "secrets", "aside"}


def test_a_part_that_does_not_exist_is_a_mistake_and_deletes_nothing(home: Path) -> None:
    with pytest.raises(ValueError, match="landnig"):
        reset(home, ["landing", "landnig"])
    assert (home / "landing.db").exists()


def test_nothing_is_deleted_while_a_sync_runs(home: Path) -> None:
    before = files(home)
    with SyncLock(home), pytest.raises(SyncRunningError):
        reset(home)
    assert files(home) == before


@pytest.mark.parametrize(("part", "lock"), [("dumps", DUMP_LOCK), ("catalogue", CATALOGUE_LOCK)])
def test_nothing_is_deleted_that_is_worked_on(home: Path, part: str, lock: str) -> None:
    held = FileLock(home / lock)
    assert held.try_acquire()
    before = files(home)
    with pytest.raises(SyncRunningError, match=f"works on the {part} of this home"):
        reset(home)
    assert files(home) == before
    reset(home, ["covers"])
    held.release()


def test_nothing_is_deleted_while_a_build_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "BUILD_SECONDS", 0.1)
    before = files(home)
    with BuildLock(home), pytest.raises(BuildError):
        reset(home)
    assert files(home) == before


def test_a_link_is_deleted_and_not_what_it_points_to(home: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "big disk"
    elsewhere.mkdir()
    (elsewhere / "1.jpeg").write_bytes(b"picture")
    reset(home, ["covers"])
    (home / "covers").symlink_to(elsewhere)
    assert home / "covers" in reset(home)
    assert (elsewhere / "1.jpeg").read_bytes() == b"picture"


def test_data_that_a_deleted_link_leads_to_is_named(home: Path, tmp_path: Path) -> None:
    """Whole parts, and what lies below them; not what lies within the home, nor what is not there."""
    disk = tmp_path / "big disk"
    (disk / "dumps").mkdir(parents=True)
    (disk / "one.jpeg").write_bytes(b"picture")
    reset(home, ["dumps", "config"])  # those bytes are no settings
    (home / "dumps").symlink_to(disk / "dumps")
    (home / "covers" / "12" / "2.jpeg").symlink_to(disk / "one.jpeg")
    (home / "covers" / "12" / "3.jpeg").symlink_to(disk / "one.jpeg")
    (home / "covers" / "lost").symlink_to(tmp_path / "nowhere")
    (home / "covers" / "round").symlink_to(home / "covers" / "round")
    (home / "builds" / "current").symlink_to("1.duckdb")
    secrets = home / "secrets.yml"
    secrets.unlink()
    secrets.symlink_to(tmp_path / "kept elsewhere")
    secrets.write_bytes(b"token")
    load_commands()
    assert read_links(home) == [disk / "dumps", disk / "one.jpeg"]
    result = CliRunner().invoke(app, ["--home", str(home), "reset", "--yes"])
    assert result.exit_code == 0, result.output
    assert f"Delete it yourself if you mean it: {disk / 'dumps'}, {disk / 'one.jpeg'}" in result.output
    assert read_links(home, PARTS) == [tmp_path / "kept elsewhere"]
    whole = CliRunner().invoke(app, ["--home", str(home), "reset", "--yes", "--everything", "--json"])
    assert json.loads(whole.stdout)["left"] == [str(tmp_path / "kept elsewhere")]
    again = CliRunner().invoke(app, ["--home", str(home), "reset", "--yes"])
    assert "Links" not in again.output
    assert (disk / "one.jpeg").read_bytes() == b"picture"


def test_a_home_can_be_used_again_after_a_reset(tmp_path: Path) -> None:
    with Landing.open(tmp_path / "landing.db") as landing:
        landing.claim_account(1, "rodneyfool")
    reset(tmp_path)
    with Landing.open(tmp_path / "landing.db") as landing:
        landing.claim_account(2, "example")
