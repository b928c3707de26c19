"""From what came back, or did not, to bytes of JSON or one of our errors. No text of ours names a query."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx2
import msgspec

from linernotes.addresses import host_of
from linernotes.documents.repair import parsed
from linernotes.errors import (
    BlockedError,
    ConfigError,
    DiscogsError,
    DocumentError,
    ForbiddenError,
    LinernotesError,
    MalformedResponseError,
    NotAuthenticatedError,
    NotFoundError,
    RateLimitedError,
    ServerError,
    UnreachableError,
)
from linernotes.source.bodies import LARGEST_REFUSAL, TooLargeError, has_too_many_parts
from linernotes.source.pacing.transport import retry_after
from linernotes.source.retries import LONGEST_WAIT, TransientError

_LONGEST_QUOTE = 200

#: Servers refuse signatures whose timestamp is off by about this much.
_CLOCK_TOLERANCE = timedelta(minutes=4)

#: What httpx2 raises: the error of ours, whether it may pass, and what happened. A test holds this complete.
FAILURES: dict[type[Exception], tuple[type[LinernotesError], bool, str]] = {
    httpx2.ConnectTimeout: (UnreachableError, True, "connecting took too long"),
    httpx2.ReadTimeout: (UnreachableError, True, "the answer took too long"),
    httpx2.WriteTimeout: (UnreachableError, True, "sending took too long"),
    httpx2.PoolTimeout: (UnreachableError, True, "no connection was free"),
    httpx2.TimeoutException: (UnreachableError, True, "it took too long"),
    httpx2.ConnectError: (UnreachableError, True, "no connection"),
    httpx2.ReadError: (UnreachableError, True, "the connection broke"),
    httpx2.WriteError: (UnreachableError, True, "the connection broke"),
    httpx2.CloseError: (UnreachableError, True, "the connection broke"),
    httpx2.NetworkError: (UnreachableError, True, "the network failed"),
    httpx2.RemoteProtocolError: (UnreachableError, True, "the connection broke in the middle of an answer"),
    httpx2.LocalProtocolError: (UnreachableError, True, "the connection was no longer usable"),
    httpx2.ProtocolError: (UnreachableError, True, "what came is not HTTP"),
    httpx2.ProxyError: (UnreachableError, True, "the proxy refused"),
    httpx2.SSEError: (UnreachableError, True, "the stream broke"),
    httpx2.TransportError: (UnreachableError, True, "the transport failed"),
    httpx2.DecodingError: (MalformedResponseError, True, "the answer cannot be unpacked"),
    httpx2.RequestError: (UnreachableError, True, "the request failed"),
    httpx2.UnsupportedProtocol: (ConfigError, False, "this is no http:// or https:// address"),
    httpx2.InvalidURL: (ConfigError, False, "this is no address"),
    httpx2.TooManyRedirects: (DiscogsError, False, "it redirects in circles"),
    httpx2.HTTPStatusError: (DiscogsError, False, "an unexpected status"),
    httpx2.HTTPError: (DiscogsError, False, "an unexpected answer"),
    httpx2.CookieConflict: (DiscogsError, False, "its cookies contradict each other"),
    httpx2.StreamConsumed: (DiscogsError, False, "the answer was read twice"),
    httpx2.StreamClosed: (DiscogsError, False, "the answer was read too late"),
    httpx2.ResponseNotRead: (DiscogsError, False, "the answer was not read"),
    httpx2.RequestNotRead: (DiscogsError, False, "the request was not read"),
    httpx2.StreamError: (DiscogsError, False, "the answer's stream was misused"),
}


def translate(error: Exception, url: str) -> LinernotesError | TransientError:
    """The error of ours for one of httpx2's (or a TimeoutError), wrapped in TransientError if it may pass."""
    kind = next((kind for kind in type(error).__mro__ if kind in FAILURES), None)
    ours, may_pass, what = FAILURES[kind] if kind else (UnreachableError, True, "the answer took too long")
    reason = f"{what}: {quote(str(error))}" if isinstance(error, httpx2.ConnectError) and str(error) else what
    host = host_of(url) or url
    if (untrusted := untrusted_certificate(error, host)) is not None:
        return untrusted
    if ours is UnreachableError:
        failure: LinernotesError = UnreachableError(
            f"{host} cannot be reached ({reason}). Check the network, then try again."
        )
    elif ours is ConfigError:
        failure = ConfigError(f"{url}: {reason}. Set LINERNOTES_API_URL to the address of Discogs' API.")
    else:
        failure = ours(f"{url}: {reason}.", url=url)  # type: ignore[call-arg]
    return TransientError(failure, reason=reason) if may_pass else failure


def untrusted_certificate(error: Exception, host: str) -> UnreachableError | None:
    """What is raised at once where `error` is a certificate that is not trusted; None where it is anything else."""
    if not isinstance(error, httpx2.ConnectError) or "CERTIFICATE_VERIFY_FAILED" not in str(error):
        return None
    return UnreachableError(
        f"{host} shows a certificate that this computer does not trust ({quote(str(error))}). If it is right, name "
        "the file of the certificates to trust in SSL_CERT_FILE."
    )


