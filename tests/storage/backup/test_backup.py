"""A backup holds what cannot be made again, verified; a restoration deletes nothing."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linernotes.documents import DocumentKey, Fetched
from linernotes.errors import (
    BuildError,
    DiskFullError,
    HomeVersionError,
    LandingError,
    StoreError,
    SyncRunningError,
    UsageError,
)
from linernotes.storage.backup import backup as backups
from linernotes.storage.backup import restore as restores
from linernotes.storage.backup.backup import backup
from linernotes.storage.backup.restore import restore
from linernotes.storage.home.locks import BuildLock, SyncLock
from linernotes.storage.landing import Landing
from linernotes.storage.user.store import UserStore

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CONFIG = """home = "/data"
token = "very secret"
  password="very secret, too"
consumer_key = 'secret key'
consumer_secret = 'secret secret'
[sync]
refresh_after = "30d"
"""


def fill(home: Path, mark: bytes, count: int = 20) -> Path:
    """Make a home whose documents all say `mark`."""
    with Landing.open(home / "landing.db") as landing:
        landing.save_many(Fetched(DocumentKey("release", id), mark * 500, NOON) for id in range(count))
    with UserStore.open(home / "user.db") as user:
        user.save_setting("mark", mark.decode())
    (home / "config.toml").write_text(CONFIG)
    (home / "secrets.yml").write_text("token: very secret")
    (home / "builds").mkdir(exist_ok=True)
    (home / "builds" / "1.duckdb").write_bytes(b"a build")
    return home


def marks(home: Path) -> tuple[set[bytes], object]:
    """What the documents and the setting of a home say."""
    with Landing.open(home / "landing.db") as landing, UserStore.open(home / "user.db") as user:
        return {landed.body[:3] for landed in landing.documents("release")}, user.settings().get("mark")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return fill(tmp_path / "home", b"old")


@pytest.fixture
def archive(home: Path, tmp_path: Path) -> Path:
    return backup(home, tmp_path / "backup.zip")


def test_a_backup_holds_what_cannot_be_made_again_and_no_secret(archive: Path) -> None:
    with zipfile.ZipFile(archive) as pack:
        assert pack.testzip() is None
        assert pack.namelist() == ["manifest.json", "landing.db", "user.db", "config.toml"]
        manifest = json.loads(pack.read("manifest.json"))
        everything = b"".join(pack.read(name) for name in pack.namelist())
        config = pack.read("config.toml").decode()
    assert b"secret key" not in everything
    assert b"very secret" not in everything
    assert b"secret secret" not in everything
    assert config == (
        'home = "/data"\n# token was left out\n# password was left out\n# consumer_key was left out\n'
        '# consumer_secret was left out\n[sync]\nrefresh_after = "30d"\n'
    )
    assert manifest["format"] == 1
    assert manifest["linernotes_version"]
    assert set(manifest["files"]) == {"landing.db", "user.db", "config.toml"}
    assert manifest["files"]["landing.db"]["layout"] >= 1
    assert archive.stat().st_mode & 0o777 == 0o600


def test_a_backup_in_a_folder_gets_a_name_with_the_date(home: Path, tmp_path: Path) -> None:
    out = backup(home, tmp_path)
    assert out.parent == tmp_path
    assert out.name.startswith(f"linernotes-{datetime.now(UTC):%Y}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", out.name]


def test_a_backup_overwrites_nothing(home: Path, archive: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(UsageError, match="is there already"):
        backup(home, archive)
    assert archive.read_bytes() == before


def test_an_empty_home_has_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing to back up"):
        backup(tmp_path / "none", tmp_path / "backup.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\"token\" = 'very secret'\n", id="a-quoted-key"),
        pytest.param("'password'='very secret'\n", id="a-key-in-single-quotes"),
        pytest.param('token = """\nvery secret"""\n', id="a-text-of-several-lines"),
        pytest.param("token = '''\nvery secret\n'''\n", id="the-same-in-single-quotes"),
    ],
)
def test_a_secret_is_left_out_however_toml_lets_it_be_written(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_text(f'api_url = "http://here"\n{text}[sync]\ncredited_min = 4\n')
    file = backup(tmp_path, tmp_path / "backup.zip")
    with zipfile.ZipFile(file) as pack:
        config = pack.read("config.toml").decode()
    assert "very secret" not in config
    assert tomllib.loads(config) == {"api_url": "http://here", "sync": {"credited_min": 4}}


def test_a_home_with_a_config_alone_can_be_backed_up(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"# \xff\n")
    archive = backup(tmp_path, tmp_path / "out" / "backup.zip")
    restore(archive, tmp_path / "new")
    assert (tmp_path / "new" / "config.toml").read_bytes() == b"# \xff\n"


def test_a_damaged_landing_is_not_backed_up_as_if_it_were_whole(home: Path, tmp_path: Path) -> None:
    path = home / "landing.db"
    data = bytearray(path.read_bytes())
    data[8192 * 3 : 8192 * 5] = random.Random(1).randbytes(8192 * 2)
    path.write_bytes(data)
    with pytest.raises(LandingError, match="damaged") as caught:
        backup(home, tmp_path / "backup.zip")
    assert str(path) in str(caught.value)
    assert not (tmp_path / "backup.zip").exists()


def test_a_backup_that_finds_no_room_leaves_nothing_behind(home: Path, tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in (0, 1_000, 100_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            with pytest.raises(DiskFullError):
                backup(home, tmp_path / "small" / "backup.zip")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert list((tmp_path / "small").iterdir()) == []


def qty_landed(home: Path) -> int:
    with Landing.open(home / "landing.db", read_only=True) as landing:
        return len(landing.fetched_at("release"))


def test_a_backup_made_while_another_process_writes_is_one_state(home: Path, tmp_path: Path) -> None:
    writer = Path(__file__).parents[1] / "landing" / "writer.py"
    command = [sys.executable, str(writer), str(home / "landing.db"), "100", "100000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        archives = []
        for number in range(4):
            archives.append(backup(home, tmp_path / f"{number}.zip"))
            before = qty_landed(home)
            while qty_landed(home) == before:
                time.sleep(0.01)
        process.kill()
    counts = []
    for number, archive in enumerate(archives):
        restore(archive, tmp_path / f"{number}")
        with Landing.open(tmp_path / f"{number}" / "landing.db") as landing:
            ids = [landed.key.id for landed in landing.documents("release")]
            assert ids == [*range(20), *range(100, 80 + len(ids))]
            assert sum(1 for _ in landing.release_stats()) == len(ids) - 20
            counts.append(len(ids))
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_a_restoration_into_a_new_home_brings_everything(archive: Path, tmp_path: Path) -> None:
    restored = restore(archive, tmp_path / "new")
    assert restored.moved_aside is None
    assert sorted(path.name for path in restored.files) == ["config.toml", "landing.db", "user.db"]
    assert marks(tmp_path / "new") == ({b"old"}, "old")
    assert {path.stat().st_mode & 0o777 for path in restored.files} == {0o600}


def test_what_was_there_is_moved_aside(archive: Path, home: Path) -> None:
    fill(home, b"new", count=30)
    (home / "config.toml").write_text("# new")
    restored = restore(archive, home)
    assert marks(home) == ({b"old"}, "old")
    assert (home / "config.toml").read_text().endswith('[sync]\nrefresh_after = "30d"\n')
    assert restored.moved_aside is not None
    assert restored.moved_aside.parent == home
    assert marks(restored.moved_aside) == ({b"new"}, "new")
    assert (restored.moved_aside / "config.toml").read_text() == "# new"
    assert (home / "secrets.yml").read_text() == "token: very secret"
    assert (home / "builds" / "1.duckdb").read_bytes() == b"a build"
    assert not list(home.glob(".linernotes-restore-*"))


def test_an_app_that_has_the_databases_open_sees_the_restored_data(archive: Path, home: Path) -> None:
    fill(home, b"new")
    with (
        Landing.open(home / "landing.db") as app,
        Landing.open(home / "landing.db", read_only=True) as reader,
        UserStore.open(home / "user.db") as user,
    ):
        app.set_control("pause")
        restore(archive, home)
        assert {landed.body[:3] for landed in reader.documents("release")} == {b"old"}
        assert user.settings() == {"mark": "old"}
        app.save(Fetched(DocumentKey("release", 99), b"app", NOON))
        assert reader.document(DocumentKey("release", 99)) is not None
    assert marks(home) == ({b"old", b"app"}, "old")


def test_a_damaged_landing_can_be_restored(archive: Path, home: Path) -> None:
    (home / "landing.db").write_bytes(b"damaged" * 1000)
    restored = restore(archive, home)
    assert marks(home) == ({b"old"}, "old")
    assert restored.moved_aside is not None
    assert (restored.moved_aside / "landing.db").read_bytes() == b"damaged" * 1000


def test_a_landing_of_a_newer_linernotes_is_kept_when_it_is_replaced(archive: Path, home: Path) -> None:
    with sqlite3.connect(home / "landing.db") as db:
        db.execute("pragma user_version = 1000")
    db.close()
    restored = restore(archive, home)
    assert marks(home) == ({b"old"}, "old")
    assert restored.moved_aside is not None
    with sqlite3.connect(restored.moved_aside / "landing.db") as db:
        assert db.execute("pragma user_version").fetchone() == (1000,)
        assert db.execute("select count(*) from document").fetchone() == (20,)
    db.close()


def test_nothing_is_restored_while_a_sync_runs(archive: Path, home: Path) -> None:
    fill(home, b"new")
    with SyncLock(home), pytest.raises(SyncRunningError):
        restore(archive, home)
    assert marks(home) == ({b"new"}, "new")


def test_nothing_is_restored_while_a_build_goes_on(
    archive: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restores, "BUILD_SECONDS", 0.1)
    with BuildLock(home), pytest.raises(BuildError):
        restore(archive, home)


def test_nothing_is_restored_into_a_database_that_somebody_keeps_locked(
    archive: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(home, b"new")
    other = sqlite3.connect(home / "landing.db", isolation_level=None)
    other.execute("begin immediate")
    try:
        # SQLite's backup waits as long as it is asked to; a process that asks for this long is stopped.
        code = (
            "import sys, pathlib; from linernotes.storage.backup.restore import restore;"
            "restore(*map(pathlib.Path, sys.argv[1:]))"
        )
        with pytest.raises(subprocess.TimeoutExpired):
            subprocess.run([sys.executable, "-c", code, str(archive), str(home)], timeout=1.5, check=False)
    finally:
        other.execute("rollback")
        other.close()
    assert marks(home)[0] == {b"new"}


def rewrite(archive: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change the files in a backup."""
    with zipfile.ZipFile(archive) as pack:
        files = {name: pack.read(name) for name in pack.namelist()}
    change(files)
    with zipfile.ZipFile(archive, "w") as pack:
        for name, data in files.items():
            pack.writestr(name, data)


