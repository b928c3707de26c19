"""Consumers, personal tokens, request tokens and access tokens: what a sandbox hands out and takes back."""

from __future__ import annotations

import secrets
import string
import time
from collections.abc import Callable
from dataclasses import dataclass, field

REQUEST_TOKEN_SECONDS = 15 * 60.0


def random_letters(length: int) -> str:
    return "".join(secrets.choice(string.ascii_letters) for _ in range(length))


@dataclass
class RequestToken:
    """The first step of OAuth; dead after 15 minutes, a denial, or the exchange."""

    token: str
    secret: str
    callback: str
    consumer_key: str
    expires_at: float
    verifier: str = ""
    """Set when the user has allowed it."""
    username: str = ""


@dataclass(frozen=True)
class AccessToken:
    """The right to act as a user; it does not expire."""

    token: str
    secret: str
    consumer_key: str
    username: str


@dataclass
class Tokens:
    """Everything that a sandbox accepts as a credential. Times are seconds of `clock`."""

    consumers: dict[str, str] = field(default_factory=dict)
    personal: dict[str, str] = field(default_factory=dict)
    """Username by personal access token."""
    access: dict[str, AccessToken] = field(default_factory=dict)
    request: dict[str, RequestToken] = field(default_factory=dict)
    seconds: float = REQUEST_TOKEN_SECONDS
    clock: Callable[[], float] = time.monotonic

    def begin(self, consumer_key: str, callback: str) -> RequestToken:
        granted = RequestToken(
            random_letters(40),
            random_letters(40),
            callback or "oob",
            consumer_key,
            self.clock() + self.seconds,
        )
        self.request[granted.token] = granted
        return granted

    def pending(self, token: str) -> RequestToken | None:
        """A request token that can still be used."""
        found = self.request.get(token)
        if found is not None and found.expires_at <= self.clock():
            del self.request[token]
            return None
        return found

    def allow(self, pending: RequestToken, username: str) -> str:
        """The user says yes: returns the verifier."""
        pending.verifier = random_letters(10)
        pending.username = username
        return pending.verifier

    def deny(self, pending: RequestToken) -> None:
        self.request.pop(pending.token, None)

    def exchange(self, pending: RequestToken) -> AccessToken:
        """Ends the flow; a request token works once."""
        self.request.pop(pending.token, None)
        return self.grant(pending.username, pending.consumer_key)

    def grant(self, username: str, consumer_key: str) -> AccessToken:
        granted = AccessToken(random_letters(40), random_letters(40), consumer_key, username)
        self.access[granted.token] = granted
        return granted
