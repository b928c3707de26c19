"""Who syncs, how far it is, whose data it is. The functions that write need a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Literal

from linernotes.storage.landing.records import Account, RunState, StageState, from_micros, to_micros

#: Says whether the process that began a run may still be at it.
IsAlive = Callable[[int], bool]

Command = Literal["run", "pause"]

_START = (
    "insert into run (pid, started_at, heartbeat_at, status) values (?, ?, ?, 'running') returning run_id"
)

_SET_STAGE = """
insert into run_stage (run_id, position, stage, done, total, unit, started_at, updated_at)
values (:run, (select count(*) from run_stage where run_id = :run), :stage, :done, :total, :unit, :now, :now)
on conflict (run_id, stage) do update set done = :done, total = :total, unit = :unit, updated_at = :now
"""

_FINISH = """
update run set status = ?, requests = ?, documents = ?, problems = ?, finished_at = ?, heartbeat_at = ?
where run_id = ?
"""

_RUN = """
select run_id, pid, started_at, heartbeat_at, finished_at, status, requests, documents, problems from run
"""
_RUNS = f"{_RUN} order by run_id"
_LATEST = f"{_RUN} order by run_id desc limit 1"
_STAGES = """
select stage, done, total, unit, started_at, updated_at from run_stage where run_id = ? order by position
"""


def start(db: sqlite3.Connection, pid: int, now: datetime) -> int:
    """Begin a run. One that never finished was interrupted: only one process syncs at a time."""
    db.execute("update run set status = 'interrupted', finished_at = heartbeat_at where status = 'running'")
    row = db.execute(_START, [pid, to_micros(now), to_micros(now)]).fetchone()
    return int(row[0])


def set_stage(
    db: sqlite3.Connection, run_id: int, stage: str, done: int, total: int | None, unit: str, now: datetime
) -> None:
    """Say how far a stage is; its first call begins it."""
    at = to_micros(now)
    db.execute(
        _SET_STAGE, {"run": run_id, "stage": stage, "done": done, "total": total, "unit": unit, "now": at}
    )
    db.execute("update run set heartbeat_at = ? where run_id = ?", [at, run_id])


def finish(
    db: sqlite3.Connection, run_id: int, status: str, counts: tuple[int, int, int], now: datetime
) -> None:
    """End a run. `counts` are its requests, documents and problems."""
    db.execute(_FINISH, [status, *counts, to_micros(now), to_micros(now), run_id])


def runs(db: sqlite3.Connection, is_alive: IsAlive) -> Iterator[RunState]:
    """Every run, oldest first, with its stages."""
    for row in db.execute(_RUNS):
        yield _run(db, row, is_alive)


def latest(db: sqlite3.Connection, is_alive: IsAlive) -> RunState | None:
    """The run that began last."""
    row = db.execute(_LATEST).fetchone()
    return None if row is None else _run(db, row, is_alive)


def _run(db: sqlite3.Connection, row: tuple[Any, ...], is_alive: IsAlive) -> RunState:
    run_id, pid, started_at, heartbeat_at, finished_at, status, requests, documents, problems = row
    if status == "running" and not is_alive(pid):
        status, finished_at = "interrupted", heartbeat_at
    return RunState(
        run_id=run_id,
        pid=pid,
        started_at=from_micros(started_at),
        heartbeat_at=from_micros(heartbeat_at),
        finished_at=None if finished_at is None else from_micros(finished_at),
        status=status,
        requests=requests,
        documents=documents,
        problems=problems,
        stages=tuple(_stages(db, run_id)),
    )


def _stages(db: sqlite3.Connection, run_id: int) -> Iterator[StageState]:
    for stage, done, total, unit, began, updated in db.execute(_STAGES, [run_id]):
        yield StageState(stage, done, total, unit, from_micros(began), from_micros(updated))


def account(db: sqlite3.Connection) -> Account | None:
    """Whose data this is; None before the first sync."""
    row = db.execute("select user_id, username from account").fetchone()
    return None if row is None else Account(*row)


def save_account(db: sqlite3.Connection, user_id: int, username: str) -> None:
    """Note whose data this is."""
    db.execute(
        "insert or replace into account (only, user_id, username) values (1, ?, ?)", [user_id, username]
    )


def control(db: sqlite3.Connection) -> Command:
    """What every process that syncs should do."""
    return "pause" if db.execute("select command from control").fetchone() == ("pause",) else "run"


def set_control(db: sqlite3.Connection, command: Command) -> None:
    """Tell them."""
    db.execute("update control set command = ?", [command])
