"""Discogs' API: one document in, its bytes out. Who waits, retries and signs is below and beside this."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlencode

import httpx2

from linernotes.documents import DocumentKey, Fetched
from linernotes.errors import BlockedError
from linernotes.secrets import Credentials
from linernotes.source.bodies import (
    LARGEST_DOCUMENT,
    LARGEST_LISTING,
    LARGEST_SHORT,
    HeadsInTime,
    TooLargeError,
    read_whole,
)
from linernotes.source.pacing.transport import Pace, PacedTransport
from linernotes.source.pacing.window import Window
from linernotes.source.proxy import check_address, network
from linernotes.source.responses import read_body, too_large, translate
from linernotes.source.retries import RetryPolicy, TransientError, Waiting, persist
from linernotes.source.signing import SignedTransport, auth_for
from linernotes.version import __version__

#: Names us, as Discogs asks. Its form is "Name/Version +URL"; linernotes has no address that it could give.
USER_AGENT = f"linernotes/{__version__}"

#: Seconds: to connect, between two pieces of an answer, and for a whole body once it has begun.
TIMEOUT = httpx2.Timeout(connect=10, read=30, write=30, pool=None)
BODY_TIMEOUT = 60.0

#: Refusals in a row after which we give up. Each pause is longer than the one before: ten minutes or so in all.
MOST_REFUSALS = 20

#: The path of each kind of document, and what is asked of those that have pages.
PATHS: dict[str, tuple[str, dict[str, str]]] = {
    "identity": ("/oauth/identity", {}),
    "user": ("/users/{username}", {}),
    "folders": ("/users/{username}/collection/folders", {}),
    "fields": ("/users/{username}/collection/fields", {}),
    "value": ("/users/{username}/collection/value", {}),
    # Oldest first: what is added while we read comes last, and moves nothing that was not read yet.
    "collection": (
        "/users/{username}/collection/folders/0/releases",
        {"per_page": "100", "sort": "added", "sort_order": "asc"},
    ),
    "wants": ("/users/{username}/wants", {"per_page": "100"}),
    "release": ("/releases/{id}", {}),
    "master": ("/masters/{id}", {}),
    "artist": ("/artists/{id}", {}),
    "artist_releases": ("/artists/{id}/releases", {"per_page": "100", "sort": "year", "sort_order": "asc"}),
}

#: Bytes that an answer may have, unpacked; the rest are short ones.
LARGEST: dict[str, int] = {
    **dict.fromkeys(("release", "master", "artist"), LARGEST_DOCUMENT),
    **dict.fromkeys(("collection", "wants", "artist_releases"), LARGEST_LISTING),
}


def path_of(key: DocumentKey, username: str = "") -> tuple[str, str]:
    """The path and the query ('' if none) of a document. KeyError for a kind that the API does not have."""
    path, parameters = PATHS[key.kind]
    query = urlencode({"page": key.page, **parameters}) if parameters else ""
    return path.format(id=key.id, username=quote(username, safe="")), query


def _say_nothing(_: Waiting) -> None:
    pass


class DiscogsAPI:
    """Fetches documents. An async context manager; any number of `fetch` may be under way at once.

    `transport` replaces the network, pacing and signing stay. `on_wait` is called before the wait of each retry,
    and so is what `hear_waits` was given.
    """

    def __init__(
        self,
        api_url: str,
        credentials: Credentials,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
        window: Window | None = None,
        retries: RetryPolicy | None = None,
        on_wait: Callable[[Waiting], None] = _say_nothing,
        timeout: httpx2.Timeout = TIMEOUT,
    ) -> None:
        self._api_url = check_address(api_url)
        in_time = HeadsInTime(transport or network(self._api_url))
        signed = SignedTransport(in_time, auth_for(credentials))
        self._paced = PacedTransport(signed, window)
        self._retries = retries or RetryPolicy()
        self._on_wait = [on_wait]
        self._client = httpx2.AsyncClient(
            transport=self._paced,
            headers={
                "User-Agent": USER_AGENT,
                "Accept": "application/vnd.discogs.v2.discogs+json",
                "Accept-Encoding": "gzip",
            },
            timeout=timeout,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    @property
    def pace(self) -> Pace:
        """The state of the rate limit, from which an ETA is computed."""
        return self._paced.pace

    @property
    def refused_for(self) -> float:
        """Seconds for which a 429 keeps every request waiting; 0 where none does."""
        return self._paced.pause

    def hear_waits(self, on_wait: Callable[[Waiting], None]) -> None:
        """Call this, too, before every wait."""
        self._on_wait.append(on_wait)

    def _say_wait(self, waiting: Waiting) -> None:
        for on_wait in self._on_wait:
            on_wait(waiting)

    async def fetch(self, key: DocumentKey, *, username: str = "") -> Fetched:
        """Fetch one document: `body` is its bytes, a JSON object. `username` names its owner.

        Waits for a slot and retries what may pass. Then it raises one of these: NotFoundError (404),
        ForbiddenError (403), NotAuthenticatedError (401), RateLimitedError (429), ServerError (5xx, or HTML
        from the gateway), MalformedResponseError, UnreachableError; DiscogsError for any other answer.
        """
        path, query = path_of(key, username)
        body = await persist(
            path,
            lambda: self._attempt(path, query, LARGEST.get(key.kind, LARGEST_SHORT)),
            self._retries,
            self._say_wait,
        )
        return Fetched(key, body, datetime.now(UTC))

    async def _attempt(self, path: str, query: str, largest: int) -> bytes:
        url = f"{self._api_url}{path}"
        try:
            request = self._client.build_request("GET", f"{url}?{query}" if query else url)
            response = await self._client.send(request, stream=True)
            try:
                async with asyncio.timeout(BODY_TIMEOUT):
                    answer = await read_whole(response, largest)
            finally:
                await response.aclose()
        except TooLargeError as error:
            raise too_large(error, url) from error
        except (
            httpx2.HTTPError,
            httpx2.InvalidURL,
            httpx2.StreamError,
            httpx2.CookieConflict,
            TimeoutError,
        ) as error:
            raise translate(error, url) from error
        try:
            return read_body(answer, url)
        except TransientError as failure:
            if failure.is_refusal:
                self._heed_refusal(failure, url)
            raise

    def _heed_refusal(self, failure: TransientError, url: str) -> None:
        """Wait as long as all requests do, which the pacing knows.

        :raises BlockedError: nothing but refusals came for some ten minutes.
        """
        if self._paced.refusals_in_a_row >= MOST_REFUSALS:
            raise BlockedError(
                f"{url}: Discogs refused the last {MOST_REFUSALS} requests (429). Does another program use the token? "
                "What has landed is kept: run the same command again later."
            )
        failure.retry_after = self._paced.pause
