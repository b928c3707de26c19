"""The entry of a restoration: takes rows over from the databases of a backup, which may be a stranger's."""

from __future__ import annotations

from linernotes.processes.progress import Listen
from linernotes.storage.backup.row_copy import CopyRequest, copy_databases


def run(request: CopyRequest, listen: Listen) -> dict[str, list[str]]:
    """Copy the rows; it has no progress.

    :raises StoreError: as `copy_databases`.
    """
    return copy_databases(request)
