"""All of Discogs: a month is downloaded and built, or deleted. The work is a child process."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from linernotes.catalogue.take_catalogue import drop_catalogue, newest_listed_month
from linernotes.errors import LinernotesError, UsageError
from linernotes.insights.status.catalogue import CatalogueStatus, read_catalogue_status
from linernotes.jobs.catalogue_work import BuildCatalogue, FetchCatalogue
from linernotes.jobs.dump_work import ImportCatalogue
from linernotes.source.dumps.index import MONTH
from linernotes.storage.catalogue.manifest import sound_month
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import LEADS_ON, Tag
from linernotes.web.pages.account.dumps import start_dump_work
from linernotes.web.rendering.answers import Done, WorkChanged
from linernotes.web.rendering.responses import CONFIG, done, refused

router = APIRouter(tags=[Tag.SYNC])

HERE = f"{CONFIG}#catalogue"
Next = Annotated[str, Form()]


@router.get("/api/catalogue")
def api_catalogue(request: Request) -> CatalogueStatus:
    """The months of the catalogue, the room that they take, and how far a build is."""
    return read_catalogue_status(app_state(request).settings.home)


@router.post("/catalogue-fetch", response_model=WorkChanged, responses=LEADS_ON)
async def fetch_catalogue_month(
    request: Request,
    month: Annotated[str, Form()] = "",
    keep: Annotated[str, Form()] = "",
    next: Next = "/progress",
) -> Response:
    """Download all dumps of a month, the newest if none is named, and build the catalogue of them."""
    month = month.strip()
    state = app_state(request)
    try:
        if month and MONTH.fullmatch(month) is None:
            raise UsageError("The month is written YYYY-MM, such as 2026-03.")
        await state.jobs.start("catalogue", FetchCatalogue(state.settings, month or None, keep=bool(keep)))
    except LinernotesError as error:
        return refused(request, error, to=HERE)
    return done(request, WorkChanged("The download has started.", "started"), to=next)


@router.post("/catalogue-build", response_model=WorkChanged, responses=LEADS_ON)
async def start_catalogue_build(request: Request, next: Next = "/progress") -> Response:
    """Build the catalogue of the dumps that lie in the home."""
    state = app_state(request)
    try:
        await state.jobs.start("catalogue", BuildCatalogue(state.settings))
    except LinernotesError as error:
        return refused(request, error, to=HERE)
    return done(request, WorkChanged("The build of the catalogue has started.", "started"), to=next)


@router.post("/catalogue-import", response_model=WorkChanged, responses=LEADS_ON)
async def import_from_catalogue(request: Request, next: Next = "/progress") -> Response:
    """Take from the catalogue what the collection needs, and build. `/dump-stop` ends it."""
    state = app_state(request)
    try:
        if await asyncio.to_thread(sound_month, state.settings.home) is None:
            raise UsageError("There is no catalogue yet: download and build it first.")
        await start_dump_work(state, ImportCatalogue(state.settings))
    except LinernotesError as error:
        return refused(request, error, to=HERE)
    return done(request, WorkChanged("The import has started.", "started"), to=next)


@router.post("/catalogue-stop", response_model=WorkChanged, responses=LEADS_ON)
async def stop_catalogue(request: Request, next: Next = HERE) -> Response:
    """End the work on the catalogue of this app. What is downloaded and built stays."""
    state = app_state(request)
    if not state.jobs.has_child("catalogue"):
        return refused(request, "Nothing was stopped: this app does not build a catalogue now.", to=HERE)
    await state.jobs.stop("catalogue")
    return done(request, WorkChanged("Stopped. Start it again and it goes on.", "stopped"), to=next)


@router.post("/catalogue-drop", response_model=Done, responses=LEADS_ON)
async def delete_catalogue(request: Request, confirm: Annotated[str, Form()] = "") -> Response:
    """Delete the catalogue. The collection, and what the user made, stay."""
    if confirm != "drop":
        return refused(request, "Nothing was deleted: tick the box to say that you mean it.", to=HERE)
    try:
        await asyncio.to_thread(drop_catalogue, app_state(request).settings.home, None)
    except LinernotesError as error:
        return refused(request, error, to=HERE)
    return done(request, "The catalogue is deleted.", to=HERE)


@router.post("/catalogue-newest", response_model=Done, responses=LEADS_ON)
async def find_newest_month(request: Request) -> Response:
    """Ask the site of the dumps for its newest month. Nobody asks it unasked."""
    state = app_state(request)
    try:
        listed = await asyncio.to_thread(newest_listed_month, state.settings)
    except LinernotesError as error:
        return refused(request, error, to=HERE)
    month = state.catalogues.month()
    if month is not None and month.name >= listed:
        return done(request, f"Yours is the newest month: {listed}.", to=HERE)
    return done(request, f"A month can be downloaded: {listed}.", to=HERE)
