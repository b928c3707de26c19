"""Reads every file of the catalogue, and compares it with its digest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from linernotes.errors import CatalogueError
from linernotes.processes.progress import Listen, Progress, Work
from linernotes.processes.time_left import estimate_left
from linernotes.storage.catalogue.digests import FileDigest, check_digest
from linernotes.storage.catalogue.manifest import Month, complete_months, damaged_months

#: The step, as the user reads it.
VERIFYING = "verifying"


@dataclass(frozen=True, slots=True)
class VerifiedMonth:
    """A month whose files all have the bytes that were written: how many there are, and how long they took."""

    month: str
    files: int
    bytes: int
    seconds: float


def verify_catalogue(home: Path, listen: Listen = lambda progress: None) -> tuple[VerifiedMonth, ...]:
    """Read all files of all months that have digests; `listen` gets the share of their bytes.

    A month without digests is left out. So is one that a newer month replaces meanwhile.

    :raises CatalogueError: a file is damaged or missing, or a manifest is. It names the first, and how many are.
    """
    for damaged in damaged_months(home).values():
        raise damaged
    months = [(month, files) for month in complete_months(home) if (files := month.manifest.digests())]
    on_bytes = _reporter(sum(file.bytes for _, files in months for file in files), listen)
    return tuple(
        verified for month, files in months if (verified := _verify(month, files, on_bytes)) is not None
    )


def _verify(month: Month, files: list[FileDigest], on_bytes: Callable[[int], None]) -> VerifiedMonth | None:
    began, damaged = monotonic(), list[CatalogueError]()
    for file in files:
        try:
            check_digest(month.folder, file, on_bytes)
        except CatalogueError as error:
            damaged.append(error)
    if damaged and not month.folder.exists():
        return None
    if damaged:
        first = f"{len(damaged)} files are damaged, the first of them: " if len(damaged) > 1 else ""
        raise CatalogueError(f"{first}{damaged[0]}") from damaged[0]
    seconds = round(monotonic() - began, 3)
    return VerifiedMonth(month.name, len(files), sum(file.bytes for file in files), seconds)


def _reporter(total: int, listen: Listen) -> Callable[[int], None]:
    """What counts the bytes that were read, and reports their share of all."""
    began, done = monotonic(), 0

    def on_bytes(count: int) -> None:
        nonlocal done
        done += count
        seconds = monotonic() - began
        left = estimate_left(done, max(total - done, 0), seconds)
        share = min(done / total, 1.0) if total else 1.0
        listen(Progress(Work.CATALOGUE, VERIFYING, share, 1.0, seconds=seconds, seconds_left=left))

    return on_bytes
