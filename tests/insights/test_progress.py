"""What a home is busy with, at the moments when that is not plain."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linernotes.insights.progress import read_progress
from linernotes.storage.home import LANDING_DB
from linernotes.storage.landing import Landing


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which one sync has run to its end, and holds no lock any more."""
    with Landing.open(tmp_path / LANDING_DB) as landing:
        now = datetime.now(UTC)
        run = landing.start_run(os.getpid(), now)
        landing.finish_run(run, "done", requests=3, documents=3, problems=0, now=now)
    return tmp_path


def test_a_process_that_has_not_begun_yet_is_starting(home: Path):
    assert read_progress(home, child_since=datetime.now(UTC)).phase == "starting"


def test_a_process_that_is_about_to_end_does_not_seem_to_start(home: Path):
    before = datetime.now(UTC) - timedelta(minutes=1)
    assert read_progress(home, child_since=before).phase == "building"


def test_without_a_process_nothing_goes_on(home: Path):
    assert read_progress(home).phase == "idle"
