"""How many threads a job computes with."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from linernotes.processes.arithmetic import use_one_thread_of_arithmetic


@pytest.mark.parametrize(("given", "used"), [(None, "1"), ("3", "3")])
def test_one_unless_the_environment_names_another_number(
    given: str | None, used: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", given or "")
    if given is None:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    use_one_thread_of_arithmetic()
    assert os.environ["OPENBLAS_NUM_THREADS"] == used


@pytest.mark.parametrize("module", ["__main__", "jobs.__main__", "jobs.failures"])
def test_numpy_has_not_been_loaded_before(module: str) -> None:
    """It reads the number as it is loaded."""
    code = f"import sys, linernotes.{module}; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
