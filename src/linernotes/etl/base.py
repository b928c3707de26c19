"""The bare bones of any ETL step: which documents are missing, fetch, land, report, turn into rows."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Generic, TypeVar, cast

from linernotes.documents import DocumentKey, Fetched, decode
from linernotes.errors import (
    DiscogsError,
    DocumentError,
    LinernotesError,
    MalformedResponseError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
    ServerError,
    UnreachableError,
)
from linernotes.etl.crawl_frontier import Shelf, read_documents
from linernotes.etl.progress import SyncWork
from linernotes.etl.rows.model import Rows
from linernotes.etl.stale_documents import Known, documents_to_fetch
from linernotes.settings import SyncOptions
from linernotes.source.api import DiscogsAPI
from linernotes.storage.duckdb.database import DBStorage
from linernotes.storage.landing import HistoryRow, Landed, Landing, Version

log = logging.getLogger(__name__)

#: Requests in flight. Enough that even 1.5 s of latency leaves no slot of Discogs' window unused.
IN_FLIGHT = 16

#: So many documents in a row that Discogs did not give: it is down, not they are broken.
FAILURES_IN_A_ROW = 20


def utc_now() -> datetime:
    """The present, UTC."""
    return datetime.now(UTC)


@dataclass
class Fetching:
    """State that the steps of one sync share: the API, the account, the options and the progress.

    `paused` is asked often and must be cheap. `stage_done` is awaited with a stage's name at each boundary.
    `since_last_sync` spreads the refreshing of old documents; what landed after `began_at` is not old.
    """

    api: DiscogsAPI
    username: str
    options: SyncOptions
    progress: SyncWork
    paused: Callable[[], bool]
    stage_done: Callable[[str], Awaitable[None]]
    since_last_sync: timedelta = timedelta(0)
    began_at: datetime = field(default_factory=utc_now)
    currency: str | None = None
    failures_in_a_row: int = field(default=0, init=False)

    def count_failure(self, error: LinernotesError) -> None:
        """Raise the error if so many came before it that Discogs must be down."""
        if isinstance(error, RateLimitedError | ServerError | UnreachableError):
            self.failures_in_a_row += 1
            if self.failures_in_a_row >= FAILURES_IN_A_ROW:
                raise error

    async def wait_while_paused(self, stage: str) -> None:
        """Hold here as long as somebody, in whatever process, has set the sync to pause."""
        if not self.paused():
            return
        self.progress.tell_again(stage)
        while self.paused():
            await asyncio.sleep(0.3)
        self.progress.tell_again(stage)


def note_failure(landing: Landing, key: DocumentKey, error: LinernotesError) -> None:
    """Note a document that did not come as a problem, and in the log. The next sync asks again."""
    landing.save_failed(key, seen_at=utc_now(), reason=str(error))
    log.warning(
        "document not fetched",
        extra={"kind": key.kind, "id": key.id, "page": key.page, "reason": str(error)},
    )


#: The struct of the documents that a step is about.
About = TypeVar("About")

Follow = Callable[[DocumentKey, About], Iterable[DocumentKey]]


class DiscogsETL(ABC, Generic[About]):
    """One step of the flow. Subclasses say which `kind` of documents they are about and what rows these make.

    Extraction needs `fetching`, loading needs `storage`; each half works without the other.
    """

    kind: ClassVar[str]

    def __init__(
        self,
        landing: Landing,
        shelf: Shelf,
        *,
        fetching: Fetching | None = None,
        storage: DBStorage | None = None,
    ) -> None:
        self.landing = landing
        self.shelf = shelf
        self._fetching = fetching
        self._storage = storage

    @property
    def fetching(self) -> Fetching:
        """The state that extraction needs."""
        assert self._fetching is not None, "this step was made for loading, not for extraction"
        return self._fetching

    @property
    def storage(self) -> DBStorage:
        """The build that rows go into."""
        assert self._storage is not None, "this step was made for extraction, not for loading"
        return self._storage

    # Which documents are missing

    def missing(self, wanted: Sequence[int]) -> list[DocumentKey]:
        """The documents of this step to ask for, in order: unknown ones as wanted, then stale ones.

        What a dump has given is not among them: see `given_by_dumps`.
        """
        given = self.known_from_dumps()
        return self._due([id for id in wanted if id not in given])

    def given_by_dumps(self, wanted: Sequence[int]) -> list[DocumentKey]:
        """The other documents of this step to ask for, in the same order: those that a dump has given.

        Only the API has all of their fields, so they are fetched when everything else is here.
        """
        given = self.known_from_dumps()
        return self._due([id for id in wanted if id in given])

    def known_from_dumps(self) -> set[int]:
        """Ids of what dumps have given."""
        return self.landing.given(self.kind)

    def _due(self, wanted: Sequence[int]) -> list[DocumentKey]:
        options = self.fetching.options
        known = Known(
            self.landing.fetched_at(self.kind, source="api"),
            self.landing.gone(self.kind),
            self.landing.unreadable(self.kind, source="api"),
        )
        ids = documents_to_fetch(
            wanted,
            known,
            now=self.fetching.began_at,
            max_age=options.refresh_age(self.kind),
            since_last_sync=self.fetching.since_last_sync,
            present=utc_now(),
        )
        return [DocumentKey(self.kind, id) for id in ids]

    # Fetch and land

    async def fetch_stage(
        self, stage: str, keys: Sequence[DocumentKey], *, follow: Follow[About] | None = None
    ) -> None:
        """Fetch and land all `keys`, several at a time; `follow` may name more for each document that landed."""
        self.fetching.progress.begin(stage, len(keys))
        await self.fetch_more(stage, keys, follow=follow)
        self.fetching.progress.end(stage)
        await self.fetching.stage_done(stage)

    async def fetch_more(
        self, stage: str, keys: Sequence[DocumentKey], *, follow: Follow[About] | None = None
    ) -> None:
        """Fetch and land these documents within a stage that has begun and goes on afterwards."""
        await self._fetch_all(stage, deque(keys), follow)

    async def _fetch_all(self, stage: str, queue: deque[DocumentKey], follow: Follow[About] | None) -> None:
        running: dict[asyncio.Task[About | None], DocumentKey] = {}
        try:
            while queue or running:
                await self.fetching.wait_while_paused(stage)
                while queue and len(running) < IN_FLIGHT:
                    key = queue.popleft()
                    running[asyncio.create_task(self._fetch_one(stage, key))] = key
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    key, document = running.pop(task), task.result()
                    more = list(follow(key, document)) if follow and document is not None else []
                    self.fetching.progress.grow(stage, len(more))
                    # The pages of one artist before the next artist, so that a stop leaves few half read.
                    queue.extendleft(reversed(more))
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _fetch_one(self, stage: str, key: DocumentKey) -> About | None:
        document = None
        try:
            document = self.land(await self.fetching.api.fetch(key, username=self.fetching.username))
            self.fetching.failures_in_a_row = 0
        except NotFoundError as error:
            self.landing.save_gone(key, seen_at=utc_now(), status=error.status or 404)
        except MalformedResponseError as error:
            self.land_unreadable(Fetched(key, error.body, utc_now()), reason=str(error), location=None)
        except (DiscogsError, UnreachableError) as error:
            self._note_failure(key, error)
        self.fetching.progress.advance(stage, problem=document is None)
        return document

    def _note_failure(self, key: DocumentKey, error: DiscogsError | UnreachableError) -> None:
        """One document less is a problem to count; all of them failing means that Discogs is down."""
        note_failure(self.landing, key, error)
        self.fetching.count_failure(error)

    def land(self, fetched: Fetched) -> About | None:
        """Decode and land one document; returns it, or None when it could not be read (its bytes are kept)."""
        try:
            decoded = decode(fetched.key.kind, fetched.body, expected_id=fetched.key.id)
        except DocumentError as error:
            self.land_unreadable(fetched, reason=str(error), location=error.location)
            return None
        document = cast(About, decoded)  # the kind says which struct it is
        self.landing.save(fetched, history=self.history(document, fetched))
        self.note(fetched.key, document)
        return document

    def land_unreadable(self, fetched: Fetched, *, reason: str, location: str | None) -> None:
        """Keep the bytes of a document that cannot be read, with the reason."""
        self.landing.save_unreadable(
            fetched.key,
            source="api",
            seen_at=fetched.fetched_at,
            reason=reason,
            location=location,
            body=fetched.body,
        )

    def history(self, document: About, fetched: Fetched) -> Iterable[HistoryRow]:
        """Rows of this document for the append-only history. By default none."""
        return ()

    def note(self, key: DocumentKey, document: About) -> None:  # noqa: B027 most steps have nothing to note
        """Tell the shelf of a document that landed. By default nothing."""

    # Documents to rows

    @abstractmethod
    def rows(self, document: About, landed: Landed) -> Rows:
        """The rows of one document. Pure."""

    def load(self, ids: Iterable[int]) -> None:
        """Turn the landed documents of these ids into rows of the build."""
        for landed, document in read_documents(self.landing, self.kind, ids):
            self.insert(self.rows_of(document, landed), Version(landed.key, landed.source))

    def rows_of(self, document: About, landed: Landed) -> Rows:
        """The rows of one document.

        :raises RefusedError: that names the document, if anything at all goes wrong.
        """
        try:
            return self.rows(document, landed)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise RefusedError(reason, origin=Version(landed.key, landed.source)) from error

    def insert(self, rows: Rows, origin: Version | None = None) -> None:
        """Put the rows of one document, its `origin`, into the build, which gathers them into large batches."""
        for table, more in rows.items():
            self.storage.insert(table, more, origin)
