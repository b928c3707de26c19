"""`linernotes serve` under clients that are slow, silent, many, or gone: real processes, sockets and signals."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import re
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from tests.homes import Home
from tests.web.pages.test_serving import serving
from uvicorn.server import ServerState

from linernotes.web.background.running import PATIENCE
from linernotes.web.security.connections import Connections, Limits, connections_for

#: Takes as long as it may, and both threads.
SLOW = "select sum((a.range * b.range) % 7) from range(1000000) a, range(1000000) b"

#: They are about how processes end, and whose children their children are.
pytestmark = pytest.mark.usefixtures("real_processes")

Address = tuple[str, int]


@contextmanager
def served(home: Path) -> Iterator[tuple[subprocess.Popen[str], Address]]:
    with serving(Home(home)) as (process, address):
        host, port = address.removeprefix("http://").split(":")
        yield process, (host, int(port))


def connect(stack: ExitStack, address: Address, text: str = "", source: str | None = None) -> socket.socket:
    """Open a connection, from another address of loopback if `source` is one, and send that."""
    origin = None if source is None else (source, 0)
    connection = stack.enter_context(closing(socket.create_connection(address, 30, source_address=origin)))
    connection.sendall(text.encode())
    return connection


def status_of(address: Address, path: str = "/healthz") -> int:
    with closing(http.client.HTTPConnection(*address, timeout=30)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def request(path: str, address: Address, *, method: str = "GET", **headers: str) -> str:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {address[0]}:{address[1]}"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""])


def stopped(process: subprocess.Popen[str], sign: signal.Signals) -> tuple[int, str, float]:
    """Its exit status, what it said on stderr, and how many seconds it took."""
    began = time.monotonic()
    process.send_signal(sign)
    said = process.communicate(timeout=60)[1]
    return process.returncode, said, time.monotonic() - began


def children_of(process: subprocess.Popen[str]) -> list[int]:
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    tasks = path.parent.parent.iterdir()
    found: list[int] = []
    for task in tasks:
        with contextlib.suppress(OSError):
            found += map(int, (task / "children").read_text().split())
    return found


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> float:
    """Seconds until it is true."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.02)
    return time.monotonic() - began


def make_trouble(stack: ExitStack, address: Address) -> None:
    """Half a header, half a body, silence, a stream of events, readers that do not read, and two queries."""
    for _ in range(5):
        connect(stack, address)
        connect(stack, address, "GET / HTTP/1.1\r\nHost: 127")
        half = request("/login", address, method="POST", **{"Content-Length": "1000"})
        form = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "1000"}
        connect(stack, address, half + "csrf=")
        connect(stack, address, request("/config", address, method="POST", **form) + "csrf=")
        connect(stack, address, request("/progress", address, Accept="text/event-stream"))
        connect(stack, address, "".join(request("/static/vendor/none.js", address) for _ in range(20)))
    for _ in range(2):
        connect(stack, address, request(f"/api/sql?q={quote(SLOW)}", address))
    connect(stack, address, request("/sql/result.csv?q=from+range(100000)", address))


@pytest.mark.parametrize("sign", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.soak)])
def test_it_stops_within_two_seconds_whatever_clients_do(shelf_home: Path, sign: signal.Signals):
    with served(shelf_home) as (process, address), ExitStack() as stack:
        assert status_of(address, "/collection") == 200
        make_trouble(stack, address)
        wait_for(lambda: len(children_of(process)) >= 2)
        status, said, seconds = stopped(process, sign)
    assert status == 130
    assert said == "Interrupted. linernotes has stopped.\n"
    assert seconds < 2 + patience()


def start_a_build(address: Address) -> None:
    """As the button on the page does."""
    with closing(http.client.HTTPConnection(*address, timeout=30)) as connection:
        connection.request("GET", "/config")
        answer = connection.getresponse()
        token = re.search(rb'name="csrf" value="([^"]+)"', answer.read())
        cookie = answer.headers["set-cookie"].split(";")[0]
        assert token is not None
        connection.request(
            "POST", "/start-build", headers={"Cookie": cookie, "X-CSRF-Token": token[1].decode()}
        )
        assert connection.getresponse().status in (200, 303)


