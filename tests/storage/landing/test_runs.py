"""Who syncs and how far it is; whose data it is; the flag that every sync obeys."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from linernotes.errors import AccountMismatchError, LandingError
from linernotes.storage.landing import Account, Landing, RunState, StageState
from linernotes.storage.lock import SyncLock


@pytest.fixture
def dead_pid() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_run_tells_its_stages_in_the_order_in_which_they_began(landing: Landing, noon: datetime) -> None:
    assert landing.run_state() is None
    run = landing.start_run(os.getpid(), noon)
    landing.set_stage(run, "releases", 0, None, unit="releases", now=noon + timedelta(seconds=1))
    landing.set_stage(run, "artists", 1, 5, now=noon + timedelta(seconds=2))
    landing.set_stage(run, "releases", 7, 9, unit="releases", now=noon + timedelta(seconds=3))
    at = [noon + timedelta(seconds=n) for n in range(4)]
    assert landing.run_state() == RunState(
        run_id=run,
        pid=os.getpid(),
        started_at=noon,
        heartbeat_at=at[3],
        finished_at=None,
        status="running",
        requests=None,
        documents=None,
        problems=None,
        stages=(
            StageState("releases", 7, 9, "releases", at[1], at[3]),
            StageState("artists", 1, 5, "documents", at[2], at[2]),
        ),
    )


def test_a_finished_run_keeps_its_counts(landing: Landing, noon: datetime) -> None:
    run = landing.start_run(os.getpid(), noon)
    landing.finish_run(run, "done", requests=9, documents=8, problems=1, now=noon + timedelta(hours=1))
    state = landing.run_state()
    assert state is not None
    assert (state.status, state.requests, state.documents, state.problems) == ("done", 9, 8, 1)
    assert state.finished_at == noon + timedelta(hours=1)


def test_a_run_whose_process_died_was_interrupted_at_its_last_sign_of_life(
    landing: Landing, noon: datetime, dead_pid: int
) -> None:
    run = landing.start_run(dead_pid, noon)
    landing.set_stage(run, "releases", 1, 2, now=noon + timedelta(minutes=1))
    state = landing.run_state()
    assert state is not None
    assert (state.status, state.finished_at) == ("interrupted", noon + timedelta(minutes=1))


def test_a_run_is_interrupted_though_its_number_lives_on_in_another_process(
    landing: Landing, noon: datetime, path: Path
) -> None:
    with SyncLock(path.parent):
        landing.start_run(os.getpid(), noon)
        state = landing.run_state()
        assert state is not None
        assert state.status == "running"
    state = landing.run_state()
    assert state is not None
    assert state.status == "interrupted"


def test_the_next_run_closes_the_one_before_for_good(landing: Landing, noon: datetime, dead_pid: int) -> None:
    landing.start_run(dead_pid, noon)
    second = landing.start_run(os.getpid(), noon + timedelta(hours=1))
    landing.finish_run(second, "done", requests=1, documents=1, problems=0, now=noon + timedelta(hours=2))
    assert [(run.status, run.finished_at) for run in landing.runs()] == [
        ("interrupted", noon),
        ("done", noon + timedelta(hours=2)),
    ]


def test_a_home_belongs_to_one_account(landing: Landing, path: Path) -> None:
    assert landing.account() is None
    landing.claim_account(12, "rodneyfool")
    landing.claim_account(12, "rodney")  # the account was renamed
    assert landing.account() == Account(12, "rodney")
    with pytest.raises(AccountMismatchError) as caught:
        landing.claim_account(13, "example")
    message = str(caught.value)
    assert "rodney (account 12)" in message
    assert "example (13)" in message
    assert str(path.parent) in message
    assert "LINERNOTES_HOME" in message
    assert "linernotes reset" in message
    assert "\n" not in message
    assert landing.account() == Account(12, "rodney")


def test_pause_and_run_reach_other_connections(landing: Landing, path: Path) -> None:
    with Landing.open(path, read_only=True) as sync:
        assert sync.control() == "run"
        landing.set_control("pause")
        assert sync.control() == "pause"
        landing.set_control("run")
        assert sync.control() == "run"


def test_a_command_that_is_none_is_refused(landing: Landing) -> None:
    with pytest.raises(LandingError):
        landing.set_control("stop")  # type: ignore[arg-type]
    assert landing.control() == "run"
