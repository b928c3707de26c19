"""How far a home's work with dumps is: a small file that the worker replaces and anyone may read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Literal, Self

from linernotes.errors import SyncRunningError
from linernotes.processes.progress import Listen, Progress, Wait, Work, from_note
from linernotes.processes.time_left import estimate_left
from linernotes.storage.home.locks import FileLock
from linernotes.storage.home.progress_note import ProgressNote

#: Where archives are downloaded to, below the home.
DUMPS = "dumps"

DUMP_LOCK = "dump.lock"
_NOTE = "progress.json"

#: Seconds between two notes about the same file.
_EVERY = 0.5

#: `download` and `import` count bytes of a file, `catalogue` records that are taken from there.
DumpStep = Literal["download", "import", "catalogue"]


def read_dump_activity(home: Path) -> Progress | None:
    """The work that goes on now, its step a DumpStep; None if no process works with dumps.

    `item` is the name of the file, empty before the first; `total` is None if the server does not say its size.
    """
    if not FileLock(home / DUMP_LOCK).is_held():
        return None
    try:
        return from_note(Work.DUMP, _note(home).read() or {})
    except ValueError:
        return Progress(Work.DUMP, "import")


class DumpWork:
    """The lock and the notes of a process that works with dumps. Use as a context manager.

    `listen` is called in the caller's thread for every note. Entering raises SyncRunningError while another
    process works with dumps.
    """

    def __init__(self, home: Path, listen: Listen) -> None:
        self._note = _note(home)
        self._lock = FileLock(home / DUMP_LOCK)
        self._listen = listen
        self._file: tuple[str, str] = ("", "")
        self._newest = Progress(Work.DUMP, "download")
        self._began, self._began_with, self._noted = 0.0, 0, 0.0

    def __enter__(self) -> Self:
        if not self._lock.acquire(0.5):
            holder = self._lock.holder()
            raise SyncRunningError(f"{holder.who} works with dumps. Wait until it is done.", pid=holder.pid)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._note.remove()
        self._lock.release()

    def note(self, step: DumpStep, name: str, done: int, size: int | None) -> None:
        """Note that `done` bytes of a file are read, or so many records of the catalogue."""
        now = monotonic()
        if (step, name) != self._file or done < self._began_with:
            self._file, self._began, self._began_with, self._noted = (step, name), now, done, 0.0
        if now - self._noted < _EVERY and done != size:
            return
        self._noted = now
        seconds = now - self._began
        left = estimate_left(done - self._began_with, None if size is None else size - done, seconds)
        remarks = self._newest.remarks
        self._report(Progress(Work.DUMP, step, done, size, name, round(seconds, 3), left, remarks=remarks))

    def wait(self, wait: Wait) -> None:
        """Note that a wait begins. It ends at its moment, with the next bytes, or by `go_on`."""
        self._noted = 0.0  # the first bytes after it end it
        self._report(replace(self._newest, waiting=wait))

    def go_on(self) -> None:
        """Note that a wait is over."""
        self._report(replace(self._newest, waiting=None))

    def remark(self, line: str) -> None:
        """Note a line for the user. It stays as long as the work."""
        self._report(replace(self._newest, remarks=(*self._newest.remarks, line)))

    def _report(self, progress: Progress) -> None:
        self._newest = progress
        self._note.write(progress.as_note())
        self._listen(progress)


def _note(home: Path) -> ProgressNote:
    return ProgressNote(home / DUMPS / _NOTE)
