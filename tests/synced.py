"""Homes that many tests look at, synced once for all processes that run tests."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.server import Sandbox
from linernotes.discogs import Discogs
from linernotes.settings import load_settings


def synced_home(factory: pytest.TempPathFactory, name: str, catalogue: Callable[[], Catalogue]) -> Path:
    """A home of this process's own, synced to the end with a sandbox of the catalogue.

    The first of the run's processes that asks has it synced, the others wait for that and copy it.
    """
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    whole, done = shared / f"synced-{name}", shared / f"synced-{name}.done"
    with (shared / f"synced-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(whole, ignore_errors=True)  # of a process that did not come to the end
            with Sandbox(catalogue(), limit=100_000) as sandbox, ThreadPoolExecutor() as elsewhere:
                discogs = Discogs(load_settings(home=whole, api_url=sandbox.url, token=sandbox.token))
                # In a thread of its own: in this one a browser's event loop may be running.
                elsewhere.submit(discogs.sync).result()
            done.touch()
    home = factory.mktemp(name) / "home"
    shutil.copytree(whole, home, symlinks=True)
    return home
