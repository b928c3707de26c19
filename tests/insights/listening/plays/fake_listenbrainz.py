"""A ListenBrainz of our own on 127.0.0.1: what it takes is counted, and it can fail in the ways that matter."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

TOKEN = "0c2a7d1e-a-token-of-listenbrainz"

#: What happens to a submission. vanish: it is not taken, and no answer comes. lost: it is taken, and no answer comes.
#: broken: it is taken, and the answer is an error of the server. busy, bad: it is refused.
Fault = Literal["vanish", "lost", "broken", "busy", "bad"]
_STATUS = {"broken": 502, "busy": 429, "bad": 400}


class FakeListenBrainz:
    """`taken` has each listen as often as it was taken; `faults` are those of the next submissions.

    `strange` is sent in the place of listens, where it is something.
    """

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.faults: list[Fault | None] = []
        self.requests: list[tuple[str, str]] = []
        self.strange = b""
        self.url = ""

    def submit(self, body: dict[str, Any]) -> int | None:
        """Take a submission; the status of the answer, None for no answer."""
        fault = self.faults.pop(0) if self.faults else None
        assert body["listen_type"] == "import"
        if fault in (None, "lost", "broken"):
            self.taken += body["payload"]
        return None if fault in ("vanish", "lost") else _STATUS.get(fault or "", 200)


class _Handler(BaseHTTPRequestHandler):
    """Answers as `fake` says; each running one has a class of its own."""

    fake: FakeListenBrainz

    def do_GET(self) -> None:  # noqa: N802 the name that the server calls
        if not self._is_allowed():
            return
        asked = urlsplit(self.path)
        if asked.path == "/1/validate-token":
            self._answer(200, {"valid": True, "user_name": "ella"})
            return
        if self.fake.strange:
            self._send(200, self.fake.strange)
            return
        after = int(parse_qs(asked.query)["min_ts"][0])
        found = [one for one in self.fake.taken if one["listened_at"] > after]
        found.sort(key=lambda one: one["listened_at"])
        self._answer(200, {"payload": {"listens": found[:100]}})

    def do_POST(self) -> None:  # noqa: N802
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._is_allowed():
            return
        status = self.fake.submit(body)
        if status is None:
            self.close_connection = True
        else:
            self._answer(status, {"status": "ok"})

    def _is_allowed(self) -> bool:
        self.fake.requests.append((self.command, self.path))
        allowed = self.headers["Authorization"] == f"Token {TOKEN}"
        if not allowed:
            self._answer(401, {"error": "Invalid authorization token."})
        return allowed

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        self._send(status, json.dumps(content).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if status == 429:
            self.send_header("X-RateLimit-Reset-In", "7")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


@contextmanager
def listenbrainz() -> Iterator[FakeListenBrainz]:
    """One that runs."""
    fake = FakeListenBrainz()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": fake}))
    server.daemon_threads = True
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
