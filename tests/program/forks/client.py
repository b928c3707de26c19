"""Starts processes of `linernotes` as forks of the server, where that makes no difference but the time."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import secrets
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from tests.program.forks import quick_retries, sync_builds

from linernotes.processes import child
from linernotes.storage.duckdb.user_query import _ENVIRONMENT

ROOT = Path(__file__).resolve().parents[3]
#: A job -> the kind of server that forks it.
_JOBS = {"build": "all", "dump_work": "all", "sync": "all", "user_query": "query"}
_OPTIONS = {"stdin", "stdout", "stderr", "env", "text", "cwd", "start_new_session"}
#: Python reads these once, as it starts.
_OF_PYTHON = ("PYTHON", "LC_", "LANG", "TZ")

_real = subprocess.Popen
_starting = threading.Lock()
#: Where the servers are, by kind.
_addresses: dict[str, str] = {}
#: Has those of the processes that run the tests: each would take seconds to start its own.
_SHARED = "FORK_SERVERS_OF_THE_RUN"
#: Seconds that a server may take until it is there, on a busy machine.
_PATIENCE = 60
_is_on = False


class ForkedProcess(subprocess.Popen[Any]):
    """A process that the server has forked; of Popen it has what tests and `processes.child` use."""

    def __init__(self, address: str, module: str, words: Sequence[str], options: Mapping[str, Any]) -> None:
        theirs: list[int] = []
        self.args = list(words)
        self.returncode: Any = None
        self._text = bool(options.get("text"))
        self.stdin = self._stream(options.get("stdin"), 0, theirs)
        self.stdout = self._stream(options.get("stdout"), 1, theirs)
        self.stderr = self._stream(options.get("stderr"), 2, theirs)
        request = {
            "module": module,
            "words": list(words),
            "environment": dict(options.get("env") or os.environ),
            "folder": str(options.get("cwd") or Path.cwd()),
            "new_session": bool(options.get("start_new_session")),
            "share_of_waits": quick_retries.share(),
            "build_every": sync_builds.every(),
        }
        self._reading = threading.Lock()
        self._readers: list[tuple[threading.Thread, list[Any]]] = []
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            _connect(self._server, address)
            socket.send_fds(self._server, [json.dumps(request).encode()], theirs)
            self.pid = int(self._server.recv(64))
        finally:
            for number in theirs:
                os.close(number)

    def _stream(self, given: Any, number: int, theirs: list[int]) -> IO[Any] | None:
        """Our end of a pipe, None if it is to be none; appends what the process gets to `theirs`."""
        if given == subprocess.PIPE:
            reading, writing = os.pipe()
            theirs.append(reading if number == 0 else writing)
            ours = writing if number == 0 else reading
            mode = ("w" if number == 0 else "r") + ("" if self._text else "b")
            return os.fdopen(ours, mode, encoding="utf-8" if self._text else None)
        if given == subprocess.DEVNULL:
            theirs.append(os.open(os.devnull, os.O_RDWR))
        elif given is None:
            theirs.append(os.dup(number))
        else:
            theirs.append(os.dup(given if isinstance(given, int) else given.fileno()))
        return None

    def poll(self) -> int | None:
        """The status, None while it runs."""
        self._look(0)
        return self.returncode  # type: ignore[no-any-return]

    def wait(self, timeout: float | None = None) -> int:
        """Its status, once it has ended. Raises TimeoutExpired."""
        self._look(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return self.returncode  # type: ignore[no-any-return]

    def communicate(self, input: Any = None, timeout: float | None = None) -> tuple[Any, Any]:  # noqa: A002 as Popen
        """Send the input, read all, wait for the end. After TimeoutExpired it may be called again."""
        deadline = None if timeout is None else time.monotonic() + timeout
        if not self._readers:
            self._readers = [self._reader(stream) for stream in (self.stdout, self.stderr)]
            if self.stdin is not None:
                with contextlib.suppress(BrokenPipeError), self.stdin:
                    self.stdin.write(input or ("" if self._text else b""))
        for thread, _ in self._readers:
            thread.join(None if deadline is None else max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
        self.wait(None if deadline is None else max(0.0, deadline - time.monotonic()))
        (_, out), (_, said) = self._readers
        return (out[0] if out else None), (said[0] if said else None)

    def send_signal(self, sig: int) -> None:
        """Send a signal, if it has not ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, sig)

    def _reader(self, stream: IO[Any] | None) -> tuple[threading.Thread, list[Any]]:
        found: list[Any] = []

        def read() -> None:
            if stream is not None:
                with stream:
                    found.append(stream.read())

        thread = threading.Thread(target=read, daemon=True)
        thread.start()
        return thread, found

    def _look(self, seconds: float | None) -> None:
        """Wait so long for its status."""
        with self._reading:
            if self.returncode is None and select.select([self._server], [], [], seconds)[0]:
                with self._server:
                    self.returncode = int(self._server.recv(64) or -9)  # the server has died


