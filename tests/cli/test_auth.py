"""`linernotes auth` as people use it: in a terminal, with a browser of theirs, or without one."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.homes import Home
from tests.program.forks.client import start
from tests.sandbox.consent import code_shown, sent_to
from tests.source.conftest import small_catalogue

from discogs_sandbox.server import Sandbox

_AUTHORIZE = re.compile(rb"http://\S+/oauth/authorize\?oauth_token=\w+(?=\s)")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(small_catalogue(), signature="hmac-sha1") as sandbox:
        yield sandbox


class Terminal:
    """A program in a terminal: what it says, and what is typed."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self.process = process
        self.said = b""
        self._screen = screen

    def until(self, text: str | re.Pattern[bytes]) -> str:
        """Read until it says this; returns what matched."""
        pattern = re.compile(re.escape(text.encode())) if isinstance(text, str) else text
        while (found := pattern.search(self.said)) is None:
            assert self._read(), f"it ended without {pattern.pattern!r}: {self.said!r}"
        return found[0].decode()

    def type(self, text: str) -> None:
        os.write(self._screen, f"{text}\n".encode())

    def interrupt(self) -> None:
        """Press Ctrl-C as people do: again when nothing happens.

        Python sees one that comes after the prompt and before the read only at the next.
        """
        for _ in range(30):
            if b"Interrupted." in self.said:
                return
            self.process.send_signal(signal.SIGINT)
            while select.select([self._screen], [], [], 2)[0]:
                if not self._read():
                    return

    def end(self) -> int:
        """Read to the end; returns the exit status."""
        while self._read():
            pass
        return self.process.wait(timeout=60)

    def _read(self) -> bytes:
        """What it said since; empty once it has ended."""
        try:
            more = os.read(self._screen, 4096)
        except OSError:
            return b""
        self.said += more
        return more


@contextmanager
def terminal(home: Home, *arguments: str) -> Iterator[Terminal]:
    """Run `linernotes` there; a browser that opens nothing stands in for the user's own."""
    screen, program = pty.openpty()
    process = start(
        [sys.executable, "-m", "linernotes", *arguments],
        env=home.environment | {"BROWSER": "true", "TERM": "dumb"},
        stdin=program,
        stdout=program,
        stderr=program,
        start_new_session=True,
    )
    os.close(program)
    try:
        yield Terminal(process, screen)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(screen)


def at(path: Path, sandbox: Sandbox, *, consumer: bool = True) -> Home:
    given = {"api_url": sandbox.url, "www_url": sandbox.www_url}
    if consumer:
        given |= {"consumer_key": sandbox.consumer_key, "consumer_secret": sandbox.consumer_secret}
    return Home(path, **given)


def saved(home: Home) -> dict[str, Any]:
    path = home.path / "secrets.yml"
    return yaml.safe_load(path.read_text())["discogs"] if path.exists() else {}


def visit(address: str) -> str:
    """What the browser shows where Discogs sends it."""
    with urllib.request.urlopen(address, timeout=30) as page:
        return str(page.read().decode())


def test_the_browser_comes_back_to_a_callback_on_this_machine(tmp_path: Path, sandbox: Sandbox) -> None:
    home = at(tmp_path, sandbox)
    with terminal(home, "auth") as screen:
        address = sent_to(screen.until(_AUTHORIZE))
        assert re.match(r"http://127\.0\.0\.1:\d+/receive-token\?", address)
        assert "Thank you" in visit(address)
        assert screen.end() == 0
        assert b"Connected as rodneyfool." in screen.said
    own = saved(home)
    assert (own["user"], own["name"]) == ("rodneyfool", "Rodney")
    verifier = address.rpartition("=")[2]
    for secret in (own["token"], own["secret"], sandbox.consumer_secret, verifier):
        assert secret.encode() not in screen.said


def test_a_stranger_at_the_callback_changes_nothing(tmp_path: Path, sandbox: Sandbox) -> None:
    with terminal(at(tmp_path, sandbox), "auth") as screen:
        address = sent_to(screen.until(_AUTHORIZE))
        other = re.sub(r"oauth_token=\w+", "oauth_token=another", address)
        for strange in (other, address.replace("/receive-token", "/"), address.partition("?")[0]):
            with pytest.raises(urllib.error.HTTPError) as answer:
                visit(strange)
            answer.value.close()
            assert answer.value.code == 404
        visit(address)
        assert screen.end() == 0


