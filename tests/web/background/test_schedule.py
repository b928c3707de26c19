"""When the daily sync starts: at its hour, after sleep, not again and again, not for what was due before."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from tests.web.inside import InsideJobs

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.discogs import Discogs
from linernotes.settings import Settings
from linernotes.storage.home.layout import BACKUPS
from linernotes.storage.landing import Landing
from linernotes.storage.user.store import UserStore
from linernotes.web.background import daily_sync
from linernotes.web.background.daily_sync import (
    SETTING,
    Schedule,
    Scheduler,
    read_schedule,
    save_schedule,
    should_start,
)
from linernotes.web.background.running import Jobs

CET = timezone(timedelta(hours=1))
LONG_AGO = datetime(2026, 1, 1, tzinfo=CET)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CET)


@pytest.mark.parametrize(
    ("now", "last_done", "last_begun", "starts"),
    [
        pytest.param(at(10, 4, 59), at(9, 5, 20), at(9, 5), False, id="not-yet"),
        pytest.param(at(10, 5), at(9, 5, 20), at(9, 5), True, id="on-the-hour"),
        pytest.param(at(10, 5, 30), at(10, 5, 20), at(10, 5), False, id="done"),
        pytest.param(at(10, 11), at(8, 5, 20), at(8, 5), True, id="slept-through-two"),
        pytest.param(at(10, 3), at(8, 5, 20), at(8, 5), True, id="woken-before-the-hour"),
        pytest.param(at(10, 5), at(10, 4, 59), at(10, 4), True, id="synced-by-hand-just-before"),
        pytest.param(at(10, 5, 30), at(9, 5, 20), at(10, 5), False, id="failed-a-while-ago"),
        pytest.param(at(10, 6, 0), at(9, 5, 20), at(10, 5), True, id="failed-an-hour-ago"),
        pytest.param(at(10, 5), None, None, True, id="never-synced"),
        pytest.param(at(10, 5), None, at(10, 4, 50), True, id="begun-before-the-hour"),
    ],
)
def test_when_the_daily_sync_starts(
    now: datetime, last_done: datetime | None, last_begun: datetime | None, starts: bool
) -> None:
    schedule = Schedule(5, LONG_AGO)
    assert should_start(schedule, now, last_done=last_done, last_begun=last_begun) is starts


def test_without_a_schedule_nothing_starts() -> None:
    assert not should_start(None, at(10, 5), last_done=None, last_begun=None)


def test_what_was_due_before_the_hour_was_chosen_is_not_made_up_for() -> None:
    schedule = Schedule(5, since=at(10, 14))
    assert not should_start(schedule, at(10, 14, 1), last_done=at(8, 5), last_begun=at(8, 5))
    assert should_start(schedule, at(11, 5), last_done=at(8, 5), last_begun=at(8, 5))


@pytest.mark.parametrize("hour", range(24))
def test_the_next_one_is_within_a_day_and_at_its_hour(hour: int) -> None:
    following = Schedule(hour, LONG_AGO).next(at(10, 14, 30))
    assert timedelta(0) < following - at(10, 14, 30) <= timedelta(days=1)
    assert (following.hour, following.minute) == (hour, 0)


@pytest.mark.parametrize(
    "value", [{"hour": 24, "since": "2026-01-01T00:00:00+00:00"}, {"hour": 5}, "5", [], {}]
)
def test_a_setting_that_makes_no_sense_is_no_schedule(tmp_path: Path, value: object) -> None:
    with UserStore.open(tmp_path / "user.db") as store:
        store.save_setting(SETTING, value)
    assert read_schedule(Discogs(Settings(home=tmp_path))) is None


def test_the_scheduler_starts_one_sync_and_then_rests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An hour that has passed since the choice: the app was closed, or the machine slept."""
    monkeypatch.setattr(daily_sync, "LOOK_EVERY", 0.1)
    with Sandbox(load_catalogue("synthetic", items=5, seed=1), limit=100_000) as sandbox:
        discogs = Discogs(Settings(home=tmp_path, api_url=sandbox.url, token=sandbox.token))
        hour = datetime.now().hour
        save_schedule(discogs, hour)
        since = (datetime.now().astimezone() - timedelta(days=2)).isoformat()
        with UserStore.open(tmp_path / "user.db") as store:
            store.save_setting(SETTING, {"hour": hour, "since": since})
        assert json.loads(json.dumps(read_schedule(discogs).hour)) == hour  # type: ignore[union-attr]
        asyncio.run(_look_until_done(discogs, tmp_path))
    with Landing.open(tmp_path / "landing.db", read_only=True) as landing:
        assert [run.status for run in landing.runs()] == ["done"]


