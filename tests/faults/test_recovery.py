"""Killed at any moment, a sync goes on where it was: nothing landed is fetched again, the end is the same."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from tests.homes import Home
from tests.synced import sync_here

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.settings import load_settings
from linernotes.storage.landing import Landing

#: Asked by every sync again: the account and its lists.
AGAIN = ("/oauth/identity", "/users/")


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(load_catalogue("synthetic", items=25, seed=7), limit=100_000, latency=0.002) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def undisturbed(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory):
    """The tables of a run that nobody killed, and how long it took."""
    home = Home(tmp_path_factory.mktemp("undisturbed"), sandbox)
    began = time.monotonic()
    assert home.run_process("sync").returncode == 0  # as those are that are killed
    return comparable(home), time.monotonic() - began


def comparable(home: Home) -> dict[str, list[tuple[object, ...]]]:
    tables = home.tables()
    # By its latest row: each run that read the account's value has added one.
    tables["collection_value"] = tables["collection_value"][-1:]
    return tables


def control(home: Home, wish: Literal["run", "pause"]) -> None:
    """Tell the sync of a home to pause or to go on, at once: a command takes its time to start."""
    with Landing.open(home.path / "landing.db") as landing:
        landing.set_control(wish)


def landed(home: Home) -> set[tuple[str, int, int]]:
    """The documents that are safe in landing.db, as (kind, id, page)."""
    path = home.path / "landing.db"
    if not path.exists():
        return set()
    with Landing.open(path) as landing:
        kinds = {kind for kind, _ in landing.counts()}
        return {
            (kind, id, page) for kind in kinds for id, pages in landing.pages(kind).items() for page in pages
        }


def asked(paths: list[str]) -> set[tuple[str, int, int]]:
    """What the requests asked for, the account and its lists left out, as (kind, id, page)."""
    found = set()
    for path in paths:
        parts = urlsplit(path)
        if parts.path.startswith(AGAIN):
            continue
        words = parts.path.strip("/").split("/")
        kind = "artist_releases" if words[2:] else words[0].removesuffix("s")
        page = dict(one.split("=") for one in parts.query.split("&"))["page"] if words[2:] else 1
        found.add((kind, int(words[1]), int(page)))
    return found


def kill_and_go_on(
    home: Home, sandbox: Sandbox, moments: Sequence[float], go_on: Callable[[], object]
) -> None:
    """Start a sync and kill it with SIGKILL, so many seconds later, again and again; then let one come to its end.

    None of them asks for what had landed before, nor for anything twice. `go_on` is the last one.
    """
    safe: set[tuple[str, int, int]] = set()
    for after in moments:
        sandbox.requests.clear()
        process = home.start("sync", start_new_session=True)
        try:
            process.wait(timeout=after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate()
        until_read(sandbox)
        check_requests(sandbox, safe)
        safe = landed(home)
    sandbox.requests.clear()
    go_on()
    check_requests(sandbox, safe)


def until_read(sandbox: Sandbox) -> None:
    """Wait until the sandbox has read what a process sent before its death: it counts for that process."""
    seen = -1
    while seen != (seen := len(sandbox.requests)):
        urlopen(f"{sandbox.url}/_sandbox/requests", timeout=60).close()


def check_requests(sandbox: Sandbox, safe: set[tuple[str, int, int]]) -> None:
    paths = sandbox.requests.paths()
    assert asked(paths) & safe == set()
    assert [path for path, times in Counter(paths).items() if times > 1] == []


def trial(number: int, sandbox: Sandbox, undisturbed, path: Path, *, kills: int) -> None:
    """Where there is one kill, of five hundred, the sync that goes on is in this process: the killed one is not."""
    tables, seconds = undisturbed
    home = Home(path, sandbox)
    chance = random.Random(number)
    moments = [chance.uniform(0.2, seconds * 1.05) for _ in range(kills)]
    settings = load_settings(home=path, api_url=sandbox.url, token=sandbox.token)
    kill_and_go_on(home, sandbox, moments, lambda: home.json("sync") if kills > 1 else sync_here(settings))
    assert comparable(home) == tables


def test_killed_a_sync_goes_on_and_ends_the_same(sandbox, undisturbed, tmp_path):
    trial(0, sandbox, undisturbed, tmp_path, kills=1)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(5))
def test_killed_four_times_a_sync_goes_on_and_ends_the_same(number, sandbox, undisturbed, tmp_path):
    trial(number, sandbox, undisturbed, tmp_path, kills=4)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(20, 520))
def test_five_hundred_kills(number, sandbox, undisturbed, tmp_path):
    trial(number, sandbox, undisturbed, tmp_path, kills=1)


def test_an_interrupted_sync_says_so_and_keeps_what_it_has(sandbox, tmp_path):
    with Sandbox(load_catalogue("synthetic", items=25, seed=7), limit=100_000, latency=0.3) as slow:
        home = Home(tmp_path, slow)
        process = home.start("sync")
        while len(landed(home)) < 20:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "run the same command again" in said
    assert "Traceback" not in said
    assert len(landed(home)) >= 20
    status = home.json("status")
    assert status["run"]["status"] == "interrupted"


def test_in_the_background_of_a_script_a_sync_can_still_be_ended(tmp_path):
    """A shell has what it starts there ignore SIGINT, so that Ctrl-C ends the script alone."""
    with Sandbox(load_catalogue("synthetic", items=25, seed=7), limit=100_000, latency=0.5) as slow:
        home = Home(tmp_path, slow)
        process = home.start("sync", preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
        while not landed(home):
            time.sleep(0.05)
        process.terminate()
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert home.json("status")["run"]["status"] == "interrupted"


def test_the_second_of_two_syncs_stops_and_names_the_first(tmp_path):
    with Sandbox(load_catalogue("synthetic", items=5, seed=7), limit=100_000, latency=0.1) as slow:
        home = Home(tmp_path, slow)
        first = home.start("sync")
        while len(landed(home)) < 5:
            time.sleep(0.05)
        control(home, "pause")  # so that it is still there, however long the second takes to start
        second = home.run("sync")
        control(home, "run")
        first.communicate(timeout=200)
        assert second.returncode == 4
        assert str(first.pid) in second.stderr
        assert first.returncode == 0


@pytest.mark.soak  # shorter, from the page: tests/web/pages/account/test_config.py
def test_a_paused_sync_asks_nothing_until_it_is_resumed(tmp_path):
    with Sandbox(load_catalogue("synthetic", items=25, seed=7), limit=100_000, latency=0.3) as slow:
        home = Home(tmp_path, slow)
        process = home.start("sync")
        while len(landed(home)) < 20:
            time.sleep(0.05)
        assert home.run("pause").returncode == 0
        time.sleep(1.5)
        at_rest = len(slow.requests)
        time.sleep(1.0)
        assert len(slow.requests) == at_rest
        assert home.run("resume").returncode == 0
        process.communicate(timeout=200)
        assert process.returncode == 0
        assert len(slow.requests) > at_rest
