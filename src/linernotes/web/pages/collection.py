"""The collection as a grid of sleeves, and the same as JSON."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import BaseModel, BeforeValidator

from linernotes.insights.collection import PER_PAGE, CollectionPage, Sort
from linernotes.web.sleeves import sleeve_svg
from linernotes.web.state import app_state
from linernotes.web.templating import draw, page

router = APIRouter()

SORTS: dict[Sort, str] = {
    "added": "Added last",
    "artist": "Artist",
    "title": "Title",
    "year": "Year",
}
_A_DAY = "private, max-age=86400"


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


#: A form sends every field, also those that are left empty.
FolderId = Annotated[int | None, BeforeValidator(_none_if_empty), Query()]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
Text = Annotated[str, Query(max_length=200)]


class Filter(BaseModel):
    """What of the collection is looked at, as its address says."""

    sort: Sort = "added"
    q: str = ""
    folder: int | None = None

    def address(self, page: int = 1) -> str:
        """The address of a page of it."""
        said = {"sort": self.sort if self.sort != "added" else "", "q": self.q, "folder": self.folder}
        query = {name: value for name, value in said.items() if value not in ("", None)}
        query |= {"page": page} if page > 1 else {}
        return f"/collection?{urlencode(query)}" if query else "/collection"


@router.get("/collection", include_in_schema=False)
async def collection(
    request: Request,
    sort: Sort = "added",
    q: Text = "",
    folder: FolderId = None,
    number: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
) -> Response:
    """A page of sleeves."""
    wanted = Filter(sort=sort, q=q.strip(), folder=folder)
    # With the build open all is in memory. On a busy machine to hand that to another thread takes longer.
    if app_state(request).builds.is_ready():
        return _collection(request, wanted, number)
    return await run_in_threadpool(_collection, request, wanted, number)


def _collection(request: Request, wanted: Filter, number: int) -> Response:
    state = app_state(request)
    with state.builds.reading() as build:
        if build is None:
            return page(request, "collection_empty.html", connected=state.discogs.credentials_ok)
        collection = build.collection
        found = collection.page(sort=wanted.sort, text=wanted.q, folder_id=wanted.folder, page=number)
        sleeves = draw(state.settings, build, found.copies)
    return page(
        request,
        "collection.html",
        found=found,
        sleeves=sleeves,
        folders=collection.folders,
        everything=len(collection.copies),
        wanted=wanted,
        sorts=SORTS,
    )


@router.get("/api/collection")
def api_collection(
    request: Request,
    sort: Sort = "added",
    q: Text = "",
    folder: FolderId = None,
    page: PageNumber = 1,
    per_page: Annotated[int, Query(ge=1, le=1000)] = PER_PAGE,
) -> dict[str, Any]:
    """The copies on the shelf whose artists or title hold every word of `q`; 404 before the first build."""
    with app_state(request).builds.reading() as build:
        if build is None:
            raise HTTPException(404, "Nothing is published yet. Start a sync at /config.")
        found = build.collection.page(sort=sort, text=q, folder_id=folder, page=page, per_page=per_page)
        return {"build_id": build.build.build_id} | _as_json(found)


def _as_json(found: CollectionPage) -> dict[str, Any]:
    return {
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "items": [
            {
                "instance_id": copy.instance_id,
                "release_id": copy.release_id,
                "title": copy.title,
                "artist": copy.artist,
                "artists": [{"artist_id": one.artist_id, "name": one.printed} for one in copy.artists],
                "year": copy.year,
                "formats": copy.formats,
                "folder_id": copy.folder_id,
                "folder": copy.folder,
                "added_at": copy.added_at.isoformat() if copy.added_at else None,
                "rating": copy.rating,
                "media_condition": copy.media_condition,
                "sleeve_condition": copy.sleeve_condition,
            }
            for copy in found.copies
        ],
    }


@router.get("/sleeve/{release_id}.svg", include_in_schema=False)
def sleeve(request: Request, release_id: int) -> Response:
    """The generated sleeve of a record on the shelf, where its picture cannot be had."""
    with app_state(request).builds.reading() as build:
        copy = build.collection.of_release(release_id) if build else None
    if copy is None:
        raise HTTPException(404, "That record is not on the shelf.")
    svg = sleeve_svg(copy.release_id, copy.title, copy.artist)
    return Response(svg, media_type="image/svg+xml", headers={"Cache-Control": _A_DAY})
