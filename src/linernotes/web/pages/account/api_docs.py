"""The page that shows programmers the JSON of the app."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from linernotes.web.rendering.templating import page
from linernotes.web.security.guard import csrf_token

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def api_docs(request: Request) -> Response:
    """The operations of `/api/openapi.json`, to read and to try. All that it loads is ours."""
    return page(request, "config/api_docs.html", csrf_token=partial(csrf_token, request))
