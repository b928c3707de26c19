"""Download of everything that the user made here."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request

from linernotes.storage.home.layout import USER_DB
from linernotes.storage.user.store import UserData
from linernotes.web.background.app_state import AppState, app_state
from linernotes.web.openapi import Tag

router = APIRouter(tags=[Tag.ACCOUNT])


@dataclass(frozen=True, slots=True)
class Made:
    """Counts of the things that the user made."""

    views: int
    follows: int
    plays: int


@router.get("/api/user")
def api_user(request: Request) -> UserData:
    """Rows of `user.db`, table by table: settings of pages, saved views, followed artists, plays, spins.

    Times are ISO 8601 in UTC; ids are Discogs' own. There are no secrets in it.
    """
    state = app_state(request)
    if not (state.settings.home / USER_DB).exists():
        return UserData()
    with state.user() as store:  # damage is an error here: half an export would be taken for the whole
        return store.export()


def made(state: AppState) -> Made:
    """Count the rows of `user.db`. A missing file is not made."""
    return state.from_user(
        lambda store: Made(
            len(store.listening.views()), len(store.listening.follows()), store.listening.play_count()
        ),
        Made(0, 0, 0),
    )
