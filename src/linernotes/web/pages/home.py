"""Home: what is here, how fresh and how complete."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from linernotes.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request) -> Response:
    """The first page."""
    return page(request, "home.html")
