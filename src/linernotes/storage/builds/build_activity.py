"""How far the build of a home is, whichever process builds."""

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
    """One look at a build: its step (a key of STEPS), and which `share` of the work is through, 0 to 1.

    `seconds` since it began, `seconds_left` None while that cannot be told.
    """

    step: str
    share: float
    seconds: float
    seconds_left: float | None


OnBuild = Callable[[BuildActivity], None]
OnStep = Callable[[str], None]


def read_build_activity(home: Path) -> BuildActivity | None:
    """What goes on now; None if nobody builds, or a build is just about to begin or to end."""
    told = _note(home).read()
    if told is None or not BuildLock(home).is_held():
        return None
    try:
        since = max(time() - told.pop("noted_at"), 0.0)
        seen = BuildActivity(**told)
        left = None if seen.seconds_left is None else seen.seconds_left - since
        # Used up: the step takes longer than its share, and when it will end nobody knows.
        left = left if left is None or left > 0 else None
        return BuildActivity(seen.step, seen.share, seen.seconds + since, left)
    except (KeyError, TypeError):
        return None


class BuildWork:
    """Held by whoever builds, with the BuildLock; tells of each step that begins, in the caller's thread too."""

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
        """The steps before this one are through."""
        share, seconds = _BEGIN_AT[step], monotonic() - self._began
        left = seconds * (1 - share) / share if share and seconds >= _TOO_EARLY else None
        activity = BuildActivity(step, round(share, 2), seconds, left)
        self._note.write(asdict(activity) | {"noted_at": time()})
        self._listen(activity)


def _note(home: Path) -> ProgressNote:
    return ProgressNote(home / BUILDS / _NOTE)
