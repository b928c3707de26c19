"""The bytecode of test modules, written once before the processes start that would each make all of it.

pytest rewrites the assertions of a module before it compiles it: for all modules that takes several seconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from _pytest.assertion import rewrite  # there is no public way to write the bytecode of a test module

TESTS = Path(__file__).resolve().parents[2]


def write_bytecode(config: pytest.Config) -> None:
    """Write what is missing or older than its module, on all cores; nothing where Python is to write none."""
    modules = [*TESTS.rglob("test_*.py"), *TESTS.rglob("conftest.py")]
    stale = [module for module in sorted(modules) if _is_stale(module)]
    if sys.dont_write_bytecode or not stale:
        return
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(
        cores, mp_context=get_context("fork"), initializer=_use, initargs=(config,)
    ) as pool:
        for _ in pool.map(_write, [stale[core::cores] for core in range(cores)]):
            pass


def bytecode_of(module: Path) -> Path:
    """Where pytest keeps what it has made of a module."""
    return rewrite.get_cache_dir(module) / f"{module.stem}{rewrite.PYC_TAIL}"


def _is_stale(module: Path) -> bool:
    written = bytecode_of(module)
    return not written.exists() or written.stat().st_mtime < module.stat().st_mtime


def _use(config: pytest.Config) -> None:
    """Have the configuration in a forked process: it cannot be sent there."""
    global _config
    _config = config


def _write(modules: Sequence[Path]) -> None:
    for module in modules:
        source_hash, code = rewrite._rewrite_test(module, _config)
        written = bytecode_of(module)
        rewrite.try_makedirs(written.parent)
        rewrite._write_pyc(_config.stash[rewrite.assertstate_key], code, source_hash, written)
