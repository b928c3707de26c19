"""OAuth 1.0a signatures, written from RFC 5849 so that other code than the clients' own checks them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit


def percent_encode(text: str) -> str:
    """RFC 5849, 3.6."""
    return quote(text, safe="-._~")


def parse_authorization(header: str) -> dict[str, str]:
    """The parameters of an `Authorization: OAuth ...` header, decoded; {} for another scheme."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() != "oauth":
        return {}
    parameters = {}
    for pair in rest.split(","):
        name, equals, value = pair.strip().partition("=")
        if equals:
            parameters[unquote(name.strip())] = unquote(value.strip().strip('"'))
    return parameters


def base_string(method: str, url: str, parameters: Iterable[tuple[str, str]]) -> str:
    """RFC 5849, 3.4.1: method, url without query, and all parameters but the signature, sorted."""
    parts = urlsplit(url)
    host = parts.netloc.lower()
    default_port = {"http": ":80", "https": ":443"}[parts.scheme]
    address = f"{parts.scheme}://{host.removesuffix(default_port)}{parts.path or '/'}"
    encoded = sorted((percent_encode(name), percent_encode(value)) for name, value in parameters)
    normalized = "&".join(f"{name}={value}" for name, value in encoded)
    return "&".join((method.upper(), percent_encode(address), percent_encode(normalized)))


def hmac_sha1(base: str, consumer_secret: str, token_secret: str) -> str:
    """RFC 5849, 3.4.2."""
    key = plaintext(consumer_secret, token_secret).encode()
    return base64.b64encode(hmac.new(key, base.encode(), hashlib.sha1).digest()).decode()


def plaintext(consumer_secret: str, token_secret: str) -> str:
    """RFC 5849, 3.4.4: both secrets, the `&` always there."""
    return f"{percent_encode(consumer_secret)}&{percent_encode(token_secret)}"
