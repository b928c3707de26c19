"""Liveness of the app, and the state of the home, for programs."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from linernotes.insights.status.status import Published, read_published, read_status
from linernotes.web.background.app_state import app_state

router = APIRouter()


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Answers as long as the app does; asks no database."""
    return {"status": "ok"}


@router.get("/api/status")
def api_status(request: Request) -> dict[str, Any]:
    """State of the home: its owner, how fresh and complete it is, the running work, the space on the disk."""
    state = app_state(request)
    with state.builds.reading() as snapshot:
        published = snapshot.cached(read_published) if snapshot else Published()
    return read_status(state.settings, published=published).as_json()
