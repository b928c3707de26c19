"""Liveness of the app, and the state of the home, for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Request

from linernotes.insights.status.status import BuildStatus, Status, read_build_status, read_status
from linernotes.web.background.app_state import app_state
from linernotes.web.openapi import Tag

router = APIRouter(tags=[Tag.STATUS])


@dataclass(frozen=True)
class Health:
    """A sign of life."""

    status: Literal["ok"] = "ok"


@router.get("/healthz")
def api_health() -> Health:
    """Answers as long as the app does; asks no database."""
    return Health()


@router.get("/api/status")
def api_status(request: Request) -> Status:
    """State of the home: its owner, how fresh and complete it is, the running work, the space on the disk."""
    state = app_state(request)
    with state.builds.reading() as snapshot:
        published = snapshot.cached(read_build_status) if snapshot else BuildStatus()
    return read_status(state.settings, published=published)
