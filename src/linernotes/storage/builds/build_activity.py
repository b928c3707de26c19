"""How far the build of a home is, in any process."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from time import monotonic, time
from types import TracebackType
from typing import Self

from linernotes.processes.progress import Listen, Progress, Work, after, from_note
from linernotes.processes.time_left import estimate_left
from linernotes.storage.builds.publish import BUILDS
from linernotes.storage.home.locks import BuildLock
from linernotes.storage.home.progress_note import ProgressNote

#: The steps of a build in their order -> which share of the time each takes. Measured at 10,000 copies. At 1,000
#: communities take less and publishing more, but all of it takes two seconds.
STEPS = {
    "collection": 0.05,
    "discographies": 0.04,
    "masters": 0.06,
    "releases": 0.15,
    "artists": 0.04,
    "relations": 0.11,
    "communities": 0.21,
    "map": 0.26,
    "similarity": 0.06,
    "publishing": 0.02,
}
_BEGIN_AT = dict(zip(STEPS, accumulate(STEPS.values(), initial=0.0), strict=False))

_NOTE = "progress.json"

OnStep = Callable[[str], None]


def read_build_activity(home: Path) -> Progress | None:
    """The build that goes on now, its step a key of STEPS; None if none does, or if it just begins or ends."""
    note = _note(home).read()
    if note is None or not BuildLock(home).is_held():
        return None
    noted_at = note.get("noted_at")
    if not isinstance(noted_at, int | float):
        return None
    try:
        seen = from_note(Work.BUILD, note)
    except ValueError:
        return None
    return after(seen, max(time() - noted_at, 0.0))


class BuildWork:
    """The notes of a process that builds and holds the BuildLock. Use as a context manager.

    `listen` is called in the caller's thread for each step that begins.
    """

    def __init__(self, home: Path, listen: Listen = lambda progress: None) -> None:
        self._note = _note(home)
        self._listen = listen
        self._began = monotonic()

    def __enter__(self) -> Self:
        self._began = monotonic()
        self._note.remove()  # of a build that was killed
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._note.remove()

    def begin(self, step: str) -> None:
        """Note that this step begins: the steps before it are done."""
        share, seconds = _BEGIN_AT[step], monotonic() - self._began
        left = estimate_left(share, 1 - share, seconds)
        progress = Progress(Work.BUILD, step, round(share, 2), 1.0, seconds=seconds, seconds_left=left)
        self._note.write(progress.as_note() | {"noted_at": time()})
        self._listen(progress)


def _note(home: Path) -> ProgressNote:
    return ProgressNote(home / BUILDS / _NOTE)
