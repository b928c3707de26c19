"""A callback for OAuth on this machine: a server that lives until the browser comes back to it once."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from time import monotonic
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

PATH = "/receive-token"

_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>linernotes</title>'
    "<h1>{}</h1><p>You can close this page and go back to the terminal.</p></html>"
)


class Callback:
    """Listens on a free port of 127.0.0.1 while the context is open; `url` is what to give to Discogs."""

    def __init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), _Answer)
        self.url = f"http://127.0.0.1:{self._server.server_port}{PATH}"

    def wait(self, oauth_token: str, seconds: float) -> dict[str, str] | None:
        """What Discogs sent with this request token: `oauth_verifier` or `denied`. None if no browser came."""
        deadline = monotonic() + seconds
        self._server.oauth_token = oauth_token
        while self._server.came_with is None and (left := deadline - monotonic()) > 0:
            self._server.timeout = min(left, 0.5)
            self._server.handle_request()
        return self._server.came_with

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.server_close()


class _Server(HTTPServer):
    oauth_token = ""
    came_with: dict[str, str] | None = None


class _Answer(BaseHTTPRequestHandler):
    server: _Server
    timeout = 5  # a connection that says nothing must not keep the browser waiting

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        is_ours = self.server.oauth_token in (given.get("oauth_token"), given.get("denied"))
        if parts.path != PATH or not is_ours or self.server.came_with is not None:
            self._say(404, "There is nothing here")
            return
        self.server.came_with = given
        self._say(200, "Access was denied" if "denied" in given else "Thank you")

    def _say(self, status: int, text: str) -> None:
        body = _PAGE.format(text).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "default-src 'none'")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the address holds the verifier."""
