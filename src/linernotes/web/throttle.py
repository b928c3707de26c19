"""How often a password may be tried."""

from __future__ import annotations

import threading
from time import monotonic

#: Wrong passwords that one address may send within so many seconds.
TRIES = 5
WINDOW = 60.0
_ADDRESSES_KEPT = 1000


class Throttle:
    """Counts the wrong passwords of each address."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed: dict[str, list[float]] = {}

    def seconds_to_wait(self, address: str) -> float:
        """How long until this address may try again; 0 if it may now."""
        with self._lock:
            recent = self._recent(address)
            return recent[0] + WINDOW - monotonic() if len(recent) >= TRIES else 0.0

    def failed(self, address: str) -> None:
        """Note a wrong password."""
        with self._lock:
            recent = self._recent(address)
            self._failed.pop(address, None)  # so that the one who failed last is forgotten last
            self._failed[address] = [*recent, monotonic()]
            while len(self._failed) > _ADDRESSES_KEPT:
                del self._failed[next(iter(self._failed))]

    def _recent(self, address: str) -> list[float]:
        return [at for at in self._failed.get(address, []) if at > monotonic() - WINDOW]
