"""The password, where there is one: without it or a key, only this page, static files and /healthz are served."""

from __future__ import annotations

import hashlib
import hmac
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from linernotes.settings import Settings
from linernotes.web.background.app_state import app_state
from linernotes.web.rendering.answers import Failure, json_of
from linernotes.web.rendering.templating import page
from linernotes.web.security.guard import asked_here, local_path
from linernotes.web.security.program_keys import CALENDAR, FEED, asks_for_key, key_of
from linernotes.web.security.sessions import renew_session

router = APIRouter(include_in_schema=False)

_OPEN = ("/login", "/healthz")

#: Characters of a query that is kept while somebody signs in.
_LONGEST = 4_000


class Door:
    """Shows the login page instead of any other to a browser that has not given the password."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._locked = settings.password is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._locked or self._may_pass(scope):
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        missing = "the password is missing: sign in at /login, or send a key as Authorization: Bearer"
        response: Response = json_of(Failure(missing), 401, asks_for_key(path))
        if not path.startswith("/api/") and path not in (FEED, CALENDAR):
            response = RedirectResponse(
                f"/login?next={quote(_wanted(Request(scope), self._settings), safe='')}", 303
            )
        await response(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        path = scope["path"]
        if key_of(scope) is not None:
            return True
        return path in _OPEN or path.startswith("/static/") or bool(scope["session"].get("signed_in"))


def _wanted(request: Request, settings: Settings) -> str:
    """The page to show after signing in.

    The query is left out if it is very long, holds Discogs' verifier, or brings SQL from another site.
    """
    if request.method not in ("GET", "HEAD"):
        return "/"
    path, query = request.url.path, request.url.query
    from_elsewhere = path == "/sql" and not asked_here(request, settings)
    is_kept = query and len(query) <= _LONGEST and path != "/receive-token" and not from_elsewhere
    return f"{path}?{query}" if is_kept else path


@router.get("/login")
def login_page(request: Request, next: str = "/") -> Response:
    """Ask for the password."""
    return page(request, "login/login.html", next=local_path(next), wrong=False, wait=0)


@router.post("/login")
def login(
    request: Request, password: Annotated[str, Form()] = "", next: Annotated[str, Form()] = "/"
) -> Response:
    """Let the browser in, or ask again."""
    state = app_state(request)
    secret = state.settings.password
    address = request.client.host if request.client else ""
    if secret is None:
        return RedirectResponse("/", 303)
    wait = state.throttle.seconds_to_wait(address)
    if wait > 0:
        return page(
            request, "login/login.html", 429, next=local_path(next), wrong=False, wait=round(wait + 0.5)
        )
    if not _is_same(password, secret.get_secret_value()):
        state.throttle.failed(address)
        return page(request, "login/login.html", 403, next=local_path(next), wrong=True, wait=0)
    renew_session(request)
    request.session["signed_in"] = True
    return RedirectResponse(local_path(next), 303)


@router.post("/logout")
def logout(request: Request) -> Response:
    """Forget the browser."""
    request.session.clear()
    return RedirectResponse("/login", 303)


def _is_same(given: str, wanted: str) -> bool:
    """Compared by digests, so that neither the time nor the length tells anything."""
    digests = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in (given, wanted)]
    return hmac.compare_digest(*digests)
