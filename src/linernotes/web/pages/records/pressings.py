"""All pressings of an album in all of Discogs, with what the shelf has of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import Response

from linernotes.insights.snapshot import Snapshot
from linernotes.insights.world.pressings import Pressings, read_pressings
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.published import CurrentCatalogue, CurrentSnapshot
from linernotes.web.rendering.attribution import page_at_discogs
from linernotes.web.rendering.templating import page

router = APIRouter(tags=[Tag.RELEASES])

UNKNOWN = "Nothing here names that record, nor does the catalogue of all of Discogs."


def pressings_page(
    request: Request, snapshot: Snapshot, catalogue: CatalogueReader, release_id: int, *, is_known: bool
) -> Response:
    """The page of a release in all of Discogs; `is_known` says whether the shelf has a page of it, too."""
    return page(
        request,
        "world/pressings.html",
        found=_read(snapshot, catalogue, release_id),
        is_known=is_known,
        discogs_url=page_at_discogs(app_state(request).settings, "release", release_id),
    )


@router.get("/api/release/{release_id}/world")
def api_release_world(
    snapshot: CurrentSnapshot,
    catalogue: CurrentCatalogue,
    release_id: Annotated[int, Path(ge=1, lt=1 << 63)],
) -> Pressings:
    """Facts about a release of all of Discogs, and all pressings of its album. 404 without a catalogue."""
    return _read(snapshot, catalogue, release_id)


def _read(snapshot: Snapshot, catalogue: CatalogueReader, release_id: int) -> Pressings:
    found = read_pressings(snapshot, catalogue, release_id)
    if found is None:
        raise HTTPException(404, UNKNOWN)
    return found
