"""Answers to a POST: a redirect with a message for a form, JSON for a program."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from linernotes.errors import LinernotesError
from linernotes.web.rendering.answers import Done, Failure, json_of, wants_json
from linernotes.web.rendering.errors import status_of
from linernotes.web.security.guard import local_path
from linernotes.web.security.sessions import flash

CONFIG = "/config"


def done(request: Request, answer: Done | str, *, to: str = CONFIG) -> Response:
    """Answer that it is done: its message on page `to`, or all of it in JSON. A text is the message alone."""
    answer = Done(answer) if isinstance(answer, str) else answer
    if wants_json(request):
        return json_of(answer)
    flash(request, answer.message)
    return RedirectResponse(local_path(to, CONFIG), 303)


def refused(
    request: Request, error: LinernotesError | str, *, to: str = CONFIG, status: int = 400
) -> Response:
    """Answer that nothing was done, and why: on page `to`, or in JSON with the status of the error."""
    if wants_json(request):
        given = status_of(error) if isinstance(error, LinernotesError) else status
        return json_of(Failure(str(error)), given)
    flash(request, str(error), "error")
    return RedirectResponse(local_path(to, CONFIG), 303)
