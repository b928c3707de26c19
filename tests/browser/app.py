"""The web app with a home of its own, as browsers see it: served in a thread, or as users run it in a process."""

from __future__ import annotations

import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import yaml
from tests.homes import Home
from tests.web.inside import InsideJobs

from discogs_sandbox.server import Sandbox
from linernotes.secrets import Account, PersonalToken, SecretsYAML
from linernotes.settings import load_settings
from linernotes.storage.home.layout import LANDING_DB, SECRETS
from linernotes.storage.landing import Landing, RunState
from linernotes.web.serve import Server, listen

#: A server that ends is noticed at once; this ends the wait for one that hangs, on a machine with much else to do.
START_SECONDS = 180.0

#: What `serve` says when it is ready.
_READY = re.compile(r"(http://127\.0\.0\.1:\d+)")


class WebApp:
    """The app on a free port while the context is open. Its home is `path`, its Discogs the sandbox.

    It has neither token nor consumer but those that `settings` give: `WebApp(path, sandbox, token=...)`.
    It runs in a thread of this process, and so do its jobs: to start Python and load the app takes longer than most
    tests.
    """

    def __init__(self, path: Path, sandbox: Sandbox, *, port: int = 0, **settings: str) -> None:
        # Pictures come from the sandbox, which has none: a test of theirs names a host of its own.
        addresses = {"api_url": sandbox.url, "www_url": sandbox.www_url, "image_hosts": sandbox.www_url}
        self.home = Home(path, **addresses | settings)
        self.url = ""
        self._settings = addresses | settings | {"home": str(path)}
        self._port = port
        self._log = path.with_name(f"{path.name}.log")
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._handler: logging.Handler | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._stop_sync()

    def start(self) -> None:
        """Start the server; returns when it answers."""
        settings = load_settings(**self._settings)
        listening = listen(settings, port=self._port)
        ready = threading.Event()
        self._server = Server(settings, "127.0.0.1", listening, lambda _: ready.set())
        self._server.config.app.state.linernotes.jobs = InsideJobs(settings)  # type: ignore[union-attr]
        self._handler = logging.FileHandler(self._log, encoding="utf-8")
        self._handler.setLevel(logging.ERROR)  # as `linernotes serve` without -v
        logging.getLogger().addHandler(self._handler)
        logging.getLogger("uvicorn.error").setLevel(logging.NOTSET)  # a server that stopped has silenced it
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listening]})
        self._thread.start()
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        deadline = time.monotonic() + START_SECONDS
        while not ready.wait(0.5):
            if self._thread.is_alive() and time.monotonic() < deadline:
                continue
            self.stop()
            raise AssertionError(f"the app did not start:\n{self.log()}")

    def stop(self) -> None:
        """End the server as Ctrl-C does."""
        if self._server is None or self._thread is None or self._handler is None:
            return
        self._server.should_exit = True
        self._thread.join(60)
        has_ended = not self._thread.is_alive()
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()
        self._server = self._thread = self._handler = None
        assert has_ended, f"the app did not end:\n{self.log()}"

    def log(self) -> str:
        """Everything the server has printed."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def check_log(self, sandbox: Sandbox) -> None:
        """Nothing that was printed is a stack trace, or gives away a credential."""
        log = self.log()
        assert "Traceback" not in log, log
        tokens = sandbox.wiring.tokens
        given = [sandbox.token, sandbox.consumer_secret, *tokens.request, *tokens.access]
        given += [one.secret for one in tokens.access.values()]
        assert not [secret for secret in given if secret in log]

    def secrets(self) -> dict[str, Any] | None:
        """What secrets.yml holds under `discogs`; None where it holds nothing, or there is no such file."""
        path = self.home.path / SECRETS
        held = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
        return held.get("discogs") or None

    def connect(self, sandbox: Sandbox) -> None:
        """Connect to the account with its personal token: the secrets as `linernotes auth --token` leaves them."""
        owner = sandbox.wiring.owner
        secrets = SecretsYAML(self.home.path / SECRETS)
        secrets.save_token(PersonalToken(sandbox.token), Account(owner.username, ""))

    def run_state(self) -> RunState | None:
        """What landing knows of the latest run; None before the first."""
        path = self.home.path / LANDING_DB
        if not path.exists():
            return None
        with Landing.open(path, read_only=True) as landing:
            return landing.run_state()

    def _stop_sync(self) -> None:
        """A sync is a process of its own and outlives the server; the folder of a test must not outlive it."""
        run = self.run_state()
        if run is None or run.status != "running" or run.pid == os.getpid():
            return
        with suppress(ProcessLookupError):
            os.kill(run.pid, signal.SIGINT)
        deadline = time.monotonic() + 60
        while (now := self.run_state()) and now.status == "running":
            if time.monotonic() > deadline:
                raise AssertionError(f"the sync did not end:\n{self.log()}")
            time.sleep(0.05)


class WebProcess(WebApp):
    """The same as users run it: `linernotes serve` in a process of its own."""

    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server; returns when it says that it is ready."""
        begun = len(self.log())
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "linernotes", "serve", "--port", str(self._port)],
                env=self.home.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while (ready := _READY.search(self.log(), begun)) is None:
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"linernotes serve did not start:\n{self.log()}")
            time.sleep(0.05)
        self.url = ready[1]

    def stop(self) -> None:
        """Send what Ctrl-C sends to a terminal's programs when they are asked to end."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise AssertionError(f"linernotes serve did not end:\n{self.log()}") from None
        finally:
            self._process = None
