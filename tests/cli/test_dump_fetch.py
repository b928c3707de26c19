"""`linernotes dump fetch`, run as users run it; killed at any moment, it ends the same when it is run again."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.etl.dumps.test_dump_damage import Documents, archives, documents, landing_of
from tests.homes import Home

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.archives import write_dump
from discogs_sandbox.dumps.site import DumpOptions
from discogs_sandbox.server import Sandbox
from linernotes.storage.home.dump_activity import DUMP_LOCK, read_dump_activity
from linernotes.storage.home.locks import FileLock, SyncLock
from linernotes.storage.landing import Landing

Serve = Callable[..., Sandbox]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue("synthetic", items=25, seed=7)


@pytest.fixture
def serve(catalogue: Catalogue) -> Iterator[Serve]:
    with ExitStack() as stack:

        def start(**options: Any) -> Sandbox:
            dumps = DumpOptions(**{"limit": 500} | options)
            return stack.enter_context(Sandbox(catalogue, dumps=dumps))

        yield start


def home_of(path: Path, catalogue: Catalogue, dump_url: str) -> Home:
    """A home that knows the collection's listing, has no token, and knows where dumps are."""
    path.mkdir()
    landing_of(catalogue, path / "landing.db")
    return Home(path, dump_url=dump_url)


def names(home: Home) -> list[str]:
    folder = home.path / "dumps"
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def test_the_newest_dump_is_fetched_imported_and_published(
    catalogue: Catalogue, serve: Serve, tmp_path: Path
) -> None:
    sandbox = serve()
    home = home_of(tmp_path / "home", catalogue, sandbox.dump_url)
    shown = home.json("dump", "fetch")
    assert (shown["status"], shown["date"], shown["problems"]) == ("done", "20261101", 0)
    assert {one["kind"] for one in shown["files"]} == {"artist", "master", "release"}
    owned = {item["id"] for item in catalogue.items}
    assert {id for kind, id, _ in documents(home.path / "landing.db") if kind == "release"} >= owned
    assert home.rows("select count(*) from collection_items") == [(25,)]
    assert names(home) == []
    assert not sandbox.requests


def test_a_month_can_be_chosen_and_the_files_kept(catalogue: Catalogue, serve: Serve, tmp_path: Path) -> None:
    sandbox = serve()
    home = home_of(tmp_path / "home", catalogue, sandbox.dump_url)
    done = home.run("dump", "fetch", "--month", "2026-10", "--keep", "--no-build")
    assert done.returncode == 0, done.stderr
    assert "discogs_20261001_releases.xml.gz: " in done.stdout
    assert "Downloading discogs_20261001_artists.xml.gz" in done.stderr
    assert names(home) == [f"discogs_20261001_{kind}.xml.gz" for kind in ("artists", "masters", "releases")]
    again = home.run("dump", "fetch", "--month", "2026-10", "--no-build")
    assert "All that is needed was taken before." in again.stdout
    assert len([entry for entry in sandbox.dump_requests if "xml.gz" in entry.path]) == 3
    assert names(home) == []


def test_what_cannot_be_done_is_one_line_and_a_status(
    catalogue: Catalogue, serve: Serve, tmp_path: Path
) -> None:
    sandbox = serve(limit=4)
    empty = Home(tmp_path / "empty", dump_url=sandbox.dump_url).run("dump", "fetch")
    assert empty.returncode == 1
    assert "there is no collection to look for" in empty.stderr
    assert not sandbox.dump_requests
    assert not (tmp_path / "empty").exists()
    home = home_of(tmp_path / "home", catalogue, sandbox.dump_url)
    wrong = home.run("dump", "fetch", "--month", "October")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    limited = home.run("dump", "fetch")
    assert limited.returncode == 1
    assert "permits no more requests for 60 min" in limited.stderr.splitlines()[-1]
    assert "Traceback" not in limited.stderr


def test_a_file_that_fails_its_checksum_changes_nothing(
    catalogue: Catalogue, serve: Serve, tmp_path: Path
) -> None:
    home = home_of(tmp_path / "home", catalogue, serve(faults="corrupt:*releases*").dump_url)
    before = documents(home.path / "landing.db")
    done = home.run("dump", "fetch")
    assert done.returncode == 1
    assert "does not have the checksum that CHECKSUM.txt says" in done.stderr.splitlines()[-1]
    assert documents(home.path / "landing.db") == before
    assert not [name for name in names(home) if "releases" in name]


def test_two_at_once_are_refused_and_a_sync_is_waited_for(
    catalogue: Catalogue, serve: Serve, tmp_path: Path
) -> None:
    home = home_of(tmp_path / "home", catalogue, serve().dump_url)
    with SyncLock(home.path):
        waiting = home.start("dump", "fetch", "--no-build")
        deadline = time.monotonic() + 60
        while "discogs_20261101_releases.xml.gz" not in names(home):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        second = home.run("dump", "fetch")
        assert second.returncode == 4
        assert str(waiting.pid) in second.stderr
    _, said = waiting.communicate(timeout=120)
    assert waiting.returncode == 0, said
    assert "is syncing: the import of dumps begins when it is done" in said


