"""The entry of the backup after a daily sync."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from linernotes.processes.progress import Listen
from linernotes.storage.backup.kept_backups import KeptBackup, keep_backups
from linernotes.storage.home.layout import BACKUPS


@dataclass(frozen=True, slots=True)
class KeepBackups:
    """Back this home up, and keep so many backups in it."""

    home: Path
    keep: int


def run(request: KeepBackups, listen: Listen) -> KeptBackup:
    """Write the backup into the home's own folder. It takes seconds: there is no progress to listen to.

    :raises LinernotesError: as `keep_backups`.
    """
    return keep_backups(request.home, request.home / BACKUPS, request.keep)
