"""What all tests share: where the recorded data lies, and that no test skips where CI is set."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.examples import register_profiles
from tests.program.forks import client as forks
from tests.program.forks import quick_retries, sync_builds
from tests.program.forks.bytecode import write_bytecode
from tests.program.forks.kept_commands import keep_commands
from tests.synced import exported_site, synced_home, world_home

from discogs_sandbox.catalogues import load_catalogue

TESTS = Path(__file__).resolve().parent
#: Folders with files of tests that take long, for the beginning of the run.
LONG = ("browser", "faults", "web/security", "web/pages/account", "cli", "dumps", "program")
#: How often the garbage collector runs. Python's own numbers have it run for one second in twenty.
GARBAGE = (10_000, 20, 20)
FIXTURES = Path(__file__).resolve().parents[2] / "shared" / "fixtures"

register_profiles()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the developer's own LINERNOTES_* settings out of every test."""
    for name in [name for name in os.environ if name.startswith("LINERNOTES_")]:
        del os.environ[name]

    forks.turn_on()
    if hasattr(config, "workerinput"):
        forks.use_shared_servers()
    elif len(config.getoption("tx", [])) > 1:  # several processes are to run the tests
        forks.share_servers()
        write_bytecode(config)
    keep_commands()
    quick_retries.use(quick_retries.SHARE)
    sync_builds.use(sync_builds.NEVER)


@pytest.fixture(autouse=True)
def _processes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Processes are forks, but for the long trials and for tests that say otherwise."""
    is_long = request.node.get_closest_marker("soak") is not None
    with contextlib.ExitStack() as stack:
        if is_long:
            stack.enter_context(forks.real_processes())
            stack.enter_context(sync_builds.using(sync_builds.REAL))
        yield


@pytest.fixture
def real_processes() -> Iterator[None]:
    """Start real processes in this test: it is about how they start or end."""
    with forks.real_processes():
        yield


@pytest.fixture
def real_waits() -> Iterator[None]:
    """Wait between two attempts as long as the program does: this test is about the waits."""
    with quick_retries.using(1.0):
        yield


@pytest.fixture
def builds_meanwhile() -> Iterator[None]:
    """Let a sync build while it fetches, as the program does: this test is about what is there before the end."""
    with sync_builds.using(sync_builds.REAL):
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(
    collector: pytest.Collector, name: str, obj: object
) -> list[pytest.Item] | None:
    """Make no items of a long trial where none is run: thousands, in each process."""
    marks = getattr(obj, "pytestmark", [])
    is_left_out = "not soak" in collector.config.getoption("markexpr")
    return [] if is_left_out and any(mark.name == "soak" for mark in marks) else None


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before and after pytest chooses by marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark what needs the recorded data, refuse names that hold the time, and put what takes long first.

    With the time in a name each worker would collect another one, and none would run.
    """
    _mark(items)
    yield
    items[:] = long_first(items)


def long_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """What takes long comes first; else the order stays.

    A file of tests is one worker's. So the end of the run is made of short files, and nobody waits for a long one.
    """

    @cache
    def turn(path: Path) -> int:
        places = [place for place, name in enumerate(LONG) if path.is_relative_to(TESTS / name)]
        return places[0] if places else len(LONG)

    return sorted(items, key=lambda item: turn(item.path))


def _mark(items: list[pytest.Item]) -> None:
    for item in items:
        if "fixtures" in getattr(item, "fixturenames", ()):
            item.add_marker("recorded")
    today = f"{datetime.now(UTC):%d %b %Y}"
    timed = next((item.nodeid for item in items if today in item.nodeid), None)
    if timed is not None:
        raise pytest.UsageError(f"{timed} has the time in its name: give its parameter an id")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep the garbage collector off what is there to the end: modules and thousands of tests.

    To go through them takes a third of a second, each time: while they are collected, and ever after.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE)
        gc.enable()


def pytest_unconfigure() -> None:
    """Let go of it all, or libraries complain at the exit that something of theirs is left."""
    gc.unfreeze()


def refuse_to_skip(report: Any) -> Any:
    """The report of a test; where CI is set one that skipped has failed, with its reason. Returns the report."""
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"nothing may skip where CI is set: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let no test skip where CI is set."""
    report: pytest.TestReport = refuse_to_skip((yield))
    return report


@pytest.fixture(scope="session")
def fixtures(pytestconfig: pytest.Config) -> Path:
    """The folder of recorded Discogs responses and dumps: tests that name it are marked `recorded`.

    A test that asks for it while it runs has to be marked by hand, or it would skip in a clone.
    """
    if "not recorded" in pytestconfig.getoption("markexpr"):
        pytest.fail("this test needs the recorded data: mark it, or its parameter, `recorded`")
    if not FIXTURES.is_dir():
        pytest.skip(f"the recorded Discogs data is not at {FIXTURES}")
    return FIXTURES


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, synced to the end: a home of this process's own. Copy it to change what was fetched or built."""
    return synced_home(tmp_path_factory, "demo", lambda: load_catalogue("demo"))


@pytest.fixture(scope="session")
def demo_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the demo's shelf, with the catalogue of all that its Discogs has: a home of this process's own."""
    whole = load_catalogue("demo")
    named = ("Kind Of Blue", "Future Shock", "My Life In The Bush Of Ghosts")
    items = [
        item
        for place, item in enumerate(whole.items)
        if place % 3 or item["basic_information"]["title"] in named
    ]
    part = replace(whole, items=items, wants=whole.wants[::2])
    home = synced_home(tmp_path_factory, "demo-part", lambda: part)
    return world_home(tmp_path_factory, "demo", home, lambda: whole)


@pytest.fixture(scope="session")
def demo_site(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as a site to share, for tests that look at it."""
    return exported_site(tmp_path_factory, "demo", demo_home)


@pytest.fixture(scope="session")
def recorded_home(fixtures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recorded catalogue, likewise."""
    return synced_home(tmp_path_factory, "recorded", lambda: load_catalogue("recorded", dir=fixtures))
