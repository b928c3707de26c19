"""Pages that are watched: whatever a browser complains of fails the test."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

#: Chromium's words for its own navigation away from a page that was still loading something, such as a stream.
_LEFT = "net::ERR_ABORTED"

#: Where pictures may come from besides this machine. Tests ask nobody there: they get this picture.
PICTURES = "https://i.discogs.com"
_PICTURE = base64.b64decode("R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==")

#: What Chromium logs beside a response that we record ourselves, with its address.
_STATUS = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")

#: What Chromium says of a request without a network, and htmx of one that its page made.
_NO_NETWORK = re.compile(
    r"net::ERR_INTERNET_DISCONNECTED|net::ERR_CONNECTION_REFUSED|net::ERR_FAILED|htmx:error: Failed to fetch"
)


@dataclass
class Watch:
    """What a browser context complained of: console, scripts, requests, the Content-Security-Policy.

    `allowed` are answers that a test asks for on purpose, as (status, path); everything else counts.
    """

    complaints: list[str] = field(default_factory=list)
    allowed: set[tuple[int, str]] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)
    """Every host that was asked for anything."""
    is_offline: bool = False
    """Whether a test has taken the network away: requests fail then, and the console says so."""

    def allow(self, status: int, path: str) -> None:
        """Expect this answer."""
        self.allowed.add((status, path))

    def attach(self, context: BrowserContext) -> None:
        """Watch every page of the context, those that are opened later too."""
        context.route(f"{PICTURES}/**", lambda route: route.fulfill(content_type="image/gif", body=_PICTURE))
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("requestfailed", self._failed)
        context.on("request", self._asked)
        context.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        # The Content-Security-Policy reports here as well.
        if message.type not in ("error", "warning"):
            return
        if not _STATUS.match(message.text) and not (self.is_offline and _NO_NETWORK.search(message.text)):
            self.complaints.append(f"console {message.type}: {message.text} ({_where(message.page)})")

    def _failed(self, request: Request) -> None:
        if request.failure != _LEFT and not (self.is_offline and _NO_NETWORK.search(request.failure or "")):
            self.complaints.append(f"request: {request.url} {request.failure}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https"):
            self.hosts.add(parts.hostname or "")

    def _answered(self, response: Response) -> None:
        path = urlsplit(response.url).path
        of_proxy = self.is_offline and response.status == 502
        if response.status >= 400 and (response.status, path) not in self.allowed and not of_proxy:
            self.complaints.append(f"answer: {response.status} {path}")


def _where(page: Page | None) -> str:
    return urlsplit(page.url).path if page is not None else "no page"
