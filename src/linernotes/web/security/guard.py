"""Guards before every page: they check who asks, from where, and what a page may load."""

from __future__ import annotations

import hmac
import ipaddress
import logging
import secrets
from time import perf_counter
from urllib.parse import SplitResult, urlsplit

from fastapi import HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from linernotes.settings import Settings
from linernotes.web.security.program_keys import key_of, without_keys

LOOPBACK = "127.0.0.1"

CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
#: Methods that change nothing.
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_LOOPBACK_NAMES = frozenset({"localhost", LOOPBACK, "::1"})

_FROM_ELSEWHERE = "linernotes answers its own pages only; this request came from another site.\n"

access = logging.getLogger("linernotes.web.access")


def content_security_policy(settings: Settings) -> str:
    """The rules for what a page may load: all from us, pictures from Discogs too; no inline script or style.

    Forms may lead to Discogs' authorize page, for browsers hold a form's redirects to the rule as well.
    """
    rules = {
        "default-src": "'self'",
        "img-src": " ".join(["'self'", "data:", *settings.image_hosts]),
        "form-action": f"'self' {_origin(settings.www_url)}",
        "object-src": "'none'",
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{rule} {value}" for rule, value in rules.items())


#: The header Permissions-Policy: pages use no camera, no place and no microphone, but *Do I own it?* reads barcodes.
NO_DEVICES = "camera=(), geolocation=(), microphone=()"
CAMERA_OF_OURS = "camera=(self), geolocation=(), microphone=()"


class Guard:
    """Lets requests through that are addressed to us and come from our own pages.

    It puts the security headers on every answer. It logs the path of each request, never its query.

    An attacker's page can make a browser resolve the attacker's name to this machine; the Host header still
    carries that name. Where the app listens on every address, a bare IP address is accepted as Host: no
    name, no such trick.
    """

    def __init__(self, app: ASGIApp, settings: Settings, host: str = LOOPBACK) -> None:
        self._app = app
        self._public = urlsplit(settings.public_url or "")
        self._names = _LOOPBACK_NAMES | {host.lower(), (self._public.hostname or host).lower()}
        self._any_address = host in ("0.0.0.0", "::")
        self._headers = {
            "Content-Security-Policy": content_security_policy(settings),
            "X-Content-Type-Options": "nosniff",
            # Not no-referrer: with it browsers send our own forms with `Origin: null`.
            "Referrer-Policy": "same-origin",
            "X-Frame-Options": "DENY",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": NO_DEVICES,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                headers["Server-Timing"] = f"app;dur={(perf_counter() - began) * 1000:.1f}"
            await send(message)

        headers = Headers(scope=scope)
        refusal = self._refusal(headers)
        app = self._app if refusal is None else PlainTextResponse(refusal, 403)
        try:
            await app(scope, receive, send_with_headers)
        finally:
            milliseconds = (perf_counter() - began) * 1000
            path = without_keys(scope["path"])
            access.info("%s %s %d %.1f ms", scope["method"], path, status, milliseconds)

    def _refusal(self, headers: Headers) -> str | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._is_ours(hosts[0]):
            return (
                "This name is not one that linernotes answers to. If it should be, set LINERNOTES_PUBLIC_URL to"
                " the address that you use.\n"
            )
        origin = headers.get("origin")
        if origin is not None and not _is_same(origin, hosts[0], self._public):
            return _FROM_ELSEWHERE
        return _FROM_ELSEWHERE if _is_embedded_elsewhere(headers) else None

    def _is_ours(self, host: str) -> bool:
        name = _hostname(host)
        if name is None:
            return False
        return name in self._names or (self._any_address and _is_address(name))


def asked_here(request: Request, settings: Settings) -> bool:
    """Return whether the user or a page of ours asks for this.

    A link on another site could make a browser send a request that costs this machine work.
    A browser without Sec-Fetch-Site sends at least a Referer. A program sends neither, and is let in.
    """
    headers = request.headers
    if "sec-fetch-site" in headers:
        return headers["sec-fetch-site"] in ("same-origin", "none")
    if "referer" in headers:
        return _is_same(headers["referer"], headers["host"], urlsplit(settings.public_url or ""))
    return True


def gone_to(request: Request, settings: Settings) -> bool:
    """Return whether the user goes to a page, by a link or button of ours or by its address.

    A page that is fetched as a picture or the like, or beforehand, does not count.
    """
    headers = request.headers
    fetched = headers.get("sec-fetch-dest", "document") != "document" or "sec-purpose" in headers
    return asked_here(request, settings) and not fetched


def csrf_token(request: Request) -> str:
    """The token that every form of this browser's session sends."""
    if "csrf" not in request.session:
        request.session["csrf"] = secrets.token_urlsafe(24)
    return str(request.session["csrf"])


async def check_csrf(request: Request) -> None:
    """Refuse every request that may change something and does not bring its session's token.

    It comes in the form's field `csrf`, or in the header X-CSRF-Token. A program with a key has no session: another
    site cannot make a browser send its key.
    """
    if request.method in SAFE_METHODS or key_of(request.scope) is not None:
        return
    known = request.session.get("csrf")
    given = request.headers.get(CSRF_HEADER)
    if given is None and "form" in request.headers.get("content-type", ""):
        given = (await request.form()).get(CSRF_FIELD)  # type: ignore[assignment]
    if not known or not isinstance(given, str) or not hmac.compare_digest(known.encode(), given.encode()):
        raise HTTPException(
            403, "This page was open for too long, or came from elsewhere. Load it again and repeat."
        )


def local_path(target: str | None, default: str = "/") -> str:
    """A path on this site to redirect to: `target` if it is nothing but one, else `default`."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return default
    parts = urlsplit(target)
    strange = parts.scheme or parts.netloc or "\\" in target or any(ord(c) < 33 for c in target)
    return default if strange else target


def _is_embedded_elsewhere(headers: Headers) -> bool:
    """Return whether a page of another site loads this as a part of itself, or beforehand. Links to us are fine.

    A picture of ours on another site's page would say whether someone owns a record, and make us work.
    """
    if headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
        return False
    mode, kind = headers.get("sec-fetch-mode", "navigate"), headers.get("sec-fetch-dest", "document")
    return mode != "navigate" or kind != "document" or "sec-purpose" in headers


def _is_same(address: str, host: str, public: SplitResult) -> bool:
    """Return whether it is a page of ours: it has the address of the request, or the public one."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    is_public = public.netloc and (parts.scheme, parts.netloc) == (public.scheme, public.netloc)
    return parts.netloc.lower() == host.lower() or bool(is_public)


def _hostname(host: str) -> str | None:
    try:
        parts = urlsplit(f"//{host}")
        port_is_number = parts.port is None or parts.port >= 0
    except ValueError:
        return None
    ok = port_is_number and not (parts.path or parts.query or parts.fragment or "@" in host)
    return parts.hostname.lower() if ok and parts.hostname else None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
