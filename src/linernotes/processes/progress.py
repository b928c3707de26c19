"""How far a piece of work is: one model for syncs, builds, work with dumps and exports, in any process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal

#: Before any moment: see `last_wait`.
_NEVER = datetime.min.replace(tzinfo=UTC)


class Work(StrEnum):
    """What is being done, and in what its progress is counted."""

    SYNC = "sync"  # requests
    BUILD = "build"  # its share of the whole, 0 to 1
    DUMP = "dump"  # bytes of the file at hand, or records of the catalogue
    EXPORT = "export"  # tables or pages
    CATALOGUE = "catalogue"  # its share of the whole, 0 to 1


@dataclass(frozen=True, slots=True)
class Step:
    """One of several steps that are known beforehand. `total` is None until it is known.

    A step that has not `begun` is expected to take `total`, an estimate unless `exact`; one that is `skipped` will
    not run. `problems` counts what could not be had or read in it. `unit` is what it counts: requests of Discogs, or
    records of the catalogue, which take next to no time.
    """

    name: str
    done: int = 0
    total: int | None = None
    begun: bool = True
    ended: bool = False
    exact: bool = True
    skipped: bool = False
    problems: int = 0
    unit: Literal["requests", "records"] = "requests"

    @property
    def left(self) -> int:
        """What is still to do; 0 for a step that is skipped."""
        return 0 if self.skipped else max((self.total or 0) - self.done, 0)


@dataclass(frozen=True, slots=True)
class Wait:
    """What a work waits for: one `sentence`, and the moment `until` which it waits (aware, UTC).

    `until` is None where nobody knows: the wait ends with the work of another process.
    """

    sentence: str
    until: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Whether its moment has come, though nothing has reported since."""
        return self.until is not None and self.until <= now


def last_wait(waits: Iterable[Wait | None], now: datetime) -> Wait | None:
    """Of those that go on, the wait that ends last. None: nothing waits.

    A wait whose end nobody knows counts where no other goes on.
    """
    going_on = [wait for wait in waits if wait is not None and not wait.is_over(now)]
    return max(going_on, key=lambda wait: wait.until or _NEVER, default=None)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a work is: `done` of `total`, None while the whole is not known.

    `step` is the one that moved last, and `item` the file that it is at, empty without one. `steps` are all steps,
    where they are known beforehand. `seconds` counts from the beginning, for files from that of the file.
    `seconds_left` is None while it is too early to estimate. `pace` is seconds for one of what is counted, None
    while it is not known. `waiting` is None while the work goes on. `remarks` are lines about it for the user,
    oldest first.
    """

    work: Work
    step: str
    done: float = 0
    total: float | None = None
    item: str = ""
    seconds: float = 0.0
    seconds_left: float | None = None
    pace: float | None = None
    steps: tuple[Step, ...] = ()
    paused: bool = False
    waiting: Wait | None = None
    remarks: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """What is done of the whole, 0 to 1; all of nothing, and 0 while the whole is not known."""
        if self.total is None:
            return 0.0
        return self.done / self.total if self.total else 1.0

    def as_note(self) -> dict[str, object]:
        """A work in one step as plain values, for a file that other processes read with `from_note`."""
        wait = self.waiting
        return {
            "step": self.step,
            "done": self.done,
            "total": self.total,
            "item": self.item,
            "seconds": self.seconds,
            "seconds_left": self.seconds_left,
            "waiting": wait and [wait.sentence, wait.until and wait.until.isoformat()],
            "remarks": self.remarks,
        }


def after(progress: Progress, since: float) -> Progress:
    """A work that reported nothing for so many seconds. Time left that is used up is unknown: nobody knows the end."""
    left = None if progress.seconds_left is None else progress.seconds_left - since
    return replace(
        progress, seconds=progress.seconds + since, seconds_left=left if left is None or left > 0 else None
    )


#: Hears how far a work is, in the thread that does it.
Listen = Callable[[Progress], None]


def from_note(work: Work, note: dict[str, object]) -> Progress:
    """The progress of a note: a file that anyone may have written.

    :raises ValueError: it is none of ours.
    """
    try:
        step, item = str(note["step"]), str(note["item"])
        done, total, seconds, left = (note[key] for key in ("done", "total", "seconds", "seconds_left"))
        waiting = None if note["waiting"] is None else _wait(note["waiting"])
        return Progress(
            work,
            step,
            _number(done),
            None if total is None else _number(total),
            item,
            _number(seconds),
            None if left is None else _number(left),
            waiting=waiting,
            remarks=tuple(map(str, _list(note["remarks"]))),
        )
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError("no note about a work") from error


def _wait(value: object) -> Wait:
    sentence, until = _list(value)
    moment = None if until is None else datetime.fromisoformat(str(until)).astimezone(UTC)
    return Wait(str(sentence), moment)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError
    return value
