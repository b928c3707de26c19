"""Answers as an enemy's server gives them: each is a function that writes whatever it likes to a connection."""

from __future__ import annotations

import contextlib
import functools
import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator

import zstandard

Serve = Callable[[socket.socket], object]

#: Name -> what is answered to each request.
HOSTILE: dict[str, Serve] = {}

MEGABYTE = 1 << 20
JSON = "Content-Type: application/json"


def hostile(serve: Serve) -> Serve:
    HOSTILE[serve.__name__.replace("_", "-")] = serve
    return serve


def head(*headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "Connection: close", "", ""]).encode()


def chunk(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


def sends(*pieces: bytes) -> Serve:
    def serve(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return serve


@functools.cache
def gzipped(size: int, times: int = 1) -> bytes:
    """So many blanks in an object of JSON, packed so often. The checksum is wrong: who comes to it has read all."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = packer.compress(b'{"id": 1, "title": "') + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(b" " * MEGABYTE) + packer.flush(
        zlib.Z_FULL_FLUSH
    )  # what follows does not depend on it
    body += piece * (size // MEGABYTE) + packer.compress(b'"}') + packer.flush()
    for _ in range(times - 1):
        body = gzip.compress(body, 9)
    return body


@hostile
def a_gzip_bomb(connection: socket.socket) -> None:
    body = gzipped(3000 * MEGABYTE)
    connection.sendall(head(JSON, "Content-Encoding: gzip", f"Content-Length: {len(body)}") + body)


@hostile
def a_bomb_in_a_bomb(connection: socket.socket) -> None:
    body = gzipped(3000 * MEGABYTE, times=3)
    connection.sendall(
        head(JSON, "Content-Encoding: gzip, gzip, gzip", f"Content-Length: {len(body)}") + body
    )


@hostile
def ten_thousand_packings(connection: socket.socket) -> None:
    connection.sendall(
        head(JSON, "Content-Encoding: " + "gzip," * 10_000 + "gzip", "Content-Length: 2") + b"{}"
    )


@hostile
def a_bomb_in_a_refusal(connection: socket.socket) -> None:
    body = gzipped(1000 * MEGABYTE)
    said = head("Content-Encoding: gzip", f"Content-Length: {len(body)}", status="403 Forbidden")
    connection.sendall(said + body)


@hostile
def a_zstd_bomb_that_nobody_asked_for(connection: socket.socket) -> None:
    size = 1000 * MEGABYTE
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    body = b"".join(packer.compress(b" " * MEGABYTE) for _ in range(size // MEGABYTE)) + packer.flush()
    connection.sendall(head(JSON, "Content-Encoding: zstd", f"Content-Length: {len(body)}") + body)


@hostile
def a_body_without_end(connection: socket.socket) -> None:
    connection.sendall(head(JSON, "Transfer-Encoding: chunked"))
    for _ in range(4000):
        connection.sendall(chunk(b" " * MEGABYTE))


@hostile
def a_refusal_without_end(connection: socket.socket) -> None:
    connection.sendall(head("Transfer-Encoding: chunked", status="404 Not Found"))
    for _ in range(4000):
        connection.sendall(chunk(b"x" * MEGABYTE))


@hostile
def a_head_without_end(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(10_000_000):
        connection.sendall(b"X-%d: %s\r\n" % (number, b"x" * 1000))


@hostile
def a_line_without_end(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 ")
    for _ in range(4000):
        connection.sendall(b"x" * MEGABYTE)


@hostile
def interim_answers_without_end(connection: socket.socket) -> None:
    for _ in range(10_000_000):
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)


@hostile
def trailers_without_end(connection: socket.socket) -> None:
    connection.sendall(head(JSON, "Transfer-Encoding: chunked") + chunk(b"{}") + b"0\r\n")
    for number in range(10_000_000):
        connection.sendall(b"X-%d: %s\r\n" % (number, b"x" * 1000))


def _json(make: Callable[[], bytes]) -> Serve:
    """An answer that is made when it is sent: together they have a hundred megabytes."""

    def serve(connection: socket.socket) -> None:
        body = make()
        sends(head(JSON, f"Content-Length: {len(body)}") + body)(connection)

    return serve


for _name, _make in {
    "ten-million-lists": lambda: b'{"id": 1, "a": [' + b"[]," * 10_000_000 + b"[]]}",
    "two-million-tracks": lambda: b'{"id": 1, "tracklist": [' + b"{}," * 2_000_000 + b"{}]}",
    "lists-in-lists": lambda: b'{"a":' + b"[" * 400_000 + b"]" * 400_000 + b"}",
    "a-text-of-thirty-megabytes": lambda: b'{"id": 1, "title": "' + b"x" * (30 * MEGABYTE) + b'"}',
    "five-million-numbers": lambda: b'{"id": 1, "a": [' + b"1," * 5_000_000 + b"1]}",
    "a-number-of-a-million-digits": lambda: b'{"id": ' + b"9" * 1_000_000 + b"}",
    "a-million-keys": lambda: b"{" + b",".join(b'"k%d":1' % n for n in range(1_000_000)) + b"}",
    "no-json": lambda: b"\x00\xff" * 100_000,
    "a-list": lambda: b"[]",
    "nothing": lambda: b"",
}.items():
    HOSTILE[_name] = _json(_make)

for _name, _headers in {
    "a-length-beyond-all": ("Content-Length: 999999999999999999999999999",),
    "a-length-below-nothing": ("Content-Length: -1",),
    "two-lengths": ("Content-Length: 2", "Content-Length: 3"),
    "a-length-that-is-none": ("Content-Length: many",),
    "a-packing-that-is-none": ("Content-Encoding: gzip", "Content-Length: 2"),
    "a-packing-of-another-world": ("Content-Encoding: \xff", "Content-Length: 2"),
    "a-charset-that-is-none": ("Content-Type: application/json; charset=\x7futf-99", "Content-Length: 2"),
    "a-page-in-place-of-a-document": ("Content-Type: text/html", "Content-Length: 2"),
    "a-window-of-another-world": ("X-Discogs-Ratelimit: 99999999999999999999", "Content-Length: 2"),
    "a-date-of-another-world": ("Date: Tue, 99 Foo 999999 99:99:99 GMT", "Content-Length: 2"),
    "a-cookie-of-a-megabyte": ("Set-Cookie: a=" + "x" * 60_000, "Content-Length: 2"),
    "an-upgrade": ("Upgrade: h2c", "Content-Length: 2"),
}.items():
    HOSTILE[_name] = sends(head(*_headers) + b"{}")

for _name, _status, _more in (
    ("nothing-has-changed", "304 Not Modified", ()),
    ("a-part-of-it", "206 Partial Content", ("Content-Range: bytes 0-1/2",)),
    ("a-teapot", "418 I am a teapot", ()),
    ("no-status", "999 What", ()),
    ("somewhere-else", "302 Found", ("Location: http://127.0.0.1:1/stolen",)),
    ("somewhere-that-is-none", "301 Moved", ("Location: file:///etc/passwd",)),
    ("patience-for-ever", "429 Too Many Requests", ("Retry-After: 99999999999",)),
    ("patience-of-another-world", "503 Unavailable", ("Retry-After: nan",)),
):
    HOSTILE[_name] = sends(head(*_more, "Content-Length: 2", status=_status) + b"{}")

for _name, _bytes in {
    "no-http": b"SSH-2.0-OpenSSH_9.9\r\n",
    "http-of-another-world": b"HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    "bytes-that-are-no-text": bytes(range(256)) * 1000,
    "a-header-in-two-lines": b"HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
    "a-header-without-a-name": b"HTTP/1.1 200 OK\r\n: a\r\nContent-Length: 2\r\n\r\n{}",
    "two-answers-at-once": (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") * 2,
    "a-chunk-without-a-size": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "a-chunk-beyond-all": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\n{}",
    "half-an-answer": b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n{",
}.items():
    HOSTILE[_name] = sends(_bytes)


@hostile
def a_body_in_drops(connection: socket.socket) -> None:
    connection.sendall(head(JSON, "Content-Length: 100000"))
    for _ in range(100_000):
        time.sleep(0.5)
        connection.sendall(b" ")


@hostile
def a_head_in_drops(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(50_000):
        time.sleep(0.5)
        connection.sendall(b"x")


@contextlib.contextmanager
def serving(serve: Serve) -> Iterator[tuple[str, list[bytes]]]:
    """A server that answers each connection so; its address, and the heads of the requests."""
    heads: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def answer(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(30)
            heads.append(connection.recv(65536))
            serve(connection)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=[connection], daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", heads
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()
