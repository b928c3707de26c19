"""From what comes back to bytes or to an error of ours; no text shows what it should not."""

from __future__ import annotations

import inspect
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx2
import pytest

from linernotes import errors
from linernotes.documents import decode
from linernotes.errors import LinernotesError
from linernotes.source.responses import FAILURES, quote, read_body, translate
from linernotes.source.retries import TransientError

URL = "https://api.discogs.com/releases/1"


def answer(
    status: int, body: bytes | str = b"{}", kind: str = "application/json", **headers: str
) -> httpx2.Response:
    content = body.encode() if isinstance(body, str) else body
    sent = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return httpx2.Response(status, content=content, headers=sent)


def outcome(response: httpx2.Response) -> tuple[LinernotesError, bool]:
    """The error that an answer comes to, and whether it may pass."""
    with pytest.raises((LinernotesError, TransientError)) as caught:
        read_body(response, URL)
    failure = caught.value
    if isinstance(failure, TransientError):
        return failure.error, True
    return failure, False


EXCEPTIONS = sorted(
    (
        member
        for name, member in vars(httpx2).items()
        if inspect.isclass(member) and issubclass(member, Exception) and not issubclass(member, Warning)
    ),
    key=lambda kind: kind.__name__,
)


def test_httpx2_has_the_exceptions_that_we_look_for() -> None:
    """Else the next test would pass for want of cases."""
    assert {httpx2.ReadTimeout, httpx2.RemoteProtocolError, httpx2.InvalidURL} <= set(EXCEPTIONS)


@pytest.mark.parametrize("kind", EXCEPTIONS)
def test_every_exception_of_httpx2_has_an_error_of_ours(kind: type[Exception]) -> None:
    assert kind in FAILURES, f"httpx2 has a new exception: {kind.__name__}"
    try:
        error = kind("with a ?token=secret")
    except TypeError:
        error = kind.__new__(kind)
    ours = translate(error, URL)
    failure = ours.error if isinstance(ours, TransientError) else ours
    assert isinstance(failure, LinernotesError)
    assert "\n" not in str(failure)
    assert "secret" not in str(failure)


@pytest.mark.parametrize(
    ("error", "ours", "may_pass"),
    [
        (httpx2.ConnectError("[Errno 111] Connection refused"), errors.UnreachableError, True),
        (httpx2.ReadTimeout(""), errors.UnreachableError, True),
        (TimeoutError(), errors.UnreachableError, True),
        (httpx2.RemoteProtocolError("peer closed"), errors.UnreachableError, True),
        (httpx2.DecodingError("bad gzip"), errors.MalformedResponseError, True),
        (httpx2.UnsupportedProtocol("no scheme"), errors.ConfigError, False),
        (httpx2.InvalidURL("bad port"), errors.ConfigError, False),
        (httpx2.TooManyRedirects("loop"), errors.DiscogsError, False),
    ],
)
def test_failures_of_the_network_are_kept_apart(
    error: Exception, ours: type[LinernotesError], may_pass: bool
) -> None:
    translated = translate(error, URL)
    assert isinstance(translated, TransientError) is may_pass
    failure = translated.error if isinstance(translated, TransientError) else translated
    assert type(failure) is ours
    assert "api.discogs.com" in str(failure)


def test_a_good_answer_is_handed_on_byte_by_byte() -> None:
    body = '{ "title" :"Bj\\u00f6rk",\n "name":"Björk", "qty":"0000000000000000000000000000000009"}'
    assert read_body(answer(200, body), URL) == body.encode()


@pytest.mark.parametrize(
    ("status", "kind", "may_pass"),
    [
        (400, errors.DiscogsError, False),
        (401, errors.NotAuthenticatedError, False),
        (403, errors.ForbiddenError, False),
        (404, errors.NotFoundError, False),
        (405, errors.DiscogsError, False),
        (410, errors.DiscogsError, False),
        (422, errors.DiscogsError, False),
        (429, errors.RateLimitedError, True),
        (301, errors.DiscogsError, False),
        (500, errors.ServerError, True),
        (502, errors.ServerError, True),
        (503, errors.ServerError, True),
        (504, errors.ServerError, True),
        (520, errors.ServerError, True),
    ],
)
def test_statuses_become_errors(status: int, kind: type[LinernotesError], may_pass: bool) -> None:
    error, passes = outcome(answer(status, '{"message": "Some words of Discogs."}'))
    assert type(error) is kind
    assert passes is may_pass
    assert str(status) in str(error)
    if isinstance(error, errors.DiscogsError):
        assert (error.status, error.url) == (status, URL)


def test_credentials_refused_while_the_clock_is_off_point_at_the_clock() -> None:
    """OAuth signs with the time: nothing is wrong with the token."""
    hours_ago = format_datetime(datetime.now(UTC) - timedelta(hours=3), usegmt=True)
    error, _ = outcome(answer(401, '{"message": "You must authenticate."}', Date=hours_ago))
    assert isinstance(error, errors.NotAuthenticatedError)
    assert "clock of this computer is 180 minutes ahead" in str(error)
    error, _ = outcome(answer(401, "{}", Date=format_datetime(datetime.now(UTC), usegmt=True)))
    assert str(error).endswith("Run: linernotes auth")


