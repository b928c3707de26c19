"""The progress of one piece of work: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Self

from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TaskProgressColumn,
    TextColumn,
)
from rich.text import Text

from linernotes.cli.terminal.output import PLAIN_EVERY, duration, messages, say
from linernotes.storage.builds.build_activity import BuildActivity

#: What is over before so many seconds needs no words.
_SHORT = 2.0
#: Below this many seconds of work an estimate is a guess.
_TOO_EARLY = 0.5


@dataclass(frozen=True, slots=True)
class Look:
    """How far some work is: `share` from 0 to 1, `seconds_left` None while it is too early to estimate."""

    what: str
    share: float
    seconds: float
    seconds_left: float | None

    @property
    def left(self) -> str:
        """The time left, in words; '' while it is too early to estimate."""
        return _left(self.seconds_left)


def at_build(activity: BuildActivity) -> Look:
    """A look at a build."""
    return Look(f"Building: {activity.step}", activity.share, activity.seconds, activity.seconds_left)


class WorkProgress:
    """Draws how far some work is. Use as a context manager."""

    def __init__(self) -> None:
        self._bar: _Bar | WorkLines = _Bar() if messages.is_terminal else WorkLines()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self._bar.stop()

    def show(self, look: Look) -> None:
        """Show how far it is."""
        self._bar.show(look)

    def build(self, activity: BuildActivity) -> None:
        """Show how far a build is."""
        self.show(at_build(activity))


class Counting:
    """Shows a WorkProgress how many things of equal length are done. The time runs from the first."""

    def __init__(self, progress: WorkProgress, what: str) -> None:
        self._progress, self._what = progress, what
        self._began: float | None = None

    def count(self, done: int, total: int) -> None:
        """Show that `done` of them are done."""
        if self._began is None:
            self._began = monotonic()
        seconds = monotonic() - self._began
        left = seconds * (total - done) / done if done and seconds >= _TOO_EARLY else None
        self._progress.show(Look(self._what, done / total if total else 1.0, seconds, left))


def _left(seconds: float | None) -> str:
    return "" if seconds is None else f"about {duration(seconds)} left"


class _Left(ProgressColumn):
    """The time left, which falls every second: a build reports its steps alone. Empty once it is used up."""

    def render(self, task: Task) -> Text:
        until: float | None = task.fields["until"]
        left = None if until is None else until - monotonic()
        return Text(_left(left) if left is not None and left > 0 else "")


class _Bar:
    """One bar. It is gone when the work is done; the command prints the result then."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            TaskProgressColumn(),
            _Left(),
            console=messages,
            transient=True,
        )
        self._task: TaskID | None = None

    def start(self) -> None:
        self._progress.start()

    def stop(self) -> None:
        self._progress.stop()

    def show(self, look: Look) -> None:
        until = None if look.seconds_left is None else monotonic() + look.seconds_left
        if self._task is None:
            self._task = self._progress.add_task(look.what, total=1.0, until=until)
        self._progress.update(self._task, description=look.what, completed=look.share, until=until)


class WorkLines:
    """A line now and then, none for what is short."""

    def __init__(self) -> None:
        self._said: float | None = None

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def show(self, look: Look) -> None:
        """Show it, if it is time."""
        now = monotonic()
        if look.seconds < _SHORT or (self._said is not None and now - self._said < PLAIN_EVERY):
            return
        self._said = now
        say(", ".join(filter(None, (look.what, f"{look.share:.0%}", look.left))))
