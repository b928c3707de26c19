"""A restoration is whole or undone, says the way back, and leaves nothing for ever."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.homes import Home
from tests.storage.backup.test_backup import fill, marks
from tests.storage.backup.test_hostile_backups import content

from linernotes.errors import DiskFullError, StoreError
from linernotes.storage.backup.backup import backup
from linernotes.storage.backup.restore import read_addresses, restore
from linernotes.storage.home.layout import STAGING, UNFINISHED


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return backup(fill(tmp_path / "then", b"old"), tmp_path / "backup.zip")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = fill(tmp_path / "home", b"new", count=40)
    (home / "config.toml").write_text('api_url = "http://127.0.0.1:9"\n')
    return home


def interrupt(home: Path, archive: Path, sign: signal.Signals, seconds: float) -> tuple[int, str]:
    """Send a signal so long after the restoration has begun to unpack."""
    process = Home(home).start("backup", "--restore", str(archive))
    try:
        while not list(home.glob(f"{STAGING}*")) and process.poll() is None:
            time.sleep(0.002)
        time.sleep(seconds)
        process.send_signal(sign)
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
    return process.returncode, said


def hold_to_what_is_said(home: Path, before: dict[str, object], status: int, said: str) -> None:
    assert "Traceback" not in said
    if status == 130 and "Nothing" in said:
        assert content(home) == before
        assert "What has landed" not in said


def seconds_of_one(archive: Path, tmp_path: Path) -> float:
    began = time.monotonic()
    assert Home(tmp_path / "timed").run_process("backup", "--restore", str(archive)).returncode == 0
    return time.monotonic() - began


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_restoration_changes_nothing_and_says_so(
    archive: Path, home: Path, sign: signal.Signals
) -> None:
    before = content(home)
    status, said = interrupt(home, archive, sign, 0.0)
    hold_to_what_is_said(home, before, status, said)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8))
def test_forty_interrupted_restorations_change_nothing_and_say_so(
    archive: Path, home: Path, tmp_path: Path, seed: int
) -> None:
    dice, whole = random.Random(seed), seconds_of_one(archive, tmp_path)
    spare = tmp_path / "spare"
    shutil.copytree(home, spare)
    for _ in range(5):
        before = content(home)
        status, said = interrupt(home, archive, signal.SIGINT, dice.uniform(0.0, 0.8) * whole)
        hold_to_what_is_said(home, before, status, said)
        shutil.rmtree(home)
        shutil.copytree(spare, home)


def test_a_restoration_that_was_killed_halfway_names_the_way_back_and_it_works(
    archive: Path, home: Path
) -> None:
    before = content(home)
    aside = restore(archive, home).moved_aside
    assert aside is not None
    (aside / UNFINISHED).touch()
    with sqlite3.connect(aside / "user.db") as db:
        db.execute("pragma wal_checkpoint(truncate)")
    db.close()
    shutil.copy2(
        aside / "user.db", home / "user.db"
    )  # as far as it had come: landing is the backup's, user.db is not
    said = Home(home).run("backup", "--out", str(home.parent / "other.zip")).stderr
    assert f"linernotes backup --restore {aside}" in said
    done = Home(home).run("backup", "--restore", str(aside))
    assert done.returncode == 0, done.stderr
    assert {k: v for k, v in content(home).items() if not k.startswith("before-")} == before
    assert "halfway" not in Home(home).run("backup", "--out", str(home.parent / "third.zip")).stderr


def test_the_way_back_keeps_the_settings_that_were_there(archive: Path, home: Path) -> None:
    aside = restore(archive, home).moved_aside
    assert aside is not None
    assert read_addresses(aside, home) == {}
    restore(aside, home)
    assert (home / "config.toml").read_text() == 'api_url = "http://127.0.0.1:9"\n'
    assert marks(home) == ({b"new"}, "new")


def test_a_folder_that_only_is_called_like_that_is_no_way_back(
    archive: Path, home: Path, tmp_path: Path
) -> None:
    elsewhere = fill(tmp_path / "before-restore-20260101-000000-evil", b"bad")
    with pytest.raises(StoreError, match="is a folder"):
        restore(elsewhere, home)


def test_what_cannot_be_put_in_place_is_undone(archive: Path, home: Path) -> None:
    before = content(home)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in (60_000, 90_000, 120_000, 150_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            restore(archive, home)
        except DiskFullError:
            pass
        else:
            break
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert content(home) == before


def test_what_was_put_aside_goes_after_a_month_with_the_next_restoration(archive: Path, home: Path) -> None:
    def aside(age: timedelta, *names: str) -> Path:
        folder = home / f"before-restore-{datetime.now(UTC) - age:%Y%m%d-%H%M%S}-x"
        folder.mkdir()
        for name in names:
            (folder / name).write_bytes(b"theirs")
        return folder

    old, young = (
        aside(timedelta(days=31), "landing.db", "landing.db-wal"),
        aside(timedelta(days=29), "user.db"),
    )
    of_the_users = aside(timedelta(days=100), "landing.db", "summer.jpg")
    restore(archive, home)
    assert not old.exists()
    assert young.exists()
    assert of_the_users.exists()


@pytest.mark.parametrize("who", ["backup", "restore"])
def test_what_a_killed_process_left_goes_with_the_next_one_at_once(
    archive: Path, home: Path, tmp_path: Path, who: str
) -> None:
    """Really killed: the lock that it had on its folder is free then, and only then."""
    out = tmp_path / "backups"
    out.mkdir()
    big = sqlite3.connect(home / "user.db")
    big.execute("create table if not exists filler (x)")
    big.execute("drop table filler")
    big.close()
    place = out if who == "backup" else home
    words = ("backup", "--out", str(out)) if who == "backup" else ("backup", "--restore", str(archive))
    prefix = ".linernotes-backup-" if who == "backup" else STAGING
    for _ in range(40):
        process = Home(home).start(*words)
        while not list(place.glob(f"{prefix}*/*.db")) and process.poll() is None:
            time.sleep(0.001)
        process.kill()
        process.communicate()
        if list(place.glob(f"{prefix}*/*.lock")):
            break
    assert list(place.glob(f"{prefix}*"))
    done = Home(home).run(*words)
    assert done.returncode == 0, done.stderr
    assert not list(place.glob(f"{prefix}*"))


def test_a_backup_leaves_alone_what_another_one_is_at_work_on(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "backups"
    out.mkdir()
    running = [Home(home).start("backup", "--out", str(out / f"{number}.zip")) for number in range(2)]
    for process in running:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    assert sorted(path.name for path in out.iterdir()) == ["0.zip", "1.zip"]


def test_of_several_backups_into_one_file_one_succeeds(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "backup.zip"
    running = [Home(home).start("backup", "--out", str(out)) for _ in range(2)]
    ended = [(*process.communicate(timeout=120), process.returncode) for process in running]
    assert sorted(status for *_, status in ended) == [0, 2]
    assert all("is there already" in said for _, said, status in ended if status)
    restore(out, tmp_path / "again")


def test_an_interrupted_backup_says_that_there_is_none(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "backups"
    out.mkdir()
    process = Home(home).start("backup", "--out", str(out))
    while not list(out.iterdir()) and process.poll() is None:
        time.sleep(0.001)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    if process.returncode == 130:
        assert "No backup was made" in said
        assert list(out.iterdir()) == []


def test_addresses_are_taken_over_where_they_are_accepted_and_only_with_the_value_that_was_seen(
    home: Path, tmp_path: Path
) -> None:
    then = fill(tmp_path / "moved", b"old")
    (then / "config.toml").write_text('api_url = "http://192.0.2.1"\ndump_url = "http://192.0.2.2"\n# mine\n')
    file = backup(then, tmp_path / "moved.zip")
    assert read_addresses(file, home) == {"api_url": "http://192.0.2.1", "dump_url": "http://192.0.2.2"}
    assert restore(file, home, {"api_url": "http://192.0.2.9"}).left_out == ("api_url", "dump_url")
    assert (home / "config.toml").read_text() == "# api_url was left out\n# dump_url was left out\n# mine\n"
    done = Home(home).run("backup", "--restore", str(file), "--accept", "dump_url")
    assert done.returncode == 0
    assert "api_url" in done.stderr
    text = (home / "config.toml").read_text()
    assert text == '# api_url was left out\ndump_url = "http://192.0.2.2"\n# mine\n'
    assert restore(file, home).left_out == ("api_url",)  # the home has that dump_url by now


def test_an_address_that_is_none_is_not_accepted(archive: Path, home: Path) -> None:
    answer = Home(home).run("backup", "--restore", str(archive), "--accept", "token")
    assert answer.returncode == 2
    assert "api_url" in answer.stderr
