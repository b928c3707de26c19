"""Settings: whose account this is, what a sync would take, starting and holding it, when it starts by itself."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, tzinfo
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from linernotes.errors import ConfigError, LinernotesError, SyncRunningError
from linernotes.etl.planning.plan_answer import PlanAnswer, plan_answer
from linernotes.insights.status.catalogue import read_catalogue_status
from linernotes.insights.status.catalogue_import import ImportEstimate, estimate_import
from linernotes.insights.status.progress import HomeProgress
from linernotes.insights.text.plurals import counted
from linernotes.storage.home.dump_activity import DUMPS
from linernotes.storage.home.layout import BACKUPS, reset
from linernotes.web.background.app_state import AppState, app_state
from linernotes.web.background.daily_sync import MOST_BACKUPS, Schedule, read_schedule, save_schedule
from linernotes.web.openapi import LEADS_ON, Tag
from linernotes.web.pages.account.access import callback_url
from linernotes.web.pages.account.progress import look
from linernotes.web.pages.account.yours import made
from linernotes.web.rendering.answers import Done, WorkChanged, json_of, wants_json
from linernotes.web.rendering.responses import CONFIG, done, refused
from linernotes.web.rendering.templating import page

router = APIRouter(tags=[Tag.SYNC])

Next = Annotated[str, Form()]


@router.get(CONFIG, include_in_schema=False)
async def config(request: Request) -> Response:
    """The page; `data-credentials-ok` on its account panel tells programs how it stands."""
    return await asyncio.to_thread(_config_page, request)


@router.post("/plan", response_model=PlanAnswer, responses=LEADS_ON)
async def make_plan(request: Request) -> Response:
    """Make a plan: it costs two requests, so nobody makes one unasked."""
    state = app_state(request)
    try:
        planned = await state.plans.make()
    except LinernotesError as error:
        return refused(request, error)
    if wants_json(request):
        return json_of(plan_answer(planned.plan))
    return done(request, "This is what a sync would fetch now.", to=f"{CONFIG}#plan")


@router.post("/start-etl", response_model=WorkChanged, responses=LEADS_ON)
async def start_sync(request: Request, next: Next = "/progress") -> Response:
    """Start a sync. One that was paused goes on."""
    state = app_state(request)
    try:
        if not state.discogs.credentials_ok:
            raise ConfigError("Connect to Discogs first.")
        await asyncio.to_thread(state.discogs.resume)
        await state.jobs.start("sync")
    except LinernotesError as error:
        return refused(request, error)
    state.plans.forget()
    return done(request, WorkChanged("The sync has started.", "started"), to=next)


@router.post("/start-build", response_model=WorkChanged, responses=LEADS_ON)
async def start_build(request: Request, next: Next = "/progress") -> Response:
    """Build and derive alone, from what has landed."""
    state = app_state(request)
    try:
        await state.jobs.start("build")
    except LinernotesError as error:
        return refused(request, error)
    return done(request, WorkChanged("The build has started.", "started"), to=next)


@router.post("/pause-etl", response_model=WorkChanged, responses=LEADS_ON)
async def pause_sync(request: Request, next: Next = CONFIG) -> Response:
    """Let the sync hold, whichever process runs it."""
    await asyncio.to_thread(app_state(request).discogs.pause)
    return done(request, WorkChanged("Paused: no request is made until you resume.", "paused"), to=next)


@router.post("/resume-etl", response_model=WorkChanged, responses=LEADS_ON)
async def resume_sync(request: Request, next: Next = CONFIG) -> Response:
    """Let it go on."""
    await asyncio.to_thread(app_state(request).discogs.resume)
    return done(request, WorkChanged("Resumed.", "resumed"), to=next)


@router.post("/disconnect", response_model=Done, responses=LEADS_ON)
async def disconnect(request: Request) -> Response:
    """Forget the credentials. A sync of ours is ended first: it must not go on with what was forgotten."""
    state = app_state(request)
    if state.settings.token is not None:
        return refused(request, "The token comes from LINERNOTES_TOKEN or config.toml: remove it there.")
    try:
        await _end_sync(state, "Disconnect")
        await asyncio.to_thread(state.discogs.disconnect)
    except LinernotesError as error:
        return refused(request, error)
    state.plans.forget()
    return done(request, "Disconnected: the credentials are deleted. What was fetched is still here.")


@router.post("/delete-data", response_model=Done, responses=LEADS_ON)
async def delete_data(request: Request, confirm: Annotated[str, Form()] = "") -> Response:
    """Delete what was fetched and built; settings and what the user made stay."""
    state = app_state(request)
    if confirm != "delete":
        return refused(request, "Nothing was deleted: tick the box to say that you mean it.")
    try:
        await _end_sync(state, "Delete the data")
        await state.jobs.stop("dump")
        await state.jobs.stop("catalogue")
        await state.jobs.stop("build")
        await asyncio.to_thread(reset, state.settings.home)
    except LinernotesError as error:
        return refused(request, error)
    state.plans.forget()
    return done(request, "The data is deleted. This home belongs to no account now.")


@router.post("/schedule", response_model=Done, responses=LEADS_ON)
async def set_schedule(
    request: Request, hour: Annotated[str, Form()] = "", keep: Annotated[str, Form()] = "0"
) -> Response:
    """Choose the hour of the daily sync, and how many backups stay of those after it; no hour ends it."""
    if hour and (not hour.isdecimal() or int(hour) > 23):
        return refused(request, "The hour is a number from 0 to 23.")
    if not keep.isdecimal() or int(keep) > MOST_BACKUPS:
        return refused(request, f"The number of backups is one from 0 to {MOST_BACKUPS}.")
    discogs = app_state(request).discogs
    try:
        await asyncio.to_thread(save_schedule, discogs, int(hour) if hour else None, int(keep))
    except LinernotesError as error:
        return refused(request, error)
    if not hour:
        return done(request, "No daily sync any more.")
    backups = (
        f" A backup follows it, and {counted(int(keep), 'backup is', 'backups are')} kept."
        if int(keep)
        else ""
    )
    return done(request, f"A sync starts daily at {int(hour):02d}:00, as long as linernotes serves.{backups}")


async def _end_sync(state: AppState, before: str) -> None:
    """End the sync if this app started it; raise SyncRunningError if another process did."""
    await state.jobs.stop("sync")
    if await asyncio.to_thread(state.jobs.is_running, "sync") and not state.jobs.has_child("sync"):
        raise SyncRunningError(f"A sync that was started elsewhere is running. {before} when it has ended.")


def _config_page(request: Request) -> Response:
    state = app_state(request)
    connection, progress = state.connection, look(state)
    covers_count, covers_bytes = state.covers.store.use()
    return page(
        request,
        "config/page.html",
        connection=connection,
        credentials_ok=connection.credentials_ok,
        progress=progress,
        owner=progress.account,
        failures=state.jobs.failures(progress),
        planned=state.plans.latest,
        callback_url=callback_url(request),
        www_url=state.settings.www_url,
        backups_folder=state.settings.home / BACKUPS,
        dumps_folder=state.settings.home / DUMPS,
        catalogue=read_catalogue_status(state.settings.home),
        import_estimate=_import_estimate(state),
        is_catalogue_worked_on=state.jobs.is_running("catalogue"),
        made=made(state),
        keys=state.known_keys(),
        keep_covers=state.covers.are_kept,
        covers_count=covers_count,
        covers_bytes=covers_bytes,
        **_daily(read_schedule(state.discogs), progress, state.settings.time_zone),
    )


def _import_estimate(state: AppState) -> ImportEstimate | None:
    """What an import from the catalogue takes; None without one, or before anything is published."""
    month = state.catalogues.month()
    if month is None:
        return None
    with state.builds.reading() as snapshot:
        return estimate_import(snapshot, month) if snapshot else None


def _daily(schedule: Schedule | None, progress: HomeProgress, zone: tzinfo | None) -> dict[str, object]:
    """The facts about the daily sync: its hour, when it comes next, how long the last one took."""
    run, now = progress.run, datetime.now(UTC).astimezone(zone)
    took = (run.finished_at - run.started_at) if run and run.status == "done" and run.finished_at else None
    return {
        "schedule": schedule,
        "next_sync": schedule.next(now) if schedule else None,
        "took": took.total_seconds() if took else None,
    }
