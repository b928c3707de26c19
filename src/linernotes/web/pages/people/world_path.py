"""Paths through all of Discogs, from any artist to any other: a form, the steps with their albums, and the JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from linernotes.insights.world.artists import FoundArtist, find_world_artists
from linernotes.insights.world.path import MOST_STEPS, WorldPath, read_world_path
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.web.openapi import Tag
from linernotes.web.query.published import CurrentCatalogue
from linernotes.web.rendering.templating import page

router = APIRouter(tags=[Tag.NETWORK])

Text = Annotated[str, Query(max_length=200)]
From = Annotated[str, Query(alias="from", max_length=200)]


def world_path_page(request: Request, catalogue: CatalogueReader, start: str, end: str) -> Response:
    """The form, and the way between the two artists where both are named."""
    start, end = start.strip(), end.strip()
    found = read_world_path(catalogue, start, end) if start and end else None
    return page(
        request,
        "world/path.html",
        typed=(start, end),
        found=found,
        ends=((start, found.start), (end, found.end)) if found else (),
        month=catalogue.month.name,
        most_steps=MOST_STEPS,
    )


@router.get("/api/path/world")
def api_world_path(catalogue: CurrentCatalogue, from_: From, to: Text) -> WorldPath:
    """Path from one artist to another through all of Discogs. 404 without a catalogue.

    Each end is a name, or an artist's id. Of namesakes the one who made albums with most artists is meant; `start`
    and `end` list all of them, this one first.
    """
    return read_world_path(catalogue, from_, to)


@router.get("/api/world/artists")
def find_world(catalogue: CurrentCatalogue, q: Text) -> list[FoundArtist]:
    """Artists of all of Discogs that have a name, one of its variations or an alias. 404 without a catalogue."""
    return find_world_artists(catalogue, q)
