"""Addresses that secrets go to: which of them are the same, and which never leave this machine."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

#: Discogs' own.
DISCOGS_API = "https://api.discogs.com"

_PORTS = {"http": 80, "https": 443}


def is_same_address(one: str, another: str) -> bool:
    """Whether requests to both go to the same place. Case, the usual port and a slash at the end do not count."""
    first, second = _place(one), _place(another)
    return first is not None and first == second


def is_on_this_machine(url: str) -> bool:
    """Whether only this machine can answer at this address."""
    parts = _parts(url)
    return parts is not None and is_this_machine(parts.hostname or "")


def is_this_machine(host: str) -> bool:
    """Whether a host is a loopback address: only this machine can reach it, and no proxy can."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def host_of(url: str) -> str:
    """The host of an address with its port, for messages; '' where it names none."""
    return url.partition("://")[2].partition("/")[0]


def _place(url: str) -> tuple[str, str, int | None, str] | None:
    parts = _parts(url)
    if parts is None or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme), parts.path.rstrip("/")


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        return parts if parts.port is None or parts.port >= 0 else None
    except ValueError:
        return None