def with_manifest(change: Callable[[dict[str, object]], None]) -> Callable[[dict[str, bytes]], None]:
    def changed(files: dict[str, bytes]) -> None:
        manifest = json.loads(files["manifest.json"])
        change(manifest)
        files["manifest.json"] = json.dumps(manifest).encode()

    return changed


def flip(files: dict[str, bytes]) -> None:
    files["landing.db"] = files["landing.db"][:-1] + b"\xff"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(flip, id="a-flipped-byte"),
        pytest.param(lambda files: files.pop("user.db"), id="a-missing-file"),
        pytest.param(lambda files: files.pop("manifest.json"), id="no-manifest"),
        pytest.param(lambda files: files.update({"manifest.json": b"[]"}), id="a-manifest-that-is-a-list"),
        pytest.param(lambda files: files.update({"manifest.json": b"{"}), id="a-manifest-that-is-not-json"),
        pytest.param(with_manifest(lambda manifest: manifest.update(format=2)), id="another-format"),
        pytest.param(with_manifest(lambda manifest: manifest.update(files=[1])), id="files-that-are-a-list"),
        pytest.param(
            with_manifest(lambda manifest: manifest["files"].update({"../evil": {"sha256": ""}})),
            id="a-way-out",
        ),
    ],
)
def test_a_damaged_backup_changes_nothing(archive: Path, home: Path, change) -> None:
    fill(home, b"new")
    rewrite(archive, change)
    with pytest.raises(StoreError) as caught:
        restore(archive, home)
    assert str(archive) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert marks(home) == ({b"new"}, "new")
    assert not list(home.glob("*restore-*"))


