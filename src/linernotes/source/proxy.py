"""The way to an address: through the proxy that the environment names for it, trusting the certificates it names."""

from __future__ import annotations

import os
import ssl
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2

from linernotes.addresses import is_this_machine
from linernotes.errors import ConfigError


def check_address(url: str) -> str:
    """`url` without a slash at its end; ConfigError when no request can go there."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigError(f"{url} is no http:// or https:// address. Set LINERNOTES_API_URL to Discogs' API.")
    return url.rstrip("/")


def network(url: str) -> httpx2.AsyncHTTPTransport:
    """The transport to this address, for a client that follows no redirects.

    :raises ConfigError: the environment names a proxy or certificates that we cannot use.
    """
    limits = httpx2.Limits(max_connections=64, max_keepalive_connections=64, keepalive_expiry=90)
    return _open(check_address(url), limits=limits)


class Network(httpx2.AsyncBaseTransport):
    """The transport to every address, for a client that follows redirects: each request goes its own way.

    :raises ConfigError: with a request, as `network` does.
    """

    def __init__(self) -> None:
        self._by_proxy: dict[str | None, httpx2.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = str(request.url)
        proxy = proxy_for(url)
        if proxy not in self._by_proxy:
            self._by_proxy[proxy] = _open(url)
        return await self._by_proxy[proxy].handle_async_request(request)

    async def aclose(self) -> None:
        for transport in self._by_proxy.values():
            await transport.aclose()


def proxy_for(url: str) -> str | None:
    """The proxy for an address: that of its scheme, else `all_proxy`; None for what `no_proxy` has and this machine."""
    parts = urlsplit(url)
    host, named = parts.hostname or "", getproxies()
    proxy = named.get(parts.scheme) or named.get("all")
    if not proxy or is_this_machine(host) or any(map(proxy_bypass, (host, parts.netloc.rpartition("@")[2]))):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"  # as curl reads it


def _open(url: str, **options: Any) -> httpx2.AsyncHTTPTransport:
    proxy, certificates = proxy_for(url), _certificates()
    try:
        return httpx2.AsyncHTTPTransport(verify=certificates, proxy=proxy, **options)
    except (ValueError, ImportError, httpx2.InvalidURL):
        scheme = urlsplit(url).scheme
        name = f"{scheme}_proxy" if getproxies().get(scheme) else "all_proxy"
        where = (proxy or "").rpartition("@")[2]  # without user and password
        raise ConfigError(
            f"The proxy of {name} ({where}) cannot be used. Name one by http:// or https://."
        ) from None


def _certificates() -> ssl.SSLContext:
    """The certificates to trust: those that SSL_CERT_FILE or SSL_CERT_DIR names, or else the system's."""
    try:
        return _read_certificates(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
    except OSError as error:  # SSLError is one
        named = next((name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)), None)
        whose = f"that {named} names ({os.environ[named]})" if named else "of this system"
        raise ConfigError(
            f"The certificates {whose} cannot be read: {error.strerror or error}. Name others in SSL_CERT_FILE."
        ) from error


@lru_cache(maxsize=4)
def _read_certificates(file: str | None, folder: str | None) -> ssl.SSLContext:
    """Read the certificates, once for each value of the variables: that takes some 30 milliseconds.

    Arguments are the values of SSL_CERT_FILE and SSL_CERT_DIR, which httpx2 reads from the environment.
    """
    return httpx2.create_ssl_context()
