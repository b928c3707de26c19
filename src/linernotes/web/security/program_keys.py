"""Keys of programs, as requests bring them: `Authorization: Bearer KEY`, and never in an address."""

from __future__ import annotations

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

#: Where in a request's scope the key is that it came with.
_KEY = "linernotes.key"

#: Parameters by which other servers take keys.
_NAMES = frozenset({"access_token", "api_key", "apikey"})

#: The last use of a key is written at most this often: not every request should write to the disk.
_USE_NOTED = timedelta(minutes=1)


class ProgramKeys:
    """The keys of one home, and the bound on guesses of them: the same as for passwords, and counted apart.

    So a program with an old key keeps no one from signing in. Each call opens the file: another process may add and
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


def given_key(headers: Headers) -> str | None:
    """The key that a request brings, perhaps empty or wrong; None if it brings none.

    Other schemes are no keys: a proxy in front of us may have asked for a password of its own.
    """
    brought = [value.strip().partition(" ") for value in headers.getlist("authorization")]
    bearers = [rest.strip() for scheme, _, rest in brought if scheme.lower() == "bearer"]
    if not bearers:
        return None
    return bearers[0] if len(bearers) == 1 else ""  # of two, which counts?


def has_key_in_address(scope: Scope) -> bool:
    """Return whether the address of a request holds a key, or a parameter with the name of one."""
    query = scope.get("query_string", b"")
    if any(name.lower() in _NAMES for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True)):
        return True
    address = (scope.get("raw_path") or scope["path"].encode()) + b"?" + query
    return KEY.search(unquote_to_bytes(address).decode("latin-1")) is not None


def without_keys(path: str) -> str:
    """A path as it may be logged: in one line, and without keys."""
    seen = KEY.sub("(a key)", path)
    return (
        seen
        if seen.isprintable()
        else "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in seen)
    )


def keep_key(scope: Scope, key: Key) -> None:
    """Note the key that a request came with."""
    scope[_KEY] = key


def key_of(scope: Scope) -> Key | None:
    """The key that a request came with; None for a browser."""
    key = scope.get(_KEY)
    return key if isinstance(key, Key) else None
