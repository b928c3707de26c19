"""Homes that many tests look at, synced once for all processes that run tests; and syncs without a process."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.catalogue.dumps import build_here, dump_files

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.server import Sandbox
from linernotes.discogs import Discogs
from linernotes.etl.extraction import Extraction
from linernotes.settings import Settings, load_settings
from linernotes.storage.builds.publish import current_build
from linernotes.storage.catalogue.manifest import CATALOGUE
from linernotes.storage.home.locks import SyncLock
from linernotes.web.site import export_site


def sync_here(settings: Settings) -> None:
    """Fetch, build and publish as a sync does, in this process alone: a fifth of the CPU of one with processes.

    It builds once, at the end.
    """
    discogs = Discogs(settings)

    async def nothing_more(stage: str) -> None:
        pass

    async def extract() -> None:
        with discogs.access.landing() as landing, discogs.open_catalogue() as catalogue:
            async with discogs.access.api(discogs.access.needed_credentials()) as api:
                steps = Extraction(
                    discogs.collection, landing, api, settings.sync, lambda report: None, catalogue
                )
                await steps.run(nothing_more)

    with SyncLock(settings.home):
        # In a thread: playwright has an event loop in this one.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, extract()).result()
        discogs.build()


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that all processes of the run look at and none changes: the first that asks makes it."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    whole, done = shared / name, shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(whole, ignore_errors=True)  # of a process that did not come to the end
            make(whole)
            done.touch()
    return whole


def synced_home(factory: pytest.TempPathFactory, name: str, catalogue: Callable[[], Catalogue]) -> Path:
    """A home of this process's own, synced to the end with a sandbox of the catalogue."""

    def sync(whole: Path) -> None:
        with Sandbox(catalogue(), limit=100_000) as sandbox:
            sync_here(load_settings(home=whole, api_url=sandbox.url, token=sandbox.token))

    home = factory.mktemp(name) / "home"
    shutil.copytree(made_once(factory, f"synced-{name}", sync), home, symlinks=True)
    return home


def world_home(
    factory: pytest.TempPathFactory, name: str, home: Path, catalogue: Callable[[], Catalogue]
) -> Path:
    """A copy of a synced home with the catalogue of the same Discogs beside it; it is this process's own."""

    def build(whole: Path) -> None:
        whole.mkdir()
        build_here(whole / "home", dump_files(catalogue(), whole / "dumps"))

    built = made_once(factory, f"catalogue-{name}", build)
    copy = factory.mktemp(f"world-{name}") / "home"
    shutil.copytree(home, copy, symlinks=True)
    shutil.copytree(built / "home" / CATALOGUE, copy / CATALOGUE)
    return copy


def exported_site(factory: pytest.TempPathFactory, name: str, home: Path) -> Path:
    """The site of a home's build, to look at."""
    build = current_build(home)
    assert build is not None
    return made_once(factory, f"site-{name}", lambda out: export_site(load_settings(home=home), build, out))
