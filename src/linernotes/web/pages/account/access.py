"""Getting at Discogs: the user allows it there, pastes a token of his own, or types in a code."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from linernotes.discogs import Discogs
from linernotes.errors import LinernotesError, NotAuthenticatedError
from linernotes.secrets import Account
from linernotes.source.oauth import OUT_OF_BAND
from linernotes.web.background.app_state import AppState, app_state
from linernotes.web.openapi import LEADS_ON, Tag
from linernotes.web.rendering.answers import Connected, Done
from linernotes.web.rendering.responses import done, refused
from linernotes.web.security.guard import gone_to
from linernotes.web.security.sessions import session_id

router = APIRouter(tags=[Tag.ACCOUNT])

RECEIVE_TOKEN = "/receive-token"

_NOT_BEGUN = (
    "No authorization is under way in this browser, or its answer was used already. Start again here."
)
_FROM_ELSEWHERE = (
    "Something other than this page's button asked for access, so Discogs was not asked. If you want it, use"
    " “Allow Discogs access”."
)


def callback_url(request: Request) -> str:
    """Return the address to which Discogs sends the browser back: the public one, or the one in use."""
    base = app_state(request).settings.public_url or str(request.base_url)
    return base.rstrip("/") + RECEIVE_TOKEN


@router.get("/get-user-access", include_in_schema=False)
async def get_user_access(request: Request, by: str = "") -> Response:
    """Ask Discogs for a request token and send the browser to where the user allows it.

    Only where the user goes here: another site's page could have any number of tokens asked for. `by=code`: for a
    browser that Discogs cannot send back here.
    """
    state = app_state(request)
    if not gone_to(request, state.settings):
        return refused(request, _FROM_ELSEWHERE, status=403)
    # One of this browser's own: it remembers the request token.
    discogs = Discogs(state.settings, on_wait=state.waits.begin)
    callback = OUT_OF_BAND if by == "code" else callback_url(request)
    try:
        url = await asyncio.to_thread(discogs.request_user_access, callback)
    except LinernotesError as error:
        return refused(request, error)
    state.pending.begin(session_id(request), discogs, url, by_code=by == "code")
    return RedirectResponse(url, 303)


@router.get(RECEIVE_TOKEN, include_in_schema=False)
async def receive_token(
    request: Request, oauth_token: str = "", oauth_verifier: str = "", denied: str = ""
) -> Response:
    """Discogs sends the browser back: with a verifier, or because the user denied access."""
    state = app_state(request)
    discogs = state.pending.take(session_id(request), oauth_token or denied)
    if discogs is None:
        return refused(request, _NOT_BEGUN)
    if denied:
        return refused(
            request, "Access was denied at Discogs. Nothing was saved; allow it whenever you like."
        )
    return await _save_user_token(request, state, discogs, oauth_verifier)


@router.post("/enter-code", response_model=Connected, responses=LEADS_ON)
async def enter_code(request: Request, code: Annotated[str, Form()] = "") -> Response:
    """The user types in the code that Discogs showed."""
    state = app_state(request)
    discogs = state.pending.take_code(session_id(request))
    if discogs is None:
        return refused(
            request, "No code was asked for in this browser, or it was used already. Start again here."
        )
    return await _save_user_token(request, state, discogs, code)


@router.post("/personal-token", response_model=Connected, responses=LEADS_ON)
async def save_personal_token(request: Request, token: Annotated[str, Form()] = "") -> Response:
    """The user pastes a personal access token."""
    state = app_state(request)
    try:
        account = await asyncio.to_thread(state.discogs.save_personal_token, token.strip())
    except LinernotesError as error:
        return refused(request, error)
    return _connected(request, state, account)


@router.post("/consumer", response_model=Done, responses=LEADS_ON)
async def save_consumer(
    request: Request, key: Annotated[str, Form()] = "", secret: Annotated[str, Form()] = ""
) -> Response:
    """The user types in the key and secret of his application."""
    try:
        await asyncio.to_thread(app_state(request).discogs.save_consumer, key.strip(), secret.strip())
    except LinernotesError as error:
        return refused(request, error)
    return done(request, "The key and secret are saved. Now allow access.")


async def _save_user_token(request: Request, state: AppState, discogs: Discogs, verifier: str) -> Response:
    try:
        account = await asyncio.to_thread(discogs.save_user_token, verifier)
    except NotAuthenticatedError:
        return refused(request, "Discogs refuses the access that it has just granted. Start again.")
    except LinernotesError as error:
        return refused(request, error)
    return _connected(request, state, account)


def _connected(request: Request, state: AppState, account: Account) -> Response:
    state.plans.forget()
    return done(request, Connected(f"Connected as {account.user}.", account.user, account.name))
