"""Progress: what a home is busy with now, whichever process is at it, and how the last sync went."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Literal, NamedTuple

from linernotes.errors import StoreError
from linernotes.insights.statistics.days import local_time
from linernotes.processes.progress import Progress, Step, Wait, Work, last_wait
from linernotes.storage.builds.build_activity import read_build_activity
from linernotes.storage.builds.publish import current_build
from linernotes.storage.catalogue.activity import read_catalogue_activity
from linernotes.storage.home.dump_activity import read_dump_activity
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.home.locks import BuildLock, SyncLock
from linernotes.storage.landing import Landing, RunState

#: idle: nothing runs.
#: starting: a sync is about to ask Discogs.
#: extracting: a sync asks Discogs.
#: dumps: dumps are downloaded or read.
#: catalogue: a catalogue of all of Discogs is built.
#: building: a build makes a database of what has landed.
#: ending: the process that built is about to end.
Phase = Literal["idle", "starting", "extracting", "dumps", "catalogue", "building", "ending"]


@dataclass(frozen=True, slots=True)
class HomeProgress:
    """One look at a home. `run` is the sync that began last (None: there was none), `phase` what goes on now.

    `building_since` is when the build that goes on began, None if none does: one may go on while a sync extracts.
    `build` is how far that is. `seconds_left` is None unless documents are being fetched, or a build alone goes on.
    `build_id` is what is published, None: nothing.
    `waiting` is what the sync, or the download of dumps, waits for before it asks again. None: it goes on.
    `trouble` is what is wrong with landing.db, where it cannot be read: no sync is known then.
    `dump` is what the work with dumps is busy with, None: there is none; it may go on beside a sync, too.
    `catalogue` is how far the build of all of Discogs is, None: there is none.
    """

    phase: Phase = "idle"
    paused: bool = False
    run: RunState | None = None
    seconds_left: float | None = None
    waiting: Wait | None = None
    building_since: datetime | None = None
    build: Progress | None = None
    build_id: str | None = None
    account: str | None = None
    dump: Progress | None = None
    catalogue: Progress | None = None
    stages: tuple[Step, ...] = field(default=())
    trouble: str | None = None

    @property
    def is_running(self) -> bool:
        """Whether anything goes on: a sync, a build, or both."""
        return self.phase != "idle"

    @property
    def is_syncing(self) -> bool:
        """Whether documents are, or will be, fetched."""
        return self.phase in ("starting", "extracting")

    @property
    def status(self) -> str:
        """How the newest sync stands: never, running, done, failed, interrupted."""
        if self.phase == "starting":
            return "running"
        return self.run.status if self.run else "never"

    @property
    def current(self) -> Step | None:
        """The stage that is being worked on; None outside of an extraction."""
        if self.phase != "extracting":
            return None
        return next((stage for stage in reversed(self.stages) if stage.begun), None)

    @property
    def done(self) -> int:
        """Requests of all stages that are through."""
        return sum(stage.done for stage in self._asking)

    @property
    def total(self) -> int:
        """Requests of all stages, estimates included."""
        return sum(max(stage.total or 0, stage.done) for stage in self._asking)

    @property
    def _asking(self) -> list[Step]:
        """The stages that make requests."""
        return [stage for stage in self.stages if stage.unit == "requests" and not stage.skipped]

    @property
    def problems(self) -> int:
        """Documents that this sync could not get or read so far."""
        return sum(stage.problems for stage in self.stages)


@dataclass(frozen=True, slots=True)
class SyncChild:
    """A process that syncs: its pid, and since when it has been at it (UTC)."""

    pid: int | None
    since: datetime


def wait_text(waiting: Wait | None, zone: tzinfo | None) -> str:
    """What is waited for, and until when by the clock of `zone` if that is known; empty where nothing waits."""
    if waiting is None or waiting.until is None:
        return waiting.sentence if waiting else ""
    return f"{waiting.sentence}, until {local_time(waiting.until, zone):%H:%M:%S}"


class _Landed(NamedTuple):
    """The state of the sync in landing; nothing is known of a home without one."""

    run: RunState | None = None
    account: str | None = None
    paused: bool = False
    trouble: str | None = None


def read_progress(
    home: Path,
    *,
    child: SyncChild | None = None,
    dump_child: bool = False,
    catalogue_child: bool = False,
    now: datetime | None = None,
) -> HomeProgress:
    """Look at a home. Makes no request, changes nothing, waits for nobody.

    `child` is a process of the caller that syncs, and is still there; it may not have come as far as its lock, or
    have let go of it already. None: there is no such process. `dump_child` says whether there is one that works
    with dumps, `catalogue_child` whether there is one that works on the catalogue.
    """
    if not home.is_dir():
        return HomeProgress(phase="idle" if child is None else "starting")
    landed = _read_landing(home)
    run = landed.run
    # The locks after landing: a sync that ended in between is seen to have ended by the next look.
    building, builder = read_build_activity(home), _holder(BuildLock(home))
    building_since = builder.since if builder else None
    dump = read_dump_activity(home) or (Progress(Work.DUMP, "download") if dump_child else None)
    phase = _phase(run, _holder(SyncLock(home)), child, is_building=builder is not None)
    if dump is not None and phase != "extracting" and child is None:
        phase = "building" if building_since else "dumps"  # the lock that is held is not a sync's
    catalogue = read_catalogue_activity(home) or (
        Progress(Work.CATALOGUE, "masters") if catalogue_child and dump is None else None
    )
    if catalogue is not None and phase == "idle":
        phase = "catalogue"
    published, now = current_build(home), now or datetime.now(UTC)
    if phase == "extracting":
        seconds_left = _seconds_left(run, now)
    else:
        work = {"catalogue": catalogue, "building": building}.get(phase)
        seconds_left = work.seconds_left if work else None
    waits = (run.waiting if run and phase == "extracting" else None, dump.waiting if dump else None)
    return HomeProgress(
        phase=phase,
        paused=landed.paused,
        run=run,
        seconds_left=seconds_left,
        waiting=last_wait(waits, now),
        building_since=building_since,
        build=building,
        build_id=published.build_id if published else None,
        account=landed.account,
        dump=dump,
        catalogue=catalogue,
        stages=run.stages if run and phase != "starting" else (),
        trouble=landed.trouble,
    )


def _read_landing(home: Path) -> _Landed:
    """What `landing.db` says of its sync. `trouble` says why it cannot be read."""
    try:
        if not (home / LANDING_DB).exists():
            return _Landed()
        with Landing.open(home / LANDING_DB, read_only=True) as landing, landing.snapshot():
            owner = landing.account()
            account = owner.username if owner else None
            return _Landed(landing.run_state(), account, paused=landing.control() == "pause")
    except StoreError as error:
        return _Landed(trouble=str(error))


def _phase(
    run: RunState | None, holder: SyncChild | None, child: SyncChild | None, *, is_building: bool
) -> Phase:
    """What goes on, from the newest run, who holds the lock, and the caller's child. Pure."""
    if run is not None and run.status == "running":
        return "extracting"
    syncing = holder or child
    if syncing is None:
        return "building" if is_building else "idle"
    if run is None or not _is_run_of(run, syncing):
        return "starting"
    # The extraction of this sync is through: what it still does, unless it failed, is to build.
    return "building" if is_building or (holder is not None and run.status == "done") else "ending"


def _is_run_of(run: RunState, process: SyncChild) -> bool:
    """Whether it is this process that began the run.

    Times alone do not say it: an earlier run may be dated ahead. Neither do pids: a container gives each process
    the same. Both times here were read off one clock within a second, if the process is the same.
    """
    return process.pid in (None, run.pid) and run.started_at >= process.since


def _holder(lock: SyncLock | BuildLock) -> SyncChild | None:
    """Who holds the lock, and since when; None if it is free."""
    if not lock.is_held():
        return None
    holder = lock.holder()
    try:
        return SyncChild(holder.pid, datetime.fromisoformat(holder.started_at or ""))
    except ValueError:  # taken a moment ago, and not written yet
        return SyncChild(holder.pid, datetime.now(UTC))


def _seconds_left(run: RunState | None, now: datetime) -> float | None:
    """What was left when the sync last reported, less what has passed since then."""
    if run is None or run.seconds_left is None:
        return None
    return max(run.seconds_left - (now - run.heartbeat_at).total_seconds(), 0.0)