@pytest.mark.parametrize("status", [403, 500, 502, 503])
@pytest.mark.parametrize("kind", ["text/html", "text/html; charset=UTF-8", "application/octet-stream"])
def test_a_page_from_the_gateway_may_pass(status: int, kind: str) -> None:
    error, passes = outcome(answer(status, "\n<!DOCTYPE html><html>checking your browser</html>", kind))
    assert type(error) is errors.ServerError
    assert passes
    assert "<" not in str(error)


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_page_with_another_status_does_not_pass(status: int) -> None:
    _, passes = outcome(answer(status, "<html></html>", "text/html"))
    assert not passes


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"id": 1, "tracklist": [{"pos', id="cut-short"),
        pytest.param(b'{"id": 1,, "a": 2}', id="broken-in-the-middle"),
        pytest.param(b'{"id": 1} {"id": 2}', id="more-behind-it"),
        pytest.param(b'{"title": "\xff\xfe"}', id="not-utf-8"),
        pytest.param(b"<html>maintenance</html>", id="html-with-status-200"),
        pytest.param(b'[{"id": 1}]', id="a-list"),
        pytest.param(b"null", id="null"),
        pytest.param(b'{"a":' * 100_000, id="too-deep"),
    ],
)
def test_a_200_that_is_not_json_may_pass_and_keeps_its_bytes(body: bytes) -> None:
    error, passes = outcome(answer(200, body))
    assert passes
    assert isinstance(error, errors.MalformedResponseError)
    assert error.body == body
    assert len(str(error)) < 400


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(rb'{"id": 1, "title": "half a pair: \ud83c"}', id="half-a-surrogate-pair"),
        pytest.param(b'{"id": 1, "title": "a raw \t tab"}', id="a-control-character"),
        pytest.param(b'{"id": 1, "title": "x", "lowest_price": NaN}', id="no-json-number"),
        pytest.param(b'{"id": 1, "title": "x", "unread": ' + b"9" * 5_000 + b"}", id="5000-digits"),
    ],
)
def test_what_documents_are_read_in_is_not_asked_for_again(body: bytes) -> None:
    assert read_body(answer(200, body), URL) == body
    assert decode("release", body).id == 1


def test_the_servers_wait_is_taken_from_429_and_5xx() -> None:
    for status in (429, 503):
        with pytest.raises(TransientError) as caught:
            read_body(answer(status, Retry_After="17"), URL)
        assert caught.value.retry_after == 17


@pytest.mark.parametrize("named", ["91", "1e300"])
def test_a_longer_wait_than_anybody_sits_through_does_not_pass(named: str) -> None:
    error, passes = outcome(answer(429, Retry_After=named))
    assert not passes
    assert isinstance(error, errors.BlockedError)
    assert "until about" in str(error)


def test_discogs_own_words_are_in_the_text_but_short_and_on_one_line() -> None:
    error, _ = outcome(answer(422, json.dumps({"message": "Invalid  status:\nexpected " + "very " * 100})))
    assert "422: Invalid status: expected very" in str(error)
    assert "\n" not in str(error)
    assert len(str(error)) < 300


@pytest.mark.parametrize("body", [b"", b"[]", b'{"message": 7}', b"\xff", b"text"])
def test_errors_without_words_are_errors_all_the_same(body: bytes) -> None:
    error, _ = outcome(answer(404, body))
    assert type(error) is errors.NotFoundError


@pytest.mark.parametrize(
    "text",
    [
        "see https://api.discogs.com/x?token=abc&key=def for more",
        "Invalid token pAtSecretTokenOfFortyLettersXxxxxxxxxxxxx given",
        "oauth_token=requestTokenOfTwentyLetters1&x",
    ],
)
def test_other_peoples_words_are_quoted_without_what_may_be_a_secret(text: str) -> None:
    quoted = quote(text)
    assert "…" in quoted
    for secret in ("abc", "def", "SecretToken", "requestToken"):
        assert secret not in quoted


def test_every_recorded_error_becomes_the_error_that_it_says(fixtures: Path) -> None:
    """Their names end in the status, or their folder's notes say it."""
    kinds = {401: errors.NotAuthenticatedError, 403: errors.ForbiddenError, 404: errors.NotFoundError}
    recorded = [
        (int(path.stem[-3:]), path) for path in sorted((fixtures / "errors").glob("*-[0-9][0-9][0-9].json"))
    ]
    assert len(recorded) >= 6
    for status, path in recorded:
        error, _ = outcome(answer(status, path.read_bytes()))
        assert type(error) is kinds.get(status, errors.ServerError), path.name


def test_every_recorded_document_is_handed_on_as_it_is(fixtures: Path) -> None:
    recorded = [path for kind in ("release", "master", "artist") for path in (fixtures / kind).glob("*.json")]
    objects = [path for path in recorded if path.read_bytes().lstrip()[:1] == b"{"]
    assert objects
    for path in objects:
        assert read_body(answer(200, path.read_bytes()), URL) == path.read_bytes()


def test_a_certificate_that_is_not_trusted_is_said_at_once() -> None:
    error = httpx2.ConnectError(
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate"
    )
    failure = translate(error, "https://api.example/releases/1")
    assert isinstance(failure, errors.UnreachableError)  # no TransientError: it is not tried again
    assert "SSL_CERT_FILE" in str(failure)
