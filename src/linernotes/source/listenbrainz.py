"""ListenBrainz' API: listens are submitted, and looked up where it is not known whether they arrived.

Not run here against the real one: the tests have a server of their own with its rules.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote

import httpx2
import msgspec

from linernotes.errors import ListenBrainzError, NotAuthenticatedError, UnreachableError
from linernotes.source.api import BODY_TIMEOUT, USER_AGENT
from linernotes.source.bodies import LARGEST_LISTING, HeadsInTime, TooLargeError, read_whole
from linernotes.source.proxy import network

TIMEOUT = httpx2.Timeout(connect=5, read=30, write=30, pool=None)

#: Listens that one request may have, as ListenBrainz says.
MOST_LISTENS = 1000

_REFUSED = "ListenBrainz refuses the token. Copy it again: linernotes plays connect"


class _Account(msgspec.Struct):
    """Whose a token is."""

    valid: bool = False
    user_name: str | None = None


class _Track(msgspec.Struct):
    track_name: str | None = None


class _Listen(msgspec.Struct):
    track_metadata: _Track
    listened_at: int | None = None


class _Payload(msgspec.Struct):
    listens: list[_Listen]


class _Listens(msgspec.Struct):
    """Listens of an account."""

    payload: _Payload


class _Taken(msgspec.Struct):
    """Listens were taken: any object says so."""


_Answer = TypeVar("_Answer", _Account, _Listens, _Taken)


class ListenBrainz:
    """A client for one account. The token is in a header alone, and no redirect is followed."""

    def __init__(self, url: str, token: str) -> None:
        """Nothing is asked yet.

        :raises ConfigError: it is no address.
        """
        self._url = url.rstrip("/")
        self._client = httpx2.AsyncClient(
            transport=HeadsInTime(network(self._url)),
            timeout=TIMEOUT,
            headers={
                "User-Agent": USER_AGENT,
                "Accept-Encoding": "gzip",
                "Authorization": f"Token {token}",
            },
        )

    async def read_user(self) -> str:
        """The name of the account.

        :raises NotAuthenticatedError: the token is not valid.
        """
        account = await self._ask(_Account, "GET", "/1/validate-token")
        if not account.valid or account.user_name is None:
            raise NotAuthenticatedError(_REFUSED)
        return account.user_name

    async def has_listen(self, user: str, listened_at: int, track: str) -> bool:
        """Whether the account has a listen of a track at a second."""
        path = f"/1/user/{quote(user, safe='')}/listens?min_ts={listened_at - 1}&count=100"
        listens = (await self._ask(_Listens, "GET", path)).payload.listens
        return any(
            listen.listened_at == listened_at and listen.track_metadata.track_name == track
            for listen in listens
        )

    async def submit(self, listens: Sequence[dict[str, object]]) -> None:
        """Submit listens, all of one play. After UnreachableError nobody knows whether they arrived.

        :raises NotAuthenticatedError: the token is not valid; nothing was taken.
        :raises ListenBrainzError: it refuses them, or has no time for them; nothing was taken.
        """
        for first in range(0, len(listens), MOST_LISTENS):
            payload = list(listens[first : first + MOST_LISTENS])
            await self._ask(
                _Taken, "POST", "/1/submit-listens", {"listen_type": "import", "payload": payload}
            )

    async def _ask(self, kind: type[_Answer], method: str, path: str, body: object = None) -> _Answer:
        try:
            response = await self._response(method, path, body)
            _check(response)
            return msgspec.json.decode(response.content, type=kind)
        except (TooLargeError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ListenBrainzError(
                f"{self._url} answers, but not as ListenBrainz does. Check listenbrainz_url", is_refused=False
            ) from error

    async def _response(self, method: str, path: str, body: object) -> httpx2.Response:
        try:
            async with (
                self._client.stream(method, f"{self._url}{path}", json=body) as answer,
                asyncio.timeout(BODY_TIMEOUT),
            ):
                return await read_whole(answer, LARGEST_LISTING)
        except (httpx2.HTTPError, TimeoutError) as error:
            raise UnreachableError(
                f"{self._url} did not answer ({type(error).__name__}). What was not taken is sent the next time"
            ) from error

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()


def _check(response: httpx2.Response) -> None:
    """See that it is a success.

    :raises NotAuthenticatedError: the token is refused.
    :raises ListenBrainzError: anything else is.
    """
    status = response.status_code
    if status in (401, 403):
        raise NotAuthenticatedError(_REFUSED)
    if status == 429:
        wait = response.headers.get("X-RateLimit-Reset-In", "")
        after = f"in {wait} s" if wait.isdigit() and len(wait) < 6 else "later"
        raise ListenBrainzError(f"ListenBrainz has had enough for now: run it again {after}")
    if status != 200:
        raise ListenBrainzError(
            f"ListenBrainz did not take it (status {status}): run it again later", is_refused=status < 500
        )
