"""Checks and effects around every route: User-Agent, rate limit, latency, faults, headers, log."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from discogs_sandbox.account.callers import Caller, Callers
from discogs_sandbox.account.oauth import TOKEN_ENDPOINTS, signed_request
from discogs_sandbox.api.answers import (
    BAD_GATEWAY,
    GONE,
    NO_USER_AGENT,
    NOT_FOUND,
    TOO_QUICKLY,
    message_answer,
)
from discogs_sandbox.api.catalogue import Document
from discogs_sandbox.api.resets import break_off
from discogs_sandbox.faults import ALTERATIONS, Faults
from discogs_sandbox.ratelimit import Limiter, Standing
from discogs_sandbox.request_log import LoggedRequest, RequestLog

_COLLECTION_PAGE = re.compile(r"/users/[^/]+/collection/folders/\d+/releases")
_COMMON_HEADERS = [
    (b"x-discogs-media-type", b"discogs.v2"),
    (b"cache-control", b"public, must-revalidate"),
    (b"content-language", b"en"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"access-control-allow-origin", b"*"),
]
_GZIP_FROM_BYTES = 500
_API_HOSTS = (b"https://api.discogs.com", b"http://api.discogs.com")
_STATUS_TEXTS = {
    401: "You must authenticate to access this resource.",
    403: "You are not allowed to view this resource. Please authenticate as the owner to view this content.",
    500: "An internal server error occurred. (Malformed query?)",
}


#: What a fault names as the wait, in seconds.
_RETRY_AFTER = {"429retry": 1.0, "429long": 3600.0}


@dataclass
class GateOptions:
    """Limits are requests in a window; latency is seconds before and after a request is counted."""

    limit: int
    anonymous_limit: int
    latency: tuple[float, float]
    per_token: bool
    retry_after: float | None
    empty_429: bool
    stall_seconds: float


@dataclass
class Gate:
    """The outermost ASGI application; `app` answers what comes through."""

    app: ASGIApp
    callers: Callers
    limiter: Limiter
    faults: Faults
    log: RequestLog
    options: GateOptions
    drift: Callable[[str], None]
    """Adds or removes an item of the collection."""
    clock: Callable[[], float]
    stalled: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when stalled answers are to come."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        if path.startswith("/_sandbox/") or path == "/oauth/authorize":
            await self.app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        entry = LoggedRequest(scope["method"], f"{path}?{query}" if query else path, self.clock())
        self.log.add(entry)
        try:
            await self._admit(Request(scope, receive), entry, send)
        except asyncio.CancelledError:
            entry.status = -1
            raise
        except ClientDisconnect:
            entry.status = -1

    async def _admit(self, request: Request, entry: LoggedRequest, send: Send) -> None:
        before, after = self.options.latency
        if before:
            await asyncio.sleep(before)
        if not request.headers.get("user-agent"):
            # Discogs' edge answers this one: no JSON, no rate headers, nothing counted.
            await self._send(request, send, entry, HTMLResponse(NO_USER_AGENT, 403), None)
            return
        signed = await signed_request(request)
        # The flow's own endpoints check signatures themselves: what they get is no credential yet.
        is_flow = request.url.path in TOKEN_ENDPOINTS
        caller = Caller("oauth") if is_flow else self.callers.identify(signed)
        entry.authorization = caller.level
        standing = self._count(request, caller)
        response = await self._answer(request, caller, standing, entry)
        if entry.fault == "429full":
            standing = Standing(False, standing.limit, standing.limit)
        if after:
            await asyncio.sleep(after)
        if entry.fault == "reset":
            entry.status = -1
            await _reset(response, send)
            return
        edge = entry.fault == "429empty" or entry.fault.startswith("html")
        await self._send(request, send, entry, response, None if edge else standing)

    def _count(self, request: Request, caller: Caller) -> Standing:
        client = request.client.host if request.client else ""
        key = caller.key if self.options.per_token and caller.key else client
        limit = self.options.limit if caller.authenticated else self.options.anonymous_limit
        return self.limiter.take(key, limit)

    async def _answer(
        self, request: Request, caller: Caller, standing: Standing, entry: LoggedRequest
    ) -> Response:
        if not standing.allowed:
            return self._too_quickly(self.options.retry_after, empty=self.options.empty_429)
        entry.fault = self.faults.next(request.url.path, request.url.query)
        if entry.fault and entry.fault not in ALTERATIONS:
            return self._replacement(entry.fault, request.url.path)
        if entry.fault == "stall":
            await self._stall()
        response = await _routed(self.app, request, caller)
        if response.status_code == 200 and _COLLECTION_PAGE.fullmatch(request.url.path):
            for kind in self.faults.drifts():
                self.drift(kind)
        return _altered(response, entry.fault)

    def let_go(self, *, for_good: bool) -> None:
        """Send the answers that are stalled. `for_good`: none is stalled from now on."""
        self.stalled.set()
        if not for_good:
            self.stalled = asyncio.Event()

    async def _stall(self) -> None:
        """Wait, but not for longer than the faults are there, or than the sandbox runs."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stalled.wait(), self.options.stall_seconds)

    def _replacement(self, kind: str, path: str) -> Response:
        if kind.startswith("429"):
            return self._too_quickly(_RETRY_AFTER.get(kind), empty=kind == "429empty")
        if kind.startswith("html"):
            status = int(kind.removeprefix("html"))
            return HTMLResponse(NO_USER_AGENT if status == 403 else BAD_GATEWAY, status)
        status = int(kind)
        noun = path.split("/")[1]
        message = (
            GONE.get(noun, NOT_FOUND) if status == 404 else _STATUS_TEXTS.get(status, "Something went wrong.")
        )
        return message_answer(status, message)

    def _too_quickly(self, retry_after: float | None, *, empty: bool) -> Response:
        headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
        return Response(b"", 429, headers) if empty else message_answer(429, TOO_QUICKLY, headers)

    async def _send(
        self,
        request: Request,
        send: Send,
        entry: LoggedRequest,
        response: Response,
        standing: Standing | None,
    ) -> None:
        entry.status = response.status_code
        body = bytes(response.body)
        headers = [pair for pair in response.raw_headers if pair[0] != b"content-length"]
        if standing is not None:
            headers += [*_COMMON_HEADERS, *standing.headers()]
        if len(body) >= _GZIP_FROM_BYTES and "gzip" in request.headers.get("accept-encoding", ""):
            body = gzip.compress(body, compresslevel=1)
            headers += [(b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding")]
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def _routed(app: ASGIApp, request: Request, caller: Caller) -> Response:
    """Run the routes and gather what they send into one response."""
    sent: list[Message] = []
    body = await request.body()

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app({**request.scope, "caller": caller, "body": body}, receive, send)
    answered = b"".join(message.get("body", b"") for message in sent[1:])
    for known in _API_HOSTS:
        # Urls in documents lead back here, so that clients that follow them do not leave the sandbox.
        answered = answered.replace(known, b"http://" + request.headers.get("host", "").encode())
    response = Response(answered, sent[0]["status"])
    response.raw_headers = list(sent[0]["headers"])
    return response


def _altered(response: Response, fault: str) -> Response:
    body = bytes(response.body)
    middle = len(body) // 2
    if fault == "truncated":
        response.body = body[:middle]
    elif fault == "malformed":
        # The first of these follows a key, so that no parser, however lenient, reads on.
        response.body = body.replace(b'": ', b'"; ', 1)
    elif fault == "short":
        response.body = _with_last_row(body, lambda row: [])
    elif fault == "twice":
        response.body = _with_last_row(body, lambda row: [row, row])
    elif fault == "oddrow":
        response.body = _with_last_row(body, lambda row: [row | {"basic_information": None}])
    elif fault == "unpaged":
        response.body = json.dumps(json.loads(body) | {"pagination": None}).encode("ascii")
    return response


def _with_last_row(body: bytes, instead: Callable[[Document], list[Document]]) -> bytes:
    document = json.loads(body)
    rows = next((value for value in document.values() if isinstance(value, list)), [])
    rows[-1:] = [other for row in rows[-1:] for other in instead(row)]
    return json.dumps(document).encode("ascii")


async def _reset(response: Response, send: Send) -> None:
    """Send half of the body, then reset the connection, as a dying proxy does."""
    body = bytes(response.body)
    headers = [pair for pair in response.raw_headers if pair[0] != b"content-length"]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    break_off(send)
