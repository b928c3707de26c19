"""What the trials with limits measure is the program's own."""

from __future__ import annotations

import os

import pytest
from tests.faults.bounded import run_bounded


def test_memory_is_that_of_the_program_not_of_the_test() -> None:
    mine = bytearray(400_000_000)
    mine[::4096] = b"." * len(mine[::4096])
    assert 10 < run_bounded(["--version"], os.environ, seconds=60).megabytes < 200


def test_a_program_that_goes_on_is_ended() -> None:
    with pytest.raises(AssertionError, match="still ran after"):
        run_bounded(["serve", "--port", "0"], os.environ, seconds=1)
