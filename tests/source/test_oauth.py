"""The OAuth flow: through the sandbox as a user would, and every way in which Discogs may say no."""

from __future__ import annotations

import asyncio
import logging
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx2
import pytest
from tests.source.conftest import OpenSandbox
from tests.source.raw_server import raw_server, sends

from discogs_sandbox.server import Sandbox
from linernotes.documents import DocumentKey
from linernotes.errors import ConfigError, NotAuthenticatedError, OAuthError, UnreachableError
from linernotes.secrets import Consumer, OAuthToken
from linernotes.source.api import DiscogsAPI
from linernotes.source.oauth import OAuthFlow, RequestToken, authorize_url
from linernotes.source.responses import clock_is_off

CALLBACK = "http://127.0.0.1:8000/receive-token?next=%2Fconfig"
CONSUMER = Consumer("consumerKeyOfTwenty00", "consumerSecretOfThirty00")
GRANTED = RequestToken(
    "requestTokenOf40Letters0", "requestSecretOf40Letters", datetime.now(UTC) + timedelta(days=1)
)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def decide(sandbox: Sandbox, token: RequestToken, decision: str) -> dict[str, str]:
    """What a user does on the authorize page; what Discogs then sends to the callback."""
    page = urllib.request.urlopen(authorize_url(sandbox.www_url, token)).read().decode()
    assert token.token in page
    form = urlencode({"oauth_token": token.token, "decision": decision}).encode()
    opener = urllib.request.build_opener(_NoRedirects)
    try:
        opener.open(f"{sandbox.www_url}/oauth/authorize", form)
    except urllib.error.HTTPError as answer:
        with answer:
            return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
    raise AssertionError("the page sent nobody anywhere")


def consumer_of(sandbox: Sandbox) -> Consumer:
    return Consumer(sandbox.consumer_key, sandbox.consumer_secret)


def whole_flow(sandbox: Sandbox) -> OAuthToken:
    flow = OAuthFlow(sandbox.url)
    token = asyncio.run(flow.request_token(consumer_of(sandbox), CALLBACK))
    sent_back = decide(sandbox, token, "allow")
    assert sent_back["oauth_token"] == token.token
    assert sent_back["next"] == "/config"
    return asyncio.run(flow.access_token(consumer_of(sandbox), token, sent_back["oauth_verifier"]))


def identity(sandbox: Sandbox, token: OAuthToken) -> bytes:
    async def main() -> bytes:
        async with DiscogsAPI(sandbox.url, token) as api:
            return (await api.fetch(DocumentKey("identity"))).body

    return asyncio.run(main())


def test_the_whole_flow_ends_with_a_token_that_works(open_sandbox: OpenSandbox) -> None:
    sandbox = open_sandbox()
    token = whole_flow(sandbox)
    assert (token.consumer_key, token.consumer_secret) == (sandbox.consumer_key, sandbox.consumer_secret)
    assert b'"rodneyfool"' in identity(sandbox, token)


def test_the_default_signature_is_one_that_strict_servers_take(open_sandbox: OpenSandbox) -> None:
    sandbox = open_sandbox(signature="hmac-sha1")
    flow = OAuthFlow(sandbox.url)
    token = asyncio.run(flow.request_token(consumer_of(sandbox), CALLBACK))
    verifier = decide(sandbox, token, "allow")["oauth_verifier"]
    assert identity(sandbox, asyncio.run(flow.access_token(consumer_of(sandbox), token, verifier)))


def test_who_denies_sends_no_verifier(open_sandbox: OpenSandbox) -> None:
    sandbox = open_sandbox()
    flow = OAuthFlow(sandbox.url)
    token = asyncio.run(flow.request_token(consumer_of(sandbox), CALLBACK))
    assert decide(sandbox, token, "deny") == {"next": "/config", "denied": token.token}
    with pytest.raises(OAuthError, match="Start again"):
        asyncio.run(flow.access_token(consumer_of(sandbox), token, "aGuess"))


