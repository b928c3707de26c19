"""The daily sync: at a chosen hour, and as soon as possible after one that was slept through; then a backup."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from linernotes.discogs import Discogs
from linernotes.errors import LinernotesError
from linernotes.jobs.daily_backup import KeepBackups
from linernotes.storage.home.layout import LANDING_DB, USER_DB
from linernotes.storage.landing import Landing, RunState
from linernotes.storage.user.store import UserStore
from linernotes.web.background.running import Jobs

log = logging.getLogger(__name__)

SETTING = "daily_sync"

#: Backups that may be kept.
MOST_BACKUPS = 99

#: Seconds between two looks at the clock. A machine that wakes up is late by no more than this.
LOOK_EVERY = 30.0

#: The wait of the daily sync after any sync that failed.
RETRY_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Sync daily at `hour` (0 to 23, local time). Chosen at `since` (UTC): what was due before is not missed.

    After each one that went through a backup is made, and the newest `keep` stay; none is made for 0.
    """

    hour: int
    since: datetime
    keep: int = 0

    def due(self, now: datetime) -> datetime:
        """The latest moment, up to `now`, at which a sync was due. Both are in local time."""
        today = now.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        return today if today <= now else today - timedelta(days=1)

    def next(self, now: datetime) -> datetime:
        """When the next one is due, in local time."""
        return self.due(now) + timedelta(days=1)


def should_start(
    schedule: Schedule | None, now: datetime, *, last_done: datetime | None, last_begun: datetime | None
) -> bool:
    """Return whether the daily sync should start now. Pure.

    `last_done` is when a sync last went through, `last_begun` when one was last started, whatever came of it. What
    lies in the future, from a clock that was ahead, says nothing.
    """
    if schedule is None:
        return False
    due = schedule.due(now)
    last_done, last_begun = _past(last_done, now), _past(last_begun, now)
    if due < schedule.since or (last_done is not None and last_done >= due):
        return False
    return last_begun is None or last_begun < due or now - last_begun >= RETRY_AFTER


def _past(moment: datetime | None, now: datetime) -> datetime | None:
    return None if moment is None or moment > now else moment


def read_schedule(discogs: Discogs) -> Schedule | None:
    """Read the chosen hour; None where there is no daily sync."""
    path = discogs.settings.home / USER_DB
    if not path.exists():
        return None
    with UserStore.open(path) as store:
        return _parse(store.settings().get(SETTING))


def save_schedule(discogs: Discogs, hour: int | None, keep: int = 0) -> None:
    """Choose an hour, or None for no daily sync; and how many backups to keep."""
    now = datetime.now(UTC).isoformat()
    value = None if hour is None else {"hour": hour, "since": now, "keep": keep}
    with UserStore.open(discogs.settings.home / USER_DB) as store:
        store.save_setting(SETTING, value)


def _parse(value: object) -> Schedule | None:
    if not isinstance(value, dict):
        return None
    try:
        keep = max(0, int(value.get("keep", 0)))
        schedule = Schedule(int(value["hour"]), datetime.fromisoformat(value["since"]), keep)
    except (KeyError, TypeError, ValueError):
        return None
    return schedule if 0 <= schedule.hour <= 23 and schedule.since.tzinfo else None


class Scheduler:
    """A task of the app that starts the daily sync. A pause by the user holds it, too.

    `on_trouble` gets why a backup failed, and None when one is made again.
    """

    def __init__(
        self, discogs: Discogs, jobs: Jobs, on_trouble: Callable[[str | None], None] = lambda trouble: None
    ) -> None:
        self._discogs = discogs
        self._jobs = jobs
        self._on_trouble = on_trouble
        self._begun: datetime | None = None
        self._owes_backup = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look at the clock."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop looking."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            try:
                is_idle = not self._jobs.is_running("sync")
                if is_idle and self._owes_backup:
                    self._owes_backup = False
                    await self._back_up()
                elif is_idle and await asyncio.to_thread(self._is_time):
                    self._begun = datetime.now(UTC)
                    await self._jobs.start("sync")
                    self._owes_backup = True
            except LinernotesError as error:
                log.warning("daily sync: %s", error)
            await asyncio.sleep(LOOK_EVERY)

    async def _back_up(self) -> None:
        """Make a backup in a process of its own, if the user wants them and the sync went through."""
        schedule = await asyncio.to_thread(read_schedule, self._discogs)
        runs, _ = await asyncio.to_thread(self._runs)
        is_done = self._begun is not None and any(
            run.status == "done" and run.finished_at is not None and run.finished_at >= self._begun
            for run in runs
        )
        if schedule is None or not schedule.keep or not is_done:
            return
        child = self._jobs.begin("daily_backup", KeepBackups(self._discogs.settings.home, schedule.keep))
        try:
            await child.ended()
        except asyncio.CancelledError:
            child.interrupt()
            raise
        try:
            child.result(object)
        except LinernotesError as error:
            self._on_trouble(f"The backup after the daily sync failed: {error}")
        else:
            self._on_trouble(None)

    def _is_time(self) -> bool:
        schedule = read_schedule(self._discogs)
        if schedule is None or not self._discogs.credentials_ok:
            return False
        runs, paused = self._runs()
        done = [run.finished_at for run in runs if run.status == "done" and run.finished_at]
        begun = [run.started_at for run in runs] + ([self._begun] if self._begun else [])
        now = datetime.now(UTC).astimezone(self._discogs.settings.time_zone)
        return not paused and should_start(
            schedule, now, last_done=max(done, default=None), last_begun=max(begun, default=None)
        )

    def _runs(self) -> tuple[list[RunState], bool]:
        path = self._discogs.settings.home / LANDING_DB
        if not path.exists():
            return [], False
        with Landing.open(path, read_only=True) as landing:
            return list(landing.runs()), landing.control() == "pause"
