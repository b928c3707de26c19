"""Fetching: what all steps of one sync share, and the loop that keeps several requests in flight."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from linernotes.documents import DocumentKey
from linernotes.errors import LinernotesError, RateLimitedError, ServerError, UnreachableError
from linernotes.etl.crawl_frontier import Shelf
from linernotes.etl.progress import SyncWork
from linernotes.settings import SyncOptions
from linernotes.source.api import DiscogsAPI
from linernotes.storage.landing import Landing

if TYPE_CHECKING:  # it needs numpy, and few homes have a catalogue
    from linernotes.storage.catalogue.reader import CatalogueReader

log = logging.getLogger(__name__)

#: Requests in flight. Enough that even 1.5 s of latency leaves no slot of Discogs' window unused.
IN_FLIGHT = 16

#: So many documents in a row that Discogs did not give: it is down, not they are broken.
FAILURES_IN_A_ROW = 20

#: Fetches one document, and returns the keys of the further ones that it names.
FetchOne = Callable[[DocumentKey], Coroutine[object, object, Sequence[DocumentKey]]]


def utc_now() -> datetime:
    """The present, UTC."""
    return datetime.now(UTC)


@dataclass
class Fetching:
    """One sync, as its steps share it: landing, the shelf so far, the API, the account, the options, the progress.

    `paused` is asked often and must be cheap. `stage_done` is awaited with a stage's name at each boundary.
    `since_last_sync` spreads the refreshing of old documents; what landed after `began_at` is not old.
    `username` and `currency` are the account's, once its identity and its profile are known. `catalogue` is the month
    in use, None without one.
    """

    landing: Landing
    shelf: Shelf
    api: DiscogsAPI
    options: SyncOptions
    progress: SyncWork
    paused: Callable[[], bool]
    stage_done: Callable[[str], Awaitable[None]]
    since_last_sync: timedelta = timedelta(0)
    began_at: datetime = field(default_factory=utc_now)
    username: str = ""
    currency: str | None = None
    catalogue: CatalogueReader | None = None
    failures_in_a_row: int = field(default=0, init=False)

    def count_failure(self, error: LinernotesError) -> None:
        """Raise the error if so many came before it that Discogs must be down."""
        if isinstance(error, RateLimitedError | ServerError | UnreachableError):
            self.failures_in_a_row += 1
            if self.failures_in_a_row >= FAILURES_IN_A_ROW:
                raise error

    def note_failure(self, key: DocumentKey, error: LinernotesError) -> None:
        """Note a document that did not come as a problem, and in the log. The next sync asks again."""
        self.landing.save_failed(key, seen_at=utc_now(), reason=str(error))
        log.warning(
            "document not fetched",
            extra={"kind": key.kind, "id": key.id, "page": key.page, "reason": str(error)},
        )

    async def wait_while_paused(self, stage: str) -> None:
        """Hold here as long as somebody, in whatever process, has set the sync to pause."""
        if not self.paused():
            return
        self.progress.report_again(stage)
        while self.paused():
            await asyncio.sleep(0.3)
        self.progress.report_again(stage)

    async def fetch_all(self, stage: str, keys: Iterable[DocumentKey], fetch: FetchOne) -> None:
        """Fetch all of these documents and those that they name, several at a time."""
        queue = deque(keys)
        running: set[asyncio.Task[Sequence[DocumentKey]]] = set()
        try:
            while queue or running:
                await self.wait_while_paused(stage)
                while queue and len(running) < IN_FLIGHT:
                    running.add(asyncio.create_task(fetch(queue.popleft())))
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    running.remove(task)
                    more = task.result()
                    self.progress.grow(stage, len(more))
                    # The pages of one artist before the next artist, so that a stop leaves few half read.
                    queue.extendleft(reversed(more))
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
