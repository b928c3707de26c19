"""The app behind a path of a reverse proxy: `LINERNOTES_PUBLIC_URL=https://nas/linernotes`.

Everything inside knows addresses from `/` on. What comes in loses the path, and what goes out gets it: in one place,
so that no page, drawing or redirect can forget it. Scripts find the app from their own address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Attributes of our pages and drawings that hold addresses. A text cannot look like one: its quotes are escaped.
ATTRIBUTES = (
    *("href", "src", "action", "formaction", "hx-get", "hx-post"),
    *("data-instead", "data-find", "data-credited", "data-progress", "data-description"),
)
_ADDRESS = re.compile(rf'(?<=\s)((?:{"|".join(ATTRIBUTES)})=")/(?!/)'.encode())

_REWRITTEN = ("text/html", "image/svg+xml")

#: Headers whose value is an address.
_HEADERS = ("Location", "Content-Location", "HX-Push-Url", "HX-Replace-Url", "HX-Redirect", "HX-Location")


class UnderPath:
    """Serves the app under a path, `/linernotes`.

    A request may come without the path: some proxies take it away, and this machine's own browser may not know it.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app = app
        self._path = path
        self._address = rb"\g<1>" + path.encode() + b"/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        inside = self._inside(scope)
        answer = _Answer(self, inside, send)
        await self._app(inside, receive, answer.send)

    def _inside(self, scope: Scope) -> Scope:
        """The request as the app knows it."""
        path, raw = scope["path"], scope.get("raw_path") or b""
        if path != self._path and not path.startswith(self._path + "/"):
            return scope
        inner: dict[str, object] = {"path": path[len(self._path) :] or "/"}
        if raw.startswith(self._path.encode()):
            inner["raw_path"] = raw[len(self._path) :] or b"/"
        return {**scope, **inner}

    def outside(self, body: bytes) -> bytes:
        """A page or drawing as others see it."""
        return _ADDRESS.sub(self._address, body)

    def lead(self, headers: MutableHeaders) -> None:
        """Put the path before the addresses in headers. Those of other sites stay."""
        for name in _HEADERS:
            value = headers.get(name, "")
            if value.startswith("/") and not value.startswith("//"):
                headers[name] = self._path + value


class _Answer:
    """Passes an answer on. Pages and drawings are held until they are whole; JSON, streams and static files are not."""

    def __init__(self, place: UnderPath, inside: Scope, send: Send) -> None:
        self._place = place
        self._is_head = inside["method"] == "HEAD"
        self._is_static = inside["path"].startswith("/static/")
        self._send = send
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._start is None:
            await self._send(message)
        else:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._end(self._start)

    async def _begin(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        self._place.lead(headers)
        if self._is_static or not _is_rewritten(headers):
            await self._send(message)
        elif self._is_head:
            del headers["Content-Length"]  # the page itself is not here to be measured
            await self._send(message)
        else:
            self._start = message

    async def _end(self, start: Message) -> None:
        body = self._place.outside(b"".join(self._parts))
        MutableHeaders(scope=start)["Content-Length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_rewritten(headers: Headers) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip()
    return kind in _REWRITTEN and "content-encoding" not in headers


def clashes(path: str, addresses: Iterable[str]) -> bool:
    """Return whether a path begins as an address of the app does: `/own/own` could mean two things then."""
    first = path.split("/")[1:2]
    return bool(first) and any(address.split("/")[1:2] == first for address in (*addresses, "/static"))
