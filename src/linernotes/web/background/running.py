"""Jobs: the sync, the build and the work with dumps as child processes, so that pages stay fast while they work.

A child is a session of its own: Ctrl-C in the app's terminal reaches the app, which ends its children itself,
gracefully, when it stops. A sync that was ended so goes on where it was when it is started again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import SecretStr

from linernotes.children import why_it_ended
from linernotes.errors import StoreError, SyncRunningError
from linernotes.insights.status.progress import Progress, SyncChild, read_progress
from linernotes.settings import Settings
from linernotes.storage.home.dump_activity import DUMP_LOCK
from linernotes.storage.home.locks import BuildLock, FileLock, SyncLock

log = logging.getLogger(__name__)

Job = Literal["sync", "build", "dump"]

JOBS: tuple[Job, ...] = ("sync", "build", "dump")

_NAMES: dict[Job, str] = {"sync": "A sync", "build": "A build", "dump": "Work with dumps"}

#: Seconds that a child has to end after SIGINT: documents in flight land, a build is put away.
PATIENCE = 10.0

#: Exit statuses that are no failure: done, and interrupted.
_FINE = (0, 130, -signal.SIGINT)

#: Settings that a child has no use for, and those that it shares with the app.
_KEPT_BACK = ("password",)
_PASSED_ON = ("home", "api_url", "www_url", "dump_url", "token", "consumer_key", "consumer_secret")


@dataclass(frozen=True, slots=True)
class Failure:
    """How the last child of one kind failed: its exit status, and the last thing it said.

    `run_id` is the newest sync when it ended, and `build_id` the published build. 0 and "" stand for none.
    """

    job: Job
    status: int
    said: str
    run_id: int = 0
    build_id: str = ""


def is_made_good(failure: Failure, seen: Progress) -> bool:
    """Return whether a newer sync or build is done, of this app or of another process. Pure.

    A failure of work with dumps stays until the user starts that work again.
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
        self._children: dict[Job, asyncio.subprocess.Process] = {}
        self._begun: dict[Job, datetime] = {}
        self._watchers: set[asyncio.Task[None]] = set()
        self._failures: dict[Job, Failure] = {}
        self._starting = asyncio.Lock()
        self._stopping: set[Job] = set()

    def has_child(self, job: Job) -> bool:
        """Whether a child of this app is at it."""
        return job in self._children

    def sync_child(self) -> SyncChild | None:
        """The child of this app that syncs now; None if there is none."""
        child = self._children.get("sync")
        return SyncChild(child.pid, self._begun["sync"]) if child is not None else None

    def is_running(self, job: Job) -> bool:
        """Whether anybody is at it: a child of ours, or a process that was started elsewhere."""
        home = self._settings.home
        locks = {"sync": SyncLock(home), "build": BuildLock(home), "dump": FileLock(home / DUMP_LOCK)}
        return self.has_child(job) or locks[job].is_held()

    def failures(self, seen: Progress) -> list[Failure]:
        """How the last children failed, as far as nothing newer has made it good."""
        failed = (self._failures[job] for job in JOBS if job in self._failures)
        return [one for one in failed if not is_made_good(one, seen)]

    async def start(self, job: Job, arguments: Sequence[str] = ()) -> None:
        """Start it, with what its command is to be given, and return at once.

        :raises SyncRunningError: it runs already, here or elsewhere.
        """
        async with self._starting:
            if self.is_running(job):
                raise SyncRunningError(
                    f"{_NAMES[job]} is running already. See how far it is on the progress page."
                )
            self._failures.pop(job, None)
            begun = datetime.now(UTC)
            child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",  # nothing is imported from where the user happens to be
                "-m",
                "linernotes",
                job,
                *arguments,
                env=self._environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
            self._begun[job], self._children[job] = begun, child
            watcher = asyncio.create_task(self._watch(job, child))
            self._watchers.add(watcher)
            watcher.add_done_callback(self._watchers.discard)

    async def stop(self, job: Job) -> None:
        """End our child gracefully and wait for it; what it has fetched stays. Nothing if there is none."""
        child = self._children.get(job)
        if child is None:
            return
        self._stopping.add(job)
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(signal.SIGINT) if sys.platform != "win32" else child.terminate()
        try:
            async with asyncio.timeout(PATIENCE):
                await child.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()

    async def close(self) -> None:
        """End all children: the app stops."""
        async with self._starting:
            await asyncio.gather(*(self.stop(job) for job in list(self._children)))
            if self._watchers:
                await asyncio.wait(self._watchers)

    async def _watch(self, job: Job, child: asyncio.subprocess.Process) -> None:
        said = await _last_words(child)
        status = await child.wait()
        stopped = job in self._stopping
        self._stopping.discard(job)
        if status not in _FINE and not stopped:
            why = why_it_ended(said, status)
            self._failures[job] = await asyncio.to_thread(self._failure, job, status, why)
            log.warning("%s ended with status %d: %s", job, status, why)
        # Last: a caller that sees the end of the child sees its failure, too.
        del self._children[job]

    def _failure(self, job: Job, status: int, why: str) -> Failure:
        """The failure of a child that has just ended. What cannot be read counts as not there."""
        seen = Progress()
        with contextlib.suppress(StoreError):
            seen = read_progress(self._settings.home)
        return Failure(job, status, why, seen.run.run_id if seen.run else 0, seen.build_id or "")

    def _environment(self) -> dict[str, str]:
        """What the child is to work with: the app's settings, wherever it had them from."""
        settings = self._settings
        given = {name: _text(getattr(settings, name)) for name in _PASSED_ON}
        kept_back = {f"LINERNOTES_{name.upper()}" for name in _KEPT_BACK}
        inherited = {name: value for name, value in os.environ.items() if name not in kept_back}
        return inherited | {f"LINERNOTES_{name.upper()}": value for name, value in given.items() if value}


async def _last_words(child: asyncio.subprocess.Process) -> str:
    """Read all that a child says and return the end of it; lines of any length."""
    assert child.stderr is not None
    tail: deque[bytes] = deque(maxlen=2)
    while chunk := await child.stderr.read(4096):
        tail.append(chunk)
    return b"".join(tail).decode(errors="replace")


def _text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return "" if value is None else str(value)
