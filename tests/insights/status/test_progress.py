"""What a home is busy with, at the moments when that is not plain."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linernotes.insights.status.progress import SyncChild, read_progress
from linernotes.insights.status.progress_answer import progress_answer
from linernotes.processes.progress import Step, Wait
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.home.locks import BuildLock, SyncLock
from linernotes.storage.landing import Estimate, Landing


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which one sync has run to its end, and holds no lock any more."""
    with Landing.open(tmp_path / LANDING_DB) as landing:
        now = datetime.now(UTC)
        run = landing.start_run(os.getpid(), now)
        landing.finish_run(run, "done", requests=3, documents=3, problems=0, now=now)
    return tmp_path


def test_a_process_that_has_not_begun_yet_is_starting(home: Path):
    child = SyncChild(os.getpid(), datetime.now(UTC))
    assert read_progress(home, child=child).phase == "starting"


def test_a_run_that_is_dated_ahead_is_not_that_of_a_process_that_starts(tmp_path: Path):
    """A clock was ahead at the run before: its date alone would make it the new process's."""
    ahead = datetime.now(UTC) + timedelta(days=365)
    with Landing.open(tmp_path / LANDING_DB) as landing:
        run = landing.start_run(os.getpid() + 1, ahead)
        landing.finish_run(run, "done", requests=3, documents=3, problems=0, now=ahead)
    child = SyncChild(os.getpid(), datetime.now(UTC))
    assert read_progress(tmp_path, child=child).phase == "starting"
    with SyncLock(tmp_path):
        assert read_progress(tmp_path).phase == "starting"
        assert read_progress(tmp_path, child=child).phase == "starting"


def test_a_process_that_is_about_to_end_does_not_seem_to_start(home: Path):
    before = datetime.now(UTC) - timedelta(minutes=1)
    assert read_progress(home, child=SyncChild(os.getpid(), before)).phase == "ending"


def test_a_sync_that_has_fetched_all_is_building_as_long_as_it_holds_its_lock(tmp_path: Path):
    with SyncLock(tmp_path), Landing.open(tmp_path / LANDING_DB) as landing:
        run = landing.start_run(os.getpid(), datetime.now(UTC))
        assert read_progress(tmp_path).phase == "extracting"
        landing.finish_run(run, "done", requests=3, documents=3, problems=0, now=datetime.now(UTC))
        assert read_progress(tmp_path).phase == "building"
        failed = landing.start_run(os.getpid(), datetime.now(UTC))
        landing.finish_run(
            failed, "failed", requests=3, documents=3, problems=0, now=datetime.now(UTC), reason="x"
        )
        assert read_progress(tmp_path).phase == "ending"


def test_a_build_shows_since_when(tmp_path: Path):
    before = datetime.now(UTC)
    with BuildLock(tmp_path):
        seen = read_progress(tmp_path)
    assert (seen.phase, progress_answer(seen).stage) == ("building", "build")
    assert seen.building_since is not None
    assert before <= seen.building_since <= datetime.now(UTC)


def test_what_is_left_shrinks_with_time_until_the_next_report(tmp_path: Path):
    with SyncLock(tmp_path), Landing.open(tmp_path / LANDING_DB) as landing:
        now = datetime.now(UTC)
        run = landing.start_run(os.getpid(), now)
        stages = [
            Step("releases", 3, 40, problems=1),
            Step("artists", 0, 20, begun=False, exact=False),
        ]
        landing.report(run, stages, estimate=Estimate(9, 57.0, 1.0), now=now)
        seen = read_progress(tmp_path, now=now + timedelta(seconds=20))
        assert seen.seconds_left == pytest.approx(37)
        assert (seen.done, seen.total, seen.problems) == (3, 60, 1)
        assert read_progress(tmp_path, now=now + timedelta(minutes=5)).seconds_left == 0


def test_a_wait_is_shown_until_its_moment_and_no_longer(tmp_path: Path):
    with SyncLock(tmp_path), Landing.open(tmp_path / LANDING_DB) as landing:
        now = datetime.now(UTC)
        run = landing.start_run(os.getpid(), now)
        until = now + timedelta(seconds=12)
        landing.report(run, [], waiting=Wait("Discogs answers 429: waits 12 s", until), now=now)
        shown = read_progress(tmp_path, now=now + timedelta(seconds=11)).waiting
        assert shown == Wait("Discogs answers 429: waits 12 s", until)
        assert read_progress(tmp_path, now=until).waiting is None
        landing.finish_run(run, "failed", requests=1, documents=0, problems=0, now=now, reason="x")
        assert read_progress(tmp_path, now=now).waiting is None


def test_without_a_process_nothing_goes_on(home: Path):
    assert read_progress(home).phase == "idle"
