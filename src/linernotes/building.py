"""Build: landing -> tables -> derived -> published, in this process or in a child of it."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from linernotes.errors import BuildError, LandingError, ProcessError
from linernotes.etl.collection import ETLCollection
from linernotes.etl.crawl_frontier import read_shelf
from linernotes.etl.history import load_provenance
from linernotes.etl.loading import Loading
from linernotes.etl.problems.refusals import build_without_refused
from linernotes.processes.child import Child
from linernotes.processes.garbage import rare_garbage_collection
from linernotes.processes.progress import Listen, Progress, Wait, Work
from linernotes.settings import Settings
from linernotes.storage.builds.build_activity import STEPS, BuildWork
from linernotes.storage.builds.publish import Build, current_build, new_build, publish
from linernotes.storage.builds.search import search_built_beside
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.home.locks import BuildLock, Holder
from linernotes.storage.landing import Landing

if TYPE_CHECKING:  # with rustworkx and numpy it takes longer to import than most commands take
    from linernotes.derive import DiscogsDerive

#: Seconds between two builds of one sync that `start_if_due` begins. The first of a home is due at once.
BUILD_EVERY = 60.0
#: Documents from which on a build is worth a second thread.
SMALL = 2_000


@dataclass(frozen=True, slots=True)
class Published:
    """A build that is current now. `copied` is False if collection.duckdb was not replaced; `note` says why."""

    build_id: str
    seconds: float
    bytes: int
    copied: bool = True
    note: str | None = None


def require_documents(home: Path) -> None:
    """Look whether there is anything to build from. No home is made for that.

    :raises LandingError: if nothing has landed yet.
    """
    if not (home / LANDING_DB).exists():
        raise LandingError(f"nothing has landed in {home} yet. Run: linernotes sync")


def build(home: Path, collection: ETLCollection, derivation: DiscogsDerive, listen: Listen) -> Published:
    """Load what has landed, derive, and publish. Waits while another process builds.

    `listen` gets how far it is, step by step, and whether it waits for another build.

    :raises BuildError: if it fails; the previous build stays in use.
    """
    began = monotonic()
    with (
        rare_garbage_collection(),
        BuildLock(home, on_wait=lambda holder: listen(_waiting_for(holder))),
        BuildWork(home, listen) as work,
        Landing.open(home / LANDING_DB) as landing,
    ):
        draft: Build | None = None

        def attempt() -> None:
            nonlocal draft
            before = current_build(home)
            draft = new_build(home)
            work.begin("collection")
            with draft, DBStorage.create(draft.path, threads=_threads(landing)) as storage:
                shelf = read_shelf(landing, discographies=False)
                loading = Loading(landing, shelf, storage, derivation.borrow, derivation.counts_borrowed)
                collection.load_all(loading, work.begin)
                # Derivation leaves a core idle for long, and all texts that are searched as they are.
                with search_built_beside(storage, draft.search_path):
                    cuts = derivation.derive(storage, work.begin, None if before is None else before.path)
                    load_provenance(
                        landing, storage, build_id=draft.build_id, built_at=datetime.now(UTC), cuts=cuts
                    )
                    work.begin("publishing")

        with landing.snapshot():
            landing.pass_over_refused()
            build_without_refused(attempt, landing)
        assert draft is not None, "an attempt that succeeds has made a draft"
        result = publish(draft)
        landing.save_left_out(datetime.now(UTC))
    return Published(draft.build_id, round(monotonic() - began, 3), result.bytes, result.copied, result.note)


def _threads(landing: Landing) -> int | None:
    """How many threads fill a build. Of few documents one: two would wait for each other, at a tenth of the cost."""
    return 1 if sum(count.documents for count in landing.counts().values()) < SMALL else None


def _waiting_for(holder: Holder) -> Progress:
    """The progress of a build that waits for the one of another process."""
    wait = Wait(f"{holder.who} is building: this build begins when it is done", None)
    return Progress(Work.BUILD, next(iter(STEPS)), waiting=wait)


class BuildProcess:
    """Builds in a child process, so that the sync or page that waits for it stays fast."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._running: asyncio.Task[Published] | None = None
        self._last = monotonic()
        self._listen: Listen = lambda progress: None

    @property
    def is_running(self) -> bool:
        """Whether a build that `start_if_due` began goes on."""
        return self._running is not None and not self._running.done()

    def start_if_due(self) -> None:
        """Begin a build and go on, if nothing is published yet or the last build was a while ago.

        A failure shows in the next build that is awaited.
        """
        is_first = self._running is None and current_build(self._settings.home) is None
        since = math.inf if is_first else monotonic() - self._last
        if not self.is_running and since > BUILD_EVERY:
            self._running = asyncio.create_task(self._run())

    async def build(self, listen: Listen = lambda progress: None) -> Published:
        """Build now, after the one that may be running. `listen` gets each step of both."""
        self._listen = listen
        await self.settle()
        return await self._run()

    async def settle(self) -> None:
        """Wait for the build that is running, also if it fails."""
        if self._running is not None:
            await asyncio.wait([self._running])
            if not self._running.cancelled():
                self._running.exception()  # seen: the build that follows will say the same

    async def stop(self) -> None:
        """End the build that is running; the one before stays in use."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])

    async def _run(self) -> Published:
        loop = asyncio.get_running_loop()

        def pass_on(progress: Progress) -> None:
            loop.call_soon_threadsafe(self._hear, progress)

        child = Child("build", self._settings, pass_on)
        try:
            await child.ended()
        except asyncio.CancelledError:
            child.interrupt()
            await child.ended()
            raise
        finally:
            self._last = monotonic()
        try:
            return child.result(Published)
        except ProcessError as error:
            raise BuildError(str(error)) from error

    def _hear(self, progress: Progress) -> None:
        self._listen(progress)
