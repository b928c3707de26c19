"""Authorization headers: how each kind of credentials says who asks. Nothing of them is ever in a URL."""

from __future__ import annotations

import logging
from collections.abc import Generator

import httpx2
from oauthlib import oauth1

from linernotes.secrets import Credentials, OAuthToken, PersonalToken

#: HMAC-SHA1: Discogs takes it as well as PLAINTEXT, and the secrets themselves are never sent.
SIGNATURE_METHOD = oauth1.SIGNATURE_HMAC_SHA1

# At level DEBUG it logs all that it signs: tokens, and with PLAINTEXT the secrets.
logging.getLogger("oauthlib").setLevel(logging.WARNING)


class PersonalTokenAuth(httpx2.Auth):
    """`Authorization: Discogs token=...`"""

    def __init__(self, token: PersonalToken) -> None:
        self._token = token

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        request.headers["Authorization"] = f"Discogs token={self._token.token}"
        yield request


class OAuth1Auth(httpx2.Auth):
    """`Authorization: OAuth ...`, with a nonce and a timestamp of the moment of sending."""

    def __init__(self, client: oauth1.Client) -> None:
        self._client = client

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        _, headers, _ = self._client.sign(str(request.url), http_method=request.method)  # type: ignore[arg-type]
        request.headers["Authorization"] = headers["Authorization"]
        yield request


class SignedTransport(httpx2.AsyncBaseTransport):
    """Signs below the pacing, at the moment of sending: a timestamp would grow old in the queue."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, auth: httpx2.Auth) -> None:
        self._inner = inner
        self._auth = auth

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return await self._inner.handle_async_request(next(self._auth.auth_flow(request)))

    async def aclose(self) -> None:
        await self._inner.aclose()


def auth_for(credentials: Credentials) -> httpx2.Auth:
    """The object that puts these credentials on a request."""
    match credentials:
        case PersonalToken():
            return PersonalTokenAuth(credentials)
        case OAuthToken():
            client = oauth1.Client(
                credentials.consumer_key,
                client_secret=credentials.consumer_secret,
                resource_owner_key=credentials.token,
                resource_owner_secret=credentials.secret,
                signature_method=SIGNATURE_METHOD,
            )
            return OAuth1Auth(client)
