"""Landing: every document as Discogs sent it, and what happened to the collection, in `landing.db`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from linernotes.documents import DocumentKey, Fetched
from linernotes.errors import AccountMismatchError, LandingError
from linernotes.processes.progress import Step, Wait
from linernotes.storage.home.locks import SyncLock, is_process_alive
from linernotes.storage.landing import documents, dumps, history, problems, runs
from linernotes.storage.landing.bodies import Bodies
from linernotes.storage.landing.left_out import LeftOut, Version, is_refusal
from linernotes.storage.landing.problems import API
from linernotes.storage.landing.records import (
    Account,
    CollectionChange,
    CollectionValue,
    Counts,
    Estimate,
    HistoryRow,
    Landed,
    MasterStats,
    Problem,
    ReleaseStats,
    RunState,
)
from linernotes.storage.landing.runs import Command
from linernotes.storage.sqlite.file import SQLiteFile
from linernotes.storage.sqlite.migrations import Layout, read_migrations

LAYOUT = Layout(
    application_id=0x4C4E4C44,  # "LNLD"
    migrations=read_migrations(Path(__file__).parent / "migrations"),
    error=LandingError,
    remedy="move it away and restore a backup of it, or sync again; nothing was deleted",
)


class Landing:
    """One connection to a `landing.db`, for one thread; any number of processes may have it open.

    Each method that saves is one transaction: when it returns, a killed process loses nothing of it.
    Every method raises `LandingError` if the file is damaged, locked for long or not permitted. Those that save
    raise `DiskFullError` if there is no room. Then nothing of theirs was stored.
    """

    def __init__(self, file: SQLiteFile) -> None:
        self._file = file
        self._bodies = Bodies()
        #: Documents that reading passes over.
        self.left_out = LeftOut()

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open `landing.db`; make it if it is absent (an error with `read_only`); upgrade it if it is older.

        :raises HomeVersionError: if a newer linernotes made it.
        """
        return cls(SQLiteFile.open(path, LAYOUT, read_only=read_only))

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._file.path

    def close(self) -> None:
        """Close the connection. A second call does nothing."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads inside see one state, whatever other processes save meanwhile. Save nothing inside."""
        with self._file.snapshot():
            yield

    # Saving documents

    def save(self, fetched: Fetched, *, source: str = API, history: Iterable[HistoryRow] = ()) -> None:
        """Store a document in the place of the one with the same key and source, and append history rows.

        What was wrong with the same key is settled: all of it by a document of the API, else only that the
        same source's was unreadable.
        """
        self.save_many([fetched], source=source, history=history)

    def save_many(
        self, batch: Iterable[Fetched], *, source: str = API, history: Iterable[HistoryRow] = ()
    ) -> None:
        """The same for several documents in one transaction."""
        self._save(list(batch), source, list(history), [])

    def save_listing(
        self,
        kind: str,
        pages: Sequence[Fetched],
        *,
        unread: Collection[int] = (),
        changes: Iterable[CollectionChange] = (),
        history: Iterable[HistoryRow] = (),
    ) -> None:
        """Put these pages in the place of all pages of a listing (`collection`, `wants`) from the API.

        `unread` are numbers of pages that came and could not be read: what is stored of those stays.
        :raises ValueError: a page is of another kind.
        """
        if strange := [page.key for page in pages if page.key.kind != kind]:
            raise ValueError(f"not a page of {kind}: {strange[0]}")
        self._save(list(pages), API, list(history), list(changes), instead_of=(kind, unread))

    def _save(
        self,
        batch: list[Fetched],
        source: str,
        rows: list[HistoryRow],
        changes: list[CollectionChange],
        *,
        instead_of: tuple[str, Collection[int]] | None = None,
    ) -> None:
        with self._file.reading() as db:  # compressed before the transaction, so that it is short
            packed = [self._bodies.pack(db, fetched.key.kind, fetched.body) for fetched in batch]
        with self._file.writing() as db:
            if instead_of is not None:
                documents.drop_kind(db, *instead_of)
            for fetched, body in zip(batch, packed, strict=True):
                documents.put(db, fetched.key, source, fetched.fetched_at, body)
            history.append(db, rows)
            history.append(db, changes)
        self._learn(batch)

    def _learn(self, saved: list[Fetched]) -> None:
        """Train a dictionary for the kinds of which there are enough documents now."""
        kinds = [fetched.key.kind for fetched in saved]
        for kind in dict.fromkeys(kinds):
            if self._bodies.should_train(kind, kinds.count(kind)):
                with self._file.writing() as db:
                    self._bodies.train(db, kind)
                with self._file.reading() as db:
                    self._bodies.load(db, kind)

    def save_gone(self, key: DocumentKey, *, seen_at: datetime, status: int = 404) -> None:
        """Note that Discogs has no such document (any more). What was stored of it stays."""
        with self._file.writing() as db:
            problems.put_gone(db, key, seen_at, status)

    def save_unreadable(
        self,
        key: DocumentKey,
        *,
        source: str = API,
        seen_at: datetime,
        reason: str,
        location: str | None = None,
        body: bytes,
    ) -> None:
        """Keep the bytes of a document that came but cannot be read. What was stored of it earlier stays."""
        with self._file.writing() as db:
            problem = Problem(key.kind, key.id, seen_at, reason, location)
            problems.put_unreadable(db, problem, key.page, source, self._bodies.pack_plain(body))

    def save_failed(self, key: DocumentKey, *, seen_at: datetime, reason: str) -> None:
        """Note that a document did not come, retries included: the next sync asks again."""
        with self._file.writing() as db:
            problems.put_failed(db, key, seen_at, reason)

    def drop_pages(self, kind: str, id: int, after: int) -> None:
        """Delete the API's pages of a list beyond page `after`: the list became shorter."""
        with self._file.writing() as db:
            documents.drop_pages(db, kind, id, after)

    # Reading documents

    def fetched_at(self, kind: str, *, source: str | None = None) -> dict[int, datetime]:
        """id -> when its first page was fetched last, from `source` or from any."""
        with self._file.reading() as db:
            return documents.fetched_at(db, kind, source)

    def pages(self, kind: str) -> dict[int, dict[int, datetime]]:
        """id -> page -> when it was fetched last."""
        with self._file.reading() as db:
            return documents.pages(db, kind)

    def page_counts(self, kind: str) -> dict[int, int]:
        """id -> how many pages there are, as its newest first page says."""
        with self._file.reading() as db:
            return documents.page_counts(db, self._bodies, kind, self.left_out)

    def gone(self, kind: str) -> dict[int, datetime]:
        """id -> when Discogs said last that it does not exist."""
        with self._file.reading() as db:
            return problems.gone(db, kind)

    def unreadable(self, kind: str, *, source: str | None = None) -> dict[int, datetime]:
        """id -> when it came last, from `source` or from any, in a form that could not be read."""
        with self._file.reading() as db:
            return problems.unreadable(db, kind, source)

    def document(self, key: DocumentKey, source: str | None = None) -> Landed | None:
        """One document, of `source` or the newest of any; None if it never came."""
        with self._file.reading() as db:
            return documents.document(db, self._bodies, key, source, self.left_out)

    def unreadable_body(self, key: DocumentKey, source: str = API) -> bytes | None:
        """The bytes of a document that could not be read; None if there is no such problem (any more)."""
        with self._file.reading() as db:
            return problems.unreadable_body(db, self._bodies, key, source)

    def documents(
        self, kind: str, *, ids: Iterable[int] | None = None, newest: bool = True
    ) -> Iterator[Landed]:
        """The documents of a kind (of some ids), one at a time, by id and page.

        Of several sources the newest, the API's in a tie; all of them, by source, if not `newest`.
        """
        with self._file.reading() as db:
            yield from documents.documents(db, self._bodies, kind, ids, newest, self.left_out)

    def versions(self) -> list[Version]:
        """Every document of every source, unread, by kind, id, page."""
        with self._file.reading() as db:
            return documents.versions(db)

    def pass_over_refused(self) -> None:
        """Read from now on without the documents that builds have set aside before."""
        with self._file.reading() as db:
            noted = problems.unreadable_versions(db)
        self.left_out.refused |= {version: why for version, why in noted.items() if is_refusal(why)}

    def save_left_out(self, now: datetime) -> None:
        """Note what could not be read for damage, and what a build has set aside, as problems.

        A damaged document is deleted, so that the next sync fetches it. One that was set aside stays.
        """
        with self._file.reading() as db:
            noted = problems.unreadable_versions(db)
        refused = {version: why for version, why in self.left_out.refused.items() if version not in noted}
        if refused or self.left_out.damaged:
            with self._file.writing() as db:
                problems.put_left_out(db, self.left_out.damaged, refused, self._bodies.pack_plain(b""), now)
            self.left_out.damaged.clear()

    def counts(self) -> Counts:
        """(kind, source) -> number of documents and their bytes."""
        with self._file.reading() as db:
            return documents.counts(db)

    def problems(self) -> Iterator[Problem]:
        """Every document that is gone, unreadable or did not come, always in the same order: kind, id."""
        with self._file.reading() as db:
            yield from problems.problems(db)

    # Dumps

    def save_searched(self, source: str, kind: str, what: str, found: Mapping[int, int]) -> None:
        """Note what was looked for in a whole dump: id -> how many elements there were, 0 where it lacks it.

        `what` is 'document', or 'discography' where the id is an artist's whose masters or releases were sought. Of
        the kind `pressing` the id is that of a master whose other releases were sought.
        """
        with self._file.writing() as db:
            dumps.put_searched(db, source, kind, what, found)

    def searched(self, kind: str, what: str = "document", *, source: str | None = None) -> dict[int, int]:
        """id -> how many elements the dump (or, without a `source`, the richest) had of what was looked for."""
        with self._file.reading() as db:
            return dumps.searched(db, kind, what, source)

    def searched_as_of(self, what: str) -> datetime | None:
        """The day, midnight UTC, of the newest dump in which such things were looked for; None before the first."""
        with self._file.reading() as db:
            return dumps.searched_as_of(db, what)

    def given(self, kind: str) -> set[int]:
        """Ids of the documents of a kind that a dump gave, whether the API did too or not."""
        with self._file.reading() as db:
            return dumps.given(db, kind)

    # History

    def collection_values(self) -> Iterator[CollectionValue]:
        """What the collection was worth, oldest first."""
        with self._file.reading() as db:
            yield from history.collection_values(db)

    def release_stats(self) -> Iterator[ReleaseStats]:
        """Statistics of releases, by release, oldest first."""
        with self._file.reading() as db:
            yield from history.release_stats(db)

    def master_stats(self) -> Iterator[MasterStats]:
        """Statistics of masters, by master, oldest first."""
        with self._file.reading() as db:
            yield from history.master_stats(db)

    def collection_changes(self) -> Iterator[CollectionChange]:
        """What changed on the shelf, oldest first."""
        with self._file.reading() as db:
            yield from history.collection_changes(db)

    # The owner of the data

    def account(self) -> Account | None:
        """The Discogs account that the data belongs to; None before the first sync."""
        with self._file.reading() as db:
            return runs.account(db)

    def claim_account(self, user_id: int, username: str) -> None:
        """Say whose data this is; a new name of the same account is noted.

        :raises AccountMismatchError: if it is another account's.
        """
        with self._file.writing() as db:
            owner = runs.account(db)
            if owner is not None and owner.user_id != user_id:
                raise AccountMismatchError(
                    f"{self.path.parent} holds the collection of {owner.username} (account {owner.user_id}), "
                    f"not of {username} ({user_id}): set LINERNOTES_HOME to another folder, or empty this "
                    "one with `linernotes reset`"
                )
            runs.save_account(db, user_id, username)

    # Runs

    def start_run(self, pid: int, now: datetime) -> int:
        """Begin a run and return its number. Needs the home's `SyncLock`: a run left open was interrupted."""
        with self._file.writing() as db:
            return runs.start(db, pid, now)

    def report(
        self,
        run_id: int,
        stages: Iterable[Step],
        *,
        estimate: Estimate | None = None,
        waiting: Wait | None = None,
        now: datetime,
    ) -> None:
        """Say for every process how far a run is, and what it waits for (None: it goes on)."""
        with self._file.writing() as db:
            runs.report(db, run_id, stages, estimate, waiting, now)

    def finish_run(
        self,
        run_id: int,
        status: str,
        *,
        requests: int,
        documents: int,
        problems: int,
        now: datetime,
        reason: str | None = None,
    ) -> None:
        """End a run: `status` is done, failed (with a `reason`), interrupted, or whatever else describes it."""
        with self._file.writing() as db:
            runs.finish(db, run_id, status, reason, (requests, documents, problems), now)

    def run_state(self) -> RunState | None:
        """The run that began last, with its stages; `interrupted` if its process died without a word."""
        with self._file.reading() as db:
            return runs.latest(db, self._is_syncing)

    def runs(self) -> Iterator[RunState]:
        """Every run, oldest first."""
        with self._file.reading() as db:
            yield from runs.runs(db, self._is_syncing)

    def _is_syncing(self, pid: int) -> bool:
        """A number may belong to another process by now: where there is a lock, it must be held as well."""
        lock = SyncLock(self.path.parent)
        return is_process_alive(pid) and (lock.is_held() or not lock.path.exists())

    def control(self) -> Command:
        """What every process that syncs this home should do."""
        with self._file.reading() as db:
            return runs.control(db)

    def set_control(self, command: Command) -> None:
        """Let every process that syncs this home go on or pause."""
        with self._file.writing() as db:
            runs.set_control(db, command)
