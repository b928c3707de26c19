"""Bounds on guesses of a password."""

from __future__ import annotations

import ipaddress
import threading
from time import monotonic

#: Wrong passwords that one network may send within so many seconds.
TRIES = 5
WINDOW = 60.0
_NETWORKS_KEPT = 1000

#: What one customer has of IPv6, in bits, and the wrong passwords that all of it may send together: at least a /64,
#: and up to a /48, which holds 65,536 of these. A /48 may be shared by several, so it has more tries.
_CUSTOMER_BITS = {64: TRIES, 48: 3 * TRIES}

#: IPv4 addresses as translators (NAT64) write them: each stands for itself.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class Throttle:
    """Counts the wrong passwords of each network: an address of IPv4, a /64 and a /48 of IPv6."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed: dict[str, list[float]] = {}

    def seconds_to_wait(self, address: str) -> float:
        """The seconds until this address may try again; 0 if it may now."""
        with self._lock:
            return max(self._wait(network, tries) for network, tries in networks_of(address).items())

    def failed(self, address: str) -> None:
        """Note a wrong password."""
        with self._lock:
            for network, tries in networks_of(address).items():
                recent = self._recent(network)[1 - tries :]
                self._failed.pop(network, None)  # so that the one who failed last is forgotten last
                self._failed[network] = [*recent, monotonic()]
            while len(self._failed) > _NETWORKS_KEPT:
                del self._failed[next(iter(self._failed))]

    def _wait(self, network: str, tries: int) -> float:
        recent = self._recent(network)
        return recent[-tries] + WINDOW - monotonic() if len(recent) >= tries else 0.0

    def _recent(self, network: str) -> list[float]:
        return [at for at in self._failed.get(network, []) if at > monotonic() - WINDOW]


def networks_of(address: str) -> dict[str, int]:
    """The networks that guesses of an address count for, and the guesses that each may send. Pure.

    It is the text itself where it is no address.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])  # without the name of an interface
    except ValueError:
        return {address: TRIES}
    if isinstance(parsed, ipaddress.IPv4Address):
        return {str(parsed): TRIES}
    if parsed.ipv4_mapped is not None:
        return {str(parsed.ipv4_mapped): TRIES}
    if parsed in _TRANSLATED:
        return {str(parsed): TRIES}
    return {
        str(ipaddress.ip_network((parsed, bits), strict=False)): tries
        for bits, tries in _CUSTOMER_BITS.items()
    }
