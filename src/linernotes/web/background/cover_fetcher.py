"""Covers on demand: the app fetches each picture that a page shows once, in its turn, and keeps it.

No page waits for it: pages name our own address, and the browser's request for the picture waits a moment at most.
Where covers are not to be kept, that address leads on to Discogs' own.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from linernotes.errors import (
    DiscogsError,
    LinernotesError,
    RateLimitedError,
    ServerError,
    UnreachableError,
)
from linernotes.settings import Settings
from linernotes.source.images import Pictures, is_allowed
from linernotes.source.retries import Waiting
from linernotes.storage.home.covers import Cover, CoverStore, Size
from linernotes.storage.home.layout import USER_DB
from linernotes.storage.user.store import UserStore

log = logging.getLogger(__name__)

SETTING = "keep_covers"

#: Seconds that a request waits for a picture, and the number that may wait at once. A browser has six connections
#: to us: some stay free for the pages themselves.
PATIENCE = 2.0
WAITING = 3

#: Pictures that may stand in the queue. When it is full, a page asks again or shows a generated sleeve.
QUEUE = 400

#: Seconds until the app asks again for a picture that failed, and the number of failures that it remembers.
GONE_FOR = 86_400.0
FAILED_FOR = 600.0
FAILURES = 20_000


def cover_url(settings: Settings, release_id: int, url: str | None, size: Size = "small") -> str | None:
    """What a page names as the picture of a record, which Discogs has at `url`: always an address of ours.

    None where there is no picture, or none that may be shown: then the sleeve is generated.
    """
    return f"/cover/{release_id}/{size}" if url and is_allowed(url, settings.image_hosts) else None


def portrait_url(settings: Settings, url: str | None) -> str | None:
    """What a page names as the picture of an artist: Discogs' own address of it.

    None where there is no picture, or none that may be shown: browsers would refuse it. Then it is generated.
    """
    return url if url and is_allowed(url, settings.image_hosts) else None


class Covers:
    """The covers of one app. `get` is to be used in its event loop. `on_wait` is called before each pause."""

    def __init__(self, settings: Settings, *, on_wait: Callable[[Waiting], None]) -> None:
        self._settings = settings
        self.store = CoverStore(settings.home)
        self._pictures = Pictures(settings.image_hosts, on_wait=on_wait)
        self._coming: dict[Cover, asyncio.Future[Path | None]] = {}
        self._queue: list[Cover] = []
        self._failed: OrderedDict[Cover, float] = OrderedDict()
        self._waiting = 0
        self._worker: asyncio.Task[None] | None = None
        self._is_kept: bool | None = None

    @property
    def are_kept(self) -> bool:
        """Return whether the user wants covers fetched and kept: True where the user chose nothing."""
        if self._is_kept is None:
            path = self._settings.home / USER_DB
            self._is_kept = True
            if path.exists():
                with UserStore.open(path) as store:
                    self._is_kept = store.settings().get(SETTING) is not False
        return self._is_kept

    def keep(self, wanted: bool) -> None:
        """Choose it. What is here already stays."""
        self._settings.home.mkdir(parents=True, exist_ok=True)
        with UserStore.open(self._settings.home / USER_DB) as store:
            store.save_setting(SETTING, None if wanted else False)
        self._is_kept = wanted

    async def get(self, cover: Cover) -> Path | None:
        """The file of a cover. None if it cannot be had, or not within PATIENCE; then it may be there later."""
        path = await asyncio.to_thread(self.store.find, cover)
        if path is not None or not self.are_kept or not self._may_ask(cover):
            return path
        coming = self._enqueue(cover)
        if coming is None or self._waiting >= WAITING:
            return None
        self._waiting += 1
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.shield(coming)
        except TimeoutError:
            return None
        finally:
            self._waiting -= 1

    def is_coming(self, cover: Cover) -> bool:
        """Return whether it stands in the queue, so that it is worth asking for it again."""
        return cover in self._coming

    def forget_failures(self) -> None:
        """Ask again for what could not be had."""
        self._failed.clear()

    async def stop(self) -> None:
        """The app ends: nothing more is fetched."""
        if self._worker is not None:
            self._worker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._worker
        for future in self._coming.values():
            if not future.done():
                future.set_result(None)
        await self._pictures.aclose()

    def _may_ask(self, cover: Cover) -> bool:
        failed_until = self._failed.get(cover, 0.0)
        return (
            time.monotonic() >= failed_until
            and not self._pictures.is_resting
            and self._pictures.is_allowed(cover.url)
        )

    def _enqueue(self, cover: Cover) -> asyncio.Future[Path | None] | None:
        """Fetch the newest request first: somebody looks at that page now."""
        if cover in self._coming:
            return self._coming[cover]
        if len(self._queue) >= QUEUE:
            return None
        self._coming[cover] = asyncio.get_running_loop().create_future()
        self._queue.append(cover)
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return self._coming[cover]

    async def _work(self) -> None:
        while self._queue:
            cover, path = self._queue.pop(), None
            try:
                path = await self._fetch(cover)
            finally:  # else the requests that wait for this cover would never end
                future = self._coming.pop(cover)
                if not future.done():
                    future.set_result(path)

    async def _fetch(self, cover: Cover) -> Path | None:
        try:
            body, kind = await self._pictures.fetch(cover.url)
            return await asyncio.to_thread(self.store.save, cover, body, kind)
        except LinernotesError as error:
            log.info("no cover, release_id=%d: %s", cover.release_id, error)
            self._remember(cover, error)
            return None

    def _remember(self, cover: Cover, error: LinernotesError) -> None:
        if isinstance(error, UnreachableError):
            return  # all of them have to wait then, and will
        passes = isinstance(error, RateLimitedError | ServerError) or not isinstance(error, DiscogsError)
        self._failed[cover] = time.monotonic() + (FAILED_FOR if passes else GONE_FOR)
        self._failed.move_to_end(cover)
        while len(self._failed) > FAILURES:
            self._failed.popitem(last=False)
