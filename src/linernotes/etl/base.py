"""The bare bones of any ETL step: which documents are missing, fetch, land, report, turn into rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar, Generic, TypeVar, cast

from linernotes.documents import DocumentKey, Fetched, decode
from linernotes.errors import (
    DiscogsError,
    DocumentError,
    MalformedResponseError,
    NotFoundError,
    RefusedError,
    UnreachableError,
)
from linernotes.etl.crawl_frontier import read_documents
from linernotes.etl.fetching import Fetching, utc_now
from linernotes.etl.loading import Loading
from linernotes.etl.planning.stale_documents import LandedDocuments, documents_to_fetch
from linernotes.etl.problems.unreadable_documents import keep_unreadable
from linernotes.etl.rows.model import Rows
from linernotes.storage.landing import HistoryRow, Landed, Landing, Version

#: The struct of the documents that a step is about.
About = TypeVar("About")


class DiscogsETL(ABC, Generic[About]):
    """One step of the flow. Subclasses say which `kind` of documents they are about and what rows these make.

    A step has no state but the steps that it is composed of. It extracts within a `Fetching`, which is one sync, and
    loads within a `Loading`, which is one build.
    """

    kind: ClassVar[str]

    # Which documents are missing

    def missing(self, fetching: Fetching, wanted: Sequence[int]) -> list[DocumentKey]:
        """The documents of this step to ask for, in order: unknown ones as wanted, then stale ones.

        What a dump has given is not among them: see `given_by_dumps`.
        """
        given = self.known_from_dumps(fetching.landing)
        return self._due(fetching, [id for id in wanted if id not in given])

    def given_by_dumps(self, fetching: Fetching, wanted: Sequence[int]) -> list[DocumentKey]:
        """The other documents of this step to ask for, in the same order: those that a dump has given.

        Only the API has all of their fields, so they are fetched when everything else is here.
        """
        given = self.known_from_dumps(fetching.landing)
        return self._due(fetching, [id for id in wanted if id in given])

    def known_from_dumps(self, landing: Landing) -> set[int]:
        """Ids of what dumps have given."""
        return landing.given(self.kind)

    def _due(self, fetching: Fetching, wanted: Sequence[int]) -> list[DocumentKey]:
        landing = fetching.landing
        known = LandedDocuments(
            landing.fetched_at(self.kind, source="api"),
            landing.gone(self.kind),
            landing.unreadable(self.kind, source="api"),
        )
        ids = documents_to_fetch(
            wanted,
            known,
            now=fetching.began_at,
            max_age=fetching.options.refresh_age(self.kind),
            since_last_sync=fetching.since_last_sync,
            present=utc_now(),
        )
        return [DocumentKey(self.kind, id) for id in ids]

    # Fetch and land

    async def fetch_stage(self, fetching: Fetching, stage: str, keys: Sequence[DocumentKey]) -> None:
        """Fetch and land all `keys`, and what follows from their documents, as a stage of the sync."""
        fetching.progress.begin(stage, len(keys))
        await self.fetch_more(fetching, stage, keys)
        fetching.progress.end(stage)
        await fetching.stage_done(stage)

    async def fetch_more(self, fetching: Fetching, stage: str, keys: Sequence[DocumentKey]) -> None:
        """Fetch and land these documents within a stage that has begun and goes on afterwards."""

        async def fetch(key: DocumentKey) -> Sequence[DocumentKey]:
            document = await self.fetch_one(fetching, key)
            fetching.progress.advance(stage, problem=document is None)
            return () if document is None else self.follow(fetching, key, document)

        await fetching.fetch_all(stage, keys, fetch)

    async def fetch_one(self, fetching: Fetching, key: DocumentKey) -> About | None:
        """Fetch and land one document; None where it does not come or cannot be read."""
        try:
            document = self.land(fetching, await fetching.api.fetch(key, username=fetching.username))
        except NotFoundError as error:
            self.note_not_found(fetching, key, error)
        except MalformedResponseError as error:
            keep_unreadable(fetching.landing, Fetched(key, error.body, utc_now()), error)
        except (DiscogsError, UnreachableError) as error:
            # One document less is a problem to count; all of them failing means that Discogs is down.
            fetching.note_failure(key, error)
            fetching.count_failure(error)
        else:
            fetching.failures_in_a_row = 0
            return document
        return None

    def note_not_found(self, fetching: Fetching, key: DocumentKey, error: NotFoundError) -> None:
        """Note that Discogs has no such document. By default it is gone, and is not asked for again for a while."""
        fetching.landing.save_gone(key, seen_at=utc_now(), status=error.status or 404)

    def land(self, fetching: Fetching, fetched: Fetched) -> About | None:
        """Decode and land one document; returns it, or None when it could not be read (its bytes are kept)."""
        try:
            decoded = decode(fetched.key.kind, fetched.body, expected_id=fetched.key.id)
        except DocumentError as error:
            keep_unreadable(fetching.landing, fetched, error)
            return None
        document = cast(About, decoded)  # the kind says which struct it is
        fetching.landing.save(fetched, history=self.history(fetching, document, fetched))
        self.note(fetching, fetched.key, document)
        return document

    def history(self, fetching: Fetching, document: About, fetched: Fetched) -> Iterable[HistoryRow]:
        """Rows of this document for the append-only history. By default none."""
        return ()

    def note(self, fetching: Fetching, key: DocumentKey, document: About) -> None:  # noqa: B027 most have nothing to note
        """Put on the shelf what a document that landed leads to. By default nothing."""

    def follow(self, fetching: Fetching, key: DocumentKey, document: About) -> Sequence[DocumentKey]:
        """The further documents to fetch at once, which a document that landed names. By default none."""
        return ()

    # Documents to rows

    @abstractmethod
    def rows(self, loading: Loading, document: About, landed: Landed) -> Rows:
        """The rows of one document. Changes nothing."""

    def load(self, loading: Loading, ids: Iterable[int]) -> None:
        """Turn the landed documents of these ids into rows of the build."""
        for landed, document in read_documents(loading.landing, self.kind, ids):
            loading.insert(self.rows_of(loading, document, landed), Version(landed.key, landed.source))

    def rows_of(self, loading: Loading, document: About, landed: Landed) -> Rows:
        """The rows of one document.

        :raises RefusedError: that names the document, if anything at all goes wrong.
        """
        try:
            return self.rows(loading, document, landed)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise RefusedError(reason, origin=Version(landed.key, landed.source)) from error
