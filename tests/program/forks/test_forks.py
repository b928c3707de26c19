"""Forked processes (tests/program/forks) answer and end as real ones do."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from tests.homes import Home
from tests.program.forks import client


def test_a_fork_says_and_returns_what_a_real_process_does(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    forked = home.run_process("sql")
    with client.real_processes():
        real = home.run_process("sql")
    version = home.start("--version")
    assert isinstance(version, client.ForkedProcess)
    assert version.communicate(timeout=60)[0].startswith("linernotes ")
    assert (forked.returncode, forked.stdout, forked.stderr) == (2, real.stdout, real.stderr)


def test_a_fork_ends_with_the_number_of_its_signal(tmp_path: Path) -> None:
    process = Home(tmp_path / "home").start("auth")
    process.send_signal(signal.SIGKILL)
    assert process.wait(60) == -signal.SIGKILL
    assert process.communicate(timeout=60) == ("", "")


def test_what_is_no_program_of_ours_is_a_real_process() -> None:
    done = client.start([sys.executable, "-c", "print(1)"], stdout=subprocess.PIPE, text=True)
    assert not isinstance(done, client.ForkedProcess)
    assert done.communicate(timeout=60) == ("1\n", None)