def test_a_truncated_backup_changes_nothing_wherever_it_is_cut(archive: Path, home: Path) -> None:
    data = archive.read_bytes()
    dice = random.Random(5)
    for _ in range(25):
        archive.write_bytes(data[: dice.randrange(len(data))])
        with pytest.raises(StoreError, match="not a backup of linernotes, or it is damaged"):
            restore(archive, home)
    assert marks(home) == ({b"old"}, "old")


def test_overwritten_bytes_in_a_backup_change_nothing(archive: Path, home: Path) -> None:
    data = archive.read_bytes()
    dice = random.Random(6)
    for _ in range(60):
        at = dice.randrange(len(data) - 40)
        archive.write_bytes(data[:at] + dice.randbytes(40) + data[at + 40 :])
        with pytest.raises(StoreError):
            restore(archive, home)
    assert marks(home) == ({b"old"}, "old")


def test_a_backup_that_is_absent_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="none.zip"):
        restore(tmp_path / "none.zip", tmp_path / "home")


def test_a_backup_of_a_newer_linernotes_is_refused(archive: Path, home: Path, tmp_path: Path) -> None:
    newer = fill(tmp_path / "newer", b"new")
    with sqlite3.connect(newer / "landing.db") as db:
        db.execute("pragma user_version = 1000")
    db.close()
    with pytest.raises(HomeVersionError):
        backup(newer, tmp_path / "newer.zip")

    def make_newer(files: dict[str, bytes]) -> None:
        files["landing.db"] = files["landing.db"][:60] + (1000).to_bytes(4, "big") + files["landing.db"][64:]
        (tmp_path / "changed").write_bytes(files["landing.db"])
        manifest = json.loads(files["manifest.json"])
        manifest["files"]["landing.db"]["sha256"] = backups.sha256(tmp_path / "changed")
        files["manifest.json"] = json.dumps(manifest).encode()

    rewrite(archive, make_newer)
    with pytest.raises(HomeVersionError, match="upgrade linernotes"):
        restore(archive, home)
    assert marks(home) == ({b"old"}, "old")


