"""Fetching documents: what is asked, what comes back, what goes wrong on the way."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from tests.source.raw_server import Reply, http, raw_server, sends

from linernotes import __version__
from linernotes.documents import DocumentKey, Fetched
from linernotes.errors import (
    ConfigError,
    DiscogsError,
    LinernotesError,
    MalformedResponseError,
    NotAuthenticatedError,
    NotFoundError,
    RateLimitedError,
    ServerError,
    UnreachableError,
)
from linernotes.secrets import OAuthToken, PersonalToken
from linernotes.source import api as client
from linernotes.source.api import PATHS, TIMEOUT, DiscogsAPI, path_of
from linernotes.source.pacing.window import Window
from linernotes.source.retries import RetryPolicy, Waiting

TOKEN = PersonalToken("pAtSecretTokenOfFortyLettersXxxxxxxxxxxxx")
RELEASE = DocumentKey("release", 1)
QUICK = RetryPolicy(attempts=3, refusals=3, first_wait=0.01, longest_wait=0.05)
IMPATIENT = httpx2.Timeout(connect=10, read=1, write=10, pool=None)
GOOD = http(b'{"id": 1}')


def ample() -> Window:
    return Window(default_limit=60_000)


def fetch_from(
    app: Callable[[httpx2.Request], httpx2.Response], key: DocumentKey = RELEASE, username: str = ""
) -> Fetched:
    async def main() -> Fetched:
        api = DiscogsAPI(
            "https://api.discogs.com",
            TOKEN,
            transport=httpx2.MockTransport(app),
            window=ample(),
            retries=QUICK,
        )
        async with api:
            return await api.fetch(key, username=username)

    return asyncio.run(main())


def fetch_raw(
    *replies: Reply, timeout: httpx2.Timeout = TIMEOUT, body_timeout: float = 60
) -> tuple[Fetched, list[Waiting], list[bytes]]:
    """Fetch release 1 from a server that replies so."""

    async def main() -> tuple[Fetched, list[Waiting], list[bytes]]:
        reported: list[Waiting] = []
        async with raw_server(*replies) as (url, heads):
            api = DiscogsAPI(
                url,
                TOKEN,
                window=ample(),
                retries=QUICK,
                on_wait=reported.append,
                timeout=timeout,
            )
            async with api:
                return await api.fetch(RELEASE), reported, heads

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "BODY_TIMEOUT", body_timeout)
        return asyncio.run(main())


@pytest.mark.parametrize(
    ("key", "path"),
    [
        (DocumentKey("identity"), "/oauth/identity"),
        (DocumentKey("user"), "/users/a%20b%2Fc"),
        (DocumentKey("folders"), "/users/a%20b%2Fc/collection/folders"),
        (DocumentKey("fields"), "/users/a%20b%2Fc/collection/fields"),
        (DocumentKey("value"), "/users/a%20b%2Fc/collection/value"),
        (
            DocumentKey("collection", page=3),
            "/users/a%20b%2Fc/collection/folders/0/releases?page=3&per_page=100&sort=added&sort_order=asc",
        ),
        (DocumentKey("wants", page=2), "/users/a%20b%2Fc/wants?page=2&per_page=100"),
        (DocumentKey("release", 7), "/releases/7"),
        (DocumentKey("master", 8), "/masters/8"),
        (DocumentKey("artist", 9), "/artists/9"),
        (
            DocumentKey("artist_releases", 9, 4),
            "/artists/9/releases?page=4&per_page=100&sort=year&sort_order=asc",
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, DocumentKey) else "",
)
def test_each_kind_of_document_has_its_address(key: DocumentKey, path: str) -> None:
    asked: list[str] = []

    def app(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.raw_path.decode())
        return httpx2.Response(200, content=b'{"id": 1}')

    fetched = fetch_from(app, key, username="a b/c")
    assert asked == [path]
    assert fetched.key == key
    assert fetched.body == b'{"id": 1}'
    assert timedelta() <= datetime.now(UTC) - fetched.fetched_at < timedelta(seconds=30)


def test_every_kind_that_the_vocabulary_names_can_be_asked_for() -> None:
    named = (DocumentKey.__doc__ or "").replace("`", "").replace("\n", " ")
    for kind in PATHS:
        assert kind in named
    with pytest.raises(KeyError):
        path_of(DocumentKey("label"))


def test_the_request_names_us_and_carries_the_token_in_its_header_only() -> None:
    seen: list[httpx2.Request] = []

    def app(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, content=b"{}")

    fetch_from(app)
    headers = seen[0].headers
    assert headers["User-Agent"] == f"linernotes/{__version__}"
    assert headers["Authorization"] == f"Discogs token={TOKEN.token}"
    assert headers["Accept-Encoding"] == "gzip"
    assert headers["Accept"] == "application/vnd.discogs.v2.discogs+json"
    assert TOKEN.token not in str(seen[0].url)


def test_a_packed_answer_is_unpacked_to_the_bytes_as_discogs_wrote_them() -> None:
    body = b'{"title": "Bj\\u00f6rk", "pad": "' + b"x" * 5000 + b'"}'
    fetched, _, heads = fetch_raw(sends(http(gzip.compress(body), "200 OK", "Content-Encoding: gzip")))
    assert fetched.body == body
    assert b"gzip" in heads[0]


BROKEN: dict[str, Reply] = {
    "closed-before-an-answer": sends(),
    "reset-before-an-answer": sends(reset=True),
    "closed-in-the-head": sends(b"HTTP/1.1 200 OK\r\nContent-Le"),
    "closed-in-the-body": sends(http(b'{"id": 1, "ti', length=500)),
    "reset-in-the-body": sends(http(b'{"id": 1, "ti', length=500), pause=0.02, reset=True),
    "stalled-before-an-answer": sends(then_hang=True),
    "stalled-in-the-body": sends(http(b'{"id": 1, "ti', length=500), then_hang=True),
    "dripping": sends(http(b"{", length=500), *[b" "] * 400, pause=0.05),
    "no-http": sends(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "packed-badly": sends(http(b"this is not gzip", "200 OK", "Content-Encoding: gzip")),
    "json-cut-short": sends(http(b'{"id": 1, "ti')),
    "json-broken": sends(http(b'{"id": 1,, "title": "x"}')),
    "html-with-200": sends(http(b"<html>sorry</html>", "200 OK", "Content-Type: text/html")),
    "html-502": sends(http(b"<html>bad gateway</html>", "502 Bad Gateway", "Content-Type: text/html")),
    "html-403": sends(http(b"<html>checking</html>", "403 Forbidden", "Content-Type: text/html")),
    "empty-503": sends(http(b"", "503 Service Unavailable")),
    "json-500": sends(http(b'{"message": "An internal server error occurred."}', "500 Oops")),
    "429-with-words": sends(http(b'{"message": "You are making requests too quickly."}', "429 Slow")),
    "429-empty": sends(http(b"", "429 Slow")),
    "429-with-retry-after": sends(http(b"", "429 Slow", "Retry-After: 0")),
}
UNREACHABLE = {"closed", "reset", "stalled", "dripping", "no"}


def patience(name: str) -> dict[str, Any]:
    """Only for what is too slow is it short: whatever else a busy machine holds up is another fault."""
    is_slow = name.startswith(("stalled", "dripping"))
    return {"timeout": IMPATIENT, "body_timeout": 1.5} if is_slow else {}


@pytest.mark.parametrize(("name", "reply"), BROKEN.items(), ids=BROKEN)
def test_what_may_pass_is_asked_again_until_it_passed(name: str, reply: Reply) -> None:
    fetched, reported, heads = fetch_raw(reply, reply, sends(GOOD), **patience(name))
    assert fetched.body == b'{"id": 1}'
    assert len(heads) == 3
    assert [(waiting.what, waiting.attempt, waiting.attempts) for waiting in reported] == [
        ("/releases/1", 1, 3),
        ("/releases/1", 2, 3),
    ]
    assert all(waiting.reason for waiting in reported)


@pytest.mark.parametrize(("name", "reply"), BROKEN.items(), ids=BROKEN)
def test_what_does_not_pass_is_an_error_of_ours_in_the_end(name: str, reply: Reply) -> None:
    kind: type[LinernotesError] = MalformedResponseError
    if name.partition("-")[0] in UNREACHABLE:
        kind = UnreachableError
    elif name.startswith("429"):
        kind = RateLimitedError
    elif name in ("html-502", "html-403", "empty-503", "json-500"):
        kind = ServerError
    with pytest.raises(kind) as caught:
        fetch_raw(reply, **patience(name))
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)


def test_the_bytes_of_a_malformed_answer_are_kept() -> None:
    with pytest.raises(MalformedResponseError) as caught:
        fetch_raw(BROKEN["json-cut-short"])
    assert caught.value.body == b'{"id": 1, "ti'
    assert caught.value.status == 200


@pytest.mark.parametrize(
    ("status", "kind"), [(401, NotAuthenticatedError), (404, NotFoundError), (422, DiscogsError)]
)
def test_what_cannot_pass_is_asked_for_once(status: int, kind: type[LinernotesError]) -> None:
    asked: list[str] = []

    def app(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.path)
        return httpx2.Response(status, json={"message": "No."})

    with pytest.raises(kind):
        fetch_from(app)
    assert len(asked) == 1


def test_a_redirect_is_not_followed_with_our_token() -> None:
    asked: list[str] = []

    def app(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.host)
        return httpx2.Response(302, headers={"Location": "https://elsewhere.example/"})

    with pytest.raises(DiscogsError, match="302"):
        fetch_from(app)
    assert asked == ["api.discogs.com"]


def test_nothing_listens_there() -> None:
    async def main() -> None:
        with socket.socket() as deaf:
            deaf.bind(("127.0.0.1", 0))  # and not listen: the port is nobody else's
            url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
            async with DiscogsAPI(url, TOKEN, window=ample(), retries=QUICK) as api:
                begin = time.monotonic()
                with pytest.raises(UnreachableError, match=r"127\.0\.0\.1"):
                    await api.fetch(RELEASE)
                assert time.monotonic() - begin < 30

    asyncio.run(main())


@pytest.mark.parametrize("url", ["api.discogs.com", "ftp://api.discogs.com", "http://[", "http://a:b"])
def test_an_address_that_is_none_says_which_setting_to_mend(url: str) -> None:
    async def main() -> None:
        async with DiscogsAPI(url, TOKEN, window=ample(), retries=QUICK) as api:
            await api.fetch(RELEASE)

    with pytest.raises(ConfigError, match="LINERNOTES_API_URL"):
        asyncio.run(main())


def test_every_attempt_goes_through_the_pacing() -> None:
    answers = iter([503, 503, 200])

    def app(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(next(answers), content=b"{}")

    async def main() -> int:
        transport = httpx2.MockTransport(app)
        async with DiscogsAPI(
            "https://x.example", TOKEN, transport=transport, window=ample(), retries=QUICK
        ) as api:
            await api.fetch(RELEASE)
            return api.pace.requests_made

    assert asyncio.run(main()) == 3


@pytest.mark.parametrize(
    "credentials",
    [
        TOKEN,
        OAuthToken(
            "consumerKeyOfTwenty00",
            "consumerSecretOfThirty00",
            "accessTokenOfForty000",
            "accessSecretOfForty00",
        ),
    ],
)
def test_no_secret_is_logged_or_in_an_error(
    credentials: PersonalToken | OAuthToken, caplog: pytest.LogCaptureFixture
) -> None:
    def app(request: httpx2.Request) -> httpx2.Response:
        said = request.headers["Authorization"]
        return httpx2.Response(500, json={"message": f"cannot read {said}"})

    async def main() -> None:
        transport = httpx2.MockTransport(app)
        async with DiscogsAPI(
            "https://x.example", credentials, transport=transport, window=ample(), retries=QUICK
        ) as api:
            await api.fetch(DocumentKey("wants", page=2), username="rodneyfool")

    with caplog.at_level(logging.DEBUG), pytest.raises(ServerError) as caught:
        asyncio.run(main())
    shown = f"{caught.value!r} {caught.value} {caplog.text} {[vars(record) for record in caplog.records]}"
    assert "/wants" in shown
    for field in credentials.__slots__:
        assert getattr(credentials, field) not in shown
    assert "per_page" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["http://", ""])
def test_the_proxy_of_the_environment_is_used(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> list[bytes]:
        async with raw_server(sends(GOOD)) as (proxy, heads):
            monkeypatch.setenv("http_proxy", scheme + proxy.removeprefix("http://"))
            async with DiscogsAPI("http://api.discogs.example", TOKEN, window=ample(), retries=QUICK) as api:
                await api.fetch(RELEASE)
            return heads

    assert asyncio.run(main())[0].startswith(b"GET http://api.discogs.example/releases/1 HTTP/1.1\r\n")


def test_what_is_near_needs_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    fetched, _, _ = fetch_raw(sends(GOOD))
    assert fetched.body == b'{"id": 1}'


@pytest.mark.parametrize(
    "proxy", ["what://user:verysecret@127.0.0.1:9", "socks5://user:verysecret@127.0.0.1:9"]
)
def test_a_proxy_that_cannot_be_used_is_named_without_its_password(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    with pytest.raises(ConfigError, match="http_proxy.*127.0.0.1:9") as caught:
        DiscogsAPI("http://api.discogs.example", TOKEN)
    assert "verysecret" not in str(caught.value)
    assert "\n" not in str(caught.value)