def too_large(error: TooLargeError, url: str) -> MalformedResponseError:
    """The error for a body that is larger than its kind may be. Another request would not mend it."""
    return MalformedResponseError(
        f"{url}: the answer is no document ({error}). Nothing of it was taken over.",
        status=httpx2.codes.OK,
        url=url,
        body=error.beginning,
    )


def read_body(response: httpx2.Response, url: str) -> bytes:
    """The body of a good answer: bytes that are one JSON object. Each other answer is raised as its own error.

    TransientError carries what may pass: 429, 5xx, HTML from the gateway, and a body that is not JSON.
    """
    status, body = response.status_code, response.content
    if response.is_success:
        return _object(body, status, url)
    if status == httpx2.codes.TOO_MANY_REQUESTS:
        wait = retry_after(response.headers)
        if wait is not None and wait > LONGEST_WAIT:
            until = datetime.now() + timedelta(seconds=wait)
            raise BlockedError(
                f"{url}: Discogs permits no more requests until about {until:%H:%M on %d %B} (429). What has landed "
                "is kept: run the same command again then."
            )
        limited = RateLimitedError(
            f"{url}: Discogs keeps answering 429, too many requests. Does another program use the token?",
            status=status,
            url=url,
        )
        raise TransientError(
            limited, reason="Discogs answers 429", retry_after=wait, is_refusal=True, status=status
        )
    if response.is_server_error or (status == httpx2.codes.FORBIDDEN and is_page(response)):
        down = ServerError(
            f"{url}: Discogs keeps answering {status}{_said(body)}. Try again later.", status=status, url=url
        )
        raise TransientError(
            down,
            reason=f"Discogs answers {status}",
            retry_after=retry_after(response.headers),
            status=status,
        )
    raise _refusal(status, url, _said(body), clock_is_off(response.headers.get("date", "")))


def _object(body: bytes, status: int, url: str) -> bytes:
    """The body, if it is an object in strict JSON or in the wider JSON of Discogs' documents.

    The wider JSON allows half a surrogate pair, NaN, control characters and numbers of thousands of digits.
    Another request would not mend these.
    """
    if has_too_many_parts(body):
        raise MalformedResponseError(
            f"{url}: the answer is no document (it has more parts than any). Nothing of it was taken over.",
            status=status,
            url=url,
            body=body[:LARGEST_REFUSAL],
        )
    try:
        msgspec.json.decode(body, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        with suppress(UnicodeDecodeError, DocumentError):
            body.decode()  # broken bytes may come whole when asked for again
            if isinstance(parsed(body), dict):
                return body
        malformed = MalformedResponseError(
            f"{url}: the answer is not the JSON it should be ({quote(str(error))}).",
            status=status,
            url=url,
            body=body,
        )
        raise TransientError(malformed, reason="the answer is not JSON", status=status) from error
    return body


def _refusal(status: int, url: str, said: str, clock_off: str) -> LinernotesError:
    if status == httpx2.codes.UNAUTHORIZED:
        what_to_do = (
            f"The clock of this computer is {clock_off}: set it." if clock_off else "Run: linernotes auth"
        )
        return NotAuthenticatedError(f"Discogs refuses the credentials (401{said}). {what_to_do}")
    if status == httpx2.codes.FORBIDDEN:
        return ForbiddenError(f"{url}: the account may not see this (403{said}).", status=status, url=url)
    if status == httpx2.codes.NOT_FOUND:
        return NotFoundError(f"{url}: there is no such thing at Discogs (404{said}).", status=status, url=url)
    return DiscogsError(f"{url}: Discogs answers {status}{said}.", status=status, url=url)


def is_page(response: httpx2.Response) -> bool:
    """HTML comes from the gateway, never from the API. Its type may be missing, as in an answer cut short."""
    return "html" in response.headers.get("content-type", "") or response.content.lstrip()[:1] == b"<"


def clock_is_off(date: str) -> str:
    """The difference between our clock and an answer's Date header, in words; '' if it is right or not known."""
    try:
        ahead = datetime.now(UTC) - parsedate_to_datetime(date).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    if abs(ahead) < _CLOCK_TOLERANCE:
        return ""
    minutes = round(abs(ahead).total_seconds() / 60)
    return f"{minutes} minutes {'ahead' if ahead > timedelta() else 'behind'}"


def _said(body: bytes) -> str:
    """Discogs' own words, ': ...', if the body has some: one short line."""
    try:
        said = msgspec.json.decode(body, type=dict[str, object]).get("message")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    return f": {quote(said)}" if isinstance(said, str) and said else ""


def quote(text: str) -> str:
    """Another's words for a text of ours: one line, not long, without queries and whatever may be a secret."""
    line = re.sub(r"\?\S*|\b\w{20,}\b", "…", " ".join(text.split())).rstrip(". ")
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"
