"""How far a work is, for the terminal: a bar for each step or file, plain lines where there is no terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, ProgressColumn, Task, TaskID, TextColumn
from rich.progress import Progress as RichProgress
from rich.text import Text

from linernotes.cli.terminal.output import duration, messages, say
from linernotes.cli.terminal.progress_lines import ProgressLines, amount_text, left_text, what_text
from linernotes.etl.progress import STAGES
from linernotes.insights.text.plurals import counted
from linernotes.processes.progress import Progress, Step, Wait, Work
from linernotes.processes.time_left import estimate_left

#: Seconds between two lines about waits of a sync: many requests may wait together.
_WAITS_EVERY = 5.0


class ProgressBar:
    """Draws how far a work is, and says what it waits for. Use as a context manager."""

    def __init__(self) -> None:
        self._drawn: _Bars | ProgressLines = _Bars() if messages.is_terminal else ProgressLines()
        self._wait: Wait | None = None
        self._remarked = 0
        self._said_wait = -_WAITS_EVERY

    def __enter__(self) -> Self:
        self._drawn.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self._drawn.stop()

    def show(self, progress: Progress) -> None:
        """Show how far it is, and print each remark once."""
        for remark in progress.remarks[self._remarked :]:
            say(remark)
        self._remarked = max(self._remarked, len(progress.remarks))
        if progress.waiting is not None and progress.waiting != self._wait:
            self._say_wait(progress.waiting, every=_WAITS_EVERY if progress.work is Work.SYNC else 0.0)
        else:
            self._drawn.show(progress)

    def _say_wait(self, wait: Wait, *, every: float) -> None:
        self._wait, now = wait, monotonic()
        if now - self._said_wait >= every:
            self._said_wait = now
            say(wait.sentence)


class Counting:
    """Shows a bar how many things of equal length are written. The time runs from the first."""

    def __init__(self, bar: ProgressBar, what: str) -> None:
        self._bar, self._what = bar, what
        self._began: float | None = None

    def count(self, done: int, total: int) -> None:
        """Show that `done` of them are done."""
        if self._began is None:
            self._began = monotonic()
        seconds = monotonic() - self._began
        left = estimate_left(done, total - done, seconds)
        self._bar.show(Progress(Work.EXPORT, self._what, done, total, seconds=seconds, seconds_left=left))


@dataclass(frozen=True, slots=True)
class _Row:
    """One bar: `seconds_left` is said behind its `note`, None for nothing."""

    key: str
    what: str
    done: float
    total: float | None
    amount: str
    note: str = ""
    seconds_left: float | None = None


def _rows(progress: Progress) -> Iterator[_Row]:
    if progress.work is Work.SYNC:
        for step in progress.steps:
            amount, note = f"{step.done}/{step.total or 0}", _note(step, progress)
            yield _Row(step.name, STAGES[step.name], step.done, step.total, amount, note)
        return
    key, amount = progress.work.value, f"{progress.share:.0%}"
    if progress.work is Work.DUMP:
        if not progress.item:
            return
        key, amount = f"{progress.step} {progress.item}", amount_text(progress, progress.done)
        amount += "" if progress.total is None else f"/{amount_text(progress, progress.total)}"
    what, left = what_text(progress), progress.seconds_left
    yield _Row(key, what, progress.done, progress.total, amount, seconds_left=left)


def _note(step: Step, progress: Progress) -> str:
    """What stands behind a bar: problems, and on the running stage how long everything will take."""
    notes = []
    if not step.exact:
        notes.append("about")
    if step.problems:
        notes.append(counted(step.problems, "problem"))
    left = progress.seconds_left or 0.0
    if step.name == progress.step and left >= 2:
        notes.append("paused, see linernotes resume" if progress.paused else f"all done in {duration(left)}")
    return ", ".join(notes)


class _Note(ProgressColumn):
    """The note of a row, and the time left, which falls every second. That is empty once it is used up."""

    def render(self, task: Task) -> Text:
        until: float | None = task.fields["until"]
        left = None if until is None else until - monotonic()
        return Text(task.fields["note"] + left_text(left if left is not None and left > 0 else None))


class _Bars:
    """A bar for each row. Those of builds and exports are gone in the end; the command prints the result then."""

    def __init__(self) -> None:
        self._bars = RichProgress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            TextColumn("{task.fields[amount]:>11}"),
            _Note(),
            console=messages,
        )
        self._tasks: dict[str, TaskID] = {}

    def start(self) -> None:
        self._bars.start()

    def stop(self) -> None:
        for key in (Work.BUILD.value, Work.EXPORT.value, Work.CATALOGUE.value):
            if key in self._tasks:
                self._bars.remove_task(self._tasks.pop(key))
        self._bars.live.transient = not self._tasks
        self._bars.stop()

    def show(self, progress: Progress) -> None:
        for row in _rows(progress):
            until = None if row.seconds_left is None else monotonic() + row.seconds_left
            if row.key not in self._tasks:
                self._tasks[row.key] = self._bars.add_task(
                    row.what, total=row.total, amount=row.amount, note=row.note, until=until
                )
            self._bars.update(
                self._tasks[row.key],
                description=row.what,
                completed=row.done,
                total=row.total,
                amount=row.amount,
                note=row.note,
                until=until,
            )
