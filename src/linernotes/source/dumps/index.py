"""The index of Discogs' monthly dumps: which there are, and their checksums. `download` fetches their files.

A listing is HTML; what counts in it are the names of the files. CHECKSUM.txt is written last, so a dump that has one
is complete. Nothing here knows what is in a dump.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from linernotes.errors import DumpError, MalformedResponseError
from linernotes.source.dumps.download import Downloader, OnBytes
from linernotes.source.dumps.partial_file import remove_begun

#: What an import needs of a dump, the small files first; and all that there is, which the catalogue needs.
WANTED = ("artists", "masters", "releases")
EVERYTHING = ("labels", *WANTED)

_KEY = re.compile(r"discogs_([0-9]{8})_(?:CHECKSUM\.txt|(?:artists|labels|masters|releases)\.xml\.gz)")
_YEAR = re.compile(r"prefix=/?data/([0-9]{4})/")
_SUM = re.compile(r"^([0-9a-fA-F]{64})\s+\*?(\S+)\s*$", re.MULTILINE)
#: Years that are looked at for a complete dump, newest first. Discogs has offered dumps since 2008.
_MOST_YEARS = 30

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Dump:
    """One month's dump as it is listed: `date` is YYYYMMDD, `names` those of its files that are there."""

    date: str
    names: frozenset[str]

    @property
    def month(self) -> str:
        """YYYY-MM."""
        return f"{self.date[:4]}-{self.date[4:6]}"

    @property
    def checksums(self) -> str:
        """The name of the file of checksums."""
        return f"discogs_{self.date}_CHECKSUM.txt"

    def files(self, kinds: Sequence[str]) -> list[str]:
        """The names of its files of some kinds, in their order."""
        return [f"discogs_{self.date}_{kind}.xml.gz" for kind in kinds]

    @property
    def is_complete(self) -> bool:
        """Whether all that is wanted is there."""
        return self.names >= {self.checksums, *self.files(WANTED)}


class DumpSite:
    """What a dump site offers. `say` is called for each choice that needs an explanation.

    Every method raises RateLimitedError (a long wait is left to the user), UnreachableError, ServerError,
    ForbiddenError and NotFoundError. Each is one line that says what to do.
    """

    def __init__(
        self,
        dump_url: str,
        downloader: Downloader,
        say: Callable[[str], None],
    ) -> None:
        self._url = dump_url.rstrip("/")
        self._say = say
        self._downloader = downloader

    def choose(self, month: str | None = None) -> Dump:
        """The newest complete dump, of a month (YYYY-MM) or of all.

        :raises DumpError: there is none; it names the newest months that there are.
        """
        if month is not None:
            dumps = self.list_year(month[:4])
            return self._newest([dump for dump in dumps if dump.month == month], month, dumps)
        for year in self.list_years()[:_MOST_YEARS]:
            dumps = self.list_year(year)
            if any(dump.is_complete for dump in dumps):
                return self._newest(dumps, year, dumps)
        raise DumpError(f"{self._url} offers no complete dump. Try again tomorrow.")

    def list_years(self) -> list[str]:
        """The years that have a folder, newest first."""
        years = sorted(set(_YEAR.findall(self._listing("data/"))), reverse=True)
        if not years:
            raise MalformedResponseError(
                f"{self._url} lists no years of dumps: is LINERNOTES_DUMP_URL right? "
                "Files that you download yourself go into `linernotes dump import`."
            )
        return years

    def list_year(self, year: str) -> list[Dump]:
        """The dumps of a year, newest first, those that are not complete too."""
        names: dict[str, set[str]] = {}
        for found in _KEY.finditer(self._listing(f"data/{year}/")):
            names.setdefault(found[1], set()).add(found[0])
        return [Dump(date, frozenset(names[date])) for date in sorted(names, reverse=True)]

    def checksums(self, dump: Dump, wanted: Sequence[str]) -> dict[str, str]:
        """File name -> SHA-256 in hexadecimal digits, for these files at least.

        :raises DumpError: the file does not have them.
        """
        text = self._downloader.text(self._file_url(dump.checksums))
        sums = {name: digest.lower() for digest, name in _SUM.findall(text)}
        if missing := set(wanted) - sums.keys():
            raise DumpError(
                f"{dump.checksums} has no checksum for {', '.join(sorted(missing))}, so nothing was downloaded. "
                "Try another --month."
            )
        return sums

    def download(self, name: str, digest: str, folder: Path, on_progress: OnBytes) -> Path:
        """One file of a dump into a folder, whole and with this SHA-256. What is there already is not fetched
        again; what broke off goes on where the server lets it.

        :raises DumpDamagedError: what came has another checksum, twice. :raises DiskFullError: there is no room.
        :raises DumpError: something else than an archive came.
        """
        return self._downloader.download(self._file_url(name), folder / name, digest, on_progress)

    def remove_others_begun(self, dump: Dump, folder: Path) -> None:
        """Delete what was begun of other dumps' files, and say so: nothing takes it up again."""
        name = re.compile(rf"discogs_(?!{dump.date})[0-9]{{8}}_(?:{'|'.join(EVERYTHING)})\.xml\.gz")
        for part in remove_begun(folder, name):
            self._say(f"{part} was begun for another month and never ended: it is deleted.")

    def _newest(self, dumps: list[Dump], which: str, around: list[Dump]) -> Dump:
        complete = [dump for dump in dumps if dump.is_complete]
        if not complete:
            others = ", ".join(sorted({dump.month for dump in around if dump.is_complete})) or "none"
            what = "is not complete yet" if dumps else "does not exist"
            raise DumpError(f"The dump of {which} {what}. Complete ones of that year: {others}.")
        if dumps[0] is not complete[0]:
            self._say(
                f"The dump of {dumps[0].month} is not complete yet; taking that of {complete[0].month}."
            )
        return complete[0]

    def _listing(self, prefix: str) -> str:
        text = self._downloader.text(f"{self._url}/?prefix={quote(prefix, safe='')}")
        return unquote(html.unescape(text))

    def _file_url(self, name: str) -> str:
        year = name.split("_")[1][:4]
        return f"{self._url}/?download={quote(f'data/{year}/{name}', safe='')}"
