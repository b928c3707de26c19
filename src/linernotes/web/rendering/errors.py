"""Errors as a browser or a program sees them: one line, never a stack trace."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from linernotes.errors import (
    HomeVersionError,
    LinernotesError,
    MistakeError,
    NotAuthenticatedError,
    SyncRunningError,
    UnreachableError,
)
from linernotes.jobs.failures import describe
from linernotes.web.background.app_state import app_state
from linernotes.web.background.running import WHERE_TO_LOOK
from linernotes.web.rendering.answers import Failure, json_of, wants_json
from linernotes.web.rendering.templating import page

log = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[LinernotesError], int], ...] = (
    (NotAuthenticatedError, 401),
    (SyncRunningError, 409),
    (UnreachableError, 502),
    (HomeVersionError, 503),
)

#: Seconds after which a page that waits for a build loads itself again.
_AGAIN = "3"


def status_of(error: LinernotesError) -> int:
    """Return the HTTP status of an error: 4xx blames the caller, 5xx the server or Discogs."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def add_failures(app: FastAPI) -> None:
    """Answer every error with a page, or with JSON under `/api`."""

    @app.exception_handler(LinernotesError)
    async def ours(request: Request, error: LinernotesError) -> Response:
        if isinstance(error, MistakeError):
            return _mistake(request, error)
        is_of_build = isinstance(error, HomeVersionError) and app_state(request).builds.is_of_another_version
        if is_of_build and not _is_for_program(request):
            return _another_version(request, error)
        return failure(request, status_of(error), str(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        response = failure(request, error.status_code, str(error.detail))
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(RequestValidationError)
    async def wrong_request(request: Request, error: RequestValidationError) -> Response:
        fields = ", ".join(sorted({str(one["loc"][-1]) for one in error.errors()}))
        return failure(request, 422, f"This cannot be read: {fields}.")

    @app.exception_handler(ClientDisconnect)
    async def left(request: Request, error: ClientDisconnect) -> Response:
        return Response(status_code=400)  # no one reads it

    @app.exception_handler(OSError)
    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        return await ours(request, describe(error))


def _is_for_program(request: Request) -> bool:
    """Return whether an error is answered as JSON."""
    return request.url.path.startswith("/api/") or wants_json(request)


def _another_version(request: Request, error: LinernotesError) -> Response:
    """What another version made is built again; the page waits for it, or has the button that starts it."""
    is_building = app_state(request).is_rebuilding
    response = page(
        request, "shared/another_version.html", 503, is_building=is_building, message=str(error), again=_AGAIN
    )
    response.headers["Retry-After"] = _AGAIN
    return response


def _mistake(request: Request, error: MistakeError) -> Response:
    """Log where it happened. The page does not repeat its text: that may be about anything."""
    log.error("a mistake in linernotes, at %s\n%s", request.url.path, error.trace)
    line = f"A mistake in linernotes, not yours. Nothing that has landed is lost. {WHERE_TO_LOOK}"
    return failure(request, 500, line)


def failure(request: Request, status: int, message: str) -> Response:
    """One error as a page, or as JSON under `/api` and for a program that asks for it."""
    if _is_for_program(request):
        return json_of(Failure(message), status)
    title = HTTPStatus(status).phrase
    return page(
        request, "shared/failure.html", status, title=title, message=message if message != title else ""
    )
