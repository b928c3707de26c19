"""Programs run with limits that a test holds them to: time, memory, and no stack trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass

from tests.program.forks.quick_retries import PROGRAM

#: No process of ours may take more memory than this, whatever it is given.
MEGABYTES = 1000


@dataclass(frozen=True)
class Ended:
    """How a program ended: its status, what it printed, seconds, and the most memory of it or of a child, in MB."""

    status: int
    out: str
    said: str
    seconds: float
    megabytes: float


#: Starts a program and writes into a pipe how much memory it took. A process keeps the figure of the
#: one that started it, and the test's own has a gigabyte: so it is a small one that starts the program.
_WATCH = """
import os, sys
os.set_inheritable(int(sys.argv[1]), False)
words = [sys.executable, "-c", *sys.argv[2:]]
pid = os.posix_spawn(sys.executable, words, os.environ)
_, status, usage = os.wait4(pid, 0)
os.write(int(sys.argv[1]), str(usage.ru_maxrss).encode())
os._exit(os.waitstatus_to_exitcode(status) & 255)
"""


def run_bounded(arguments: list[str], environment: Mapping[str, str], *, seconds: float) -> Ended:
    """Run `linernotes`; fail where it takes longer, takes more memory than any may, or prints a trace."""
    reading, writing = os.pipe()
    os.set_inheritable(writing, True)
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as said,
        os.fdopen(reading, "rb") as memory,
    ):
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-S", "-c", _WATCH, str(writing), PROGRAM, *arguments],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=said,
            pass_fds=[writing],
            start_new_session=True,
        )
        os.close(writing)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise AssertionError(f"{arguments} still ran after {seconds} s") from None
        took = time.monotonic() - began
        texts = []
        for file in (out, said):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
        ended = Ended(process.returncode, *texts, took, int(memory.read()) / 1000)
    assert "Traceback" not in ended.said + ended.out, ended.said
    assert "a mistake in linernotes" not in ended.said, ended.said
    assert ended.megabytes < MEGABYTES, ended
    assert ended.status in (0, 1, 2, 3), ended
    return ended
