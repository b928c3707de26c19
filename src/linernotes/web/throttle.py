"""How often a password may be tried."""

from __future__ import annotations

import ipaddress
import threading
from time import monotonic

#: Wrong passwords that one network may send within so many seconds.
TRIES = 5
WINDOW = 60.0
_NETWORKS_KEPT = 1000

#: One customer has at least this much of IPv6 to himself; fewer bits would let him guess from 2^64 addresses.
_CUSTOMER_BITS = 64

#: IPv4 addresses as translators (NAT64) write them: each stands for itself.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class Throttle:
    """Counts the wrong passwords of each network: an address of IPv4, a /64 of IPv6."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed: dict[str, list[float]] = {}

    def seconds_to_wait(self, address: str) -> float:
        """How long until this address may try again; 0 if it may now."""
        with self._lock:
            recent = self._recent(network_of(address))
            return recent[0] + WINDOW - monotonic() if len(recent) >= TRIES else 0.0

    def failed(self, address: str) -> None:
        """Note a wrong password."""
        network = network_of(address)
        with self._lock:
            recent = self._recent(network)[-TRIES:]
            self._failed.pop(network, None)  # so that the one who failed last is forgotten last
            self._failed[network] = [*recent, monotonic()]
            while len(self._failed) > _NETWORKS_KEPT:
                del self._failed[next(iter(self._failed))]

    def _recent(self, network: str) -> list[float]:
        return [at for at in self._failed.get(network, []) if at > monotonic() - WINDOW]


def network_of(address: str) -> str:
    """What the guesses of an address are counted under; the text itself where it is no address. Pure."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])  # without the name of an interface
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    if parsed in _TRANSLATED:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, _CUSTOMER_BITS), strict=False))
