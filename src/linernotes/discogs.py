"""Discogs: the whole flow, top to bottom. Authenticate, plan, extract, build and derive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from linernotes.access import PATIENCE, Access
from linernotes.building import BuildProcess, Published, build, require_documents
from linernotes.etl.collection import ETLCollection
from linernotes.etl.csv_collection import Imported, land_export
from linernotes.etl.extraction import Extraction
from linernotes.etl.planning.plan import Plan
from linernotes.processes.progress import Listen
from linernotes.secrets import Account, Consumer, PersonalToken
from linernotes.settings import Settings
from linernotes.source.api import DiscogsAPI
from linernotes.source.retries import Waiting
from linernotes.storage.catalogue.manifest import newest_month
from linernotes.storage.home.locks import SyncLock
from linernotes.storage.landing import Landing, Problem

# With numpy, which builds and dumps need, each command would start a tenth of a second later.
if TYPE_CHECKING:
    from linernotes.derive import DiscogsDerive
    from linernotes.etl.dumps.take_dumps import Taken
    from linernotes.storage.catalogue.reader import CatalogueReader

__all__ = ["Discogs", "Published", "SyncSummary"]


@dataclass(frozen=True, slots=True)
class SyncSummary:
    """The result of a sync. `items` counts copies; `problems` all documents that are missing or unreadable now."""

    items: int
    requests: int
    documents: int
    problems: int
    seconds: float
    published: Published
    first_problems: tuple[Problem, ...]

    @property
    def build_id(self) -> str:
        """The build that was published."""
        return self.published.build_id


class Discogs:
    """One home, its account, and the flow from Discogs to the published database.

    `secrets` are the account's, `collection` extracts and loads, `derivation` derives.
    """

    def __init__(self, settings: Settings, *, on_wait: Callable[[Waiting], None] | None = None) -> None:
        self.settings = settings
        self.access = Access(settings, on_wait or (lambda waiting: None))
        self.secrets = self.access.secrets
        self.collection = ETLCollection()

    @cached_property
    def derivation(self) -> DiscogsDerive:
        """The derivation, with the user's own rules for roles.

        :raises ConfigError: a rule that cannot be used.
        """
        from linernotes.derive import DiscogsDerive

        return DiscogsDerive(self.settings.roles, counts_borrowed=self.settings.credits.borrowed)

    # Authenticate

    @property
    def credentials_ok(self) -> bool:
        """Whether there are credentials, in the environment or in secrets.yml."""
        return self.access.credentials() is not None

    def request_user_access(self, callback_url: str, typed: Consumer | None = None) -> str:
        """Ask Discogs for a request token; returns the page on which the user allows it, within 15 minutes.

        Discogs sends the browser on to `callback_url`; with 'oob' it shows a code. This instance remembers the
        token: nobody else can use the verifier. A consumer that was `typed` in is saved once Discogs has taken it.
        """
        return asyncio.run(self.access.request(callback_url, typed))

    def save_user_token(self, oauth_verifier: str) -> Account:
        """Exchange what the user allowed for an access token and save it for its account. Works once.

        :raises OAuthError: wrong, used or expired; Discogs down; a clock that is off. Nothing is saved.
        :raises AccountMismatchError: this home belongs to another account. Nothing is saved.
        """
        return asyncio.run(self._save_user_token(oauth_verifier))

    def save_personal_token(self, token: str) -> Account:
        """Ask Discogs for the account of a token, and save both."""
        return asyncio.run(self.access.save(PersonalToken(token)))

    def save_consumer(self, key: str, secret: str) -> None:
        """Save the key and secret that Discogs gave for an application of the user's."""
        self.secrets.save_consumer(Consumer(key, secret))

    def disconnect(self) -> None:
        """Forget the account's token and the consumer. What was fetched stays."""
        self.secrets.clear()

    # Extract

    def plan(self) -> Plan:
        """What a sync would fetch now, per stage. Makes two requests."""
        return asyncio.run(self._plan())

    def sync(self, listen: Listen = lambda progress: None) -> SyncSummary:
        """Fetch what is missing, then build, derive and publish. Goes on where an earlier one stopped.

        What the catalogue has is taken from there, and the API is asked for the rest.

        `listen` gets how far it is and what it waits for, then how far the build at its end is.

        :raises SyncRunningError: another process syncs this home.
        """
        with SyncLock(self.settings.home):
            return asyncio.run(self._sync(listen))

    def pause(self) -> None:
        """Let the sync of this home pause, in any process."""
        with self.access.landing() as landing:
            landing.set_control("pause")

    def resume(self) -> None:
        """Let a paused sync go on."""
        with self.access.landing() as landing:
            landing.set_control("run")

    def import_export(self, body: bytes, *, name: str, encoding: str | None) -> Imported:
        """Land Discogs' CSV export of a collection: no account, no request. `build` makes tables of it.

        Without an `encoding` it is recognised or guessed.
        """
        with SyncLock(self.settings.home), self.access.landing() as landing:
            return land_export(landing, body, name=name, encoding=encoding)

    def import_dumps(self, files: Sequence[Path], *, again: bool = False, listen: Listen) -> Taken:
        """Land what the collection needs of dumps on the disk, without any request. `build` makes tables of it.

        Without files it comes from the catalogue. `again` looks also for what was looked for there before. `listen`
        hears how far it is.
        """
        from linernotes.etl.dumps.take_dumps import import_catalogue, import_files

        if not files:
            return import_catalogue(self.settings, again=again, listen=listen)
        return import_files(self.settings, files, again=again, listen=listen)

    def fetch_dump(self, month: str | None, *, keep: bool, listen: Listen) -> Taken:
        """Download the dump of a month (YYYY-MM), the newest for None, and land what is needed of it.

        `keep` leaves its files in the home. `listen` gets how far each file is, and what is waited for.
        """
        from linernotes.etl.dumps.take_dumps import fetch_month

        return fetch_month(self.settings, month=month, keep=keep, listen=listen)

    @contextmanager
    def open_catalogue(self) -> Iterator[CatalogueReader | None]:
        """The month of the catalogue in use, open for a sync; None without one."""
        month = newest_month(self.settings.home)
        if month is None:
            yield None
            return
        from linernotes.storage.catalogue.reader import CatalogueReader

        with CatalogueReader(month, verified=True) as reader:
            yield reader

    # Build and derive

    def build(self, listen: Listen = lambda progress: None) -> Published:
        """Build, derive and publish from what has landed, without any request. `listen` gets each step.

        :raises LandingError: if nothing has landed yet; no home is made for that.
        :raises BuildError: if it fails; the previous build stays in use.
        """
        require_documents(self.settings.home)
        return build(self.settings.home, self.collection, self.derivation, listen)

    # How

    async def _save_user_token(self, oauth_verifier: str) -> Account:
        return await self.access.save(await self.access.grant(oauth_verifier))

    async def _sync(self, listen: Listen) -> SyncSummary:
        began = monotonic()
        builds = BuildProcess(self.settings)
        with self.access.landing() as landing, self.open_catalogue() as catalogue:
            async with self.access.api(self.access.needed_credentials()) as api:
                extraction = self._extraction(landing, api, listen, catalogue)
                try:
                    await extraction.run(on_boundary=lambda stage: self._build_meanwhile(builds))
                except BaseException:
                    await builds.stop()
                    raise
            published = await builds.build(listen)
            problems = tuple(landing.problems())
        return SyncSummary(
            items=extraction.fetching.shelf.count_items(),
            requests=extraction.api.pace.requests_made,
            documents=extraction.progress.documents,
            problems=len(problems),
            seconds=monotonic() - began,
            published=published,
            first_problems=problems[:10],
        )

    def _extraction(
        self, landing: Landing, api: DiscogsAPI, listen: Listen, catalogue: CatalogueReader | None = None
    ) -> Extraction:
        return Extraction(self.collection, landing, api, self.settings.sync, listen, catalogue)

    async def _build_meanwhile(self, builds: BuildProcess) -> None:
        """Publish while the sync runs: the first listing at once, then a fresh state now and then."""
        builds.start_if_due()

    async def _plan(self) -> Plan:
        with self.access.landing() as landing:
            async with self.access.api(self.access.needed_credentials(), retries=PATIENCE) as api:
                return await self._extraction(landing, api, lambda progress: None).plan()
