"""OAuth 1.0a with Discogs: fetch a request token, let the user allow it, exchange it for an access token."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode

import httpx2
from oauthlib import oauth1

from linernotes.errors import ConfigError, LinernotesError, OAuthError
from linernotes.secrets import Consumer, OAuthToken
from linernotes.source.api import BODY_TIMEOUT, TIMEOUT, USER_AGENT
from linernotes.source.bodies import LARGEST_REFUSAL, HeadsInTime, TooLargeError, read_whole
from linernotes.source.pacing.transport import PacedTransport
from linernotes.source.proxy import check_address, network
from linernotes.source.responses import clock_is_off, is_page, quote, translate
from linernotes.source.retries import TransientError
from linernotes.source.signing import SIGNATURE_METHOD, OAuth1Auth, SignedTransport

logger = logging.getLogger(__name__)

#: For how long Discogs takes a request token and its verifier.
LIFETIME = timedelta(minutes=15)

#: The callback where no request can reach us: Discogs then shows the code, which the user types in.
OUT_OF_BAND = "oob"


@dataclass(frozen=True, slots=True)
class RequestToken:
    """The token that a user is asked to allow. Good for one exchange until `expires_at` (UTC)."""

    token: str = field(repr=False)
    secret: str = field(repr=False)
    expires_at: datetime


def authorize_url(www_url: str, token: RequestToken) -> str:
    """The page of Discogs' web site on which the user allows or denies."""
    return f"{www_url.rstrip('/')}/oauth/authorize?{urlencode({'oauth_token': token.token})}"


class OAuthFlow:
    """The two requests of the flow. Each is sent once: a lost exchange may have used up the verifier.

    All methods raise OAuthError, one line that says what to do. Without an answer they raise UnreachableError,
    and ConfigError where `api_url` is no address of an API.
    """

    def __init__(
        self,
        api_url: str,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._api_url = check_address(api_url)
        self._transport = transport

    async def request_token(self, consumer: Consumer, callback: str = OUT_OF_BAND) -> RequestToken:
        """Step 1: a request token that, once allowed, sends the user's browser to `callback`."""
        signer = oauth1.Client(
            consumer.key, consumer.secret, callback_uri=callback, signature_method=SIGNATURE_METHOD
        )
        token, secret = await self._ask("GET", "/oauth/request_token", signer)
        return RequestToken(token, secret, datetime.now(UTC) + LIFETIME)

    async def access_token(self, consumer: Consumer, granted: RequestToken, verifier: str) -> OAuthToken:
        """Step 3: the access token for a request token that the user allowed; `verifier` proves it."""
        if not verifier.strip():
            raise OAuthError("Discogs gave no verification code. Start again, and allow access.")
        if datetime.now(UTC) > granted.expires_at:
            raise OAuthError(
                "Allowing access took longer than the 15 minutes that Discogs waits. Start again."
            )
        signer = oauth1.Client(
            consumer.key,
            consumer.secret,
            granted.token,
            granted.secret,
            verifier=verifier.strip(),
            signature_method=SIGNATURE_METHOD,
        )
        token, secret = await self._ask("POST", "/oauth/access_token", signer)
        return OAuthToken(consumer.key, consumer.secret, token, secret)

    async def _ask(self, method: str, path: str, signer: oauth1.Client) -> tuple[str, str]:
        url = f"{self._api_url}{path}"
        headers = {
            "User-Agent": USER_AGENT,
            "Accept-Encoding": "gzip",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            in_time = HeadsInTime(self._transport or network(url))
            signed = SignedTransport(in_time, OAuth1Auth(signer))
            async with (
                httpx2.AsyncClient(transport=PacedTransport(signed), timeout=TIMEOUT) as client,
                client.stream(method, url, headers=headers) as answer,
                asyncio.timeout(BODY_TIMEOUT),
            ):
                response = await read_whole(answer, LARGEST_REFUSAL)
        except TooLargeError as error:
            raise OAuthError(f"Discogs' answer holds no token ({error}). Start again.") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
            failure = translate(error, url)
            logger.info("no answer", extra={"path": path, "reason": str(failure)})
            raise (failure.error if isinstance(failure, TransientError) else failure) from error
        if not response.is_success:
            logger.info("refused", extra={"path": path, "status": response.status_code})
            raise refusal(response, exchanging=method == "POST")
        return _read_token(response)


def refusal(response: httpx2.Response, *, exchanging: bool) -> LinernotesError:
    """The reason why Discogs refused, where the answer shows it, and what to do now."""
    status = response.status_code
    # Of "Invalid signature. Expected ..." the rest repeats what was signed.
    said = "" if is_page(response) else quote(response.text.split(". ")[0])
    answer = f"{status}: {said}" if said else str(status)
    off = clock_is_off(response.headers.get("date", ""))
    if response.is_server_error or status == httpx2.codes.TOO_MANY_REQUESTS:
        return OAuthError(f"Discogs cannot do it right now ({answer}). Try again in a few minutes.")
    if off:
        return OAuthError(
            f"Discogs refuses ({answer}). The clock of this computer is {off}: set it, and start again."
        )
    if "consumer" in said.lower():
        return OAuthError(
            f"Discogs does not know this consumer key ({answer})."
            " Copy key and secret again from discogs.com/settings/developers."
        )
    if exchanging and status == httpx2.codes.BAD_REQUEST:
        return OAuthError(
            f"Discogs does not take the code ({answer}): wrong, used before, or expired. Start again."
        )
    if status == httpx2.codes.UNAUTHORIZED:
        return OAuthError(
            f"Discogs refuses the signature ({answer}). Check the consumer secret, and start again."
        )
    if status == httpx2.codes.NOT_FOUND:
        return ConfigError(
            "There is no OAuth at this address (404). Does LINERNOTES_API_URL name Discogs' API?"
        )
    return OAuthError(f"Discogs refuses ({answer}). Start again.")


def _read_token(response: httpx2.Response) -> tuple[str, str]:
    answer = parse_qs(response.text)
    try:
        return answer["oauth_token"][0], answer["oauth_token_secret"][0]
    except KeyError:
        raise OAuthError("Discogs' answer holds no token. Start again.") from None
