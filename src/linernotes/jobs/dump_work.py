"""The entry of work with monthly dumps: takes what is needed of a month or of files, then builds and publishes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from linernotes.discogs import Discogs, Published
from linernotes.processes.progress import Listen
from linernotes.settings import Settings


@dataclass(frozen=True, slots=True)
class FetchMonth:
    """Download a month, YYYY-MM, the newest for None, and import it. `keep` leaves its files in the home."""

    settings: Settings
    month: str | None
    keep: bool


@dataclass(frozen=True, slots=True)
class ImportFiles:
    """Import files of this machine."""

    settings: Settings
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ImportCatalogue:
    """Import from the catalogue, the month in use."""

    settings: Settings


DumpRequest = FetchMonth | ImportFiles | ImportCatalogue


def run(request: DumpRequest, listen: Listen) -> Published:
    """Do what is asked for; `listen` gets how far each file or kind of record is, and the steps of the build.

    :raises LinernotesError: as `Discogs.fetch_dump`, `Discogs.import_dumps` and `Discogs.build`.
    """
    discogs = Discogs(request.settings)
    if isinstance(request, FetchMonth):
        discogs.fetch_dump(request.month, keep=request.keep, listen=listen)
    else:
        discogs.import_dumps(request.files if isinstance(request, ImportFiles) else (), listen=listen)
    return discogs.build(listen)
