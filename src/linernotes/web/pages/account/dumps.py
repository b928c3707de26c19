"""Monthly dumps: fetching a month, importing files of this machine, and stopping that. Each is a child process."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from linernotes.errors import DumpError, LinernotesError, UsageError
from linernotes.etl.dumps.import_elements import require_collection
from linernotes.jobs.dump_work import DumpRequest, FetchMonth, ImportFiles
from linernotes.source.dumps import dump_file
from linernotes.source.dumps.index import MONTH
from linernotes.storage.home.layout import LANDING_DB
from linernotes.web.background.app_state import AppState, app_state
from linernotes.web.openapi import LEADS_ON, Tag
from linernotes.web.rendering.answers import WorkChanged
from linernotes.web.rendering.responses import done, refused

router = APIRouter(tags=[Tag.SYNC])

Next = Annotated[str, Form()]


@router.post("/dump-fetch", response_model=WorkChanged, responses=LEADS_ON)
async def fetch_dump(
    request: Request,
    month: Annotated[str, Form()] = "",
    keep: Annotated[str, Form()] = "",
    next: Next = "/progress",
) -> Response:
    """Download a month's dump, the newest if none is named, and import it."""
    month = month.strip()
    try:
        if month and MONTH.fullmatch(month) is None:
            raise UsageError("The month is written YYYY-MM, such as 2026-03.")
        state = app_state(request)
        await start_dump_work(state, FetchMonth(state.settings, month or None, keep=bool(keep)))
    except LinernotesError as error:
        return refused(request, error)
    return done(request, WorkChanged("The download has started.", "started"), to=next)


@router.post("/dump-import", response_model=WorkChanged, responses=LEADS_ON)
async def import_dump(
    request: Request, paths: Annotated[str, Form()] = "", next: Next = "/progress"
) -> Response:
    """Import files that lie on this machine; `paths` has one a line."""
    try:
        files = await asyncio.to_thread(_files, paths)
        state = app_state(request)
        await start_dump_work(state, ImportFiles(state.settings, files))
    except LinernotesError as error:
        return refused(request, error)
    return done(request, WorkChanged("The import has started.", "started"), to=next)


@router.post("/dump-stop", response_model=WorkChanged, responses=LEADS_ON)
async def stop_dump(request: Request, next: Next = "/config") -> Response:
    """End the dump work of this app. Downloaded and landed data stays. Work of another process goes on."""
    state = app_state(request)
    if not state.jobs.has_child("dump"):
        return refused(request, "Nothing was stopped: this app does not work with dumps now.")
    await state.jobs.stop("dump")
    return done(request, WorkChanged("Stopped. Start it again and it goes on.", "stopped"), to=next)


async def start_dump_work(state: AppState, work: DumpRequest) -> None:
    """Start it in a child process, if there is a collection to look for.

    :raises DumpError: there is none. :raises SyncRunningError: other work with dumps goes on.
    """
    await asyncio.to_thread(require_collection, state.settings.home / LANDING_DB)
    await state.jobs.start("dump", work)


def _files(paths: str) -> tuple[Path, ...]:
    """The files that `paths` names, one a line. Nothing but dumps is ever opened.

    :raises UsageError: it names none.
    :raises DumpError: one is not there, or is not named as dumps are.
    """
    files = [Path(line.strip()).expanduser() for line in paths.splitlines() if line.strip()]
    if not files:
        raise UsageError("Name a file, such as /downloads/discogs_20261101_releases.xml.gz.")
    for file in files:
        dump_file(file)
        if not file.is_absolute() or not file.is_file():
            raise DumpError(f"{file}: there is no such file on this machine. Give its whole path.")
    return tuple(files)
