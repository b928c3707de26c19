"""The progress of a sync: a bar per stage on a terminal, plain lines elsewhere."""

from __future__ import annotations

from time import monotonic
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, Progress, TaskID, TextColumn

from linernotes.cli.terminal.output import PLAIN_EVERY, duration, messages, say
from linernotes.cli.terminal.progress_bar import WorkLines, at_build
from linernotes.etl.extraction import Report
from linernotes.etl.progress import STAGES, StageState
from linernotes.plurals import counted
from linernotes.source.retries import Waiting
from linernotes.storage.builds.build_activity import BuildActivity

#: Seconds between two lines about waiting.
_WAITS_EVERY = 5.0


class SyncProgress:
    """Draws how far a sync is. Use as a context manager; `listen` takes its reports, `building` those of its build."""

    def __init__(self) -> None:
        self._bars: _Bars | _Lines = _Bars() if messages.is_terminal else _Lines()
        self._said_waiting = -_WAITS_EVERY

    def listen(self, report: Report) -> None:
        """Show one report."""
        self._bars.show(report)

    def waiting(self, waiting: Waiting) -> None:
        """Say that Discogs failed and how long we wait. Not each time: many requests may wait together."""
        now = monotonic()
        if now - self._said_waiting >= _WAITS_EVERY:
            self._said_waiting = now
            say(str(waiting))

    def building(self, activity: BuildActivity) -> None:
        """Show how far the build is that comes last."""
        self._bars.building(activity)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        self._bars.stop()


class _Bars:
    """One bar per stage, the estimate of the whole below."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            TextColumn("{task.fields[amount]:>11}"),
            TextColumn("{task.fields[note]}"),
            console=messages,
        )
        self._tasks: dict[str, TaskID] = {}
        self._build: TaskID | None = None

    def start(self) -> None:
        self._progress.start()

    def stop(self) -> None:
        if self._build is not None:
            self._progress.remove_task(self._build)  # what the build came to is said next
        self._progress.stop()

    def show(self, report: Report) -> None:
        for state in report.stages:
            self._draw(state, report)

    def building(self, activity: BuildActivity) -> None:
        look = at_build(activity)
        if self._build is None:
            self._build = self._progress.add_task(look.what, total=1.0, amount="", note="")
        self._progress.update(
            self._build,
            description=look.what,
            completed=look.share,
            amount=f"{look.share:.0%}",
            note=look.left,
        )

    def _draw(self, state: StageState, report: Report) -> None:
        if state.skipped or not (state.total or state.done):
            return
        if state.stage not in self._tasks:
            self._tasks[state.stage] = self._progress.add_task(
                STAGES[state.stage], total=state.total, amount="", note=""
            )
        self._progress.update(
            self._tasks[state.stage],
            completed=state.done,
            total=state.total,
            amount=f"{state.done}/{state.total}",
            note=_note(state, report),
        )


def _note(state: StageState, report: Report) -> str:
    """What stands behind a bar: problems, and on the running stage how long everything will take."""
    notes = []
    if not state.exact:
        notes.append("about")
    if state.problems:
        notes.append(counted(state.problems, "problem"))
    if state.stage == report.stage.stage and report.eta_seconds >= 2:
        notes.append(
            "paused, see linernotes resume"
            if report.paused
            else f"all done in {duration(report.eta_seconds)}"
        )
    return ", ".join(notes)


class _Lines:
    """A line when a stage begins and ends, and now and then in between."""

    def __init__(self) -> None:
        self._said: dict[str, float] = {}
        self._ended: set[str] = set()
        self._paused = False
        self._build = WorkLines()

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def building(self, activity: BuildActivity) -> None:
        self._build.show(at_build(activity))

    def show(self, report: Report) -> None:
        state = report.stage
        if report.paused != self._paused:
            self._paused = report.paused
            say("Paused. `linernotes resume` lets it go on." if report.paused else "Going on.")
        if not state.begun or not state.total or state.stage in self._ended:
            return
        now = monotonic()
        if state.ended:
            self._ended.add(state.stage)
        if state.ended or now - self._said.get(state.stage, now - 2 * PLAIN_EVERY) >= PLAIN_EVERY:
            self._said[state.stage] = now
            left = f", all done in about {duration(report.eta_seconds)}" if report.eta_seconds >= 2 else ""
            problems = f", {counted(state.problems, 'problem')}" if state.problems else ""
            say(f"{STAGES[state.stage]}: {state.done} of {state.total}{problems}{left}")
