"""State of a running app: the home's Discogs, the open build, and the jobs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from starlette.requests import HTTPConnection

from linernotes.discogs import Discogs
from linernotes.errors import StoreError
from linernotes.insights.world.loved_records import LovedRecords
from linernotes.insights.world.new_records import NewRecords
from linernotes.settings import Settings
from linernotes.storage.home.layout import BACKUPS, KEYS_DB, LANDING_DB, USER_DB
from linernotes.storage.keys.store import Key
from linernotes.storage.landing import Landing
from linernotes.storage.user.store import UserStore
from linernotes.web.background.app_waits import AppWaits
from linernotes.web.background.connection import Connection, read_connection
from linernotes.web.background.cover_fetcher import Covers
from linernotes.web.background.daily_sync import Scheduler
from linernotes.web.background.open_build import Builds
from linernotes.web.background.open_catalogue import Catalogues
from linernotes.web.background.running import Jobs
from linernotes.web.background.sync_plan import Plans
from linernotes.web.background.upgrade import rebuild_after_upgrade
from linernotes.web.background.user_queries import Queries
from linernotes.web.background.world_answers import WorldAnswer
from linernotes.web.security.pending_authorizations import PendingAccess
from linernotes.web.security.program_keys import ProgramKeys
from linernotes.web.security.throttle import Throttle

log = logging.getLogger(__name__)

T = TypeVar("T")
U = TypeVar("U")


class AppState:
    """One per app. Everything in it may be used by several threads at once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.waits = AppWaits()
        self.discogs = Discogs(settings, on_wait=self.waits.begin)
        self.builds = Builds(settings.home)
        self.catalogues = Catalogues(settings.home)
        self.loved = WorldAnswer[LovedRecords](self.builds, self.catalogues)
        self.new_records = WorldAnswer[NewRecords](self.builds, self.catalogues)
        self.covers = Covers(settings, on_wait=self.waits.begin)
        self.queries = Queries(self.builds)
        self.throttle = Throttle()
        self.keys = ProgramKeys(settings.home)
        self.jobs = Jobs(settings)
        self.pending = PendingAccess()
        self.plans = Plans(self.discogs)
        self.is_stopping = False
        self._troubles: dict[str, str] = {}
        self._scheduler: Scheduler | None = None
        self._rebuilding: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """The app begins to serve."""
        self.builds.warm()
        self._rebuilding = asyncio.create_task(rebuild_after_upgrade(self.builds, self.jobs))
        self._scheduler = Scheduler(self.discogs, self.jobs, partial(self.note_trouble, BACKUPS))
        self._scheduler.start()

    def stopping(self) -> None:
        """The app is about to end: streams and queries end now, or it would wait for them."""
        self.is_stopping = True
        self.queries.stop()

    async def stop(self) -> None:
        """The app ends, and with it, gracefully, what it started."""
        if self._scheduler is not None:
            await self._scheduler.stop()
        if self._rebuilding is not None:
            await self._rebuilding
        await self.jobs.close()
        await self.covers.stop()
        self.builds.close()
        self.catalogues.close()

    @property
    def is_rebuilding(self) -> bool:
        """Whether a build is under way, or about to be begun because another version made the current one."""
        is_about_to = self._rebuilding is not None and not self._rebuilding.done()
        return is_about_to or self.jobs.is_running("build")

    def from_landing(self, read: Callable[[Landing], T], otherwise: U) -> T | U:
        """Read a fact from landing.db for a request; return `otherwise` if the file is missing or unreadable."""
        path = self.settings.home / LANDING_DB

        def look() -> T:
            with Landing.open(path, read_only=True) as landing:
                return read(landing)

        return self._from(path, look, otherwise)

    def from_user(self, read: Callable[[UserStore], T], otherwise: U) -> T | U:
        """Read a fact from user.db for a request; return `otherwise` as for landing.db.

        Nothing is made in a home by looking. What the user makes goes through `user`, and fails where it cannot be
        kept.
        """
        path = self.settings.home / USER_DB

        def look() -> T:
            with self.user() as store:
                return read(store)

        return self._from(path, look, otherwise)

    def known_keys(self) -> list[Key]:
        """The keys of programs, by name; none if keys.db is missing or unreadable."""
        return self._from(self.settings.home / KEYS_DB, self.keys.read_keys, [])

    def _from(self, path: Path, look: Callable[[], T], otherwise: U) -> T | U:
        """The shelf can be looked at without what the file holds, so that its damage is said and stops nothing."""
        self.note_trouble(path.name, None)
        if not path.exists():
            return otherwise
        try:
            return look()
        except StoreError as error:
            self.note_trouble(path.name, str(error))
            return otherwise

    def note_trouble(self, file: str, trouble: str | None) -> None:
        """Remember what is wrong with a file of the home, or that nothing is."""
        if trouble is None:
            self._troubles.pop(file, None)
        elif self._troubles.get(file) != trouble:
            self._troubles[file] = trouble
            log.warning("%s", trouble)

    @property
    def troubles(self) -> list[str]:
        """Read the faults of files of the home, which every page shows."""
        of_build = self.builds.trouble
        return [*self._troubles.values(), *([of_build] if of_build else [])]

    @property
    def connection(self) -> Connection:
        """The connection of the home to Discogs."""
        return read_connection(self.discogs)

    @contextmanager
    def user(self) -> Iterator[UserStore]:
        """user.db, opened for as long as one request needs it; made if it is absent."""
        self.settings.home.mkdir(parents=True, exist_ok=True)
        with UserStore.open(self.settings.home / USER_DB) as store:
            yield store


def app_state(request: HTTPConnection) -> AppState:
    """The state of the app that serves this request."""
    state = request.app.state.linernotes
    assert isinstance(state, AppState)
    return state
