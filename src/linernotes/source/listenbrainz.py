"""ListenBrainz' API: listens are submitted, and looked up where it is not known whether they arrived.

Not run here against the real one: the tests have a server of their own with its rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx2

from linernotes.errors import ListenBrainzError, NotAuthenticatedError, UnreachableError
from linernotes.source.api import USER_AGENT
from linernotes.source.proxy import network

TIMEOUT = httpx2.Timeout(connect=5, read=30, write=30, pool=None)

#: Listens that one request may have, as ListenBrainz says.
MOST_LISTENS = 1000


class ListenBrainz:
    """A client for one account. The token is in a header alone, and no redirect is followed."""

    def __init__(self, url: str, token: str) -> None:
        """Nothing is asked yet.

        :raises ConfigError: it is no address.
        """
        self._url = url.rstrip("/")
        self._client = httpx2.AsyncClient(
            transport=network(self._url),
            timeout=TIMEOUT,
            headers={"User-Agent": USER_AGENT, "Authorization": f"Token {token}"},
        )

    async def read_user(self) -> str:
        """The name of the account.

        :raises NotAuthenticatedError: the token is not valid.
        """
        answer = await self._ask("GET", "/1/validate-token")
        name = answer.get("user_name")
        if not answer.get("valid") or not isinstance(name, str):
            raise NotAuthenticatedError(
                "ListenBrainz refuses the token. Copy it again: linernotes plays connect"
            )
        return name

    async def has_listen(self, user: str, listened_at: int, track: str) -> bool:
        """Whether the account has a listen of a track at a second."""
        found = await self._ask(
            "GET", f"/1/user/{quote(user, safe='')}/listens?min_ts={listened_at - 1}&count=100"
        )
        listens = (found.get("payload") or {}).get("listens") or []
        return any(
            one.get("listened_at") == listened_at and one.get("track_metadata", {}).get("track_name") == track
            for one in listens
        )

    async def submit(self, listens: Sequence[dict[str, object]]) -> None:
        """Submit listens, all of one play. After UnreachableError nobody knows whether they arrived.

        :raises NotAuthenticatedError: the token is not valid; nothing was taken.
        :raises ListenBrainzError: it refuses them, or has no time for them; nothing was taken.
        """
        for first in range(0, len(listens), MOST_LISTENS):
            payload = list(listens[first : first + MOST_LISTENS])
            await self._ask("POST", "/1/submit-listens", {"listen_type": "import", "payload": payload})

    async def _ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        try:
            response = await self._client.request(method, f"{self._url}{path}", json=body)
        except httpx2.HTTPError as error:
            raise UnreachableError(
                f"{self._url} did not answer ({type(error).__name__}). What was not taken is sent the next time"
            ) from error
        if response.status_code in (401, 403):
            raise NotAuthenticatedError(
                "ListenBrainz refuses the token. Copy it again: linernotes plays connect"
            )
        if response.status_code == 429:
            wait = response.headers.get("X-RateLimit-Reset-In", "")
            after = f"in {wait} s" if wait.isdigit() else "later"
            raise ListenBrainzError(f"ListenBrainz has had enough for now: run it again {after}")
        if response.status_code != 200:
            raise ListenBrainzError(
                f"ListenBrainz did not take it (status {response.status_code}): run it again later",
                is_refused=response.status_code < 500,
            )
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise ListenBrainzError(
                f"{self._url} answers, but not as ListenBrainz does. Check listenbrainz_url",
                is_refused=False,
            )
        return answer

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()