def _run_a_sync(landing: Landing, status: str) -> None:
    now = datetime.now(UTC)
    run_id = landing.start_run(1, now)
    landing.finish_run(run_id, status, requests=1, documents=1, problems=0, now=now)


@pytest.mark.parametrize(("keep", "status", "made"), [(2, "done", 1), (0, "done", 0), (2, "failed", 0)])
def test_a_daily_sync_that_went_through_is_backed_up_once(
    keep: int, status: str, made: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_sync, "LOOK_EVERY", 0.01)
    discogs = Discogs(Settings(home=tmp_path, token="aToken"))
    save_schedule(discogs, 5, keep)
    with Landing.open(tmp_path / "landing.db") as landing:
        _run_a_sync(landing, status)

    async def look() -> list[str | None]:
        troubles: list[str | None] = []
        scheduler = Scheduler(discogs, InsideJobs(discogs.settings), troubles.append)
        scheduler._begun, scheduler._owes_backup = datetime.now(UTC) - timedelta(hours=1), True
        scheduler.start()
        async with asyncio.timeout(30):
            while scheduler._owes_backup or (made and not troubles):
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)  # several more looks
        await scheduler.stop()
        return troubles

    assert asyncio.run(look()) == [None] * made
    assert len(list((tmp_path / BACKUPS).glob("linernotes-*.zip"))) == made


def test_a_backup_that_fails_is_said(tmp_path: Path) -> None:
    discogs = Discogs(Settings(home=tmp_path, token="aToken"))
    save_schedule(discogs, 5, 2)
    with Landing.open(tmp_path / "landing.db") as landing:
        _run_a_sync(landing, "done")
    (tmp_path / BACKUPS).write_text("a file in the place of the folder")
    troubles: list[str | None] = []
    scheduler = Scheduler(discogs, InsideJobs(discogs.settings), troubles.append)
    scheduler._begun = datetime.now(UTC) - timedelta(hours=1)
    asyncio.run(scheduler._back_up())
    assert [str(one).startswith("The backup after the daily sync failed: ") for one in troubles] == [True]


async def _look_until_done(discogs: Discogs, home: Path) -> None:
    jobs = Jobs(discogs.settings)
    scheduler = Scheduler(discogs, jobs)
    scheduler.start()
    async with asyncio.timeout(90):
        while not (home / "collection.duckdb").exists() or jobs.is_running("sync"):
            await asyncio.sleep(0.1)
    await asyncio.sleep(1)  # several more looks
    await scheduler.stop()
    await jobs.close()


def test_a_pause_holds_the_daily_sync_too(tmp_path: Path) -> None:
    discogs = Discogs(Settings(home=tmp_path, token="aToken"))
    since = (datetime.now().astimezone() - timedelta(days=2)).isoformat()
    with UserStore.open(tmp_path / "user.db") as store:
        store.save_setting(SETTING, {"hour": 5, "since": since})
    scheduler = Scheduler(discogs, Jobs(discogs.settings))
    assert scheduler._is_time()
    discogs.pause()
    assert not scheduler._is_time()
    discogs.resume()
    assert scheduler._is_time()


def test_a_sync_of_a_clock_that_was_ahead_keeps_none_from_starting() -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    ahead = datetime(2027, 3, 2, 12, tzinfo=UTC)
    schedule = Schedule(3, datetime(2026, 1, 1, tzinfo=UTC))
    assert should_start(schedule, now, last_done=ahead, last_begun=ahead)
