"""Covers: the kept picture of a record, or its generated sleeve; and the choice whether to keep pictures."""

from __future__ import annotations

import asyncio
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Form, HTTPException, Path, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from linernotes.errors import LinernotesError
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.release.sleeve_text import Sleeve, read_sleeve
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.plurals import counted
from linernotes.source.images import is_allowed
from linernotes.storage.duckdb.database import load_sql
from linernotes.storage.home.covers import MEDIA_TYPES, Cover, Size
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import LEADS_ON, Tag
from linernotes.web.rendering.answers import CoversDeleted, Done
from linernotes.web.rendering.responses import CONFIG, done, refused
from linernotes.web.rendering.sleeves import sleeve_svg

router = APIRouter(tags=[Tag.SHELF])

ReleaseId = Annotated[int, Path(ge=1, lt=1 << 63)]

_A_WEEK = "private, max-age=604800"
_A_DAY = "private, max-age=86400"
_AN_HOUR = "private, max-age=3600"

#: The width of a sleeve that stands in for a moment, in pixels. It makes sleeves.js ask again.
FOR_NOW = 299
FOR_GOOD = 300


@router.get("/cover/{release_id}/{size}", include_in_schema=False)
async def cover(request: Request, release_id: ReleaseId, size: Size) -> Response:
    """The picture of a record, fetched if it is not here yet; else its generated sleeve."""
    state = app_state(request)
    urls, sleeve = await asyncio.to_thread(_look_up, request, release_id)
    url = urls[size]
    if url is not None:
        wanted = Cover(release_id, size, url)
        path = await state.covers.get(wanted)
        if path is not None:
            kind = MEDIA_TYPES[path.suffix[1:]]
            return FileResponse(path, media_type=kind, headers={"Cache-Control": _A_WEEK})
        if not state.covers.are_kept and is_allowed(url, state.settings.image_hosts):
            return RedirectResponse(url, 302)
        if state.covers.is_coming(wanted):
            return _drawn(release_id, sleeve, FOR_NOW, "no-store")
    return _drawn(release_id, sleeve, FOR_GOOD, _AN_HOUR if url is None else "no-store")


@router.get("/sleeve/{release_id}.svg", include_in_schema=False)
def sleeve(request: Request, release_id: ReleaseId) -> Response:
    """The generated sleeve of a record, where its picture cannot be had."""
    _, sleeve = _look_up(request, release_id)
    return _drawn(release_id, sleeve, FOR_GOOD, _A_DAY)


@router.post("/covers", response_model=Done, responses=LEADS_ON)
async def set_covers(request: Request, keep: Annotated[str, Form()] = "") -> Response:
    """Save the choice whether covers are fetched and kept."""
    try:
        await asyncio.to_thread(app_state(request).covers.keep, bool(keep))
    except LinernotesError as error:
        return refused(request, error)
    said = (
        "Covers are kept here from now on." if keep else "Covers are no longer fetched; browsers load them."
    )
    return done(request, said, to=f"{CONFIG}#covers")


@router.post("/covers/clear", response_model=CoversDeleted, responses=LEADS_ON)
async def delete_covers(request: Request) -> Response:
    """Delete the covers that are kept."""
    covers = app_state(request).covers
    try:
        count = await asyncio.to_thread(covers.store.clear)
    except LinernotesError as error:
        return refused(request, error)
    covers.forget_failures()
    said = f"{counted(count, 'cover is', 'covers are')} deleted."
    return done(request, CoversDeleted(said, count), to=f"{CONFIG}#covers")


def _look_up(request: Request, release_id: int) -> tuple[dict[Size, str | None], Sleeve]:
    """Read the addresses of the pictures, and the words of the sleeve. 404 for a record that is not known."""
    with app_state(request).builds.reading() as snapshot:
        sleeve = _read_sleeve(snapshot, release_id) if snapshot else None
        if snapshot is None or sleeve is None:
            raise HTTPException(404, "There is no such record here.")
        small, large = snapshot.cached(_addresses).get(release_id, (sleeve.picture_url, sleeve.picture_url))
    return {"small": small, "large": large}, sleeve


def _read_sleeve(snapshot: Snapshot, release_id: int) -> Sleeve | None:
    """The sleeve of a release, on the shelf or not; None if nothing names it."""
    copy = snapshot.cached(read_collection).of_release(release_id)
    return Sleeve(copy.title, copy.artist, None) if copy else read_sleeve(snapshot, release_id)


class _Addresses(NamedTuple):
    release_id: int
    small_url: str
    large_url: str


def _addresses(snapshot: Snapshot) -> dict[int, tuple[str, str]]:
    """Release -> where its small and its large picture are."""
    rows = snapshot.storage.read(_Addresses, load_sql("linernotes.insights.collection", "pictures"))
    return {row.release_id: (row.small_url, row.large_url) for row in rows}


def _drawn(release_id: int, sleeve: Sleeve, width: int, cache: str) -> Response:
    svg = sleeve_svg(release_id, sleeve.title, sleeve.artist)
    sized = svg.replace("<svg ", f'<svg width="{width}" height="{width}" ', 1)
    return Response(sized, media_type="image/svg+xml", headers={"Cache-Control": cache})
