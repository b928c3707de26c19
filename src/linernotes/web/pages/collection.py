"""The collection as a grid of sleeves."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from linernotes.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/collection")
def collection(request: Request) -> Response:
    """A page of sleeves."""
    return page(request, "collection.html")