def test_a_verifier_works_once(open_sandbox: OpenSandbox) -> None:
    sandbox = open_sandbox()
    flow = OAuthFlow(sandbox.url)
    token = asyncio.run(flow.request_token(consumer_of(sandbox), CALLBACK))
    verifier = decide(sandbox, token, "allow")["oauth_verifier"]
    with pytest.raises(OAuthError, match="wrong, used before, or expired"):
        asyncio.run(flow.access_token(consumer_of(sandbox), token, "wrong"))
    asyncio.run(flow.access_token(consumer_of(sandbox), token, f"  {verifier}\n"))
    with pytest.raises(OAuthError, match="wrong, used before, or expired"):
        asyncio.run(flow.access_token(consumer_of(sandbox), token, verifier))


def test_a_consumer_that_discogs_does_not_know(open_sandbox: OpenSandbox) -> None:
    with pytest.raises(OAuthError, match="does not know this consumer key") as caught:
        asyncio.run(OAuthFlow(open_sandbox().url).request_token(CONSUMER, CALLBACK))
    assert CONSUMER.key not in str(caught.value)


def test_a_consumer_secret_that_is_wrong(open_sandbox: OpenSandbox) -> None:
    sandbox = open_sandbox()
    wrong = Consumer(sandbox.consumer_key, "notTheSecret")
    with pytest.raises(OAuthError, match="Check the consumer secret"):
        asyncio.run(OAuthFlow(sandbox.url).request_token(wrong, CALLBACK))


def test_a_token_that_was_revoked_says_how_to_go_on(open_sandbox: OpenSandbox) -> None:
    sandbox = open_sandbox()
    revoked = OAuthToken(sandbox.consumer_key, sandbox.consumer_secret, "noSuchToken", "noSuchSecret")
    with pytest.raises(NotAuthenticatedError, match="linernotes auth"):
        identity(sandbox, revoked)


def test_nobody_is_asked_when_there_is_no_code_or_it_came_too_late() -> None:
    flow = OAuthFlow("http://127.0.0.1:9")
    with pytest.raises(OAuthError, match="no verification code"):
        asyncio.run(flow.access_token(CONSUMER, GRANTED, "  "))
    late = RequestToken("token", "secret", datetime.now(UTC) - timedelta(seconds=1))
    with pytest.raises(OAuthError, match="15 minutes"):
        asyncio.run(flow.access_token(CONSUMER, late, "verifier"))


def test_a_request_token_is_good_for_fifteen_minutes(open_sandbox: OpenSandbox) -> None:
    sandbox = open_sandbox()
    token = asyncio.run(OAuthFlow(sandbox.url).request_token(consumer_of(sandbox)))
    assert timedelta(minutes=14) < token.expires_at - datetime.now(UTC) <= timedelta(minutes=15)


def test_where_no_callback_can_reach_us_the_code_is_shown(open_sandbox: OpenSandbox) -> None:
    sandbox = open_sandbox()
    flow = OAuthFlow(sandbox.url)
    token = asyncio.run(flow.request_token(consumer_of(sandbox)))
    form = urlencode({"oauth_token": token.token, "decision": "allow"}).encode()
    page = urllib.request.urlopen(f"{sandbox.www_url}/oauth/authorize", form).read().decode()
    code = page.partition("<code>")[2].partition("</code>")[0]
    assert asyncio.run(flow.access_token(consumer_of(sandbox), token, code)).token


Ask = Callable[[OAuthFlow], object]


def begin(flow: OAuthFlow) -> object:
    return asyncio.run(flow.request_token(CONSUMER, CALLBACK))


def exchange(flow: OAuthFlow) -> object:
    return asyncio.run(flow.access_token(CONSUMER, GRANTED, "verifier"))


