"""A running sandbox: `Sandbox` for tests, `run` for the command line."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

import uvicorn

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.app import Options, Wiring, wire
from discogs_sandbox.dumps.site import ROOT
from discogs_sandbox.hooks import Hooks
from discogs_sandbox.request_log import RequestLog

_START_SECONDS = 30.0


class Sandbox:
    """A local Discogs on a free port of 127.0.0.1. A thread of its own serves it while the context is open.

    `limit` is how many requests an authenticated caller has in `window` seconds. Keyword options are those of
    `discogs_sandbox.app.Options`.
    """

    def __init__(
        self, catalogue: Catalogue, *, port: int = 0, host: str = "127.0.0.1", **options: Any
    ) -> None:
        self.wiring: Wiring = wire(catalogue, Options(**options))
        self._address = (host, port)
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._socket: socket.socket | None = None
        tokens = self.wiring.tokens
        self.token = self.wiring.token
        self.other_token = self.wiring.other_token
        """The personal token of another account, which owns nothing."""
        self.consumer_key, self.consumer_secret = next(iter(tokens.consumers.items()))
        self.url = ""
        self.www_url = ""
        self.dump_url = ""

    @property
    def requests(self) -> RequestLog:
        """Everything that was asked of the API so far."""
        return self.wiring.log

    @property
    def dump_requests(self) -> RequestLog:
        """Everything that was asked of the site that lists and serves dumps."""
        return self.wiring.dumps.log

    @property
    def hooks(self) -> Hooks:
        """Changes to what is served, while it is."""
        return self.wiring.hooks

    def grant(self) -> tuple[str, str]:
        """An access token and its secret, as if the owner had been through the OAuth flow."""
        granted = self.wiring.tokens.grant(self.wiring.owner.username.lower(), self.consumer_key)
        return granted.token, granted.secret

    def info(self) -> dict[str, str | None]:
        """The data that a client needs to connect."""
        names = ("url", "www_url", "dump_url", "token", "consumer_key", "consumer_secret")
        return {name: getattr(self, name) for name in names}

    def start(self) -> None:
        """Begin to serve; returns when the port accepts connections."""
        self._socket = _listen(self._address)
        host, port = self._socket.getsockname()
        self.url = self.www_url = f"http://{host}:{port}"
        self.dump_url = f"{self.url}{ROOT}"
        config = uvicorn.Config(
            self.wiring,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            # Longer than any client's own, so that the client, not the server, closes idle connections.
            timeout_keep_alive=75,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="sandbox", daemon=True)
        self._thread.start()
        deadline = time.monotonic() + _START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError("the sandbox did not start")
            time.sleep(0.005)

    def stop(self) -> None:
        """Close the port; requests under way have a second to finish."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self.wiring.closing()
        self._thread.join()
        self.wiring.dumps.archives.close()
        self._server = self._thread = None

    def _serve(self) -> None:
        assert self._server is not None
        assert self._socket is not None
        with asyncio.Runner() as runner:
            self.wiring.loop = runner.get_loop()
            runner.run(self._server.serve(sockets=[self._socket]))
            runner.run(self._let_go())

    async def _let_go(self) -> None:
        """Close the connections of clients that do not read their answers. The server has only given up on them."""
        assert self._server is not None
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)  # transports close one turn later

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _listen(address: tuple[str, int]) -> socket.socket:
    # asyncio turns Nagle's algorithm off only where the protocol is named. With it on, every answer waits 40 ms
    # for an acknowledgement, since head and body are two writes.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError:
        listening.close()
        raise
    return listening


def run(
    catalogue: Catalogue, *, on_ready: Callable[[dict[str, str | None]], None], port: int = 0, **options: Any
) -> None:
    """Serve until SIGINT or SIGTERM, then return; to be called from the main thread.

    Once clients can connect, `on_ready` gets `url`, `www_url`, `dump_url`, `token`, `consumer_key` and
    `consumer_secret`.
    """
    stop = threading.Event()

    def handle(number: int, frame: FrameType | None) -> None:
        stop.set()

    previous = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with Sandbox(catalogue, port=port, **options) as sandbox:
            on_ready(sandbox.info())
            stop.wait()
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
