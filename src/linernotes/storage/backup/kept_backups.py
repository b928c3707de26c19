"""The backups of a folder: a new one, and only so many of the older ones."""

from __future__ import annotations

import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from linernotes.errors import StoreError, UsageError
from linernotes.storage.backup.backup import backup
from linernotes.storage.backup.backup_file import MANIFEST

#: The names that `backup` gives in a folder; they sort by date.
_NAME = re.compile(r"linernotes-\d{8}-\d{6}\.zip")


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A new backup, and the older ones that were deleted for it."""

    path: Path
    deleted: tuple[Path, ...]


def keep_backups(home: Path, folder: Path, keep: int) -> KeptBackup:
    """Write a backup of a home into a folder, then delete the oldest there until `keep` are left.

    Only what `backup` named and packed is deleted. Nothing is deleted where the new backup fails.

    :raises UsageError: if the folder is a file.
    :raises StoreError: as `backup`, or if an older one may not be deleted. :raises ValueError: `keep` is below 1.
    """
    if keep < 1:
        raise ValueError(f"{keep} backups cannot be kept")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: to keep some backups name a folder")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror or error}; no backup was made") from error
    path = backup(home, folder)
    return KeptBackup(path, tuple(_delete_oldest(folder, keep)))


def _delete_oldest(folder: Path, keep: int) -> list[Path]:
    deleted = sorted(path for path in folder.iterdir() if _is_ours(path))[:-keep]
    for path in deleted:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(
                f"the older backup {path} cannot be deleted: {error.strerror or error}"
            ) from error
    return deleted


def _is_ours(path: Path) -> bool:
    """Whether it has the name and the manifest of a backup; whatever else lies there is nobody's to delete."""
    if _NAME.fullmatch(path.name) is None or path.is_symlink() or not path.is_file():
        return False
    with suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(path) as pack:
        return MANIFEST in pack.namelist()
    return False
