"""Takes all of Discogs into a home: a month is downloaded, or its files are there, and built."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from linernotes.catalogue.build import Built, CatalogueBuild, chosen_dumps
from linernotes.errors import CatalogueError
from linernotes.etl.dumps.fetch import discard, download_dump
from linernotes.processes.progress import Listen
from linernotes.settings import Settings
from linernotes.source.dumps.download import Downloader
from linernotes.source.dumps.index import EVERYTHING, DumpSite
from linernotes.storage.catalogue.manifest import CATALOGUE, complete_months, remove_month
from linernotes.storage.home.dump_activity import DUMPS, DumpWork
from linernotes.storage.home.durable import file_errors
from linernotes.storage.home.layout import CATALOGUE_LOCK
from linernotes.storage.home.locks import FileLock


def fetch_catalogue(
    settings: Settings, *, month: str | None, keep_files: bool, keep_months: bool, listen: Listen
) -> Built:
    """Download all four dumps of a month (YYYY-MM; None: the newest) and build it.

    `keep_files` leaves the dumps in the home, `keep_months` the older months of the catalogue.

    :raises SyncRunningError: another process works with dumps, or builds a catalogue.
    """
    with DumpWork(settings.home, listen) as work:
        downloaded = download_dump(settings.dump_url, settings.home, work, month=month, kinds=EVERYTHING)
    built = build_catalogue(settings, downloaded.files, keep_months=keep_months, listen=listen)
    if not keep_files:
        discard(downloaded)
    return built


def newest_listed_month(settings: Settings) -> str:
    """Ask the site of the dumps for the day of its newest complete dump, YYYYMMDD.

    :raises DumpError: it lists none. Else as `DumpSite` and its methods.
    """
    downloader = Downloader(say=lambda line: None, on_wait=lambda waiting: None)
    return DumpSite(settings.dump_url, downloader, lambda line: None).choose().date


def build_catalogue(settings: Settings, files: Sequence[Path], *, keep_months: bool, listen: Listen) -> Built:
    """Build the month of these dumps; without files that of the dumps that were downloaded into the home.

    :raises CatalogueError: a dump is missing.
    """
    paths = list(files) or sorted((settings.home / DUMPS).glob("discogs_*.xml.gz"))
    return CatalogueBuild(settings.home, chosen_dumps(paths), keep=keep_months).run(listen)


def drop_catalogue(home: Path, month: str | None) -> list[str]:
    """Delete a month of the catalogue, or all of it with what builds left; returns what was deleted.

    A month that is a link to a folder elsewhere: the link goes, and the folder stays.

    :raises CatalogueError: there is no such month, it cannot be deleted, or a build goes on.
    """
    lock = FileLock(home / CATALOGUE_LOCK)
    if not lock.acquire(0.5):
        raise CatalogueError(
            f"{lock.holder().who} builds the catalogue. Stop it first, or wait until it is done"
        )
    try:
        if month is None:
            return _drop_all(home / CATALOGUE)
        if month not in (names := [known.name for known in complete_months(home)]):
            raise CatalogueError(
                f"there is no month {month} in the catalogue; there are: {', '.join(names) or 'none'}"
            )
        with file_errors(f"{month} cannot be deleted", CatalogueError):
            remove_month(home / CATALOGUE / month)
        return [month]
    finally:
        lock.release()


def _drop_all(folder: Path) -> list[str]:
    """Delete all months and what builds left; returns the names."""
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    with file_errors("the catalogue cannot be deleted", CatalogueError):
        for name in names:
            path = folder / name
            if path.is_dir():
                remove_month(path)
            else:
                path.unlink(missing_ok=True)
        if folder.is_dir() and not folder.is_symlink():
            folder.rmdir()
    return names
