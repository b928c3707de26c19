"""The answer to how far the work of a home is, for the JSON API and the event stream."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linernotes.insights.status.progress import HomeProgress, Phase
from linernotes.processes.progress import Progress, Step, Wait


@dataclass(frozen=True, kw_only=True)
class ProgressAnswer:
    """What goes on now, and how the newest sync went. Counts are requests; what is not known is null.

    `status` is that of the newest sync: never, running, done, failed, interrupted. `stage` is the one at work.
    `waiting` is what the work waits for. `build`, `dump` and `catalogue` are how far that work is.
    `trouble` says why landing.db cannot be read.
    """

    phase: Phase
    running: bool
    syncing: bool
    finished: bool
    status: str
    paused: bool
    stage: str | None
    done: int
    total: int
    problems: int
    seconds_per_request: float | None
    requests_per_minute: float | None
    eta_seconds: float | None
    waiting: Wait | None
    stages: tuple[Step, ...]
    requests: int | None
    reason: str | None
    started_at: datetime | None
    heartbeat_at: datetime | None
    finished_at: datetime | None
    building_since: datetime | None
    build: Progress | None
    build_id: str | None
    dump: Progress | None
    catalogue: Progress | None
    trouble: str | None


def progress_answer(seen: HomeProgress) -> ProgressAnswer:
    """Return the answer to one look at a home."""
    run = seen.run
    pace = run.seconds_per_request if run else None
    current = seen.current.name if seen.current else None
    return ProgressAnswer(
        phase=seen.phase,
        running=seen.is_running,
        syncing=seen.is_syncing,
        finished=not seen.is_running,
        status=seen.status,
        paused=seen.paused,
        stage="build" if seen.phase == "building" else current,
        done=seen.done,
        total=seen.total,
        problems=seen.problems,
        seconds_per_request=pace,
        requests_per_minute=round(60 / pace, 1) if pace else None,
        eta_seconds=None if seen.seconds_left is None else round(seen.seconds_left, 1),
        waiting=seen.waiting,
        stages=seen.stages,
        requests=run.requests if run else None,
        reason=run.reason if run and seen.status == "failed" else None,
        started_at=run.started_at if run else None,
        heartbeat_at=run.heartbeat_at if run else None,
        finished_at=run.finished_at if run else None,
        building_since=seen.building_since,
        build=seen.build,
        build_id=seen.build_id,
        dump=seen.dump,
        catalogue=seen.catalogue,
        trouble=seen.trouble,
    )