def start(words: Sequence[str], **options: Any) -> subprocess.Popen[Any]:
    """Start a process as `subprocess.Popen` does: a fork if it can be one."""
    kind = _forkable(words, options) if _is_on else None
    if kind is None:
        return _real(words, **options)
    place = words.index("-m") + 1
    return ForkedProcess(_server(kind), f"{words[place]}.__main__", words[place + 1 :], options)


def _forkable(words: Sequence[str], options: Mapping[str, Any]) -> str | None:
    """The kind of server that can fork it; None if only a real process will do."""
    if words[0] != sys.executable or not set(options) <= _OPTIONS or sys.platform != "linux" or _has_limit():
        return None
    kind = None
    if list(words[1:3]) == ["-m", "linernotes"]:
        kind = "all"
    if list(words[1:4]) == ["-P", "-m", "linernotes.jobs"]:
        kind = _JOBS.get(words[4])
    given = options.get("env") or os.environ
    return kind if kind and _of_python(given) == _of_python(_environment(kind)) else None


def _environment(kind: str) -> Mapping[str, str]:
    """That of the server."""
    return os.environ if kind == "all" else {k: v for k, v in os.environ.items() if k in _ENVIRONMENT}


def _of_python(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_OF_PYTHON)}


def _has_limit() -> bool:
    """Whether this process has a limit that one of its own would inherit: of sizes, or of rights."""
    import resource

    if os.geteuid() != os.getuid():
        return True
    return resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY


def _server(kind: str) -> str:
    """The address of the server: one for all processes of the run, or this one's, started for the first fork."""
    with _starting:
        if kind not in _addresses:
            _addresses[kind] = _start_server(kind)
        return _addresses[kind]


def _start_server(kind: str) -> str:
    """Start a server and return its address. It is not there at once."""
    name = f"linernotes-{os.getpid()}-{secrets.token_hex(4)}"
    server = _real(
        [sys.executable, "-m", "tests.program.forks.server", kind, name],
        cwd=ROOT,
        env=_environment(kind),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    atexit.register(_end, server)
    return f"\0{name}"


def share_servers() -> None:
    """Start the servers for the processes that this one is about to start to run tests."""
    os.environ[_SHARED] = json.dumps({kind: _server(kind) for kind in sorted(set(_JOBS.values()))})


def use_shared_servers() -> None:
    """Use the servers of the process that has started this one, if it has some."""
    _addresses.update(json.loads(os.environ.pop(_SHARED, "{}")))


def _connect(connection: socket.socket, address: str) -> None:
    """Connect to a server, which may be about to come."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return connection.connect(address)
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.02)


def _end(server: subprocess.Popen[bytes]) -> None:
    assert server.stdin is not None
    server.stdin.close()
    server.wait()


def fork_from(kind: str, address: str) -> None:
    """Have the processes of that kind forked by the server at this address: it is this process, or its parent."""
    _addresses[kind] = address
    turn_on()


def turn_on() -> None:
    """Have `start`, and the children of `linernotes` itself, fork from now on."""
    global _is_on
    _is_on = True
    child.subprocess = _Subprocess  # type: ignore[assignment]


class _Subprocess:
    """What `processes.child` uses of the module `subprocess`."""

    PIPE = subprocess.PIPE
    Popen = staticmethod(start)


@contextlib.contextmanager
def real_processes() -> Iterator[None]:
    """Within the block processes are real ones."""
    global _is_on
    before, _is_on = _is_on, False
    try:
        yield
    finally:
        _is_on = before