def test_a_full_disk_leaves_the_home_as_it_was(archive: Path, home: Path) -> None:
    fill(home, b"new")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in (1_000, 60_000, 120_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            with pytest.raises(DiskFullError):
                restore(archive, home)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert marks(home) == ({b"new"}, "new")


def test_what_a_killed_restoration_left_goes_with_the_next_one(archive: Path, home: Path) -> None:
    left = home / ".linernotes-restore-killed"
    left.mkdir()
    (left / "landing.db").write_bytes(b"half")
    restore(archive, home)
    assert not left.exists()


def test_what_a_killed_backup_left_goes_with_a_later_one_and_one_at_work_is_left_alone(
    home: Path, tmp_path: Path
) -> None:
    fill(home, b"old")
    out = tmp_path / "backups"
    for name, days in ((".linernotes-backup-killed", 2), (".linernotes-backup-at-work", 0)):
        old_folder(out / name, "landing.db", "backup.zip", days=days)
    (out / ".linernotes-backup-is-a-file-of-the-users").write_bytes(b"")
    path = backup(home, out)
    assert {one.name for one in out.iterdir()} == {
        path.name,
        ".linernotes-backup-at-work",
        ".linernotes-backup-is-a-file-of-the-users",
    }


def old_folder(folder: Path, *names: str, days: float = 30) -> None:
    """A folder that was changed so many days ago, with these files."""
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_bytes(b"theirs")
    began = time.time() - days * 86_400
    os.utime(folder, (began, began))


@pytest.mark.parametrize(
    "name",
    [".backup-photos", ".restore-photos", ".linernotes-backup-photos", ".linernotes-restore-photos"],
)
def test_no_folder_of_the_users_goes_with_a_backup_or_a_restoration(
    archive: Path, home: Path, tmp_path: Path, name: str
) -> None:
    fill(home, b"old")
    out = tmp_path / "backups"
    for folder in (home, out):
        old_folder(folder / name, "landing.db", "summer.jpg")
        old_folder(folder / f"{name}-2", days=0)
        old_folder(folder / f"{name}-2" / "landing.db", "summer.jpg")
        os.utime(folder / f"{name}-2", (0, 0))
    backup(home, out)
    restore(archive, home)
    for folder in (home, out):
        assert {path.name for path in (folder / name).iterdir()} == {"landing.db", "summer.jpg"}
        assert (folder / f"{name}-2" / "landing.db" / "summer.jpg").exists()


def test_nothing_is_deleted_or_made_where_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    left = tmp_path / "backups" / ".linernotes-backup-killed"
    old_folder(left, "landing.db")
    for out in (tmp_path / "backups", tmp_path / "new" / "backup.zip"):
        with pytest.raises(StoreError, match="nothing to back up"):
            backup(tmp_path / "no-home", out)
    assert left.exists()
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("kills", [2, pytest.param(15, marks=pytest.mark.soak)])
def test_a_killed_restoration_leaves_each_database_old_or_new(archive: Path, home: Path, kills: int) -> None:
    code = (
        "import sys, pathlib; from linernotes.storage.backup.restore import restore; print(1, flush=True);"
        "restore(*map(pathlib.Path, sys.argv[1:]))"
    )
    dice = random.Random(7)
    for _ in range(kills):
        fill(home, b"new", count=40)
        with subprocess.Popen(
            [sys.executable, "-c", code, str(archive), str(home)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(dice.uniform(0, 0.06))
            os.kill(process.pid, signal.SIGKILL)
        documents, setting = marks(home)
        assert documents in ({b"old"}, {b"new"})
        assert setting in ("old", "new")
