"""The syncs of a home, their state, and the owner of the data. The functions that write need a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Literal, NamedTuple

from linernotes.processes.progress import Step, Wait
from linernotes.storage.landing.records import (
    Account,
    Estimate,
    RunState,
    from_micros,
    to_micros,
)
from linernotes.storage.sqlite.reading import read

#: Says whether the process that began a run may still be at it.
IsAlive = Callable[[int], bool]

Command = Literal["run", "pause"]

_START = (
    "insert into run (pid, started_at, heartbeat_at, status) values (?, ?, ?, 'running') returning run_id"
)

_SET_STAGE = """
insert into run_stage (
    run_id, position, stage, done, total, unit, begun, exact, skipped, problems, started_at, updated_at
) values (
    :run, (select count(*) from run_stage where run_id = :run),
    :name, :done, :total, :unit, :begun, :exact, :skipped, :problems, :now, :now
)
on conflict (run_id, stage) do update set
    started_at = case when begun < :begun then :now else started_at end,
    done = :done, total = :total, begun = :begun, exact = :exact, skipped = :skipped,
    problems = :problems, updated_at = :now
"""

_HEARTBEAT = "update run set heartbeat_at = ?, waiting = ?, waiting_until = ? where run_id = ?"
_ESTIMATE = "update run set requests = ?, seconds_left = ?, seconds_per_request = ? where run_id = ?"

_FINISH = """
update run set status = ?, reason = ?, requests = ?, documents = ?, problems = ?, finished_at = ?,
    heartbeat_at = ?, seconds_left = null, waiting = null, waiting_until = null
where run_id = ?
"""

_RUN = """
select run_id, pid, started_at, heartbeat_at, finished_at, status, requests, documents, problems,
    seconds_left, seconds_per_request, reason, waiting, waiting_until
from run
"""
_RUNS = f"{_RUN} order by run_id"
_LATEST = f"{_RUN} order by run_id desc limit 1"
_STAGES = """
select stage, done, total, unit, begun, exact, skipped, problems
from run_stage where run_id = ? order by position
"""

_MOVED = "select max(updated_at) from run_stage where run_id = ?"


def start(db: sqlite3.Connection, pid: int, now: datetime) -> int:
    """Begin a run. One that never finished was interrupted: only one process syncs at a time."""
    db.execute("update run set status = 'interrupted', finished_at = heartbeat_at where status = 'running'")
    row = db.execute(_START, [pid, to_micros(now), to_micros(now)]).fetchone()
    return int(row[0])


def report(
    db: sqlite3.Connection,
    run_id: int,
    stages: Iterable[Step],
    estimate: Estimate | None,
    waiting: Wait | None,
    now: datetime,
) -> None:
    """Say how far stages are, how long the rest will take, and what it waits for (None: it goes on)."""
    at = to_micros(now)
    for one in stages:
        db.execute(_SET_STAGE, asdict(one) | {"run": run_id, "now": at})
    if estimate is not None:
        numbers = [estimate.requests, estimate.seconds_left, estimate.seconds_per_request]
        db.execute(_ESTIMATE, [*numbers, run_id])
    sentence = waiting.sentence if waiting else None
    until = to_micros(waiting.until) if waiting and waiting.until else None
    db.execute(_HEARTBEAT, [at, sentence, until, run_id])


def finish(
    db: sqlite3.Connection,
    run_id: int,
    status: str,
    reason: str | None,
    counts: tuple[int, int, int],
    now: datetime,
) -> None:
    """End a run. `counts` are its requests, documents and problems."""
    db.execute(_FINISH, [status, reason, *counts, to_micros(now), to_micros(now), run_id])


class _RunRow(NamedTuple):
    run_id: int
    pid: int
    started_at: int
    heartbeat_at: int
    finished_at: int | None
    status: str
    requests: int | None
    documents: int | None
    problems: int | None
    seconds_left: float | None
    seconds_per_request: float | None
    reason: str | None
    waiting: str | None
    waiting_until: int | None


class _StageRow(NamedTuple):
    stage: str
    done: int
    total: int
    unit: str
    begun: int
    exact: int
    skipped: int
    problems: int


def runs(db: sqlite3.Connection, is_alive: IsAlive) -> Iterator[RunState]:
    """Every run, oldest first, with its stages."""
    for row in read(db, _RunRow, _RUNS):
        yield _run(db, row, is_alive)


def latest(db: sqlite3.Connection, is_alive: IsAlive) -> RunState | None:
    """The run that began last."""
    rows = read(db, _RunRow, _LATEST)
    return _run(db, rows[0], is_alive) if rows else None


def _run(db: sqlite3.Connection, row: _RunRow, is_alive: IsAlive) -> RunState:
    status, finished_at = row.status, row.finished_at
    if status == "running" and not is_alive(row.pid):
        status, finished_at = "interrupted", row.heartbeat_at
    (moved,) = db.execute(_MOVED, [row.run_id]).fetchone()
    waiting = None
    if status == "running" and row.waiting is not None:
        until = None if row.waiting_until is None else from_micros(row.waiting_until)
        waiting = Wait(row.waiting, until)
    return RunState(
        run_id=row.run_id,
        pid=row.pid,
        started_at=from_micros(row.started_at),
        heartbeat_at=from_micros(row.heartbeat_at),
        finished_at=None if finished_at is None else from_micros(finished_at),
        status=status,
        requests=row.requests,
        documents=row.documents,
        problems=row.problems,
        stages=tuple(_stages(db, row.run_id)),
        seconds_left=row.seconds_left,
        seconds_per_request=row.seconds_per_request,
        reason=row.reason,
        waiting=waiting,
        stages_moved_at=None if moved is None else from_micros(moved),
    )


def _stages(db: sqlite3.Connection, run_id: int) -> Iterator[Step]:
    for row in read(db, _StageRow, _STAGES, [run_id]):
        yield Step(
            row.stage,
            row.done,
            row.total,
            begun=bool(row.begun),
            exact=bool(row.exact),
            skipped=bool(row.skipped),
            problems=row.problems,
            unit="records" if row.unit == "records" else "requests",  # the first layout says documents
        )


def account(db: sqlite3.Connection) -> Account | None:
    """Whose data this is; None before the first sync."""
    rows = read(db, Account, "select user_id, username from account")
    return rows[0] if rows else None


def save_account(db: sqlite3.Connection, user_id: int, username: str) -> None:
    """Note whose data this is."""
    db.execute(
        "insert or replace into account (only, user_id, username) values (1, ?, ?)", [user_id, username]
    )


def control(db: sqlite3.Connection) -> Command:
    """What every process that syncs should do."""
    return "pause" if db.execute("select command from control").fetchone() == ("pause",) else "run"


def set_control(db: sqlite3.Connection, command: Command) -> None:
    """Save what every process that syncs should do."""
    db.execute("update control set command = ?", [command])
