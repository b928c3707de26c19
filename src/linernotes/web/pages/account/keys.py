"""Keys for programs: what one may do with a key, and making and revoking them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from linernotes.errors import LinernotesError, StoreError, UsageError
from linernotes.storage.keys.store import Key, kept_name
from linernotes.web.background.app_state import AppState, app_state
from linernotes.web.rendering.answers import Failure, json_of
from linernotes.web.rendering.errors import status_of
from linernotes.web.rendering.responses import CONFIG, done, refused
from linernotes.web.rendering.templating import page
from linernotes.web.security.guard import SAFE_METHODS
from linernotes.web.security.program_keys import asks_for_key, given_key, has_key_in_address, keep_key

router = APIRouter(include_in_schema=False)

_KEYS = f"{CONFIG}#keys"

#: For people with a browser. A key that could make another one would outlive its end.
_BROWSERS_ALONE = frozenset(
    {"/login", "/logout", "/get-user-access", "/receive-token", "/enter-code", "/keys", "/keys/revoke"}
)

_IN_ADDRESS = (
    "A key does not belong in an address, which is logged on its way. Send it in the header Authorization, as in"
    " “Bearer KEY”. If this was a key of yours, revoke it and make another."
)
_WRONG = "This key is wrong, or was revoked. Make one on the page Settings, or with: linernotes key add NAME"
_READ_ONLY = "This key may only read."
_NOT_FOR_KEYS = "This needs a browser: no key may do it."


@dataclass(frozen=True, slots=True)
class _Refusal:
    status: int
    message: str
    header: tuple[str, str] | None = None


class KeyDoor:
    """Lets requests with a key through, to what the key may do. Requests without one pass as they are.

    A key counts in the place of a session: the request has neither cookies nor a token of a form.
    """

    def __init__(self, app: ASGIApp, state: AppState) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = await self._refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._app(scope, receive, send)
            return
        headers = dict([refusal.header]) if refusal.header else None
        response = json_of(Failure(refusal.message), refusal.status, headers)
        if not scope["path"].startswith("/api/"):
            response = PlainTextResponse(f"{refusal.message}\n", refusal.status, headers)
        await response(scope, receive, send)

    async def _refusal(self, scope: Scope) -> _Refusal | None:
        if has_key_in_address(scope):
            return _Refusal(400, _IN_ADDRESS)
        given = given_key(scope)
        if given is None:
            return None
        throttle, address = self._state.keys.throttle, (scope.get("client") or ("",))[0]
        wait = throttle.seconds_to_wait(address)
        if wait > 0:
            seconds = round(wait + 0.5)
            return _Refusal(
                429, f"Too many wrong keys. Wait {seconds} seconds.", ("Retry-After", str(seconds))
            )
        try:
            key = await asyncio.to_thread(self._state.keys.find, given)
        except StoreError as error:
            return _Refusal(500, str(error))
        if key is None:
            throttle.failed(address)
            return _Refusal(401, _WRONG, *asks_for_key(scope["path"]).items())
        keep_key(scope, key)
        return _may_not(key, scope)


def _may_not(key: Key, scope: Scope) -> _Refusal | None:
    """Why a key may not do what it asks for; None if it may."""
    if scope["path"] in _BROWSERS_ALONE:
        return _Refusal(403, _NOT_FOR_KEYS)
    if key.is_read_only and scope["method"] not in SAFE_METHODS:
        return _Refusal(403, _READ_ONLY)
    return None


@router.post("/keys")
async def make_key(
    request: Request, name: Annotated[str, Form()] = "", read_only: Annotated[str, Form()] = ""
) -> Response:
    """Make a key. The page that answers is the only one that ever shows it."""
    try:
        key = await asyncio.to_thread(app_state(request).keys.add, name, is_read_only=bool(read_only))
    except LinernotesError as error:
        return _refused(request, error)
    return page(request, "config/new_key.html", name=kept_name(name), key=key, is_read_only=bool(read_only))


@router.post("/keys/revoke")
async def revoke_key(request: Request, name: Annotated[str, Form()] = "") -> Response:
    """Revoke a key: from now on it is wrong."""
    try:
        gone = await asyncio.to_thread(app_state(request).keys.revoke, name)
    except LinernotesError as error:
        return _refused(request, error)
    if not gone:
        return refused(request, "There is no key of that name.", to=_KEYS, status=404)
    return done(request, f"The key {kept_name(name)} is revoked.", to=_KEYS)


def _refused(request: Request, error: LinernotesError) -> Response:
    text = str(error)
    status = 400 if isinstance(error, UsageError) else status_of(error)
    return refused(request, text[:1].upper() + text[1:] + ".", to=_KEYS, status=status)
