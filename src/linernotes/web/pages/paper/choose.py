"""The page that leads to what is made for paper."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag
from linernotes.web.query.user_facts import saved_views
from linernotes.web.rendering.templating import page

router = APIRouter(tags=[Tag.SHELF])


@router.get("/paper", include_in_schema=False)
def paper(request: Request) -> Response:
    """What can be printed."""
    return page(request, "paper/page.html", saved=saved_views(app_state(request)))
