"""Programs run with limits that a test holds them to: time, memory, and no stack trace."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass

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


def run_bounded(arguments: list[str], environment: Mapping[str, str], *, seconds: float) -> Ended:
    """Run `linernotes`; fail where it takes longer, takes more memory than any may, or prints a trace."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "linernotes", *arguments],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=said,
        )
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - began > seconds:
                process.kill()
                os.wait4(process.pid, 0)
                process.returncode = -9
                raise AssertionError(f"{arguments} still ran after {seconds} s")
            time.sleep(0.02)
        took = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (out, said):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
    ended = Ended(process.returncode, *texts, took, usage.ru_maxrss / 1000)  # type: ignore[arg-type]
    assert "Traceback" not in ended.said + ended.out, ended.said
    assert "a mistake in linernotes" not in ended.said, ended.said
    assert ended.megabytes < MEGABYTES, ended
    assert ended.status in (0, 1, 2, 3), ended
    return ended
