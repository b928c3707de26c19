"""A server in front of the sandbox: it passes everything on, but answers some paths as an enemy would."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.source.hostile_answers import Serve

_CONNECTION = re.compile(rb"\r\nconnection:[^\r]*", re.IGNORECASE)


class HostileProxy:
    """Passes requests on to `url`. Those with a path that `victims` matches get `serve`, as long as it is set."""

    def __init__(self, url: str, victims: re.Pattern[str]) -> None:
        parts = urlsplit(url)
        self._to = (parts.hostname or "", parts.port or 80)
        self._victims = victims
        self.serve: Serve | None = None
        self.spoilt: list[str] = []

    @contextlib.contextmanager
    def serving(self) -> Iterator[str]:
        """Serve until the end of the block; gives the address."""
        listening = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=self._accept, args=[listening], daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            listening.close()
            thread.join()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=[connection], daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        """Answer one request, and close."""
        with contextlib.suppress(OSError), connection:
            connection.settimeout(30)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            path = head.split(b" ", 2)[1].decode()
            if self.serve is not None and self._victims.search(path):
                self.spoilt.append(path)
                self.serve(connection)
            else:
                self._pass_on(head, connection)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass

    def _pass_on(self, head: bytes, connection: socket.socket) -> None:
        with socket.create_connection(self._to, timeout=30) as server:
            server.sendall(_CONNECTION.sub(b"", head).replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            while piece := server.recv(65536):
                connection.sendall(piece)
