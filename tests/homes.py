"""A home and the program that works on it: run in this process, or in one of its own as users run it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import Any

import duckdb
from tests.program.forks.client import start
from tests.synced import sync_here
from typer.testing import CliRunner

from discogs_sandbox.server import Sandbox
from linernotes.cli import app, load_commands
from linernotes.settings import load_settings
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

#: What differs between two runs that came to the same: when things happened, and how often.
TIMES = {"loaded_at", "as_of", "seen_at", "built_at"}
OF_THE_RUN = {"sync_run", "meta"}


def is_in_event_loop() -> bool:
    """Whether an event loop runs in this thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class Home:
    """A LINERNOTES_HOME at `path`, connected to a sandbox with its personal token."""

    def __init__(self, path: Path, sandbox: Sandbox | None = None, **settings: str) -> None:
        self.path = path
        given = {"LINERNOTES_HOME": str(path)} | {f"LINERNOTES_{k.upper()}": v for k, v in settings.items()}
        if sandbox is not None:
            given = {
                "LINERNOTES_API_URL": sandbox.url,
                "LINERNOTES_WWW_URL": sandbox.www_url,
                "LINERNOTES_TOKEN": sandbox.token,
            } | given
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("LINERNOTES_")} | given

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[str]:
        """Start `linernotes` with these arguments and go on; it may be a fork (tests/program/forks)."""
        command = [sys.executable, "-m", "linernotes", *arguments]
        pipe = subprocess.PIPE
        return start(
            command,
            env=self.environment,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=pipe,
            stderr=pipe,
            **more,
        )

    def run(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command in this process, for a new one takes a second to start: same status, same words.

        What ends a process, or is between processes, needs `run_process`. So it is where an event loop runs in this
        thread, as playwright's does: a command starts its own.
        """
        if is_in_event_loop():
            return self.run_process(*arguments, cwd=cwd)
        load_commands()
        own = {name: value for name, value in self.environment.items() if name.startswith("LINERNOTES_")}
        before = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)}
        try:
            with chdir(cwd or Path.cwd()):
                done = CliRunner(env=own).invoke(app, arguments, prog_name="linernotes")
        finally:
            for sign, handler in before.items():
                signal.signal(sign, handler)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)

    def run_process(
        self, *arguments: str, timeout: float = 280, **more: Any
    ) -> subprocess.CompletedProcess[str]:
        """Run `linernotes` in a process of its own, to its end."""
        process = self.start(*arguments, **more)
        try:
            out, said = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
        return subprocess.CompletedProcess(arguments, process.returncode, out, said)

    def sync(self, **options: Any) -> int:
        """Fetch, build once and publish in this process; returns how many problems were noted.

        `options` as in SyncOptions.
        """
        given = {
            name.removeprefix("LINERNOTES_").lower(): value
            for name, value in self.environment.items()
            if name.startswith("LINERNOTES_")
        }
        sync_here(load_settings(**given, sync=options))
        with Landing.open(self.path / LANDING_DB, read_only=True) as landing:
            return len(list(landing.problems()))

    def json(self, *arguments: str) -> Any:
        """Run a command that must succeed, with `--json`, and read its answer."""
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The published copy, opened as other programs open it."""
        with duckdb.connect(str(self.path / "collection.duckdb"), read_only=True) as connection:
            connection.execute("set timezone = 'UTC'")
            yield connection

    def rows(self, sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """Rows of the published copy."""
        with self.connect() as connection:
            return connection.execute(sql, parameters).fetchall()

    def tables(self, *, without: Iterable[str] = TIMES) -> dict[str, list[tuple[Any, ...]]]:
        """Every table's rows in an order of their own, without the columns that tell when things happened."""
        with self.connect() as connection:  # one for all: to open it costs more than to read a small table
            columns: dict[str, list[str]] = {}
            for table, name in connection.execute(
                "select table_name, column_name from duckdb_columns() join duckdb_tables() using (table_name)"
                " order by table_name, column_index"
            ).fetchall():
                if table not in OF_THE_RUN and name not in without:
                    columns.setdefault(table, []).append(name)
            return {
                table: sorted(
                    connection.execute(f"select {', '.join(names)} from {table}").fetchall(), key=repr
                )
                for table, names in columns.items()
            }
