"""How a build looks while it goes on: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

from time import monotonic
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn

from linernotes.cli.output import PLAIN_EVERY, duration, messages, say
from linernotes.storage.build_activity import BuildActivity

#: A build that is over before so many seconds needs no words.
_SHORT = 2.0


class BuildProgress:
    """Draws how far a build is. Use as a context manager; `listen` takes the looks at it."""

    def __init__(self) -> None:
        self._bar: _Bar | BuildLines = _Bar() if messages.is_terminal else BuildLines()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self._bar.stop()

    def listen(self, activity: BuildActivity) -> None:
        """Show one look."""
        self._bar.show(activity)


class _Bar:
    """One bar, which is gone when the build is done: what it came to is said then."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[note]}"),
            console=messages,
            transient=True,
        )
        self._task: TaskID | None = None

    def start(self) -> None:
        self._progress.start()

    def stop(self) -> None:
        self._progress.stop()

    def show(self, activity: BuildActivity) -> None:
        what, note = step_text(activity), left_text(activity)
        if self._task is None:
            self._task = self._progress.add_task(what, total=1.0, note=note)
        self._progress.update(self._task, description=what, completed=activity.share, note=note)


class BuildLines:
    """A line now and then, none for a short build."""

    def __init__(self) -> None:
        self._said: float | None = None

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def show(self, activity: BuildActivity) -> None:
        """Show one look, if it is time."""
        now = monotonic()
        if activity.seconds < _SHORT or (self._said is not None and now - self._said < PLAIN_EVERY):
            return
        self._said = now
        say(", ".join(filter(None, (step_text(activity), f"{activity.share:.0%}", left_text(activity)))))


def step_text(activity: BuildActivity) -> str:
    """What it is at, in words."""
    return f"Building: {activity.step}"


def left_text(activity: BuildActivity) -> str:
    """How long it will go on, in words; '' while that cannot be told."""
    return "" if activity.seconds_left is None else f"about {duration(activity.seconds_left)} left"
