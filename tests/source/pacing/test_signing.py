"""Each kind of credentials on a request, checked against the sandbox's own verifier and by hand."""

from __future__ import annotations

import asyncio

import httpx2
import pytest
from tests.source.virtual import run_virtual

from linernotes.secrets import OAuthToken, PersonalToken
from linernotes.source.pacing.transport import PacedTransport
from linernotes.source.pacing.window import Window
from linernotes.source.signing import SignedTransport, auth_for

OAUTH = OAuthToken("key", "consumer secret&".replace(" ", "+"), "token", "token/secret")


def signed(
    auth: httpx2.Auth, url: str = "https://api.discogs.com/users/a%20b/wants?page=2&per_page=100"
) -> str:
    request = httpx2.Request("GET", url)
    return next(auth.auth_flow(request)).headers["Authorization"]


def test_a_personal_token_is_in_the_header_as_discogs_wants_it() -> None:
    assert signed(auth_for(PersonalToken("abc"))) == "Discogs token=abc"


def test_an_oauth_token_signs_with_hmac_so_that_no_secret_is_sent() -> None:
    header = signed(auth_for(OAUTH))
    assert header.startswith("OAuth ")
    assert 'oauth_signature_method="HMAC-SHA1"' in header
    assert "secret" not in header


def test_every_request_has_a_nonce_of_its_own() -> None:
    auth = auth_for(OAUTH)
    nonces = {signed(auth).partition('oauth_nonce="')[2].partition('"')[0] for _ in range(50)}
    assert len(nonces) == 50
    assert "" not in nonces


@pytest.mark.parametrize("credentials", [PersonalToken("abc"), OAUTH])
def test_who_waits_for_a_slot_is_signed_only_when_it_is_sent(credentials: PersonalToken | OAuthToken) -> None:
    """A timestamp that grew old in the queue would be refused."""
    sent: list[httpx2.Request] = []

    def app(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(200)

    async def main() -> None:
        signed = SignedTransport(httpx2.MockTransport(app), auth_for(credentials))
        transport = PacedTransport(signed, Window(default_limit=1))
        requests = [httpx2.Request("GET", f"https://api.discogs.com/releases/{number}") for number in (1, 2)]
        waiting = [asyncio.create_task(transport.handle_async_request(request)) for request in requests]
        await asyncio.sleep(50)
        assert sent == requests[:1]
        assert "Authorization" not in requests[1].headers
        await asyncio.gather(*waiting)
        assert all("Authorization" in request.headers for request in sent)

    run_virtual(main())
