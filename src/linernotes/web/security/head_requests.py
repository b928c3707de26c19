"""HEAD: whatever answers GET answers HEAD with the same status and headers, and without a body."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadAsGet:
    """Asks the app for what GET would give, and keeps the body back.

    An answer that comes piece by piece, such as a stream of events, is ended at its first piece.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        answer = _HeadAnswer(send)
        work = asyncio.ensure_future(self._app({**scope, "method": "GET"}, receive, answer.send))
        ending = asyncio.ensure_future(answer.has_more.wait())
        try:
            await asyncio.wait({work, ending}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
        finally:
            work.cancel()
            ending.cancel()
            await asyncio.gather(work, ending, return_exceptions=True)


class _HeadAnswer:
    """Passes on the start of an answer. `has_more` is set when its first piece is not its last."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._is_complete = False
        self.has_more = asyncio.Event()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._send(message)
        elif not self._is_complete:
            self._is_complete = True
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
            if message.get("more_body", False):
                self.has_more.set()
