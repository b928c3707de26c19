"""The progress of work with dumps: a bar per file on a terminal, now and then a line elsewhere."""

from __future__ import annotations

from time import monotonic
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

from linernotes.cli.terminal.output import PLAIN_EVERY, duration, messages, say, size
from linernotes.storage.home.dump_activity import DumpActivity

_DOING = {"download": "Downloading", "import": "Reading"}


class DumpProgress:
    """Draws activities, by bytes of the file and with the time left. Use as a context manager."""

    def __init__(self) -> None:
        self._bars = Progress(
            TextColumn("{task.description:<46}"),
            BarColumn(),
            DownloadColumn(),
            TextColumn("{task.fields[left]}"),
            console=messages,
        )
        self._tasks: dict[tuple[str, str], TaskID] = {}
        self._said: dict[tuple[str, str], float] = {}

    def __enter__(self) -> Self:
        if messages.is_terminal:
            self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        if messages.is_terminal:
            self._bars.stop()

    def listen(self, activity: DumpActivity) -> None:
        """Show how far a file is, or say what is waited for."""
        if activity.waiting is not None:
            say(activity.waiting)
            return
        left = "" if activity.seconds_left is None else f"about {duration(activity.seconds_left)} left"
        key = (activity.step, activity.name)
        what = f"{_DOING[activity.step]} {activity.name}"
        if messages.is_terminal:
            if key not in self._tasks:
                self._tasks[key] = self._bars.add_task(what, total=activity.size, left=left)
            self._bars.update(self._tasks[key], completed=activity.done, total=activity.size, left=left)
            return
        now, is_whole = monotonic(), activity.done == activity.size
        if key in self._said and (is_whole or now - self._said[key] < PLAIN_EVERY):
            return
        self._said[key] = now
        of = "" if activity.size is None or is_whole else f" of {size(activity.size)}"
        say(f"{what}: {size(activity.done)}{of}{f', {left}' if left else ''}")
