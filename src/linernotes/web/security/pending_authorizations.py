"""Authorizations under way: each belongs to the browser that began it, works once, and is forgotten in time."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from time import monotonic
from urllib.parse import parse_qs, urlsplit

from linernotes.discogs import Discogs

#: The key of an authorization with a typed verifier: no token comes back with that.
_CODE = "code"

#: Seconds. Discogs waits less long, so a user who comes late reads that it is too late.
_KEPT = 60 * 60.0

#: The most authorizations of all browsers together; the oldest are dropped.
_MOST = 100


@dataclass(frozen=True, slots=True)
class _Begun:
    discogs: Discogs
    at: float


class PendingAccess:
    """For each browser session and request token the `Discogs` that asked for it, and alone can exchange it.

    Kept in memory only: the secret of a request token is in no cookie, no page and no file.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun: dict[tuple[str, str], _Begun] = {}

    def begin(self, session: str, discogs: Discogs, authorize_url: str, *, by_code: bool = False) -> None:
        """This browser is sent to `authorize_url`, which `discogs` has just asked for."""
        token = parse_qs(urlsplit(authorize_url).query).get("oauth_token", [""])[0]
        now = monotonic()
        with self._lock:
            self._begun[session, _CODE if by_code else token] = _Begun(discogs, now)
            late = [key for key, one in self._begun.items() if now - one.at > _KEPT]
            for key in [*late, *list(self._begun)[:-_MOST]]:
                self._begun.pop(key, None)

    def take(self, session: str, oauth_token: str) -> Discogs | None:
        """Take the `Discogs` that can exchange this token; None unless this browser began with it and was not back."""
        return self._take(session, oauth_token) if oauth_token != _CODE else None

    def take_code(self, session: str) -> Discogs | None:
        """Take the `Discogs` that can exchange the code that this browser's user types in."""
        return self._take(session, _CODE)

    def _take(self, session: str, key: str) -> Discogs | None:
        with self._lock:
            begun = self._begun.pop((session, key), None)
        return begun.discogs if begun else None
