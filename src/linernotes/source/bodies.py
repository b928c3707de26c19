"""Answers within limits: bytes as they are unpacked, seconds as a whole. Who sends them may be anybody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx2

#: Bytes, unpacked. A release with 100,000 credits has 20 million; a page of 100 rows has a million at the most.
LARGEST_DOCUMENT = 32 << 20
LARGEST_LISTING = 16 << 20
#: Of an answer that is short by nature: who somebody is, a token, a list of folders.
LARGEST_SHORT = 1 << 20
#: Of an answer that says no: so much is read of it, the rest is of no interest.
LARGEST_REFUSAL = 1 << 16

#: Seconds until an answer's head is here, however slowly it comes.
HEAD_SECONDS = 60.0

#: How many lists and objects a body may have: each takes up to 1 kB once it is read.
MOST_PARTS = 500_000

_CODINGS = ("", "identity", "gzip")


class TooLargeError(Exception):
    """A body has more bytes than its kind may have. `beginning` are the first of them."""

    def __init__(self, largest: int, beginning: bytes) -> None:
        super().__init__(f"it has more than {largest / 1e6:.0f} MB")
        self.beginning = beginning


class HeadsInTime(httpx2.AsyncBaseTransport):
    """Sends requests through `inner`, and gives up where no head has come after HEAD_SECONDS as a whole.

    A time-out for each read does not do that: a server may send one byte a second.
    """

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        try:
            async with asyncio.timeout(HEAD_SECONDS):
                return await self._inner.handle_async_request(request)
        except TimeoutError as error:
            raise httpx2.ReadTimeout("the head took too long", request=request) from error

    async def aclose(self) -> None:
        await self._inner.aclose()


async def unpack_pieces(response: httpx2.Response) -> AsyncIterator[bytes]:
    """The body in pieces of a megabyte at the most, unpacked.

    :raises httpx2.DecodingError: it is packed in a way that we did not ask for, or several times.
    """
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in _CODINGS:
        raise httpx2.DecodingError(f"it is packed as {coding[:40]}", request=response.request)
    async for piece in response.aiter_bytes():
        yield piece


async def read_whole(response: httpx2.Response, largest: int) -> httpx2.Response:
    """Read the body of an answer, and return the answer. If it is no success, only the beginning is read.

    :raises TooLargeError: a success has more than `largest` bytes.
    """
    limit = largest if response.is_success else LARGEST_REFUSAL
    body = bytearray()
    try:
        async for piece in unpack_pieces(response):
            body += piece
            if len(body) > limit:
                break
    except httpx2.DecodingError:
        if response.is_success:
            raise
    if len(body) > limit and response.is_success:
        raise TooLargeError(limit, bytes(body[:LARGEST_REFUSAL]))
    headers = [(k, v) for k, v in response.headers.multi_items() if k.lower() not in _OF_THE_WAY]
    return httpx2.Response(
        response.status_code, headers=headers, content=bytes(body[:limit]), request=response.request
    )


#: What says how a body was sent, and is wrong of one that was read.
_OF_THE_WAY = ("content-encoding", "content-length", "transfer-encoding")


def has_too_many_parts(body: bytes) -> bool:
    """Whether a body of JSON has more lists and objects than any document, and would fill the memory."""
    return body.count(b"{") + body.count(b"[") > MOST_PARTS
