"""An artist in all of Discogs: every album that names them, with what the shelf has of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import Response

from linernotes.insights.artist.read_artist import read_artist
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.world.appearances import Everywhere, read_everywhere
from linernotes.insights.world.artists import read_world_names
from linernotes.insights.world.standing import Standing
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.published import CurrentCatalogue, CurrentSnapshot
from linernotes.web.query.world_query import PER_PAGE, WorldAlbumsQuery, WorldArtistQuery
from linernotes.web.rendering.attribution import page_at_discogs
from linernotes.web.rendering.templating import page

router = APIRouter(tags=[Tag.ARTISTS])

UNKNOWN = "No artist of that number is known here, nor in the catalogue of all of Discogs."
#: Roles that can be chosen.
ROLES = 300


def world_artist_page(
    request: Request,
    snapshot: Snapshot,
    catalogue: CatalogueReader,
    artist_id: int,
    asked: WorldArtistQuery,
) -> Response:
    """The page of an artist in all of Discogs. 404 for one that the catalogue does not know."""
    found = _read(snapshot, catalogue, artist_id, asked)
    return page(
        request,
        "world/artist.html",
        found=found,
        name=read_world_names(catalogue, [artist_id]).get(artist_id, f"Artist {artist_id}"),
        is_on_shelf=read_artist(snapshot, artist_id) is not None,
        asked=asked,
        roles=found.roles[:ROLES],
        standings=tuple(Standing),
        pages=-(-found.fitting // PER_PAGE),
        discogs_url=page_at_discogs(app_state(request).settings, "artist", artist_id),
    )


@router.get("/api/artist/{artist_id}/world")
def api_artist_world(
    snapshot: CurrentSnapshot,
    catalogue: CurrentCatalogue,
    artist_id: Annotated[int, Path(ge=1, lt=1 << 63)],
    asked: Annotated[WorldAlbumsQuery, Query()],
) -> Everywhere:
    """Albums in all of Discogs that name an artist, 100 a page. 404 without a catalogue."""
    return _read(snapshot, catalogue, artist_id, asked)


def _read(
    snapshot: Snapshot, catalogue: CatalogueReader, artist_id: int, asked: WorldAlbumsQuery
) -> Everywhere:
    found = read_everywhere(
        snapshot,
        catalogue,
        artist_id,
        role=asked.role,
        standing=asked.standing,
        first=(asked.page - 1) * PER_PAGE,
        most=PER_PAGE,
    )
    if not found.releases and artist_id not in read_world_names(catalogue, [artist_id]):
        raise HTTPException(404, UNKNOWN)
    return found