@pytest.mark.soak
def test_it_stops_although_a_job_does_not(shelf_home: Path):
    """The job is halted, and its output is held open: neither a signal to it nor the end of it is noticed."""
    with served(shelf_home) as (process, address):
        start_a_build(address)
        wait_for(lambda: len(children_of(process)) == 1)
        (job,) = children_of(process)
        os.kill(job, signal.SIGSTOP)
        with Path(f"/proc/{job}/fd/2").open("wb"):
            status, said, seconds = stopped(process, signal.SIGINT)
        assert not Path(f"/proc/{job}").exists()
    assert (status, said) == (130, "Interrupted. linernotes has stopped.\n")
    assert seconds < PATIENCE + 2 + patience()


def patience() -> float:
    """Seconds more, where the machine has other work: the limit is for one that does not."""
    return min(8.0, max(0.0, os.getloadavg()[0] - (os.cpu_count() or 1)))


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(("/api/sql?q=",), id="one"),
        pytest.param(("/sql?q=", "/api/sql?q=", "/sql/result.csv?q="), id="all", marks=pytest.mark.soak),
    ],
)
def test_a_query_ends_with_its_reader(shelf_home: Path, paths: tuple[str, ...]):
    with served(shelf_home) as (process, address):
        assert status_of(address, "/collection") == 200
        for path in paths:
            with ExitStack() as stack:
                connect(stack, address, request(path + quote(SLOW), address))
                wait_for(lambda: len(children_of(process)) == 1)
            # Its own limit is 10 s.
            assert wait_for(lambda: not children_of(process)) < 3 + patience(), path
        assert stopped(process, signal.SIGINT)[1] == "Interrupted. linernotes has stopped.\n"


@pytest.mark.parametrize(
    "end", ["reader", *(pytest.param(sign, marks=pytest.mark.soak) for sign in ("SIGINT", "SIGKILL"))]
)
def test_a_query_of_the_command_line_ends_with_its_reader(shelf_home: Path, end: str):
    process = Home(shelf_home).start("sql", SLOW, "--seconds", "100")
    assert process.stdout is not None
    try:
        wait_for(lambda: bool(children_of(process)))
        (child,) = children_of(process)
        if end == "reader":
            process.stdout.close()
        else:
            process.send_signal(signal.Signals[end])
        wait_for(lambda: not Path(f"/proc/{child}").exists(), 10)
        status = process.wait(timeout=20)
        said = process.stderr.read() if process.stderr else ""
        assert status == {"reader": 0, "SIGINT": 130, "SIGKILL": -9}[end]
        assert said.count("\n") == (end == "SIGINT")
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


