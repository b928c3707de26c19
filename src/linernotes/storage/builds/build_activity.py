"""How far the build of a home is, in any process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from time import monotonic, time
from types import TracebackType
from typing import Self

from linernotes.storage.builds.publish import BUILDS
from linernotes.storage.home.locks import BuildLock
from linernotes.storage.home.progress_note import ProgressNote

#: The steps of a build in their order -> which share of the time each takes. Measured at 10,000 copies. At 1,000
#: communities take less and publishing more, but all of it takes two seconds.
STEPS = {
    "collection": 0.10,
    "discographies": 0.08,
    "masters": 0.08,
    "releases": 0.21,
    "artists": 0.08,
    "relations": 0.05,
    "communities": 0.15,
    "map": 0.11,
    "similarity": 0.09,
    "publishing": 0.05,
}
_BEGIN_AT = dict(zip(STEPS, accumulate(STEPS.values(), initial=0.0), strict=False))

_NOTE = "progress.json"

#: Below this many seconds of work an estimate is a guess.
_TOO_EARLY = 0.5


@dataclass(frozen=True, slots=True)
class BuildActivity:
    """How far a build is: its step (a key of STEPS) and the `share` of the work that is done, 0 to 1.

    `seconds` counts from the beginning. `seconds_left` is None while it is too early to estimate.
    """

    step: str
    share: float
    seconds: float
    seconds_left: float | None


OnBuild = Callable[[BuildActivity], None]
OnStep = Callable[[str], None]


def read_build_activity(home: Path) -> BuildActivity | None:
    """The build that goes on now; None if none does, or if it just begins or ends."""
    note = _note(home).read()
    if note is None or not BuildLock(home).is_held():
        return None
    try:
        since = max(time() - note.pop("noted_at"), 0.0)
        seen = BuildActivity(**note)
        left = None if seen.seconds_left is None else seen.seconds_left - since
        # Used up: the step takes longer than its share, and when it will end nobody knows.
        left = left if left is None or left > 0 else None
        return BuildActivity(seen.step, seen.share, seen.seconds + since, left)
    except (KeyError, TypeError):
        return None


class BuildWork:
    """The notes of a process that builds and holds the BuildLock. Use as a context manager.

    `listen` is called in the caller's thread for each step that begins.
    """

    def __init__(self, home: Path, listen: OnBuild = lambda activity: None) -> None:
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
        left = seconds * (1 - share) / share if share and seconds >= _TOO_EARLY else None
        activity = BuildActivity(step, round(share, 2), seconds, left)
        self._note.write(asdict(activity) | {"noted_at": time()})
        self._listen(activity)


def _note(home: Path) -> ProgressNote:
    return ProgressNote(home / BUILDS / _NOTE)