def answering(status: int, text: str, **headers: str) -> OAuthFlow:
    """A flow whose Discogs always answers so."""

    def app(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(
            status, content=text.encode(), headers={"Content-Type": "text/plain", **headers}
        )

    return OAuthFlow("https://api.discogs.com", transport=httpx2.MockTransport(app))


def now(**off: float) -> str:
    return format_datetime(datetime.now(UTC) - timedelta(**off), usegmt=True)


@pytest.mark.parametrize("ask", [begin, exchange])
@pytest.mark.parametrize(
    ("status", "text", "says"),
    [
        (401, "Invalid consumer.", "does not know this consumer key"),
        (401, "Invalid signature. Expected signature base string: GET&http%3A%2F%2F", "consumer secret"),
        (401, "", "consumer secret"),
        (500, "oops", "Try again in a few minutes"),
        (502, "<html>bad gateway</html>", "Try again in a few minutes"),
        (429, "", "Try again in a few minutes"),
        (403, "<html>Cloudflare</html>", "Start again"),
        (200, "oauth_token=onlyHalfOfIt", "holds no token"),
        (200, "", "holds no token"),
    ],
)
def test_each_refusal_says_what_to_do_in_one_line(ask: Ask, status: int, text: str, says: str) -> None:
    with pytest.raises(OAuthError, match=says) as caught:
        ask(answering(status, text, Date=now()))
    assert "\n" not in str(caught.value)
    assert "<" not in str(caught.value)
    assert "signature base string" not in str(caught.value)


def test_a_refusal_is_logged_with_path_and_status(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    flow = OAuthFlow(
        "https://api.discogs.com", transport=httpx2.MockTransport(lambda _: httpx2.Response(429))
    )
    with pytest.raises(OAuthError):
        begin(flow)
    with pytest.raises(UnreachableError):
        begin(OAuthFlow("http://127.0.0.1:9"))
    logged = [vars(record) for record in caplog.records if record.name == "linernotes.source.oauth"]
    assert [(one["msg"], one["path"], one.get("status")) for one in logged] == [
        ("refused", "/oauth/request_token", 429),
        ("no answer", "/oauth/request_token", None),
    ]


def test_there_is_no_oauth_where_nothing_of_discogs_is() -> None:
    with pytest.raises(ConfigError, match="LINERNOTES_API_URL"):
        begin(answering(404, "Not Found"))


@pytest.mark.parametrize("ask", [begin, exchange])
@pytest.mark.parametrize(
    ("off", "says"), [({"hours": 2}, "120 minutes ahead"), ({"minutes": -30}, "30 minutes behind")]
)
@pytest.mark.parametrize("status", [400, 401])
def test_a_clock_that_is_off_is_named_as_the_cause(
    ask: Ask, off: dict[str, float], says: str, status: int
) -> None:
    with pytest.raises(OAuthError, match=f"clock of this computer is {says}"):
        ask(answering(status, "Invalid timestamp.", Date=now(**off)))


@pytest.mark.parametrize("date", ["", "yesterday"])
def test_a_clock_that_cannot_be_compared_is_not(date: str) -> None:
    assert clock_is_off(date) == ""


def test_a_clock_that_is_right_is_not() -> None:
    assert clock_is_off(now(seconds=100)) == ""


def test_nothing_answers() -> None:
    with pytest.raises(UnreachableError):
        begin(OAuthFlow("http://127.0.0.1:9"))


def test_an_exchange_is_never_sent_twice() -> None:
    """The verifier may be used up though its answer was lost."""

    async def main() -> list[bytes]:
        async with raw_server(sends(reset=True)) as (url, heads):
            with pytest.raises(UnreachableError):
                await OAuthFlow(url).access_token(CONSUMER, GRANTED, "verifier")
            return heads

    assert len(asyncio.run(main())) == 1


@pytest.mark.parametrize("url", ["api.discogs.com", "http://["])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(ConfigError, match="LINERNOTES_API_URL"):
        begin(OAuthFlow(url))


def test_no_secret_is_in_an_address_or_shown() -> None:
    seen: list[httpx2.Request] = []

    def app(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(401, text=f"cannot read {request.headers['Authorization']}")

    flow = OAuthFlow("https://api.discogs.com", transport=httpx2.MockTransport(app))
    for ask in (begin, exchange):
        with pytest.raises(OAuthError) as caught:
            ask(flow)
        for secret in (CONSUMER.key, CONSUMER.secret, GRANTED.token, GRANTED.secret):
            assert secret not in str(caught.value)
            assert secret not in str(seen[-1].url)
    assert GRANTED.secret not in repr(GRANTED)
    assert GRANTED.token not in repr(GRANTED)


def test_the_authorize_page_is_on_the_web_site_and_knows_the_token_only() -> None:
    url = urlsplit(authorize_url("https://www.discogs.com/", GRANTED))
    assert f"{url.scheme}://{url.netloc}{url.path}" == "https://www.discogs.com/oauth/authorize"
    assert parse_qs(url.query) == {"oauth_token": [GRANTED.token]}
