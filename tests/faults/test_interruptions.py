"""Ctrl-C and SIGTERM at any moment of any command: one line, status 130, and never a stack trace."""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
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
    "artist": ["artist", "900036170"],
    "path": ["path", "900036170", "955545936"],
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
#: Those that are interrupted in `make test`: they fetch, build, write files, serve.
FIRST = {"sync", "build", "export site", "serve"}

#: Seconds that an interrupted process may take on a busy machine: its own bound is `last_resort.PATIENCE`.
ENDS_WITHIN = 30.0

#: Trials of each command under `make soak`.
TRIALS = 100


class Ended(NamedTuple):
    """How a process ended, and what it said on stderr."""

    status: int
    said: str


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(load_catalogue("demo"), limit=100_000) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def forking() -> Iterator[subprocess.Popen[str]]:
    """A process that has imported all and forks for each command (tests/faults/forking.py)."""
    words = [sys.executable, "-m", "tests.faults.forking"]
    pipe = subprocess.PIPE
    root = Path(__file__).parents[2]
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True, bufsize=1, cwd=root) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


class Trials:
    """Starts commands, each in a copy of the demo's home, and sends them signals."""

    def __init__(self, demo_home: Path, sandbox: Sandbox, folder: Path) -> None:
        self._demo, self._sandbox, self._folder = demo_home, sandbox, folder
        self._number = 0

    @property
    def home(self) -> Path:
        """That of the command that was started last."""
        return self._folder / f"{self._number}"

    def prepare(self, command: str) -> tuple[list[str], dict[str, str]]:
        """Make a home for a command. Returns its words and environment."""
        shutil.rmtree(self.home, ignore_errors=True)
        self._number += 1
        home = Home(self.home, self._sandbox)
        if command == "import":  # it refuses a home that a sync has filled
            home.path.mkdir()
        else:
            shutil.copytree(self._demo, home.path, symlinks=True)
        csv = self._folder / f"{self._number}.csv"
        csv.write_text(
            "Catalog#,Artist,Title,Label,Format,Rating,Released,release_id,CollectionFolder,Date Added,"
            "Collection Media Condition,Collection Sleeve Condition,Collection Notes\n"
            "A1,A,T,L,LP,,1999,1,Uncategorized,2024-01-01 10:00:00,,,\n"
        )
        names = {"files": f"{home.path}-files", "csv": str(csv), "token": self._sandbox.token}
        return [word.format(**names) for word in ARGUMENTS[command]], home.environment

    def start(self, command: str, *, program: bool = False) -> subprocess.Popen[str]:
        words, environment = self.prepare(command)
        entry = [str(Path(sys.executable).with_name("linernotes"))] if program else None
        return subprocess.Popen(
            [*(entry or [sys.executable, "-m", "linernotes"]), *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def stop(self, process: subprocess.Popen[str], number: signal.Signals) -> Ended:
        """Send the signal to the whole group, as a terminal does, and see how it ends."""
        os.killpg(process.pid, number)
        try:
            _, said = process.communicate(timeout=ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            _, said = process.communicate()
            raise AssertionError(f"it goes on after {number.name}: {said}") from None
        return Ended(process.returncode, said)

    def fork(
        self, forking: subprocess.Popen[str], command: str, after: float, number: signal.Signals
    ) -> tuple[Ended, float]:
        """Have the command run in a fork, and send it the signal. Returns how it ended, and when, in seconds."""
        words, environment = self.prepare(command)
        stderr = self._folder / f"{self._number}.said"
        request = {"words": words, "environment": environment, "stderr": str(stderr)}
        assert forking.stdin is not None
        forking.stdin.write(json.dumps(request) + "\n")
        process, began = read_number(forking), time.monotonic()
        assert process is not None
        status = read_number(forking, after)
        if status is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process, number)
            status = read_number(forking, ENDS_WITHIN)
        lasted = time.monotonic() - began
        if status is None:
            os.killpg(process, signal.SIGKILL)
            read_number(forking)
            raise AssertionError(f"it goes on after {number.name}: {stderr.read_text()}")
        return Ended(status, stderr.read_text()), lasted


def read_number(forking: subprocess.Popen[str], seconds: float | None = None) -> int | None:
    """The next line; None if none comes in that time."""
    assert forking.stdout is not None
    if not select.select([forking.stdout], [], [], seconds)[0]:
        return None
    return int(forking.stdout.readline())


@pytest.fixture
def trials(demo_home: Path, sandbox: Sandbox, tmp_path: Path) -> Trials:
    return Trials(demo_home, sandbox, tmp_path)


@pytest.fixture
def chance() -> random.Random:
    return random.Random()


def either(chance: random.Random) -> signal.Signals:
    return chance.choice([signal.SIGINT, signal.SIGTERM])


def check(ended: Ended) -> None:
    """One line and 130; a command that was through when the signal came has its own status."""
    assert [word for word in ("Traceback", "mistake", "ignored", "Error:") if word in ended.said] == [], (
        ended.said
    )
    assert ended.status in (0, INTERRUPTED), ended
    lines = [line for line in ended.said.splitlines() if line.startswith("Interrupted.")]
    assert len(lines) == (ended.status == INTERRUPTED), ended.said


def is_ours(process: subprocess.Popen[str]) -> bool:
    """Whether our first line has run: Python itself catches SIGINT, and never SIGTERM."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Until it is true, or the process has ended."""
    deadline = time.monotonic() + 60
    while process.poll() is None and not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def interrupt_its_start(trials: Trials, command: str, chance: random.Random) -> None:
    process = trials.start(command, program=chance.random() < 0.5)
    wait_until(lambda: is_ours(process), process)
    time.sleep(chance.uniform(0, 0.5))
    check(trials.stop(process, either(chance)))


@pytest.mark.parametrize("command", ["artist", pytest.param("serve", marks=pytest.mark.soak)])
def test_while_it_starts(trials: Trials, command: str, chance: random.Random) -> None:
    """Half a second passes before a command does anything: most Ctrl-C of somebody who mistyped come then."""
    interrupt_its_start(trials, command, chance)


@pytest.mark.soak
@pytest.mark.parametrize("command", ARGUMENTS)
def test_ten_times_while_it_starts(trials: Trials, command: str, chance: random.Random) -> None:
    for _ in range(10):
        interrupt_its_start(trials, command, chance)


def test_while_python_tidies_up(tmp_path: Path) -> None:
    """The command is through by then, and Python has taken its handlers back: the status is the command's own."""
    program = """if True:
        import os, signal, sys
        class Last:
            def __del__(self):
                os.kill(os.getpid(), signal.SIGINT)
                os.kill(os.getpid(), signal.SIGTERM)
        sys.last = Last()  # what sys refers to is taken down last
        from linernotes.__main__ import main
        main()
    """
    done = subprocess.run([sys.executable, "-c", program, "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_keyboard_interrupt_that_passed_through_exec(tmp_path: Path) -> None:
    """`python -m` remembers it, and kills the process with SIGINT at its end although the command handled it."""
    program = """
import sys
from linernotes.__main__ import main
from linernotes.processes.interruption import may_speak
try:
    main()
finally:
    try:
        exec("raise KeyboardInterrupt")
    except KeyboardInterrupt:
        may_speak()
"""
    (tmp_path / "program.py").write_text(program)
    words = [sys.executable, "-m", "program", "--version"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == INTERRUPTED
    assert done.stdout.startswith("linernotes ")


def test_its_first_line_comes_soon() -> None:
    """Until then Ctrl-C prints a stack trace of Python's. So it imports only what Python has loaded itself."""
    program = """if True:
        import sys
        before = {*sys.modules, *sys.builtin_module_names}
        import linernotes.__main__
        print(*set(sys.modules) - before)
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    ours = ["linernotes", "linernotes.__main__", "linernotes.processes", "linernotes.processes.interruption"]
    assert sorted(done.stdout.split()) == ours


@pytest.mark.parametrize(
    "command",
    [pytest.param(command, marks=() if command in FIRST else pytest.mark.soak) for command in ARGUMENTS],
)
def test_while_it_works(
    trials: Trials, forking: subprocess.Popen[str], command: str, chance: random.Random
) -> None:
    """At a random moment of the first half second, in which most commands are through."""
    check(trials.fork(forking, command, chance.uniform(0, 0.5), either(chance))[0])


@pytest.mark.soak
@pytest.mark.parametrize("command", ARGUMENTS)
def test_a_hundred_signals(
    trials: Trials, forking: subprocess.Popen[str], command: str, chance: random.Random
) -> None:
    """From the command's first moment to its end. One without an end is well under way after a second."""
    ended, lasts = trials.fork(forking, command, 1.0 if command in ENDLESS else 100.0, signal.SIGINT)
    check(ended)
    for _ in range(TRIALS):
        check(trials.fork(forking, command, chance.uniform(0, lasts), either(chance))[0])


@pytest.mark.parametrize(
    ("command", "sign", "number"),
    [
        ("build", "builds/*.draft.duckdb", signal.SIGTERM),
        pytest.param(
            "export tables", "../*-files/.linernotes-export-*", signal.SIGINT, marks=pytest.mark.soak
        ),
    ],
)
def test_while_duckdb_works(trials: Trials, command: str, sign: str, number: signal.Signals) -> None:
    """A command that is through before the signal comes is tried again: an export of the demo takes a moment."""
    for _ in range(6):
        process = trials.start(command)
        wait_until(lambda: bool(list(trials.home.glob(sign))), process)  # noqa: B023 it is called before the next
        time.sleep(random.Random().uniform(0, 0.1))
        ended = trials.stop(process, number)
        check(ended)
        if ended.status == INTERRUPTED:
            return
    pytest.fail(f"{command} was never interrupted")


#: What a library does that a KeyboardInterrupt cannot end, and does not get out of.
WORK = {
    # DuckDB tells its own threads nothing of it, and waits for them. With less than two row groups they may be idle.
    "a query": """
            from linernotes.storage.duckdb.database import DBStorage
            with DBStorage.create(Path("unused.duckdb")) as storage:
                storage.execute("set threads = 2")
                storage.execute("create table number as select range i from range(1000000)")
                later.start()
                storage.scalar("select count(*) from number a, number b where (a.i * b.i) % 7 = 3")
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


def run_and_interrupt(work: str, number: signal.Signals, folder: Path) -> tuple[int, str, str]:
    """Run some lines, which start the thread `later`; it sends the signal."""
    program = f"""if True:
        import sqlite3, sys, threading, time, signal
        from pathlib import Path
        from linernotes.processes.last_resort import Ending, ends_by, has_come, raise_interrupts
        raise_interrupts()
        def send():
            time.sleep(0.5)
            signal.pthread_kill(threading.main_thread().ident, {int(number)})
        later = threading.Thread(target=send, daemon=True)
        try:
            {work.strip()}
        except KeyboardInterrupt:
            print("interrupted")
        """
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, cwd=folder
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("work", "number"),
    [
        ("a query", signal.SIGTERM),
        pytest.param("KeyboardInterrupt in a destructor", signal.SIGINT, marks=pytest.mark.soak),
    ],
)
def test_an_interruption_that_a_library_turns_into_something_else(
    tmp_path: Path, work: str, number: signal.Signals
) -> None:
    assert run_and_interrupt(WORK[work], number, tmp_path) == (0, "interrupted\n", "")


def test_a_library_that_never_comes_back(tmp_path: Path) -> None:
    """SQLite asks nobody while it works: a thread ends the process when its time is over."""
    work = """
            with ends_by(Ending(seconds=lambda: 0.2, line="Interrupted. At last.")):
                later.start()
                endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
                sqlite3.connect(":memory:").execute(endless).fetchall()
    """
    assert run_and_interrupt(work, signal.SIGINT, tmp_path) == (INTERRUPTED, "", "Interrupted. At last.\n")


def test_an_error_that_a_library_makes_of_it_is_known_at_once(tmp_path: Path) -> None:
    """numpy, for one, says that its import failed. The command line asks whether a signal has come."""
    work = """
            try:
                later.start()
                time.sleep(1000)
            except KeyboardInterrupt:
                print(has_come())
    """
    assert run_and_interrupt(work, signal.SIGTERM, tmp_path) == (0, "True\n", "")
