"""Progress: the page, and the stream of events for clients that accept `text/event-stream`. Both read landing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, tzinfo
from time import monotonic

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from fastapi.sse import format_sse_event

from linernotes.etl.progress import CATALOGUE, STAGES
from linernotes.insights.statistics.days import local_time
from linernotes.insights.status.progress import HomeProgress, read_progress, wait_text
from linernotes.insights.status.progress_answer import ProgressAnswer, progress_answer
from linernotes.insights.text.plurals import counted
from linernotes.processes.progress import Progress, Step
from linernotes.storage.home.layout import LANDING_DB
from linernotes.web.background.app_state import AppState, app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.zones import zone_of
from linernotes.web.rendering.formatting import ago, number, span
from linernotes.web.rendering.templating import page

router = APIRouter(tags=[Tag.SYNC])

#: Seconds between two looks at landing, and between two signs of life while nothing changes.
LOOK_EVERY = 0.5
PING_EVERY = 15.0


@router.get("/progress", include_in_schema=False)
async def progress(request: Request) -> Response:
    """How far the sync or the build is, whichever process runs it."""
    state = app_state(request)
    if "text/event-stream" in request.headers.get("accept", ""):
        # The header is for proxies that would keep the events until there are enough of them.
        unkept = {"X-Accel-Buffering": "no"}
        return StreamingResponse(
            _events(state, zone_of(request)), media_type="text/event-stream", headers=unkept
        )
    seen = await asyncio.to_thread(look, state)
    return page(request, "progress/page.html", progress=seen, view=view(seen, state, zone_of(request)))


@router.get("/api/progress")
async def api_progress(request: Request) -> ProgressAnswer:
    """What runs now and how far it is. Counts are requests; `eta_seconds` is null while it is not known."""
    state = app_state(request)
    return progress_answer(await asyncio.to_thread(look, state))


def look(state: AppState) -> HomeProgress:
    """The state of the home now; to be called in a thread."""
    jobs = state.jobs
    seen = read_progress(
        state.settings.home,
        child=jobs.sync_child(),
        dump_child=jobs.has_child("dump"),
        catalogue_child=jobs.has_child("catalogue"),
    )
    state.note_trouble(LANDING_DB, seen.trouble)
    return seen


async def _events(state: AppState, zone: tzinfo | None) -> AsyncIterator[bytes]:
    """`progress` whenever something changed, the whole state each time; at the end `finished` with the last one."""
    sent, sent_at = "", monotonic()
    while not state.is_stopping:
        seen = await asyncio.to_thread(look, state)
        text = json.dumps(msgspec.to_builtins(progress_answer(seen)) | view(seen, state, zone))
        if text != sent:
            sent, sent_at = text, monotonic()
            yield format_sse_event(event="progress", data_str=text)
        elif monotonic() - sent_at > PING_EVERY:
            sent_at = monotonic()
            yield format_sse_event(comment="still here")
        if not seen.is_running and not state.jobs.has_child("build"):
            yield format_sse_event(event="finished", data_str=text)
            return
        await asyncio.sleep(LOOK_EVERY)


def view(seen: HomeProgress, state: AppState, zone: tzinfo | None) -> dict[str, object]:
    """What people read, in the page and in each event alike; times by the clock of `zone`."""
    failure = next(iter(state.jobs.failures(seen)), None)
    stages = {stage.name: stage for stage in seen.stages}
    return {
        "headline": _headline(seen),
        "eta_text": _eta(seen),
        "waiting_text": wait_text(seen.waiting, zone),
        "app_waiting_text": wait_text(state.waits.current(datetime.now(UTC)), zone),
        "pace_text": _pace(seen),
        "problems_text": _problems(seen.problems) if seen.run else "",
        "building_text": _building(seen, zone),
        "dump_text": _dump(seen.dump),
        "catalogue_text": _catalogue(seen.catalogue),
        "stop": "/catalogue-stop" if state.jobs.has_child("catalogue") else "/dump-stop",
        "remarks_text": " ".join(seen.dump.remarks) if seen.dump else "",
        "note": " ".join(f"{note}." for note in state.jobs.notes()),
        "failure": f"{failure.said} (exit status {failure.status})" if failure else None,
        "rows": [_row(name, title, stages.get(name)) for name, title in STAGES.items()],
    }


def _building(seen: HomeProgress, zone: tzinfo | None) -> str:
    if seen.building_since is None:
        return ""
    since = f"Building since {local_time(seen.building_since, zone):%H:%M:%S}"
    return f"{since}: {seen.build.step}, {seen.build.share:.0%}" if seen.build else since


#: What is being done with dumps, by step, unless they are downloaded.
_DUMP_HEADLINES = {"import": "Reading dumps", "catalogue": "Taking documents from the catalogue"}


def _headline(seen: HomeProgress) -> str:
    if seen.phase == "starting":
        return "Starting"
    if seen.phase == "extracting" and seen.paused:
        return "Paused"
    if seen.phase == "extracting":
        stage = seen.current
        return f"Reading: {STAGES.get(stage.name, stage.name).lower()}" if stage else "Asking Discogs"
    if seen.phase == "building":
        return "Building the database"
    if seen.phase == "catalogue":
        return "Building the catalogue of all of Discogs"
    if seen.phase == "ending":
        return "Ending"
    if seen.phase == "dumps":
        return _DUMP_HEADLINES.get(seen.dump.step if seen.dump else "", "Downloading dumps")
    return _ending(seen)


def _ending(seen: HomeProgress) -> str:
    """How the newest sync ended, where nothing runs."""
    run = seen.run
    if run is None:
        return "Nothing is running"
    when = ago(run.finished_at)
    if run.status == "done":
        return f"Done {when}"
    if run.status == "failed":
        return f"The last sync failed {when}"
    return f"The last sync was interrupted {when}"


def _eta(seen: HomeProgress) -> str:
    if seen.paused and seen.phase == "extracting":
        return "No request is made until you resume"
    if seen.seconds_left is None:
        return ""
    return f"About {span(seen.seconds_left)} left" if seen.seconds_left >= 1 else "Almost done"


def _pace(seen: HomeProgress) -> str:
    pace = seen.run.seconds_per_request if seen.run else None
    if not pace or seen.phase != "extracting" or seen.paused:
        return ""
    return f"{counted(round(60 / pace), 'request')} a minute"


def _dump(dump: Progress | None) -> str:
    """Which file, how far, and how long it will take."""
    if dump is None or not dump.item:
        return ""
    left = f", about {span(dump.seconds_left)} left" if dump.seconds_left is not None else ""
    if dump.step == "catalogue":
        return f"{dump.item}: {dump.done:,.0f} of {dump.total or 0:,.0f}{left}"
    of = f" of {dump.total / 1e6:,.1f}" if dump.total else ""
    return f"{dump.item}: {dump.done / 1e6:,.1f}{of} MB{left}"


def _catalogue(catalogue: Progress | None) -> str:
    """The table that is built, and the share of the whole."""
    return f"{catalogue.step.capitalize()}, {catalogue.done:.0%} of all" if catalogue else ""


def _problems(count: int) -> str:
    return "No problems" if not count else counted(count, "problem")


def _row(name: str, title: str, stage: Step | None) -> dict[str, object]:
    """One stage as a line: `total` at least 1, for a bar; `note` is what stands beside the bar."""
    if stage is None:
        hidden = name == CATALOGUE  # it is there where a sync has seen a catalogue
        return {"stage": name, "title": title, "done": 0, "total": 1, "note": "", "hidden": hidden}
    total = max(stage.total or 0, stage.done)
    note = f"{number(stage.done)} of {'' if stage.exact else 'about '}{number(total)}"
    if stage.problems:
        note += f", {_problems(stage.problems)}"
    if stage.begun and not total:
        note = "nothing to fetch"
    done = stage.done if total else int(stage.begun)
    return {
        "stage": name,
        "title": title,
        "done": done,
        "total": max(total, 1),
        "note": note,
        "hidden": stage.skipped,
    }
