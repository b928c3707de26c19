"""Home: what is here, how fresh and how complete; the way in where nothing is here yet."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from linernotes.errors import ConfigError
from linernotes.web.state import AppState, app_state
from linernotes.web.templating import draw, page

router = APIRouter(include_in_schema=False)

#: How many sleeves of the copies added last are shown.
LATEST = 12

#: The words on the sleeves that stand on the first page while there are no records.
DISPLAY = (
    ("Who Plays Bass?", "Three Sessions in March"),
    ("The Same Drummer", "On Eleven of Your Albums"),
    ("Recorded At", "One Studio, Two Weeks"),
    ("Second Trumpet", "Uncredited"),
    ("Strings Arranged By", "Somebody You Know"),
    ("Liner Notes", "Yours"),
)


@router.get("/")
def home(request: Request) -> Response:
    """The first page."""
    state = app_state(request)
    with state.landing() as landing:
        account = landing.account() if landing else None
        run = landing.run_state() if landing else None
        is_paused = landing is not None and landing.control() == "pause"
    with state.builds.reading() as build:
        overview = build.overview if build else None
        latest = draw(state.settings, build, build.collection.copies[:LATEST]) if build else ()
    connected, trouble = _connected(state)
    return page(
        request,
        "home.html",
        account=account,
        run=run,
        is_running=run is not None and run.status == "running",
        is_paused=is_paused,
        overview=overview,
        latest=latest,
        display=DISPLAY,
        connected=connected,
        trouble=trouble,
    )


def _connected(state: AppState) -> tuple[bool, str | None]:
    """Whether there are credentials, and what keeps us from knowing."""
    try:
        return state.discogs.credentials_ok, None
    except ConfigError as error:
        return False, str(error)
