"""Who syncs and how far it is; whose data it is; the flag that every sync obeys."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from linernotes.errors import AccountMismatchError, LandingError
from linernotes.processes.progress import Step, Wait
from linernotes.storage.home.locks import SyncLock
from linernotes.storage.landing import (
    Account,
    Estimate,
    Landing,
    RunState,
)
from linernotes.storage.landing.store import LAYOUT
from linernotes.storage.sqlite.file import SQLiteFile


@pytest.fixture
def dead_pid() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_run_tells_its_stages_in_the_order_in_which_they_began(landing: Landing, noon: datetime) -> None:
    assert landing.run_state() is None
    run = landing.start_run(os.getpid(), noon)
    landing.report(run, [Step("releases", 0, None)], now=noon + timedelta(seconds=1))
    landing.report(run, [Step("artists", 1, 5)], now=noon + timedelta(seconds=2))
    landing.report(run, [Step("releases", 7, 9)], now=noon + timedelta(seconds=3))
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
            Step("releases", 7, 9),
            Step("artists", 1, 5),
        ),
        stages_moved_at=at[3],
    )


def test_a_run_tells_what_is_expected_and_how_long_it_will_take(landing: Landing, noon: datetime) -> None:
    run = landing.start_run(os.getpid(), noon)
    at = [noon + timedelta(seconds=n) for n in range(3)]
    expected = Step("releases", 0, 40, begun=False, exact=False)
    skipped = Step("neighbours", 0, 0, begun=False, skipped=True)
    landing.report(run, [expected, skipped], estimate=Estimate(2, 41.5, 1.0), now=at[1])
    begun = Step("releases", 3, 38, problems=1)
    landing.report(run, [begun], estimate=Estimate(5, 36.0, 1.25), now=at[2])
    state = landing.run_state()
    assert state is not None
    assert (state.requests, state.seconds_left, state.seconds_per_request) == (5, 36.0, 1.25)
    assert state.stages == (
        Step("releases", 3, 38, problems=1),
        Step("neighbours", 0, 0, begun=False, skipped=True),
    )


def test_a_failed_run_says_why_and_expects_nothing_more(landing: Landing, noon: datetime) -> None:
    run = landing.start_run(os.getpid(), noon)
    landing.report(run, [Step("releases", 1, 9)], estimate=Estimate(3, 8.0, 1.0), now=noon)
    landing.finish_run(run, "failed", requests=4, documents=1, problems=0, now=noon, reason="Discogs is down")
    state = landing.run_state()
    assert state is not None
    assert (state.status, state.reason, state.requests) == ("failed", "Discogs is down", 4)
    assert state.seconds_left is None


def test_a_run_says_what_it_waits_for_until_its_next_report(landing: Landing, noon: datetime) -> None:
    waiting = Wait("Discogs answers 429: waits 12 s", noon + timedelta(seconds=12))
    run = landing.start_run(os.getpid(), noon)

    def waits() -> Wait | None:
        state = landing.run_state()
        assert state is not None
        return state.waiting

    assert waits() is None
    landing.report(run, [], waiting=waiting, now=noon)
    assert waits() == waiting
    landing.report(run, [Step("releases", 1, 2)], now=noon + timedelta(seconds=12))
    assert waits() is None
    landing.report(run, [], waiting=waiting, now=noon)
    landing.finish_run(run, "interrupted", requests=1, documents=1, problems=0, now=noon)
    assert waits() is None


def test_a_run_that_was_killed_waits_for_nothing(landing: Landing, noon: datetime, dead_pid: int) -> None:
    run = landing.start_run(dead_pid, noon)
    landing.report(run, [], waiting=Wait("Discogs answers 429: waits 12 s", noon), now=noon)
    state = landing.run_state()
    assert state is not None
    assert (state.status, state.waiting) == ("interrupted", None)


@pytest.mark.parametrize("version", range(1, LAYOUT.version))
def test_a_file_of_an_earlier_layout_keeps_its_runs_and_takes_new_ones(
    path: Path, noon: datetime, version: int
) -> None:
    SQLiteFile.open(path, replace(LAYOUT, migrations=LAYOUT.migrations[:version])).close()
    at = int(noon.timestamp()) * 1_000_000
    with sqlite3.connect(path) as db:
        db.execute(
            "insert into run (pid, started_at, heartbeat_at, status) values (1, ?, ?, 'done')", [at, at]
        )
    db.close()
    with Landing.open(path) as landing:
        run = landing.start_run(os.getpid(), noon)
        waiting = Wait("Discogs answers 429: waits 12 s", noon + timedelta(seconds=12))
        landing.report(run, [], waiting=waiting, now=noon)
        assert [(one.status, one.waiting) for one in landing.runs()] == [("done", None), ("running", waiting)]
    with sqlite3.connect(path) as db:
        assert db.execute("pragma user_version").fetchone() == (LAYOUT.version,)
    db.close()


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
    landing.report(run, [Step("releases", 1, 2)], now=noon + timedelta(minutes=1))
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


@pytest.mark.parametrize("read_only", [False, True])
def test_runs_of_the_first_layout_are_still_shown_after_the_upgrade(
    path: Path, noon: datetime, dead_pid: int, read_only: bool
) -> None:
    """What layout 1 knew of a stage is what a stage that has begun tells; of the rest nothing is known."""
    first = replace(LAYOUT, migrations=LAYOUT.migrations[:1])
    SQLiteFile.open(path, first).close()
    at = int(noon.timestamp()) * 1_000_000
    with sqlite3.connect(path) as db:
        db.execute(
            "insert into run values (7, ?, ?, ?, null, 'running', null, null, null)", [dead_pid, at, at]
        )
        db.execute("insert into run_stage values (7, 0, 'releases', 3, 9, 'documents', ?, ?)", [at, at])
    db.close()
    with Landing.open(path, read_only=read_only) as landing:
        state = landing.run_state()
    moment = noon.replace(microsecond=0)
    assert state == RunState(
        run_id=7,
        pid=dead_pid,
        started_at=moment,
        heartbeat_at=moment,
        finished_at=moment,
        status="interrupted",
        requests=None,
        documents=None,
        problems=None,
        stages=(Step("releases", 3, 9),),
        stages_moved_at=moment,
    )
    with sqlite3.connect(path) as db:
        assert db.execute("pragma user_version").fetchone() == (LAYOUT.version,)
    db.close()
