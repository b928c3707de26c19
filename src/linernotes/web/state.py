"""What the app holds while it runs: the home's Discogs, the build that is open, and the jobs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import HTTPConnection

from linernotes.discogs import Discogs
from linernotes.settings import Settings
from linernotes.storage.home import LANDING_DB, USER_DB
from linernotes.storage.landing import Landing
from linernotes.storage.user import UserStore
from linernotes.web.builds import Builds
from linernotes.web.covers import Covers
from linernotes.web.jobs import Jobs
from linernotes.web.pending import PendingAccess
from linernotes.web.plans import Plans
from linernotes.web.queries import Queries
from linernotes.web.schedule import Scheduler
from linernotes.web.throttle import Throttle


class AppState:
    """One per app. Everything in it may be used by several threads at once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.discogs = Discogs(settings)
        self.builds = Builds(settings.home)
        self.covers = Covers(settings)
        self.queries = Queries(self.builds)
        self.throttle = Throttle()
        self.jobs = Jobs(settings)
        self.pending = PendingAccess()
        self.plans = Plans(self.discogs)
        self.is_stopping = False
        self._scheduler = Scheduler(self.discogs, self.jobs)

    async def start(self) -> None:
        """The app begins to serve."""
        self.builds.warm()
        self._scheduler.start()

    def stopping(self) -> None:
        """The app is about to end: streams end now, or it would wait for them."""
        self.is_stopping = True

    async def stop(self) -> None:
        """The app ends, and with it, gracefully, what it started."""
        await self._scheduler.stop()
        await self.jobs.close()
        await self.covers.stop()
        self.builds.close()

    @contextmanager
    def landing(self) -> Iterator[Landing | None]:
        """landing.db, opened for reading for as long as one request needs it; None while there is none."""
        path = self.settings.home / LANDING_DB
        if not path.exists():
            yield None
            return
        with Landing.open(path, read_only=True) as landing:
            yield landing

    @contextmanager
    def user_if_any(self) -> Iterator[UserStore | None]:
        """user.db for one request that only looks: None while there is none. Nothing is made in a home by looking."""
        if not (self.settings.home / USER_DB).exists():
            yield None
            return
        with self.user() as store:
            yield store

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
