"""The process that has imported everything: it forks for each request, and reports how the forked process ends.

A request is one message on a Unix socket: JSON, with the descriptors for stdin, stdout and stderr. The answers are the
number of the process, and its status once it has ended, as `subprocess` writes it.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
import traceback
from dataclasses import dataclass
from typing import NoReturn

from tests.program.forks import client, quick_retries, sync_builds

#: What is imported, by kind of server. A user's query has little memory, so its process is forked from a small one.
LOADED = {
    "query": ("linernotes.jobs.__main__", "linernotes.jobs.failures", "linernotes.jobs.user_query"),
    "all": (
        "linernotes.__main__",
        "linernotes.jobs.__main__",
        "linernotes.jobs.build",
        "linernotes.jobs.dump_work",
        "linernotes.jobs.failures",
        "linernotes.jobs.sync",
        "linernotes.derive",
        "linernotes.discogs",
        "linernotes.web.serve",
        "pyarrow.parquet",
        "pyarrow.csv",
    ),
}
#: More than any request of ours.
_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Request:
    """A process to start: the module of which `main` is called, and its surroundings."""

    module: str
    words: list[str]
    environment: dict[str, str]
    folder: str
    new_session: bool
    share_of_waits: float
    build_every: float | None


def load(kind: str) -> None:
    """Import all that processes of that kind import, most of it only when they run."""
    for name in LOADED[kind]:
        importlib.import_module(name)
    if kind == "all":
        importlib.import_module("linernotes.cli").load_commands()


class Server:
    """Serves until stdin ends. `run` returns in each process that is to become what a request says."""

    def __init__(self, address: str) -> None:
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listener.bind(address)
        self._listener.listen(64)
        self._woken, self._waking = os.pipe()
        os.set_blocking(self._waking, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waking, warn_on_full_buffer=False)
        self._callers: dict[int, socket.socket] = {}

    def run(self) -> tuple[Request, list[int]] | None:
        """The request and the descriptors of the process that this one is now; None at the end of the server."""
        while True:
            ready, _, _ = select.select([0, self._listener, self._woken], [], [])
            if self._woken in ready:
                os.read(self._woken, 4096)
                self._report_ended()
            if self._listener in ready:
                caller, _ = self._listener.accept()
                message, descriptors, _, _ = socket.recv_fds(caller, _BYTES, 3)
                if self._fork(caller, descriptors):
                    return Request(**json.loads(message)), descriptors
            if 0 in ready and not os.read(0, 1):
                return None

    def _fork(self, caller: socket.socket, descriptors: list[int]) -> bool:
        """Fork; True in the new process."""
        process = os.fork()
        if process == 0:
            signal.set_wakeup_fd(-1)
            for connection in (self._listener, caller, *self._callers.values()):
                connection.close()
            for number in (self._woken, self._waking):
                os.close(number)
            return True
        self._callers[process] = caller
        for number in descriptors:
            os.close(number)
        self._tell(caller, process)
        return False

    def _report_ended(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                process, status = ended
                with self._callers.pop(process) as caller:
                    self._tell(caller, os.waitstatus_to_exitcode(status))

    def _tell(self, caller: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError):  # it waits no more
            caller.send(str(number).encode())


def reopen_streams() -> None:
    """Open anew what Python has opened for the server: it remembers what kind of file each was."""
    sys.stdin = sys.__stdin__ = open(0, encoding=sys.stdin.encoding, errors=sys.stdin.errors)  # noqa: SIM115
    for name in ("stdout", "stderr"):
        old = getattr(sys, name)
        lines = name == "stderr" or os.isatty(old.fileno())
        new = os.fdopen(old.fileno(), "w", 1 if lines else -1, old.encoding, old.errors, closefd=False)
        setattr(sys, name, new)
        setattr(sys, f"__{name}__", new)


def become(request: Request, descriptors: list[int]) -> None:
    """Be the process of that request from now on, as if Python had just started."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if request.new_session:
        os.setsid()
    for given, here in zip(descriptors, (0, 1, 2), strict=True):
        os.dup2(given, here)
        os.close(given)
    reopen_streams()
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update(request.environment)
    quick_retries.use(request.share_of_waits)
    sync_builds.use(request.build_every)
    program = importlib.import_module(request.module)
    sys.argv[:] = [str(program.__file__), *request.words]
    sys.modules["__main__"].__package__ = program.__package__
    status = 1
    try:
        program.main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    end_with(status)


def end_with(status: int) -> NoReturn:
    """End this process as Python does, without taking down all modules: that takes longer than most commands."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def main() -> None:
    """Fork processes of a kind; the command line names it, and the address."""
    kind, name = sys.argv[1:]
    load(kind)
    address = f"\0{name}"  # of the abstract kind: no file is left of it
    client.fork_from(kind, address)
    server = Server(address)
    gc.freeze()  # so that no collection writes to the memory that all of them share
    if (found := server.run()) is not None:
        become(*found)
    os._exit(0)  # for the sake of speed, as in `end_with`


if __name__ == "__main__":
    main()
