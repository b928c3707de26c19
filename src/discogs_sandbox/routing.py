"""From plain handlers to Starlette routes, refusals included."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from discogs_sandbox.account.callers import ANONYMOUS, Caller
from discogs_sandbox.api.answers import Refusal, message_answer, must_authenticate

Handler = Callable[[Request, Caller], Response]
"""Answers one request of a caller whose credentials, if any, are good; raises Refusal."""


def routes(handlers: Iterable[tuple[str, str, Handler]]) -> list[Route]:
    """Routes from (method, path, handler)."""
    return [Route(path, _endpoint(handler), methods=[method]) for method, path, handler in handlers]


def _endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        caller: Caller = request.scope.get("caller", ANONYMOUS)
        try:
            if caller.level == "refused":
                raise must_authenticate(caller.problem)
            return handler(request, caller)
        except Refusal as refusal:
            return message_answer(refusal.status, str(refusal), refusal.headers)

    return endpoint
