"""Keys of programs, as requests bring them: `Authorization: Bearer KEY`, and never in an address."""

from __future__ import annotations

import base64
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote_to_bytes

from starlette.datastructures import Headers
from starlette.types import Scope

from linernotes.errors import StoreError
from linernotes.storage.home.layout import KEYS_DB
from linernotes.storage.keys.store import KEY, Key, KeyStore
from linernotes.web.security.throttle import Throttle

log = logging.getLogger(__name__)

#: What readers of feeds and calendars ask for. Most of these can send a password and no other header.
FEED = "/feed.atom"
CALENDAR = "/calendar.ics"

#: Where in a request's scope the key is that it came with.
_KEY = "linernotes.key"

#: Parameters by which other servers take keys.
_NAMES = frozenset({"access_token", "api_key", "apikey"})

#: The last use of a key is written at most this often: not every request should write to the disk.
_USE_NOTED = timedelta(minutes=1)


class ProgramKeys:
    """The keys of one home, and the bound on guesses of them: the same as for passwords, and counted apart.

    A program with an old key keeps no one from signing in. Each call opens the file: another process may add and
    revoke keys.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / KEYS_DB
        self.throttle = Throttle()

    def read_keys(self) -> list[Key]:
        """All keys, by name. Nothing is made by looking.

        :raises StoreError: if the file cannot be read.
        """
        if not self._path.exists():
            return []
        with KeyStore.open(self._path, read_only=True) as store:
            return store.read_keys()

    def add(self, name: str, *, is_read_only: bool) -> str:
        """Make a key and return it.

        :raises UsageError: for a name that cannot be one or is taken. :raises StoreError: it cannot be kept.
        """
        with KeyStore.open(self._path) as store:
            return store.add(name, is_read_only=is_read_only)

    def revoke(self, name: str) -> bool:
        """Delete a key. False if there is none of that name."""
        if not self._path.exists():
            return False
        with KeyStore.open(self._path) as store:
            return store.revoke(name)

    def find(self, given: str) -> Key | None:
        """The key that a request gives, and note its use. None if it is wrong or revoked.

        :raises StoreError: if the file cannot be read.
        """
        if not self._path.exists():
            return None
        with KeyStore.open(self._path, read_only=True) as store:
            key = store.find(given)
        now = datetime.now(UTC)
        if key is None or (key.last_used_at is not None and now - key.last_used_at < _USE_NOTED):
            return key
        try:
            with KeyStore.open(self._path) as store:
                store.note_use(key)
        except StoreError as error:  # a disk that is full, or that may only be read, makes no key wrong
            log.warning("the last use of a key is not noted: %s", error)
            return key
        return replace(key, last_used_at=now)


def given_key(scope: Scope) -> str | None:
    """The key that a request brings, perhaps empty or wrong; None if it brings none.

    The feed and the calendar take it as the password of any user, too. Other passwords are no keys: a proxy in front of
    us may have asked for one of its own.
    """
    brought = [value.strip().partition(" ") for value in Headers(scope=scope).getlist("authorization")]
    keys = [rest.strip() for scheme, _, rest in brought if scheme.lower() == "bearer"]
    if scope["path"] in (FEED, CALENDAR):
        passwords = [_password(rest.strip()) for scheme, _, rest in brought if scheme.lower() == "basic"]
        keys += [password for password in passwords if KEY.fullmatch(password)]
    if not keys:
        return None
    return keys[0] if len(keys) == 1 else ""  # of two, which counts?


def _password(encoded: str) -> str:
    """The password of `Authorization: Basic`; '' if it cannot be read."""
    try:
        return base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")[2]
    except ValueError:
        return ""


def asks_for_key(path: str) -> dict[str, str]:
    """The header with which an answer asks for a key: readers of feeds then ask the user for a password."""
    is_feed = path in (FEED, CALENDAR)
    return {"WWW-Authenticate": 'Basic realm="linernotes", charset="UTF-8"' if is_feed else "Bearer"}


def has_key_in_address(scope: Scope) -> bool:
    """Return whether the address of a request holds a key, or a parameter with the name of one."""
    query = scope.get("query_string", b"")
    if any(name.lower() in _NAMES for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True)):
        return True
    address = (scope.get("raw_path") or scope["path"].encode()) + b"?" + query
    return KEY.search(unquote_to_bytes(address).decode("latin-1")) is not None


def without_keys(path: str) -> str:
    """A path as it may be logged: in one line, and without keys."""
    shown = KEY.sub("(a key)", path)
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in shown)


def keep_key(scope: Scope, key: Key) -> None:
    """Note the key that a request came with."""
    scope[_KEY] = key


def key_of(scope: Scope) -> Key | None:
    """The key that a request came with; None for a browser."""
    key = scope.get(_KEY)
    return key if isinstance(key, Key) else None