class Undisturbed(NamedTuple):
    """What a command that nobody killed came to, and the seconds between its first sign of life and its end."""

    documents: Documents
    seconds: float


COMMANDS = ("fetch", "import")


def arguments(command: str, dump: Path) -> list[str]:
    return ["dump", command, "--no-build", *(map(str, archives(dump)) if command == "import" else ())]


class Trials(NamedTuple):
    catalogue: Catalogue
    sandbox: Sandbox
    dump: Path
    undisturbed: dict[str, Undisturbed]


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    catalogue = load_catalogue("synthetic", items=90, seed=7)
    folder = tmp_path_factory.mktemp("trials")
    dump = write_dump(catalogue, folder / "dump")
    with Sandbox(catalogue, dumps=DumpOptions(limit=100_000, ranges=True)) as sandbox:
        sandbox.wiring.dumps.archives.sums()  # rendered now, so that it is no part of what is timed
        undisturbed = {}
        for command in COMMANDS:
            home = home_of(folder / command, catalogue, sandbox.dump_url)
            process = home.start(*arguments(command, dump))
            until_it_works(home, process)
            began = time.monotonic()
            process.communicate(timeout=120)
            assert process.returncode == 0
            seconds = time.monotonic() - began
            undisturbed[command] = Undisturbed(documents(home.path / "landing.db"), seconds)
        assert undisturbed["fetch"].documents == undisturbed["import"].documents
        yield Trials(catalogue, sandbox, dump, undisturbed)


def until_it_works(home: Home, process: subprocess.Popen[str]) -> None:
    lock = FileLock(home.path / DUMP_LOCK)
    while not lock.is_held() and process.poll() is None:
        time.sleep(0.002)


def killed(trials: Trials, path: Path, command: str, chance: random.Random) -> Home:
    """A home in which the command was killed while it worked; sooner if it was done before it could be."""
    seconds = trials.undisturbed[command].seconds
    for attempt in range(8):
        home = home_of(path / str(attempt), trials.catalogue, trials.sandbox.dump_url)
        process = home.start(*arguments(command, trials.dump))
        until_it_works(home, process)
        time.sleep(chance.uniform(0, seconds))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if process.returncode == -signal.SIGKILL:
            return home
        seconds /= 2
    raise AssertionError("it was always done before it was killed")


def kill_and_go_on(trials: Trials, path: Path, number: int) -> None:
    """Kill it; what has landed is right; run again, it ends as if nothing had been."""
    command = COMMANDS[number % 2]
    right = trials.undisturbed[command]
    home = killed(trials, path, command, random.Random(number))
    found = documents(home.path / "landing.db")
    assert found.items() <= right.documents.items()
    assert read_dump_activity(home.path) is None
    again = home.run(*arguments(command, trials.dump))
    assert again.returncode == 0, again.stderr
    assert documents(home.path / "landing.db") == right.documents
    with Landing.open(home.path / "landing.db") as landing:
        assert list(landing.problems()) == []
    assert [name for name in names(home) if not name.startswith("progress.json")] == []
    assert not list(home.path.glob("dump-*"))


@pytest.mark.parametrize("number", range(2))
def test_killed_at_any_moment_it_goes_on_and_ends_the_same(
    trials: Trials, tmp_path: Path, number: int
) -> None:
    kill_and_go_on(trials, tmp_path, number)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(2, 210))
def test_two_hundred_kills(trials: Trials, tmp_path: Path, number: int) -> None:
    kill_and_go_on(trials, tmp_path, number)


def test_what_was_begun_of_another_month_does_not_stay_for_ever(
    catalogue: Catalogue, serve: Serve, tmp_path: Path
) -> None:
    """Nobody asks for it again; ten gigabytes a month would gather."""
    sandbox = serve()
    home = home_of(tmp_path / "home", catalogue, sandbox.dump_url)
    dumps = home.path / "dumps"
    dumps.mkdir()
    for name in (
        "discogs_20250101_releases.xml.gz.part",
        "discogs_20250101_releases.xml.gz.part.etag",
        "discogs_20260901_artists.xml.gz.part",
    ):
        (dumps / name).write_bytes(b"half")
    (dumps / "discogs_20250101_masters.xml.gz").write_bytes(b"whole, and kept by --keep")
    (dumps / "mine.part").write_bytes(b"of somebody else")
    done = home.run("dump", "fetch", "--no-build")
    assert done.returncode == 0, done.stderr
    assert names(home) == ["discogs_20250101_masters.xml.gz", "mine.part"]
    assert "discogs_20250101_releases.xml.gz.part" in done.stderr