def test_denying_fails_with_one_line_and_saves_nothing(tmp_path: Path, sandbox: Sandbox) -> None:
    home = at(tmp_path, sandbox)
    with terminal(home, "auth") as screen:
        assert "Access was denied" in visit(sent_to(screen.until(_AUTHORIZE), "deny"))
        assert screen.end() == 1
        assert screen.said.rstrip().endswith(b"Error: Access was denied at Discogs. Nothing was saved.")
    assert saved(home) == {}


def test_a_code_is_typed_in_where_there_is_no_browser(tmp_path: Path, sandbox: Sandbox) -> None:
    home = at(tmp_path, sandbox)
    with terminal(home, "auth", "--no-browser") as screen:
        code = code_shown(screen.until(_AUTHORIZE))
        screen.until("code")
        screen.type(code)
        assert screen.end() == 0
    assert saved(home)["user"] == "rodneyfool"


def test_a_wrong_code_fails_with_one_line(tmp_path: Path, sandbox: Sandbox) -> None:
    home = at(tmp_path, sandbox)
    with terminal(home, "auth", "--no-browser") as screen:
        code_shown(screen.until(_AUTHORIZE))
        screen.until("code")
        screen.type("aGuess")
        assert screen.end() == 1
        assert b"Error: Discogs does not take the code" in screen.said
        assert b"Traceback" not in screen.said
    assert saved(home) == {}


def test_the_consumer_is_asked_for_where_none_is_configured(tmp_path: Path, sandbox: Sandbox) -> None:
    home = at(tmp_path, sandbox, consumer=False)
    with terminal(home, "auth") as screen:
        type_consumer(screen, sandbox.consumer_key, sandbox.consumer_secret)
        visit(sent_to(screen.until(_AUTHORIZE)))
        assert screen.end() == 0
        assert sandbox.consumer_secret.encode() not in screen.said
    own = saved(home)
    assert (own["consumer_key"], own["consumer_secret"]) == (sandbox.consumer_key, sandbox.consumer_secret)


def test_a_mistyped_consumer_is_asked_for_again(tmp_path: Path, sandbox: Sandbox) -> None:
    home = at(tmp_path, sandbox, consumer=False)
    for key, secret in (("aTypo", sandbox.consumer_secret), (sandbox.consumer_key, "aTypo")):
        with terminal(home, "auth", "--no-browser") as screen:
            type_consumer(screen, key, secret)
            assert screen.end() == 1
            assert b"Error: Discogs" in screen.said
        assert saved(home) == {}
    with terminal(home, "auth", "--no-browser") as screen:
        type_consumer(screen, sandbox.consumer_key, sandbox.consumer_secret)
        code = code_shown(screen.until(_AUTHORIZE))
        screen.until("code")
        screen.type(code)
        assert screen.end() == 0
    assert saved(home)["consumer_key"] == sandbox.consumer_key


def type_consumer(screen: Terminal, key: str, secret: str) -> None:
    screen.until("Consumer key")
    screen.type(key)
    screen.until("Consumer secret: ")  # the blank comes when it listens
    screen.type(secret)


@pytest.mark.parametrize("prompt", ["Consumer key", "Consumer secret: "])
def test_ctrl_c_at_a_prompt_is_an_interruption(tmp_path: Path, sandbox: Sandbox, prompt: str) -> None:
    home = at(tmp_path, sandbox, consumer=False)
    with terminal(home, "auth") as screen:
        if prompt != "Consumer key":
            screen.until("Consumer key")
            screen.type("aKey")
        screen.until(prompt)
        screen.interrupt()
        assert screen.end() == 130
        assert b"Interrupted." in screen.said
        assert b"Aborted" not in screen.said
    assert saved(home) == {}


def test_a_token_that_discogs_refuses_is_not_authenticated(tmp_path: Path, sandbox: Sandbox) -> None:
    home = at(tmp_path, sandbox)
    done = home.run("auth", "--token", "notATokenOfAnybody")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("Error: Discogs does not know this personal access token.")
    assert done.stderr.count("\n") == 1
    assert saved(home) == {}
