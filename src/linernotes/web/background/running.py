"""Jobs: the sync, the build and the work with dumps as child processes, so that pages stay fast while they work.

A child is a session of its own: Ctrl-C in the app's terminal reaches the app, which ends its children itself,
gracefully, when it stops. A sync that was ended so goes on where it was when it is started again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from linernotes.discogs import Published, SyncSummary
from linernotes.errors import LinernotesError, MistakeError, StoreError, SyncRunningError
from linernotes.insights.status.progress import HomeProgress, SyncChild, read_progress
from linernotes.processes.child import Child
from linernotes.processes.interruption import INTERRUPTED
from linernotes.settings import Settings
from linernotes.storage.home.dump_activity import DUMP_LOCK
from linernotes.storage.home.layout import CATALOGUE_LOCK
from linernotes.storage.home.locks import BuildLock, FileLock, SyncLock

log = logging.getLogger(__name__)

#: What a page says of a mistake in linernotes, whose stack trace is in the log.
WHERE_TO_LOOK = "The output of linernotes serve shows where."

Job = Literal["sync", "build", "dump", "catalogue"]

JOBS: tuple[Job, ...] = ("sync", "build", "dump", "catalogue")

_NAMES: dict[Job, str] = {
    "sync": "A sync",
    "build": "A build",
    "dump": "Work with dumps",
    "catalogue": "Work on the catalogue",
}

#: Job -> the entry that does it.
_ENTRIES: dict[Job, str] = {
    "sync": "sync",
    "build": "build",
    "dump": "dump_work",
    "catalogue": "catalogue_work",
}

#: Seconds that a child has to end when it is interrupted: documents in flight land, a build is put away.
PATIENCE = 10.0

#: Exit statuses that are no failure: done, and interrupted.
_FINE = (0, INTERRUPTED, -signal.SIGINT, -signal.SIGTERM)


@dataclass(frozen=True, slots=True)
class FailedJob:
    """How the last child of one kind failed: its exit status, and the last thing it said.

    `run_id` is the newest sync when it ended, and `build_id` the published build. 0 and "" stand for none.
    """

    job: Job
    status: int
    said: str
    run_id: int = 0
    build_id: str = ""


def is_made_good(failure: FailedJob, seen: HomeProgress) -> bool:
    """Return whether a newer sync or build is done, of this app or of another process. Pure.

    A failure of work with dumps, or on the catalogue, stays until the user starts that work again.
    """
    # Ids ascend even where clocks do not: a build that is dated ahead would make every later failure good.
    newer_build = seen.build_id is not None and seen.build_id > failure.build_id
    run = seen.run
    if failure.job == "sync":
        return run is not None and run.status == "done" and (run.run_id > failure.run_id or newer_build)
    return failure.job == "build" and newer_build


class Jobs:
    """The children of one app. At most one of each job runs in a home, also beside other processes.

    To be used in the app's event loop.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._children: dict[Job, Child] = {}
        self._begun: dict[Job, datetime] = {}
        self._watchers: set[asyncio.Task[None]] = set()
        self._failures: dict[Job, FailedJob] = {}
        self._notes: dict[Job, str] = {}
        self._starting = asyncio.Lock()
        self._stopping: set[Job] = set()

    def has_child(self, job: Job) -> bool:
        """Whether a child of this app is at it."""
        return job in self._children

    def have_children(self) -> bool:
        """Whether a child of this app is at anything. From any thread."""
        return bool(self._children)

    def abandon(self) -> None:
        """End all children at once, and wait for none. From any thread."""
        for child in tuple(self._children.values()):
            child.kill()

    def sync_child(self) -> SyncChild | None:
        """The child of this app that syncs now; None if there is none."""
        child = self._children.get("sync")
        return SyncChild(child.pid, self._begun["sync"]) if child is not None else None

    def is_running(self, job: Job) -> bool:
        """Whether anybody is at it: a child of ours, or a process that was started elsewhere."""
        home = self._settings.home
        locks = {
            "sync": SyncLock(home),
            "build": BuildLock(home),
            "dump": FileLock(home / DUMP_LOCK),
            "catalogue": FileLock(home / CATALOGUE_LOCK),
        }
        return self.has_child(job) or locks[job].is_held()

    def failures(self, seen: HomeProgress) -> list[FailedJob]:
        """How the last children failed, as far as nothing newer has made it good."""
        failed = (self._failures[job] for job in JOBS if job in self._failures)
        return [one for one in failed if not is_made_good(one, seen)]

    def notes(self) -> list[str]:
        """What the user should know about the last work of each kind, though it went through."""
        return list(dict.fromkeys(self._notes.values()))

    async def start(self, job: Job, request: object = None) -> None:
        """Start it and return at once. `request` is what its entry takes; None: the app's settings.

        :raises SyncRunningError: it runs already, here or elsewhere.
        """
        async with self._starting:
            if self.is_running(job):
                raise SyncRunningError(
                    f"{_NAMES[job]} is running already. See how far it is on the progress page."
                )
            self._failures.pop(job, None)
            self._notes.pop(job, None)
            begun = datetime.now(UTC)
            child = self.begin(_ENTRIES[job], self._settings if request is None else request)
            self._begun[job], self._children[job] = begun, child
            watcher = asyncio.create_task(self._watch(job, child))
            self._watchers.add(watcher)
            watcher.add_done_callback(self._watchers.discard)

    def begin(self, entry: str, request: object) -> Child:
        """Start an entry in a process of its own."""
        return Child(entry, request)

    async def stop(self, job: Job) -> None:
        """End our child gracefully and wait for it; what it has fetched stays. Nothing if there is none."""
        child = self._children.get(job)
        if child is None:
            return
        self._stopping.add(job)
        child.interrupt()
        try:
            async with asyncio.timeout(PATIENCE):
                await child.ended()
        except TimeoutError:
            child.kill()
            await child.ended()

    async def close(self) -> None:
        """End all children: the app stops."""
        async with self._starting:
            await asyncio.gather(*(self.stop(job) for job in list(self._children)))
            if self._watchers:
                await asyncio.wait(self._watchers)

    async def _watch(self, job: Job, child: Child) -> None:
        await child.ended()
        stopped = job in self._stopping
        self._stopping.discard(job)
        if child.status not in _FINE and not stopped:
            why = _why(job, child)
            self._failures[job] = await asyncio.to_thread(self._failure, job, child.status, why)
            log.warning("%s ended with status %d: %s", job, child.status, why)
        elif child.status == 0 and (note := _note(child)) is not None:
            self._notes[job] = note
        # Last: a caller that sees the end of the child sees its failure and its note, too.
        del self._children[job]

    def _failure(self, job: Job, status: int, why: str) -> FailedJob:
        """The failure of a child that has just ended. What cannot be read counts as not there."""
        seen = HomeProgress()
        with contextlib.suppress(StoreError):
            seen = read_progress(self._settings.home)
        return FailedJob(job, status, why, seen.run.run_id if seen.run else 0, seen.build_id or "")


def _note(child: Child) -> str | None:
    """Why `collection.duckdb` shows an older build than the one that this child published; None if it does not."""
    try:
        answer = child.result(object)
    except LinernotesError:  # it was ended before it could answer
        return None
    published = answer.published if isinstance(answer, SyncSummary) else answer
    return published.note if isinstance(published, Published) else None


def _why(job: Job, child: Child) -> str:
    """The line of the error that ended it. The log gets the stack trace of a mistake."""
    try:
        child.result(object)
    except MistakeError as error:
        log.error("a mistake in linernotes, in a child process: %s\n%s", job, error.trace)
        return f"{error} {WHERE_TO_LOOK}"
    except LinernotesError as error:
        return str(error)
    return ""
