"""The session of a browser: a signed cookie, and what is shown once on the next page."""

from __future__ import annotations

import hashlib
import secrets
from typing import Literal

from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from linernotes.addresses import is_this_machine
from linernotes.settings import Settings
from linernotes.web.security.program_keys import key_of

Kind = Literal["info", "error"]

#: Seconds without a change after which a session ends.
MAX_AGE = 14 * 24 * 60 * 60
_FLASHES = "flashes"
_FLASHES_KEPT = 5
_FLASH_CHARACTERS = 500  # a cookie holds 4 kB


class SessionCookies:
    """Gives each request its `session`, a dict that travels in a signed cookie.

    The cookie is HttpOnly and SameSite=Lax, and Secure where the browser came by https.

    It is signed, not encrypted: no secret belongs in it. The key is made anew at each start. The name tells
    homes apart, for a browser sends a cookie of 127.0.0.1 to every port of it. A request with a key has an empty
    session, and its answer no cookie.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        key = secrets.token_urlsafe(32)
        name = f"linernotes_{hashlib.sha256(str(settings.home).encode()).hexdigest()[:8]}"
        path = settings.public_path or "/"
        self._plain = SessionMiddleware(app, key, session_cookie=name, max_age=MAX_AGE, path=path)
        self._secure = SessionMiddleware(
            app, key, session_cookie=name, max_age=MAX_AGE, path=path, https_only=True
        )
        self._public_url = settings.public_url or ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if key_of(scope) is not None:
            scope["session"] = {}
            await self._app(scope, receive, send)
            return
        secure = scope.get("scheme") == "https" or self._came_by_public_https(scope)
        await (self._secure if secure else self._plain)(scope, receive, send)

    def _came_by_public_https(self, scope: Scope) -> bool:
        """Behind a proxy that speaks https for us, the scheme that we see is http."""
        if not self._public_url.startswith("https://") or scope["type"] != "http":
            return False
        return not is_this_machine(Request(scope).url.hostname or "")


def session_id(request: Request) -> str:
    """The id of this browser: made at the first call, the same until the session ends."""
    if "id" not in request.session:
        request.session["id"] = secrets.token_urlsafe(16)
    return str(request.session["id"])


def renew_session(request: Request) -> None:
    """Begin a new session in the place of this one. It has nothing of the old session."""
    request.session.clear()
    session_id(request)


def flash(request: Request, text: str, kind: Kind = "info") -> None:
    """Show a line once, on the next page that this browser gets."""
    waiting = list(request.session.get(_FLASHES, []))
    waiting.append([kind, text[:_FLASH_CHARACTERS]])
    request.session[_FLASHES] = waiting[-_FLASHES_KEPT:]


def take_flashes(request: Request) -> list[tuple[str, str]]:
    """The lines that wait to be shown, (kind, text); they are gone then."""
    return [(kind, text) for kind, text in request.session.pop(_FLASHES, [])]
