"""So many backups are kept, and nothing that is not one is deleted."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from tests.storage.backup.test_backup import fill

from linernotes.errors import StoreError, UsageError
from linernotes.storage.backup.kept_backups import keep_backups
from linernotes.storage.backup.restore import restore
from linernotes.storage.home.layout import BACKUPS, PARTS, disk_use, reset


def older(folder: Path, made: Path, days: int) -> list[Path]:
    """Copies of a backup under the names of earlier days."""
    paths = [folder / f"linernotes-202601{day:02d}-120000.zip" for day in range(1, days + 1)]
    for path in paths:
        shutil.copy(made, path)
    return paths


def test_the_oldest_are_deleted_and_the_newest_can_be_restored(tmp_path: Path) -> None:
    home, folder = fill(tmp_path / "home", b"x"), tmp_path / "backups"
    first = keep_backups(home, folder, 3)
    assert first.deleted == ()
    days = older(folder, first.path, 4)
    first.path.unlink()
    made = keep_backups(home, folder, 3)
    assert list(made.deleted) == days[:2]
    assert sorted(folder.iterdir()) == sorted([*days[2:], made.path])
    assert made.path.stat().st_mode & 0o077 == 0
    restore(made.path, tmp_path / "other", {})
    assert (tmp_path / "other" / "landing.db").exists()


def test_nothing_but_backups_is_deleted(tmp_path: Path) -> None:
    home, folder = fill(tmp_path / "home", b"x"), tmp_path / "backups"
    made = keep_backups(home, folder, 1)
    made.path.rename(folder / "linernotes-before-the-move.zip")
    (folder / "linernotes-20260101-120000.zip").write_text("notes of the user")
    with zipfile.ZipFile(folder / "linernotes-20260102-120000.zip", "w") as pack:
        pack.writestr("cover.jpeg", b"")
    (folder / "linernotes-20260103-120000.zip").symlink_to(folder / "linernotes-before-the-move.zip")
    before = set(folder.iterdir())
    assert keep_backups(home, folder, 1).deleted == ()
    assert before < set(folder.iterdir())


def test_where_no_backup_can_be_made_none_is_deleted(tmp_path: Path) -> None:
    home, folder = fill(tmp_path / "home", b"x"), tmp_path / "backups"
    made = keep_backups(home, folder, 9).path
    days = older(folder, made, 3)
    made.unlink()
    with pytest.raises(StoreError, match="nothing to back up"):
        keep_backups(tmp_path / "nowhere", folder, 1)
    assert set(days) == set(folder.iterdir())
    with pytest.raises(UsageError, match="is a file"):
        keep_backups(home, days[0], 1)


def test_no_reset_deletes_backups(tmp_path: Path) -> None:
    home = fill(tmp_path / "home", b"x")
    made = keep_backups(home, home / BACKUPS, 1).path
    assert disk_use(home)[BACKUPS] == made.stat().st_size
    reset(home, set(PARTS))
    assert made.exists()
