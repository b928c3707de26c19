"""One run of the extraction: its account, its start, its progress and its end."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from linernotes.documents import DocumentKey, User, check_is_one_account, decode
from linernotes.errors import DiscogsError, DocumentError
from linernotes.etl.collection import ETLCollection
from linernotes.etl.crawl_frontier import read_document, read_shelf
from linernotes.etl.fetching import Fetching, utc_now
from linernotes.etl.planning.estimates import deferred, estimate_stages
from linernotes.etl.planning.plan import Plan, as_plan
from linernotes.etl.progress import STAGES, SyncWork
from linernotes.processes.progress import Listen, Progress, Step, Wait, Work, last_wait
from linernotes.settings import SyncOptions
from linernotes.source.api import DiscogsAPI
from linernotes.source.retries import Waiting
from linernotes.storage.landing import Estimate, Landing

if TYPE_CHECKING:  # it needs numpy, and few homes have a catalogue
    from linernotes.storage.catalogue.reader import CatalogueReader


class Pausing:
    """Whether the sync is to pause, read from landing at most twice a second."""

    def __init__(self, landing: Landing) -> None:
        self._landing = landing
        self._asked = 0.0
        self._paused = False

    def __call__(self) -> bool:
        if monotonic() - self._asked > 0.5:
            self._asked = monotonic()
            self._paused = self._landing.control() == "pause"
        return self._paused


class LongestWait:
    """What a sync waits for: of the requests that wait at once, the wait that ends last."""

    def __init__(self) -> None:
        self._wait: Wait | None = None
        self._is_for_all = False

    def begin(self, waiting: Waiting) -> Wait | None:
        """A request begins to wait. Returns what the sync waits for now."""
        now = utc_now()
        wait = waiting.from_now(now)
        if last_wait((wait, self._wait), now) is wait:
            self._wait, self._is_for_all = wait, waiting.is_refusal
        return self._wait

    def go_on(self, refused_for: float) -> Wait | None:
        """Another request came through. A 429 keeps the others waiting for `refused_for` seconds all the same."""
        if not (self._is_for_all and refused_for > 0):
            self._wait = None
        return self._wait


class Extraction:
    """Everything that one sync fetches by the steps of `collection`, landed. The home's SyncLock is the caller's.

    What is in the `catalogue` is taken from there before the API is asked for the rest.
    """

    def __init__(
        self,
        collection: ETLCollection,
        landing: Landing,
        api: DiscogsAPI,
        options: SyncOptions,
        listen: Listen,
        catalogue: CatalogueReader | None = None,
    ) -> None:
        self.collection = collection
        self.landing = landing
        self.api = api
        self._listen = listen
        self._run_id: int | None = None
        self._pausing = Pausing(landing)
        self._longest_wait = LongestWait()
        self._wait: Wait | None = None
        self._moved = next(iter(STAGES))
        api.hear_waits(self._begin_wait)
        self.progress = SyncWork(self._report)
        self.fetching = Fetching(
            landing=landing,
            shelf=read_shelf(landing),
            api=api,
            options=options,
            progress=self.progress,
            paused=self._pausing,
            stage_done=self._boundary,
            since_last_sync=since_last_sync(landing),
            catalogue=catalogue,
        )
        self._on_boundary: Callable[[str], Awaitable[None]] | None = None

    async def run(self, on_boundary: Callable[[str], Awaitable[None]]) -> None:
        """Fetch and land all that is missing; `on_boundary` is awaited after each stage."""
        self._on_boundary = on_boundary
        self._run_id = self.landing.start_run(os.getpid(), utc_now())
        self.landing.save_left_out(utc_now())  # what is damaged is fetched again
        try:
            await self.fetching.wait_while_paused("collection")
            await self.identify()
            await self.collection.extract(self.fetching)
        except BaseException as error:
            if isinstance(error, Exception):
                self._finish("failed", reason=" ".join(str(error).split()) or type(error).__name__)
            else:
                self._finish("interrupted")
            raise
        self._finish("done")

    async def identify(self) -> None:
        """Ask whose credentials these are and read the profile. Two requests.

        Where Discogs does not say, they are the home's account's, if its profile is the one that its owner sees. A
        profile that cannot be had is a problem: all that it adds is the currency and how much there is to expect.

        :raises AccountMismatchError: the home belongs to another account.
        :raises DocumentError: a new home is to be nobody's while identity and profile contradict each other.
        """
        account = self.landing.account()
        try:
            answer = await self.api.fetch(DocumentKey("identity"))
            identity = decode("identity", answer.body)
        except (DiscogsError, DocumentError) as error:
            if account is None:
                raise
            self.fetching.username = account.username
            user = await self._read_profile()
            if user is None or not user.curr_abbr:
                raise  # a currency is shown to the owner alone
            self.fetching.note_failure(DocumentKey("identity"), error)
        else:
            if account is not None:
                self.landing.claim_account(identity.id, identity.username)  # refused, or only a new name
            self.fetching.username = identity.username
            user = await self._read_profile()
            if account is None:
                check_is_one_account(identity, user)
                self.landing.claim_account(identity.id, identity.username)
            self.landing.save(answer)  # not before: it may be another account's
        estimate_stages(self.collection, self.fetching)

    async def _read_profile(self) -> User | None:
        """Read the profile; None where it cannot be had."""
        user: User | None = await self.collection.read_account_document(self.fetching, "user")
        landed = read_document(self.landing, "user")
        known = user or (landed[1] if landed else None)
        self.fetching.currency = known.curr_abbr or None if known else None
        return user

    async def plan(self) -> Plan:
        """What a sync would fetch now. Makes the two requests of `identify`."""
        await self.identify()
        pace = self.api.pace.seconds_per_request
        return as_plan(self.progress.stages, pace, deferred(self.collection, self.fetching))

    async def _boundary(self, stage: str) -> None:
        estimate_stages(self.collection, self.fetching)
        if self._on_boundary is not None:
            await self._on_boundary(stage)

    def _report(self, state: Step) -> None:
        if self._run_id is not None:
            self._wait = self._longest_wait.go_on(self.api.refused_for)
            self._note(self.progress.stages.values())
        self._moved = state.name
        self._listen(self._so_far())

    def _begin_wait(self, waiting: Waiting) -> None:
        if self._run_id is not None:
            self._wait = self._longest_wait.begin(waiting)
            self._note([])
            self._listen(self._so_far())

    def _note(self, stages: Iterable[Step]) -> None:
        """Note for every process how far the stages are that moved, and what the sync waits for."""
        assert self._run_id is not None
        self.landing.report(
            self._run_id, stages, estimate=self._estimate(), waiting=self._wait, now=utc_now()
        )

    def _so_far(self) -> Progress:
        steps, estimate = tuple(self.progress.stages.values()), self._estimate()
        asking = [step for step in steps if step.unit == "requests" and not step.skipped]
        return Progress(
            Work.SYNC,
            self._moved,
            done=sum(step.done for step in asking),
            total=sum(max(step.total or 0, step.done) for step in asking),
            seconds_left=estimate.seconds_left,
            pace=estimate.seconds_per_request,
            steps=steps,
            paused=self._pausing(),
            waiting=self._wait,
        )

    def _estimate(self) -> Estimate:
        pace = self.api.pace
        seconds_left = pace.seconds_for(self.progress.requests_left)
        return Estimate(pace.requests_made, seconds_left, pace.seconds_per_request)

    def _finish(self, status: str, *, reason: str | None = None) -> None:
        assert self._run_id is not None
        self.landing.finish_run(
            self._run_id,
            status,
            requests=self.api.pace.requests_made,
            documents=self.progress.documents,
            problems=self.progress.problems,
            now=utc_now(),
            reason=reason,
        )


def since_last_sync(landing: Landing) -> timedelta:
    """How long ago the last sync that went through ended; 0 if there was none, or a clock was ahead at its end."""
    ended = [run.finished_at for run in landing.runs() if run.status == "done" and run.finished_at]
    return max(utc_now() - ended[-1], timedelta(0)) if ended else timedelta(0)
