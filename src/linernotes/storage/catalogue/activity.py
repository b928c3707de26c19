"""How far the building of a catalogue is, in any process: one builds a home's catalogue at a time."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path
from time import monotonic, time
from types import TracebackType
from typing import Self

from linernotes.errors import SyncRunningError
from linernotes.processes.progress import Listen, Progress, Work, after, from_note
from linernotes.processes.time_left import estimate_left
from linernotes.storage.catalogue.manifest import CATALOGUE
from linernotes.storage.home.layout import CATALOGUE_LOCK
from linernotes.storage.home.locks import FileLock
from linernotes.storage.home.progress_note import ProgressNote

_NOTE = "progress.json"
#: Seconds between two notes about the same step.
_EVERY = 0.5

#: The steps of a build in their order -> which share of the time each takes, of real dumps.
STEPS = {
    "masters": 0.02,
    "artists": 0.04,
    "labels": 0.02,
    "releases": 0.46,
    "tracks that credits name": 0.10,
    "appearances": 0.17,
    "discographies": 0.01,
    "versions": 0.01,
    "barcodes": 0.01,
    "catalogue numbers": 0.01,
    "names": 0.06,
    "new releases": 0.01,
    "edges": 0.06,
    "graph": 0.02,
}
_BEGIN_AT = dict(zip(STEPS, accumulate(STEPS.values(), initial=0.0), strict=False))


def read_catalogue_activity(home: Path) -> Progress | None:
    """The build of a catalogue that goes on now, its step a key of STEPS; None if no process builds one."""
    if not FileLock(home / CATALOGUE_LOCK).is_held():
        return None
    note = _note(home).read() or {}
    try:
        seen = from_note(Work.CATALOGUE, note)
        noted_at = note["noted_at"]
    except (ValueError, KeyError):
        return Progress(Work.CATALOGUE, next(iter(STEPS)))
    return after(seen, max(time() - noted_at, 0.0) if isinstance(noted_at, int | float) else 0.0)


class CatalogueWork:
    """The lock and the notes of a process that builds a catalogue. Use as a context manager.

    `listen` is called in the caller's thread for every note. Entering raises SyncRunningError while another
    process builds one.
    """

    def __init__(self, home: Path, listen: Listen) -> None:
        self._note = _note(home)
        self._lock = FileLock(home / CATALOGUE_LOCK)
        self._listen = listen
        self._began, self._noted, self._step, self._skipped = monotonic(), 0.0, "", 0.0

    def __enter__(self) -> Self:
        if not self._lock.acquire(0.5):
            holder = self._lock.holder()
            raise SyncRunningError(f"{holder.who} builds a catalogue. Wait until it is done.", pid=holder.pid)
        self._began = monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._note.remove()
        self._lock.release()

    def skip(self, step: str) -> None:
        """Leave out of the estimate a step that was done before."""
        self._skipped += STEPS[step]

    def note(self, step: str, share: float = 0.0) -> None:
        """Note that this `share` of a step, 0 to 1, is done."""
        now = monotonic()
        if step == self._step and now - self._noted < _EVERY:
            return
        self._step, self._noted = step, now
        done = _BEGIN_AT[step] + min(share, 1.0) * STEPS[step]
        seconds = now - self._began
        left = estimate_left(max(done - self._skipped, 0.0), 1 - done, seconds)
        progress = Progress(
            Work.CATALOGUE, step, round(done, 3), 1.0, seconds=round(seconds, 3), seconds_left=left
        )
        self._note.write(progress.as_note() | {"noted_at": time()})
        self._listen(progress)


def _note(home: Path) -> ProgressNote:
    return ProgressNote(home / CATALOGUE / _NOTE)
