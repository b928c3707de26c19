"""What `sync` and `status` say while Discogs refuses: one sentence for people, and the log's line with the rest."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.homes import Home

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.processes.progress import Wait
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.home.locks import SyncLock
from linernotes.storage.landing import Landing


@pytest.mark.usefixtures("real_waits")
def test_a_sync_says_what_it_waits_for_and_the_log_has_path_and_status(tmp_path: Path):
    shelf = load_catalogue("synthetic", items=1, seed=5)
    with Sandbox(shelf, limit=100_000, faults="429retry:/oauth/identity#1") as sandbox:
        done = Home(tmp_path / "home", sandbox).run_process("-v", "sync", "--no-neighbours")
    assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    assert "Discogs answers 429 (/oauth/identity): waits 1 s" in lines
    logged = [line for line in lines if line.startswith("linernotes.source.retries: ")]
    assert len(logged) == 1
    assert re.fullmatch(
        r"linernotes\.source\.retries: waiting to try again "
        r"\(path /oauth/identity, status 429, reason Discogs answers 429, attempt 1, seconds [01]\.\d\)",
        logged[0],
    )


def test_status_says_what_a_sync_of_another_process_waits_for(tmp_path: Path):
    now = datetime.now(UTC)
    until = now.replace(hour=12, minute=30, second=5) + timedelta(days=1)
    with SyncLock(tmp_path), Landing.open(tmp_path / LANDING_DB) as landing:
        run = landing.start_run(os.getpid(), now)
        landing.report(run, [], waiting=Wait("Discogs answers 429: waits 12 s", until), now=now)
        said = Home(tmp_path, zone="Asia/Kolkata").run("status").stdout
    assert "Discogs answers 429: waits 12 s, until 18:00:05" in said
