"""Waits between attempts are short in tests, in forks as well; where a test asks for it they are the program's."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest
from tests.homes import Home
from tests.program.forks.quick_retries import PROGRAM

from linernotes.source import retries


def slept() -> float:
    began = monotonic()
    asyncio.run(retries.sleep(0.5))
    return monotonic() - began


def test_a_wait_is_short() -> None:
    assert slept() < 0.4


@pytest.mark.usefixtures("real_waits")
def test_a_wait_is_real_where_a_test_asks_for_it() -> None:
    assert slept() >= 0.49


def test_a_process_has_short_waits_too(tmp_path: Path) -> None:
    """Five attempts have waits of 15 s at least, if they are not short."""
    home = Home(tmp_path, api_url="http://127.0.0.1:9", token="t")
    home.run_process("--version")  # starts the server of forks
    began = monotonic()
    assert home.run_process("sync").returncode == 1
    assert monotonic() - began < 15


def test_a_real_process_has_short_waits_where_it_starts_with_them(tmp_path: Path) -> None:
    home = Home(tmp_path, api_url="http://127.0.0.1:9", token="t")
    began = monotonic()
    command = [sys.executable, "-c", PROGRAM, "sync"]
    assert subprocess.run(command, env=home.environment, capture_output=True).returncode == 1
    assert monotonic() - began < 15
