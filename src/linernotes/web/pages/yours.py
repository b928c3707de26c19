"""What the user made here, as a file: it is the user's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request

from linernotes.web.state import AppState, app_state

router = APIRouter()


NOTHING: dict[str, Any] = {"settings": {}, "views": [], "follows": [], "plays": [], "spins": []}


@dataclass(frozen=True, slots=True)
class Made:
    """How much the user made."""

    views: int
    follows: int
    plays: int


@router.get("/api/user")
def api_user(request: Request) -> dict[str, Any]:
    """Everything in `user.db`, table by table: settings of pages, saved views, followed artists, plays, spins.

    Times are ISO 8601 in UTC; ids are Discogs' own. There are no secrets in it.
    """
    with app_state(request).user_if_any() as store:
        return store.export() if store else NOTHING


def made(state: AppState) -> Made:
    """How much there is of it. Makes no `user.db` where there is none."""
    with state.user_if_any() as store:
        if store is None:
            return Made(0, 0, 0)
        listening = store.listening
        return Made(len(listening.views()), len(listening.follows()), listening.play_count())
