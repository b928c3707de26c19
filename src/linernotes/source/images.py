"""Cover pictures from Discogs' image hosts: one at a time, a few a second; other files are refused."""

from __future__ import annotations

import asyncio
import logging
from asyncio import sleep
from collections.abc import Callable, Iterable
from time import monotonic
from urllib.parse import SplitResult, urlsplit

import httpx2

from linernotes.addresses import host_of, is_this_machine
from linernotes.errors import (
    DiscogsError,
    ForbiddenError,
    MalformedResponseError,
    NotFoundError,
    RateLimitedError,
    ServerError,
    UnreachableError,
)
from linernotes.source.api import USER_AGENT
from linernotes.source.bodies import unpack_pieces
from linernotes.source.pacing.transport import retry_after
from linernotes.source.proxy import network
from linernotes.source.responses import quote, untrusted_certificate
from linernotes.source.retries import Waiting

logger = logging.getLogger(__name__)

#: Seconds from one request to the next, at least.
INTERVAL = 0.3

#: Bytes that a picture may have. Discogs' are at most 600 pixels wide and have some 100 kB.
LARGEST = 2_000_000

#: Seconds: to connect, between two pieces, and for all of it.
TIMEOUT = httpx2.Timeout(connect=5, read=10, write=10, pool=None)
WHOLE_TIMEOUT = 20.0

#: Seconds without a request: after "not reachable", after 429 or REFUSALS times 403, and at most.
OFFLINE_REST = 60.0
REFUSED_REST = 900.0
LONGEST_REST = 86_400.0
REFUSALS = 5

#: How each sort of picture begins, and what it is called.
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)


def kind_of(body: bytes) -> str | None:
    """The kind of a picture, from its bytes: 'jpg', 'png', 'gif' or 'webp'; None if we do not serve it."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "webp"
    return next((kind for beginning, kind in _BEGINNINGS if body.startswith(beginning)), None)


def is_allowed(url: str, hosts: Iterable[str]) -> bool:
    """Whether a picture may be fetched from there: one of `hosts` (origins), by https unless it is this machine."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if parts.username is not None or not parts.hostname:
        return False
    origin = (parts.scheme, parts.hostname, port)
    return (parts.scheme == "https" or _is_this_machine(parts)) and any(
        origin == _origin(host) for host in hosts
    )


