"""Downloads the files of one month's dump into the home. `import_elements` reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from linernotes.errors import UsageError
from linernotes.etl.fetching import utc_now
from linernotes.source.dumps.download import Downloader, OnBytes
from linernotes.source.dumps.index import MONTH, WANTED, DumpSite
from linernotes.source.retries import Waiting
from linernotes.storage.home.dump_activity import DUMPS, DumpWork


@dataclass(frozen=True, slots=True)
class DownloadedDump:
    """A dump that is here and verified: `date` is YYYYMMDD, `files` are in the order of their kinds."""

    date: str
    files: tuple[Path, ...]


def download_dump(
    dump_url: str, home: Path, work: DumpWork, *, month: str | None, kinds: Sequence[str] = WANTED
) -> DownloadedDump:
    """The newest complete dump, or that of a month (YYYY-MM); files that are here already are not fetched again.

    :raises UsageError: `month` is none. Else as `DumpSite` and its methods.
    """
    if month is not None and MONTH.fullmatch(month) is None:
        raise UsageError(f"{month!r} is not a month: give it as YYYY-MM, such as 2026-03.")
    folder = home / DUMPS
    site = DumpSite(dump_url, Downloader(say=work.remark, on_wait=_noting_waits(work)), work.remark)
    dump = site.choose(month)
    names = dump.files(kinds)
    sums = site.checksums(dump, names)
    site.remove_others_begun(dump, folder)
    files = tuple(site.download(name, sums[name], folder, _noting(work, name)) for name in names)
    return DownloadedDump(dump.date, files)


def _noting(work: DumpWork, name: str) -> OnBytes:
    return lambda done, size: work.note("download", name, done, size)


def _noting_waits(work: DumpWork) -> Callable[[Waiting], None]:
    return lambda waiting: work.wait(waiting.from_now(utc_now()))


def discard(dump: DownloadedDump) -> None:
    """Delete its files: what is wanted of them has landed."""
    for file in dump.files:
        file.unlink(missing_ok=True)
