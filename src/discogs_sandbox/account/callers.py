"""The caller of a request: anonymous, an application, or a user; read from the header or the query."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

from discogs_sandbox.account import signature
from discogs_sandbox.account.tokens import Tokens
from discogs_sandbox.api.answers import MUST_AUTHENTICATE, must_authenticate

Level = Literal["none", "consumer", "token", "oauth", "refused"]
TIMESTAMP_SECONDS = 300
_REQUIRED = (
    "oauth_consumer_key",
    "oauth_signature_method",
    "oauth_signature",
    "oauth_timestamp",
    "oauth_nonce",
)


@dataclass(frozen=True)
class Caller:
    """`level` decides rate limit and image urls, `username` (lower case, "" for none) what is shown."""

    level: Level
    username: str = ""
    key: str = ""
    """The token or consumer key, where requests are counted by token."""
    problem: str = ""
    """What was wrong with the credentials, for level `refused`."""

    @property
    def authenticated(self) -> bool:
        return self.level in ("consumer", "token", "oauth")

    def require(self) -> None:
        """401 unless the caller acts as a user."""
        if not self.username:
            raise must_authenticate()


ANONYMOUS = Caller("none")


@dataclass(frozen=True)
class SignedRequest:
    """The parts of a request that a signature covers; `form` is the body of a form-encoded request, else empty."""

    method: str
    url: str
    """Without query."""
    query: str
    authorization: str
    form: str

    @property
    def parameters(self) -> dict[str, str]:
        """The OAuth parameters, from the header or, as RFC 5849 also allows, from body and query."""
        found = dict(parse_qsl(f"{self.query}&{self.form}", keep_blank_values=True))
        named = {name: value for name, value in found.items() if name.startswith("oauth_")}
        return named | signature.parse_authorization(self.authorization)


class OAuthProblem(Exception):  # noqa: N818 - an answer on its way out
    """A request that does not verify: the status and plain text that the OAuth endpoints answer."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class Verifier:
    """Checks OAuth signatures, timestamps and nonces.

    Discogs does not document what it does with timestamps and nonces. The sandbox refuses a timestamp more than
    5 minutes off, and a nonce seen before. RFC 5849 (3.3) allows a server to do so.
    """

    def __init__(self, tokens: Tokens, methods: frozenset[str], now: Callable[[], float] = time.time) -> None:
        self._tokens = tokens
        self._methods = methods
        self._now = now
        self._nonces: dict[tuple[str, str, str, str], None] = {}

    def verify(self, request: SignedRequest, token_secret: Callable[[str], str]) -> dict[str, str]:
        """The parameters of a request that verifies, else OAuthProblem. `token_secret` is by token."""
        parameters = request.parameters
        for name in _REQUIRED:
            if name not in parameters:
                raise OAuthProblem(400, f"Parameter not found: {name}")
        consumer_secret = self._tokens.consumers.get(parameters["oauth_consumer_key"])
        if consumer_secret is None:
            raise OAuthProblem(401, "Invalid consumer.")
        expected = self._expected(
            request, parameters, consumer_secret, token_secret(parameters.get("oauth_token", ""))
        )
        if not hmac.compare_digest(expected.encode(), parameters["oauth_signature"].encode()):
            raise OAuthProblem(401, "Invalid signature.")
        self._check_freshness(parameters)
        return parameters

    def _expected(
        self, request: SignedRequest, parameters: dict[str, str], consumer_secret: str, token_secret: str
    ) -> str:
        method = parameters["oauth_signature_method"]
        if method not in self._methods:
            raise OAuthProblem(400, f"Unsupported signature method: {method}")
        if method == "PLAINTEXT":
            return signature.plaintext(consumer_secret, token_secret)
        header = signature.parse_authorization(request.authorization)
        signed = [
            *parse_qsl(request.query, keep_blank_values=True),
            *parse_qsl(request.form, keep_blank_values=True),
            *header.items(),
        ]
        covered = [(name, value) for name, value in signed if name not in ("oauth_signature", "realm")]
        base = signature.base_string(request.method, request.url, covered)
        return signature.hmac_sha1(base, consumer_secret, token_secret)

    def _check_freshness(self, parameters: dict[str, str]) -> None:
        timestamp, nonce = parameters["oauth_timestamp"], parameters["oauth_nonce"]
        if not timestamp.isdecimal() or abs(self._now() - int(timestamp)) > TIMESTAMP_SECONDS:
            raise OAuthProblem(401, "Expired timestamp.")
        seen = (parameters["oauth_consumer_key"], parameters.get("oauth_token", ""), timestamp, nonce)
        if seen in self._nonces:
            raise OAuthProblem(401, "Nonce already used.")
        self._nonces[seen] = None
        if len(self._nonces) > 100_000:
            del self._nonces[next(iter(self._nonces))]


class Callers:
    """Recognises callers by their credentials."""

    def __init__(self, tokens: Tokens, verifier: Verifier) -> None:
        self._tokens = tokens
        self._verifier = verifier

    def identify(self, request: SignedRequest) -> Caller:
        """Bad credentials give a caller of level `refused`, which the route turns into a 401."""
        scheme, _, rest = request.authorization.partition(" ")
        if scheme.lower() == "oauth":
            return self._oauth(request)
        given = dict(parse_qsl(request.query))
        if scheme.lower() == "discogs":
            given |= dict(_pairs(rest))
        if "token" in given:
            username = self._tokens.personal.get(given["token"])
            if username is None:
                return Caller("refused", problem="Invalid consumer token.")
            return Caller("token", username, key=given["token"])
        if "key" in given or "secret" in given:
            return self._consumer(given.get("key", ""), given.get("secret", ""))
        return Caller("refused", problem=MUST_AUTHENTICATE) if request.authorization else ANONYMOUS

    def _consumer(self, key: str, secret: str) -> Caller:
        if secret and self._tokens.consumers.get(key) == secret:
            return Caller("consumer", key=key)
        return Caller("refused", problem=MUST_AUTHENTICATE)

    def _oauth(self, request: SignedRequest) -> Caller:
        access = self._tokens.access.get(request.parameters.get("oauth_token", ""))
        if access is None:
            return Caller("refused", problem=MUST_AUTHENTICATE)
        try:
            parameters = self._verifier.verify(request, lambda _: access.secret)
        except OAuthProblem:
            return Caller("refused", problem=MUST_AUTHENTICATE)
        if parameters["oauth_consumer_key"] != access.consumer_key:
            return Caller("refused", problem=MUST_AUTHENTICATE)
        return Caller("oauth", access.username, key=access.token)


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = (pair.partition("=") for pair in text.split(","))
    return [(name.strip(), value.strip()) for name, _, value in pairs]