@contextmanager
def few_descriptors(count: int) -> Iterator[None]:
    """What is started meanwhile may have no more files open than that."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_silent_connections_shut_nobody_out(shelf_home: Path):
    """400 of them, where there are 256 descriptors: somebody else gets in at once, and the log gets a line."""
    home = Home(shelf_home)
    with ExitStack() as stack:
        with few_descriptors(256):
            process, url = stack.enter_context(serving(home))
        address = ("127.0.0.1", int(url.rpartition(":")[2]))
        assert status_of(address, "/collection") == 200  # the first answer may take seconds by itself
        silent = [connect(stack, address) for _ in range(400)]
        began = time.monotonic()
        assert status_of(address, "/collection") == 200
        assert time.monotonic() - began < 5 + patience()
        closed = sum(is_closed(connection) for connection in silent)
        assert closed > 100  # others wait in the system, which lets in no more than so many at once
        _, said, seconds = stopped(process, signal.SIGINT)
    assert seconds < 2 + patience()
    lines = said.splitlines()
    assert len(lines) <= 2
    assert "there were too many" in lines[0]
    assert lines[-1] == "Interrupted. linernotes has stopped."


def is_closed(connection: socket.socket) -> bool:
    connection.settimeout(0)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


@pytest.mark.soak  # of the trials with more connections than descriptors the one above is in `make test`
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="all of 127.0.0.0/8 is this machine only on Linux")
def test_who_has_many_connections_gives_one_up_for_who_has_none(shelf_home: Path):
    """Even where all of them are at work: streams of events never end by themselves."""
    with ExitStack() as stack:
        with few_descriptors(128):
            process, url = stack.enter_context(serving(Home(shelf_home)))
        address = ("127.0.0.1", int(url.rpartition(":")[2]))
        half = request("/login", address, method="POST", **{"Content-Length": "9"})
        for _ in range(connections_for(128)):
            connect(stack, address, half)
        newcomer = connect(stack, address, request("/healthz", address), source="127.0.0.2")
        assert newcomer.recv(100).startswith(b"HTTP/1.1 200")
        assert stopped(process, signal.SIGINT)[0] == 130


def test_a_port_scan_and_nonsense_leave_no_trace(shelf_home: Path):
    nonsense = [
        "\x16\x03\x01\x02\x00\x01",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "A" * 100_000,
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "a" * 100_000 + "\r\n\r\n",
        "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
    ]
    with served(shelf_home) as (process, address), ExitStack() as stack:
        for text in nonsense:
            with contextlib.suppress(OSError):
                connection = connect(stack, address, text)
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass
        late = connect(stack, address, request("/healthz", address, **{"Transfer-Encoding": "chunked"}))
        assert late.recv(100).startswith(b"HTTP/1.1 200")
        late.sendall(b"zz\r\n")
        for text in ("", "GET / HT", request("/collection", address), request("/own?q=a", address)):
            with ExitStack() as short:
                connect(short, address, text)
        assert status_of(address) == 200
        status, said, _ = stopped(process, signal.SIGINT)
    assert said == "Interrupted. linernotes has stopped.\n"
    assert status == 130


@pytest.mark.parametrize("descriptors", [8, 64, 256, 1024, 1 << 20])
def test_connections_leave_room_for_files(descriptors: int):
    assert 8 <= connections_for(descriptors) <= max(8, descriptors // 2)


class Server:
    """The protocol on a port of its own, with a small app and short limits."""

    def __init__(self, limits: Limits) -> None:
        self._config = uvicorn.Config(
            self._app, interface="asgi3", lifespan="off", ws="none", log_config=None
        )
        self._config.load()
        self.connections = Connections(limits)
        self._state = ServerState()

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            more = message["more_body"]
        body = b"x" * 50_000_000 if scope["path"] == "/large" else b"done"
        await PlainTextResponse(body)(scope, receive, send)

    def _protocol(self) -> asyncio.Protocol:
        return self.connections.protocol(config=self._config, server_state=self._state, app_state={})

    async def seconds_until_closed(self, *pieces: str, every: float = 0.0) -> tuple[bytes, float]:
        """What a client gets that sends these pieces, and how long it takes until its connection is closed."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(self._protocol, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        began = loop.time()
        with contextlib.suppress(ConnectionError):
            for piece in pieces:
                writer.write(piece.encode())
                await writer.drain()
                await asyncio.sleep(every)
        received = b""
        with contextlib.suppress(ConnectionError):
            received = await asyncio.wait_for(reader.read(), 20)
        took = loop.time() - began
        writer.close()
        server.close()
        return received[:15], took


HEAD = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"


@pytest.mark.parametrize(
    ("pieces", "received", "least"),
    [
        pytest.param([], b"", 0.3, id="nothing"),
        pytest.param(["GET / HTTP/1.1\r\n"], b"", 0.3, id="half-a-header"),
        pytest.param(["GET / HTTP/1.1\r\n", *["X: y\r\n"] * 30], b"", 0.3, id="a-header-bit-by-bit"),
        pytest.param([HEAD, "12"], b"", 0.6, id="half-a-body"),
        pytest.param([HEAD, *"12345678"], b"", 0.6, id="a-body-bit-by-bit"),
        pytest.param([HEAD, "123456789", "GET / "], b"HTTP/1.1 200 OK", 0.3, id="half-a-second-header"),
    ],
)
def test_a_slow_client_is_closed_in_its_time(pieces: list[str], received: bytes, least: float):
    server = Server(Limits(header=0.3, body=0.6))
    answer, seconds = asyncio.run(server.seconds_until_closed(*pieces, every=0.1))
    assert answer == received
    assert least * 0.9 <= seconds < least + 3 + patience()


def test_a_reader_that_does_not_read_is_closed(caplog: pytest.LogCaptureFixture):
    server = Server(Limits(reading=0.3))

    async def read_nothing() -> int:
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(server._protocol, "127.0.0.1", 0)
        with closing(socket.create_connection(listening.sockets[0].getsockname())) as client:
            client.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
            async with asyncio.timeout(20):
                while not server._state.connections:
                    await asyncio.sleep(0.01)
                while server._state.connections:
                    await asyncio.sleep(0.01)
        listening.close()
        return len(server._state.connections)

    assert asyncio.run(read_nothing()) == 0
    assert [record.getMessage() for record in caplog.records if record.name.startswith("linernotes")] == [
        "closed connections: 1 because the client was too slow"
    ]
