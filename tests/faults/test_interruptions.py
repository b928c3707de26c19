"""Ctrl-C and SIGTERM at any moment of any command: one line, status 130, and never a stack trace."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.homes import Home

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.processes.interruption import INTERRUPTED

#: Every command, with words that let it do all that it does; those that end by a signal alone are in `ENDLESS`.
ARGUMENTS: dict[str, list[str]] = {
    "auth": ["auth", "--token", "{token}"],
    "plan": ["plan"],
    "sync": ["sync"],
    "pause": ["pause"],
    "resume": ["resume"],
    "build": ["build"],
    "status": ["status"],
    "artist": ["artist", "1"],
    "path": ["path", "1", "2"],
    "network": ["network"],
    "sql": ["sql", "select count(*) from range(300000000)"],
    "export tables": ["export", "tables", "--format", "csv", "--out", "{files}"],
    "export network": ["export", "network", "--out", "{files}"],
    "export site": ["export", "site", "--out", "{files}"],
    "dump report": ["dump", "report"],
    "import": ["import", "{csv}"],
    "backup": ["backup", "--out", "{files}"],
    "reset": ["reset", "--yes"],
    "demo": ["demo"],
    "serve": ["serve", "--port", "0"],
    "sandbox": ["sandbox"],
    "dump": ["dump", "--help"],
    "help": ["--help"],
    "version": ["--version"],
}
ENDLESS = {"serve", "sandbox"}

#: Seconds in which a busy machine may still be starting Python. A signal that comes before our first line is Python's:
#: it may end the process without a word, or be dropped. Then a second one ends it, as it does for people.
STARTING = 0.3


class Ended(NamedTuple):
    """How a process ended, and what it said on stderr."""

    status: int
    said: str


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(load_catalogue("demo"), limit=100_000) as sandbox:
        yield sandbox


class Trials:
    """Starts commands, each in a copy of the demo's home, and sends them signals."""

    def __init__(self, demo_home: Path, sandbox: Sandbox, folder: Path) -> None:
        self._demo, self._sandbox, self._folder = demo_home, sandbox, folder
        self._number = 0

    @property
    def home(self) -> Path:
        """That of the command that was started last."""
        return self._folder / f"{self._number}"

    def start(self, command: str, *, program: bool = False) -> subprocess.Popen[str]:
        self._number += 1
        home = Home(self.home, self._sandbox)
        shutil.copytree(self._demo, home.path, symlinks=True)
        csv = self._folder / f"{self._number}.csv"
        csv.write_text("Catalog#,Artist,Title,Label,Format,Rating,Released,release_id\nA1,A,T,L,LP,,1999,1\n")
        names = {"files": f"{home.path}-files", "csv": str(csv), "token": self._sandbox.token}
        words = [word.format(**names) for word in ARGUMENTS[command]]
        entry = [str(Path(sys.executable).with_name("linernotes"))] if program else None
        return subprocess.Popen(
            [*(entry or [sys.executable, "-m", "linernotes"]), *words],
            env=home.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def duration(self, command: str) -> float:
        """Seconds of a run that nobody interrupts; of one without an end, until it is well under way."""
        began = time.monotonic()
        process = self.start(command)
        try:
            process.communicate(timeout=3 if command in ENDLESS else 100)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        return time.monotonic() - began

    def interrupt(
        self, command: str, after: float, number: signal.Signals = signal.SIGINT, *, program: bool = False
    ) -> Ended | None:
        """Send the signal to the whole group, as a terminal does. None if the command had come to its end."""
        process = self.start(command, program=program)
        try:
            process.wait(timeout=after)
        except subprocess.TimeoutExpired:
            return self.stop(process, number, again=after < STARTING)
        process.communicate()
        return None

    def stop(self, process: subprocess.Popen[str], number: signal.Signals, *, again: bool = False) -> Ended:
        """Send the signal to the group and see how it ends, after a second one if it may be sent `again`."""
        os.killpg(process.pid, number)
        try:
            _, said = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            if again:
                return self.stop(process, number)
            process.kill()
            _, said = process.communicate()
            raise AssertionError(f"it goes on after {number.name}: {said}") from None
        shutil.rmtree(self.home, ignore_errors=True)
        return Ended(process.returncode, said)


@pytest.fixture
def trials(demo_home: Path, sandbox: Sandbox, tmp_path: Path) -> Trials:
    return Trials(demo_home, sandbox, tmp_path)


def check(ended: Ended | None) -> None:
    """One line and 130; a command that was through when the signal came has its own status."""
    if ended is None or ended == (-signal.SIGINT, "") or ended == (-signal.SIGTERM, ""):
        return
    assert [word for word in ("Traceback", "mistake", "ignored", "Error:") if word in ended.said] == [], (
        ended.said
    )
    assert ended.status in (0, INTERRUPTED), ended
    lines = [line for line in ended.said.splitlines() if line.startswith("Interrupted.")]
    assert len(lines) == (ended.status == INTERRUPTED), ended.said


@pytest.mark.soak  # at random moments: one of some hundred trials failed on a busy machine, cause not known
@pytest.mark.parametrize("command", ARGUMENTS)
def test_while_it_starts(trials: Trials, command: str) -> None:
    """Half a second passes before a command does anything: most Ctrl-C of somebody who mistyped come then."""
    chance = random.Random()
    number = chance.choice([signal.SIGINT, signal.SIGTERM])
    check(trials.interrupt(command, chance.uniform(0.02, 0.6), number, program=chance.random() < 0.5))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    ("command", "sign"),
    [("build", "builds/*.draft.duckdb"), ("export tables", "../*-files/.linernotes-export-*")],
)
def test_while_duckdb_works(trials: Trials, command: str, sign: str, number: signal.Signals) -> None:
    """A command that is through before the signal comes is tried again: an export of the demo takes a moment."""
    for _ in range(6):
        process = trials.start(command)
        while not list(trials.home.glob(sign)) and process.poll() is None:
            time.sleep(0.01)
        time.sleep(random.Random().uniform(0, 0.1))
        ended = trials.stop(process, number)
        check(ended)
        if ended.status == INTERRUPTED:
            return
    pytest.fail(f"{command} was never interrupted")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "exception",
    [
        "KeyboardInterrupt in a destructor",
        pytest.param("a query", marks=pytest.mark.xfail(reason="a counting query goes on; cause not known")),
    ],
)
def test_an_interruption_that_a_library_turns_into_something_else(
    tmp_path: Path, number: signal.Signals, exception: str
) -> None:
    """DuckDB makes an error of its own of it, and Python drops what is raised in a destructor."""
    work = {
        "a query": """
            from linernotes.storage.duckdb.database import DBStorage
            with DBStorage.create(Path(sys.argv[1])) as storage:
                later.start()
                storage.scalar("select count(*) from range(100000000000) t(i) where i % 7 = 3")
        """,
        "KeyboardInterrupt in a destructor": """
            class Slow:
                def __del__(self):
                    time.sleep(1000)
            slow = Slow()
            later.start()
            del slow
            time.sleep(1000)
        """,
    }
    program = f"""if True:
        import sys, threading, time, signal
        from pathlib import Path
        from linernotes.processes.interruption import raise_interrupts
        raise_interrupts()
        def send():  # again, as a person would: on a busy machine the first may come at an odd moment
            for seconds in (0.5, 10, 15):
                time.sleep(seconds)
                signal.pthread_kill(threading.main_thread().ident, {int(number)})
        later = threading.Thread(target=send, daemon=True)
        try:
            {work[exception].strip()}
        except KeyboardInterrupt:
            print("interrupted")
        """
    done = subprocess.run(
        [sys.executable, "-c", program, "unused.duckdb"],
        capture_output=True,
        text=True,
        timeout=40,
        cwd=tmp_path,
    )
    assert (done.stdout, done.stderr) == ("interrupted\n", "")


@pytest.mark.soak
@pytest.mark.parametrize("command", ARGUMENTS)
def test_a_hundred_signals(trials: Trials, command: str) -> None:
    """From the process's first moment to its end; by the program and by `python -m`."""
    chance, lasts = random.Random(), trials.duration(command)
    for _ in range(30 if command == "export site" else 100):
        number = chance.choice([signal.SIGINT, signal.SIGTERM])
        check(trials.interrupt(command, chance.uniform(0, lasts), number, program=chance.random() < 0.5))