class Pictures:
    """Fetches pictures. Requests go out one after the other, at least INTERVAL apart.

    They pause after the host asked for patience, refused several in a row, or could not be reached. `on_wait` is
    called when a pause begins. `transport` replaces the network.
    """

    def __init__(
        self,
        hosts: Iterable[str],
        *,
        on_wait: Callable[[Waiting], None],
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._hosts = tuple(hosts)
        self._on_wait = on_wait
        self._transport = transport
        self._next = self._rests_until = 0.0
        self._refused = 0
        self._turn = asyncio.Lock()
        self._client: httpx2.AsyncClient | None = None

    @property
    def is_resting(self) -> bool:
        """Whether no picture is asked for at present."""
        return monotonic() < self._rests_until

    def is_allowed(self, url: str) -> bool:
        """Whether a picture may be fetched from there."""
        return is_allowed(url, self._hosts)

    async def aclose(self) -> None:
        """Close all connections."""
        if self._client is not None:
            await self._client.aclose()

    async def fetch(self, url: str) -> tuple[bytes, str]:
        """The bytes of a picture, and what they are (`kind_of`). Waits for its turn; tries once.

        :raises ForbiddenError: an address that is not allowed, or 403; NotFoundError for 404 and 410.
        :raises RateLimitedError: 429. :raises UnreachableError: no answer, or none is asked for at present.
        :raises MalformedResponseError: not a picture, too large, or no address to begin with. :raises ServerError: 5xx.
        :raises DiscogsError: any other answer, a redirect for instance.
        """
        if not self.is_allowed(url):
            raise ForbiddenError(f"{_host(url)} is not among LINERNOTES_IMAGE_HOSTS.")
        async with self._turn:
            if self.is_resting:
                raise UnreachableError(f"{_host(url)} is not asked for pictures at present.")
            await sleep(max(0.0, self._next - monotonic()))
            self._next = monotonic() + INTERVAL
            try:
                async with asyncio.timeout(WHOLE_TIMEOUT), self._open().stream("GET", url) as answer:
                    self._take_note(answer, url)
                    _check(answer, url)
                    body = await _read(answer, url)
            except httpx2.InvalidURL as error:
                raise MalformedResponseError(f"What {_host(url)} gave is no address.") from error
            except (httpx2.HTTPError, httpx2.StreamError, TimeoutError) as error:
                self._rest(OFFLINE_REST, url, "cannot be reached", None)
                untrusted = untrusted_certificate(error, _host(url))
                raise untrusted or UnreachableError(f"{_host(url)} cannot be reached.") from error
        kind = kind_of(body)
        if kind is None:
            raise MalformedResponseError(f"{_host(url)} sent something else than a picture.", status=200)
        return body, kind

    def _open(self) -> httpx2.AsyncClient:
        if self._client is None:
            self._client = httpx2.AsyncClient(
                transport=self._transport or network(_url_of(self._hosts[0])),
                headers={"User-Agent": USER_AGENT, "Accept": "image/*", "Accept-Encoding": "identity"},
                timeout=TIMEOUT,
                follow_redirects=False,  # a picture is where its address says, or nowhere
            )
        return self._client

    def _take_note(self, answer: httpx2.Response, url: str) -> None:
        """Rest where the host asks for it, or refuses whatever we ask. An address that expired is refused alone."""
        status = answer.status_code
        self._refused = self._refused + 1 if status in (401, 403) else 0
        if status == 429:
            self._rest(retry_after(answer.headers) or REFUSED_REST, url, f"answers {status}", status)
        elif self._refused >= REFUSALS:
            self._refused = 0
            self._rest(REFUSED_REST, url, f"answers {status} again and again", status)

    def _rest(self, seconds: float, url: str, what: str, status: int | None) -> None:
        """Ask for nothing for so many seconds, and report why."""
        seconds = min(seconds, LONGEST_REST)
        self._rests_until = monotonic() + seconds
        path, reason = quote(urlsplit(url).path), f"the cover site {_host(url)} {what}"
        logger.info(
            "no covers for now",
            extra={"path": path, "status": status, "reason": reason, "seconds": round(seconds, 1)},
        )
        self._on_wait(Waiting(path, reason, seconds, 1, 1, status))


def _check(answer: httpx2.Response, url: str) -> None:
    """Raise what an answer means that is no picture."""
    status, host = answer.status_code, _host(url)
    if status == 429:
        raise RateLimitedError(f"{host} permits no more pictures for now.", status=status)
    if status in (404, 410):
        raise NotFoundError(f"{host} has no such picture ({status}).", status=status)
    if status in (401, 403):
        raise ForbiddenError(f"{host} refuses a picture ({status}).", status=status)
    if status >= 500:
        raise ServerError(f"{host} answers {status}.", status=status)
    if status != 200:
        raise DiscogsError(f"{host} answers {status} instead of a picture.", status=status)
    if not answer.headers.get("content-type", "").startswith("image/"):
        raise MalformedResponseError(f"{host} sent something else than a picture.", status=status)


async def _read(answer: httpx2.Response, url: str) -> bytes:
    body = bytearray()
    async for piece in unpack_pieces(answer):
        body += piece
        if len(body) > LARGEST:
            raise MalformedResponseError(f"{_host(url)} sent too large a picture.", status=200)
    return bytes(body)


def _url_of(host: str) -> str:
    """A host of the settings as an address: they are written as a Content-Security-Policy has them."""
    return host if "://" in host else f"https://{host}"


def _origin(host: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(_url_of(host))
        return parts.scheme, parts.hostname, parts.port
    except ValueError:
        return "", None, None


def _is_this_machine(parts: SplitResult) -> bool:
    return parts.scheme == "http" and is_this_machine(parts.hostname or "")


def _host(url: str) -> str:
    return host_of(url) or "that address"
