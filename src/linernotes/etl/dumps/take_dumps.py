"""Takes what a collection needs of monthly dumps: of files on the disk, of the catalogue, or of a month to download."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from linernotes.errors import UsageError
from linernotes.etl.dumps.catalogue_records import CatalogueRecords
from linernotes.etl.dumps.fetch import discard, download_dump
from linernotes.etl.dumps.import_elements import (
    KINDS,
    DumpImport,
    DumpProgress,
    PassSummary,
    require_collection,
    require_landing,
)
from linernotes.etl.dumps.records import Records
from linernotes.processes.progress import Listen, Wait
from linernotes.settings import Settings
from linernotes.storage.catalogue.manifest import sound_month
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.home.dump_activity import DumpStep, DumpWork
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.home.locks import Holder, SyncLock
from linernotes.storage.landing import Landing


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken: a summary of each pass over a file, or over a kind of record of the catalogue.

    `date` is YYYYMMDD of a fetched dump or of the catalogue's month, None for files.
    """

    passes: tuple[PassSummary, ...]
    date: str | None = None


def import_files(settings: Settings, files: Sequence[Path], *, again: bool, listen: Listen) -> Taken:
    """Land what the collection needs of these files. `again` looks also for what was looked for before.

    :raises SyncRunningError: another process syncs, or works with dumps.
    """
    require_landing(settings.home / LANDING_DB)  # before a home is made for nothing
    with DumpWork(settings.home, listen) as work, SyncLock(settings.home):
        return Taken(_take(settings, files, work, again=again))


def import_catalogue(settings: Settings, *, again: bool, listen: Listen) -> Taken:
    """Land what the collection needs of the catalogue's month in use. `again` as of `import_files`.

    :raises UsageError: there is no catalogue. :raises CatalogueError: a file of it is missing or damaged.
    :raises SyncRunningError: another process syncs, or works with dumps.
    """
    require_landing(settings.home / LANDING_DB)
    month = sound_month(settings.home)
    if month is None:
        raise UsageError(
            "no files are named, and there is no catalogue to take documents from. Name the files of a dump, "
            "or get all of Discogs with: linernotes catalogue fetch"
        )
    with (
        DumpWork(settings.home, listen) as work,
        SyncLock(settings.home),
        CatalogueReader(month, verified=True) as reader,
    ):
        places = [CatalogueRecords(reader, kind) for kind in KINDS]
        return Taken(_take(settings, places, work, again=again, step="catalogue"), month.name)


def fetch_month(settings: Settings, *, month: str | None, keep: bool, listen: Listen) -> Taken:
    """Download a month's dump (YYYY-MM; None: the newest) and land what is needed. `keep` leaves its files.

    :raises SyncRunningError: another process works with dumps. While one syncs, the import waits.
    """
    require_collection(settings.home / LANDING_DB)  # before an hour of downloading, not after it
    with DumpWork(settings.home, listen) as work:
        downloaded = download_dump(settings.dump_url, settings.home, work, month=month)
        with _patient_lock(settings.home, work):
            passes = _take(settings, downloaded.files, work, again=False)
        if not keep:
            discard(downloaded)
    return Taken(passes, downloaded.date)


@contextmanager
def _patient_lock(home: Path, work: DumpWork) -> Iterator[None]:
    """The SyncLock. It waits as long as another process syncs, so that the downloaded files are not lost."""
    lock = SyncLock(home)
    lock.acquire(None, lambda holder: work.wait(_wait_for_sync(holder)))
    work.go_on()
    try:
        yield
    finally:
        lock.release()


def _wait_for_sync(holder: Holder) -> Wait:
    return Wait(f"{holder.who} is syncing: the import of dumps begins when it is done", None)


def _take(
    settings: Settings,
    places: Sequence[Path | Records],
    work: DumpWork,
    *,
    again: bool,
    step: DumpStep = "import",
) -> tuple[PassSummary, ...]:
    def listen(so_far: DumpProgress) -> None:
        name = so_far.records.name + (f" (pass {so_far.pass_no})" if so_far.pass_no > 1 else "")
        work.note(step, name, so_far.done, so_far.total)

    work.note(step, "", 0, None)  # what is known is read first, which takes a while for a large collection
    with Landing.open(settings.home / LANDING_DB) as landing:
        importing = DumpImport(landing, places, options=settings.sync, listen=listen, again=again)
        for unused in importing.unused:
            work.remark(f"{unused.path}: nothing is needed of {unused.kind}s.")
        return tuple(importing.run())
