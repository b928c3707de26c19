"""Discogs: the whole flow, top to bottom. Authenticate, plan, extract, build and derive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from pydantic import SecretStr

from linernotes.building import BuildProcess, Published, build
from linernotes.documents import DocumentKey, decode
from linernotes.errors import NotAuthenticatedError
from linernotes.etl.plan import Plan
from linernotes.etl.run import Extraction, Listener
from linernotes.secrets import Account, Credentials, PersonalToken, SecretsYAML, credentials
from linernotes.settings import Settings
from linernotes.source.api import DiscogsAPI
from linernotes.source.retries import Waiting
from linernotes.storage.home import LANDING_DB, SECRETS
from linernotes.storage.landing import Landing, Problem
from linernotes.storage.lock import SyncLock
from linernotes.storage.publish import current_build

__all__ = ["Discogs", "Published", "SyncSummary"]

#: Seconds between two builds of one sync, the first and the last excepted.
BUILD_EVERY = 60.0


@dataclass(frozen=True, slots=True)
class SyncSummary:
    """What a sync came to. `items` counts copies; `problems` all documents that are missing or unreadable now."""

    items: int
    requests: int
    documents: int
    problems: int
    seconds: float
    build_id: str
    first_problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "status": "done",
            "items": self.items,
            "requests": self.requests,
            "documents": self.documents,
            "problems": self.problems,
            "seconds": round(self.seconds, 3),
            "build_id": self.build_id,
        }


class Discogs:
    """One home, its account, and the flow from Discogs to the published database."""

    def __init__(self, settings: Settings, *, on_wait: Callable[[Waiting], None] | None = None) -> None:
        self.settings = settings
        self._on_wait = on_wait or _say_nothing
        self.secrets = SecretsYAML(settings.home / SECRETS)

    # Authenticate

    @property
    def credentials_ok(self) -> bool:
        """Whether there are credentials, in the environment or in secrets.yml."""
        return self._credentials() is not None

    def save_personal_token(self, token: str) -> Account:
        """Ask Discogs whose token it is, and save it for that account."""
        return asyncio.run(self._save(PersonalToken(token)))

    # Extract

    def plan(self) -> Plan:
        """What a sync would fetch now, per stage. Makes two requests."""
        return asyncio.run(self._plan())

    def sync(self, listen: Listener | None = None) -> SyncSummary:
        """Fetch what is missing, then build, derive and publish. Goes on where an earlier one stopped.

        :raises SyncRunningError: another process syncs this home.
        """
        with SyncLock(self.settings.home):
            return asyncio.run(self._sync(listen or _say_nothing))

    def pause(self) -> None:
        """Let the sync of this home hold, whichever process runs it."""
        with self._landing() as landing:
            landing.set_control("pause")

    def resume(self) -> None:
        """Let it go on."""
        with self._landing() as landing:
            landing.set_control("run")

    # Build and derive

    def build(self) -> Published:
        """Build, derive and publish from what has landed, without any request."""
        return build(self.settings)

    # How

    async def _sync(self, listen: Listener) -> SyncSummary:
        began = monotonic()
        builds = BuildProcess(self.settings)
        with self._landing() as landing:
            async with self._api(self._needed_credentials()) as api:
                extraction = Extraction(landing, api, self.settings.sync, listen)
                try:
                    await extraction.run(on_boundary=lambda stage: self._build_meanwhile(builds))
                except BaseException:
                    await builds.stop()
                    raise
            published = await builds.build()
            problems = tuple(landing.problems())
        return SyncSummary(
            items=extraction.collection.shelf.count_items(),
            requests=extraction.api.pace.requests_made,
            documents=extraction.progress.documents,
            problems=len(problems),
            seconds=monotonic() - began,
            build_id=published.build_id,
            first_problems=problems[:10],
        )

    async def _build_meanwhile(self, builds: BuildProcess) -> None:
        """Publish what is here already: the first listing at once, then a fresh state every so often."""
        first = builds.last_ended is None and current_build(self.settings.home) is None
        due = builds.last_ended is not None and monotonic() - builds.last_ended > BUILD_EVERY
        if (first or due) and not builds.is_running:
            builds.start()

    async def _plan(self) -> Plan:
        with self._landing() as landing:
            async with self._api(self._needed_credentials()) as api:
                return await Extraction(landing, api, self.settings.sync, _say_nothing).plan()

    async def _save(self, token: Credentials) -> Account:
        async with self._api(token) as api:
            identity = decode("identity", (await api.fetch(DocumentKey("identity"))).body)
            user = decode("user", (await api.fetch(DocumentKey("user"), username=identity.username)).body)
        with self._landing() as landing:
            landing.claim_account(identity.id, identity.username)
        account = Account(identity.username, user.name or "")
        self.secrets.save_token(token, account)
        return account

    def _api(self, token: Credentials) -> DiscogsAPI:
        return DiscogsAPI(self.settings.api_url, token, on_wait=self._on_wait)

    def _landing(self) -> Landing:
        self.settings.home.mkdir(parents=True, exist_ok=True)
        return Landing.open(self.settings.home / LANDING_DB)

    def _needed_credentials(self) -> Credentials:
        found = self._credentials()
        if found is None:
            raise NotAuthenticatedError(
                "linernotes is not connected to Discogs yet. Run: linernotes auth (or set LINERNOTES_TOKEN)"
            )
        return found

    def _credentials(self) -> Credentials | None:
        settings = self.settings
        return credentials(
            self.secrets,
            token=_plain(settings.token),
            consumer_key=_plain(settings.consumer_key),
            consumer_secret=_plain(settings.consumer_secret),
        )


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _say_nothing(_: object) -> None:
    pass
