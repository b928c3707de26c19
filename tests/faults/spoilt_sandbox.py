"""A sandbox whose answers are spoilt in one field, as an enemy or a mistake at Discogs would spoil them."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tests.faults.spoilt_fields import Spoilt

from discogs_sandbox.server import Sandbox

#: Which kind of document is at a path.
_KINDS = {
    r"/oauth/identity": "identity",
    r"/users/[^/]+": "user",
    r"/users/[^/]+/collection/folders": "folders",
    r"/users/[^/]+/collection/fields": "fields",
    r"/users/[^/]+/collection/value": "value",
    r"/users/[^/]+/collection/folders/0/releases": "collection",
    r"/users/[^/]+/wants": "wants",
    r"/releases/\d+": "release",
    r"/masters/\d+": "master",
    r"/artists/\d+": "artist",
    r"/artists/\d+/releases": "artist_releases",
}


class Spoiler:
    """Answers as `app` does, but for the field that is spoilt; `times` counts the answers that it was done to."""

    def __init__(self, app: ASGIApp, spoilt: Spoilt) -> None:
        self._app = app
        self._spoilt = spoilt
        self.times = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._kind(scope) != self._spoilt.kind:
            await self._app(scope, receive, send)
            return
        sent: list[Message] = []

        async def keep(message: Message) -> None:
            sent.append(message)

        await self._app(scope, receive, keep)
        body = b"".join(message.get("body", b"") for message in sent)
        if sent[0]["status"] == 200:
            body = self._spoil(body)
        sent[0]["headers"] = [
            (name, str(len(body)).encode() if name == b"content-length" else value)
            for name, value in sent[0]["headers"]
        ]
        await send(sent[0])
        await send({"type": "http.response.body", "body": body})

    def _kind(self, scope: Scope) -> str | None:
        if parse_qs(scope["query_string"].decode()).get("page", ["1"]) != ["1"]:
            return None
        return next((kind for path, kind in _KINDS.items() if re.fullmatch(path, scope["path"])), None)

    def _spoil(self, body: bytes) -> bytes:
        self.times += 1
        return self._spoilt.body(json.loads(body))


def spoil(sandbox: Sandbox, spoilt: Spoilt) -> Spoiler:
    """Spoil what it answers from now on, until `mend`."""
    spoiler = Spoiler(sandbox.wiring.gate.app, spoilt)
    sandbox.wiring.gate.app = spoiler
    return spoiler


def mend(sandbox: Sandbox, spoiler: Spoiler) -> None:
    """Let it answer as before."""
    sandbox.wiring.gate.app = spoiler._app
