"""How far a work is, where there is no terminal: a line now and then, none for what is short."""

from __future__ import annotations

from time import monotonic

from linernotes.cli.terminal.output import PLAIN_EVERY, duration, say, size
from linernotes.etl.progress import STAGES
from linernotes.insights.text.plurals import counted
from linernotes.processes.progress import Progress, Step, Work

#: A build or an export that is over before so many seconds needs no words.
_SHORT = 2.0

_DOING = {Work.BUILD: "Building:", Work.CATALOGUE: "Catalogue:"}
_DUMPS = {"download": "Downloading", "import": "Reading", "catalogue": "Taking from the"}


def what_text(progress: Progress) -> str:
    """What is being done, as the user reads it."""
    if progress.work is Work.DUMP:
        return f"{_DUMPS[progress.step]} {progress.item}"
    if progress.work is Work.SYNC:
        return STAGES[progress.step]
    return f"{_DOING.get(progress.work, 'Writing')} {progress.step}"


def amount_text(progress: Progress, amount: float) -> str:
    """An amount of what work with dumps counts: records of the catalogue, else bytes."""
    return f"{amount:,.0f}" if progress.step == "catalogue" else size(amount)


def left_text(seconds: float | None) -> str:
    """The time left; empty while it is too early to estimate."""
    return "" if seconds is None else f"about {duration(seconds)} left"


class ProgressLines:
    """Says how far a work is: when a step or a file begins, now and then in between, and when a stage ends."""

    def __init__(self) -> None:
        self._said: dict[str, float] = {}
        self._ended: set[str] = set()
        self._paused = False

    def start(self) -> None:
        """Nothing is said at the beginning."""

    def stop(self) -> None:
        """Nothing is said at the end: the command prints the result."""

    def show(self, progress: Progress) -> None:
        """Show it, if it is time."""
        if progress.work is Work.SYNC:
            self._show_sync(progress)
        elif progress.work is Work.DUMP:
            if progress.item:
                self._show_dump(progress)
        elif progress.seconds >= _SHORT and self._is_time(progress.work):
            share, left = f"{progress.share:.0%}", left_text(progress.seconds_left)
            say(", ".join(filter(None, (what_text(progress), share, left))))

    def _is_time(self, key: str) -> bool:
        """Whether so long nothing was said of it; if so, it counts as said now."""
        now = monotonic()
        if key in self._said and now - self._said[key] < PLAIN_EVERY:
            return False
        self._said[key] = now
        return True

    def _show_sync(self, progress: Progress) -> None:
        if progress.paused != self._paused:
            self._paused = progress.paused
            say("Paused. `linernotes resume` lets it go on." if progress.paused else "Going on.")
        step = next(one for one in progress.steps if one.name == progress.step)
        if not step.begun or not step.total or step.name in self._ended:
            return
        if step.ended:
            self._ended.add(step.name)
        if step.ended or self._is_time(step.name):
            say(f"{STAGES[step.name]}: {step.done} of {step.total}{_notes(step, progress)}")

    def _show_dump(self, progress: Progress) -> None:
        key, is_whole = f"{progress.step} {progress.item}", progress.done == progress.total
        if key in self._said and is_whole:
            return
        if self._is_time(key):
            is_open = progress.total is None or is_whole
            of = "" if is_open else f" of {amount_text(progress, progress.total or 0)}"
            left = left_text(progress.seconds_left)
            done = amount_text(progress, progress.done)
            say(f"{what_text(progress)}: {done}{of}{f', {left}' if left else ''}")


def _notes(step: Step, progress: Progress) -> str:
    left = progress.seconds_left or 0.0
    problems = f", {counted(step.problems, 'problem')}" if step.problems else ""
    return problems + (f", all done in about {duration(left)}" if left >= 2 else "")
