"""Saved views of the collection: save, list, delete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from linernotes.errors import UsageError
from linernotes.storage.user.listening import View
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import LEADS_ON, Tag
from linernotes.web.query.collection_query import read_query
from linernotes.web.query.undo import offer_undo
from linernotes.web.query.user_facts import saved_views
from linernotes.web.rendering.answers import Done, ViewSaved
from linernotes.web.rendering.responses import done, refused

router = APIRouter(tags=[Tag.SHELF])

COLLECTION = "/collection"


@dataclass(frozen=True)
class ViewsAnswer:
    """The saved views, by name."""

    views: list[View]


@router.get("/api/collection/views")
def api_views(request: Request) -> ViewsAnswer:
    """Saved views by name. The query of each opens it at /collection and at /api/collection."""
    return ViewsAnswer(saved_views(app_state(request)))


@router.post("/collection/views", response_model=ViewSaved, responses=LEADS_ON)
def save_view(
    request: Request,
    name: Annotated[str, Form(max_length=100)] = "",
    query: Annotated[str, Form(max_length=8000)] = "",
) -> Response:
    """Save a view under a name; one of that name is replaced."""
    to = COLLECTION
    try:
        view = read_query(query)
        to = view.address()
        with app_state(request).user() as store:
            saved = store.listening.save_view(name, view.query)
    except UsageError as error:
        return refused(request, error, to=to)
    return done(request, ViewSaved(f"Saved as “{saved.name}”.", saved.view_id), to=to)


@router.post("/collection/views/{view_id}/delete", response_model=Done, responses=LEADS_ON)
def delete_view(
    request: Request, view_id: int, query: Annotated[str, Form(max_length=8000)] = ""
) -> Response:
    """Delete a saved view; the next page offers to undo that. `query` is the view to go on with."""
    with app_state(request).user() as store:
        gone = store.listening.delete_view(view_id)
    if gone is None:
        return refused(request, "That view is gone already.", to=COLLECTION, status=404)
    offer_undo(request, gone.name, gone.query)
    try:
        to = read_query(query).address()
    except UsageError:
        to = COLLECTION
    return done(request, f"“{gone.name}” is deleted.", to=to)
