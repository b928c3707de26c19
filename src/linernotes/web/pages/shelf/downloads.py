"""Downloads of a view of the collection."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from linernotes.insights.collection.download import KINDS, CopyRecord, records
from linernotes.insights.collection.typed_search import find_copies
from linernotes.insights.collection.views import read_browser
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.collection_query import CollectionQuery
from linernotes.web.query.published import CurrentSnapshot
from linernotes.web.query.user_facts import last_played

JSON = "application/json"

router = APIRouter(tags=[Tag.SHELF])


#: The kinds of files; the record is described for JSON alone.
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "model": list[CopyRecord],
        "content": {kind.media_type: {} for kind in KINDS.values() if kind.media_type != JSON},
    }
}


@router.get("/collection.{kind}", response_class=Response, responses=_FILES)
def download_collection(
    request: Request,
    snapshot: CurrentSnapshot,
    kind: Literal["csv", "json", "jsonl", "parquet"],
    asked: Annotated[CollectionQuery, Query()],
) -> Response:
    """Download of a view: one record per copy, in the order of the view. 404 before the first build."""
    state = app_state(request)
    found = find_copies(snapshot, asked.wanted, played=last_played(state))
    copies = snapshot.cached(read_browser).copies(found.positions)
    copy_records = records(snapshot, copies, last_played(state))
    body = KINDS[kind].write(copy_records)
    named = {"Content-Disposition": f'attachment; filename="collection.{kind}"'}
    return Response(body, media_type=KINDS[kind].media_type, headers=named)
