"""`linernotes serve` as users run it."""

from __future__ import annotations

import http.client
import os
import pty
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.homes import Home
from tests.program.forks.client import start

from linernotes.errors import ConfigError
from linernotes.settings import load_settings
from linernotes.web.serve import listen


@contextmanager
def serving(home: Home, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = home.start("serve", "--port", "0", *words)
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        address = re.search(r"http://\S+", line)
        assert address is not None, line
        yield process, address[0]
    finally:
        process.kill()
        process.communicate()


def get(address: str, path: str) -> int:
    with closing(http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_cleanly(tmp_path: Path, sign: signal.Signals):
    """Bound to 127.0.0.1, the port is not open on another address of loopback either."""
    with serving(Home(tmp_path / "home")) as (process, address):
        assert address.startswith("http://127.0.0.1:")
        assert get(address, "/healthz") == 200
        with pytest.raises(ConnectionRefusedError):
            get(address.replace("127.0.0.1", "127.0.0.2"), "/healthz")
        process.send_signal(sign)
        out, said = process.communicate(timeout=60)
        assert process.returncode == 130
        assert out == ""
        assert said == "Interrupted. linernotes has stopped.\n"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_on_another_address_it_does_not_start_without_a_password(tmp_path: Path, host: str):
    done = Home(tmp_path / "home").run("serve", "--host", host, "--port", "0")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "LINERNOTES_PASSWORD" in done.stderr


def test_with_a_password_it_listens_on_every_address(tmp_path: Path):
    home = Home(tmp_path / "home", password="sesame-open")
    with serving(home, "--host", "0.0.0.0") as (_, address):
        assert get(address, "/login") == 200
        assert get(address.replace("127.0.0.1", "127.0.0.2"), "/") == 303


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        done = Home(tmp_path / "home").run("serve", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in done.stderr


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_loopback_needs_no_password(tmp_path: Path, host: str):
    with closing(listen(load_settings(home=tmp_path), host, 0)) as listening:
        assert listening.getsockname()[0] in ("127.0.0.1", "::1")


def test_a_host_that_is_none_is_refused(tmp_path: Path):
    with pytest.raises(ConfigError, match=r"nowhere\.invalid"):
        listen(load_settings(home=tmp_path, password="sesame-open"), "nowhere.invalid", 0)


def test_what_is_logged_has_no_query(tmp_path: Path):
    home = Home(tmp_path / "home")
    process = home.start("-vv", "serve", "--port", "0")
    assert process.stderr is not None
    said, address = "", None
    try:
        while address is None:
            said += (line := process.stderr.readline())
            assert line, said
            address = re.search(r"http://127\S+", line)
        assert get(address[0], "/receive-nothing?oauth_token=s3cr3t") == 404
        process.send_signal(signal.SIGINT)
        said += process.communicate(timeout=60)[1]
    finally:
        process.kill()
        process.communicate()
    assert "GET /receive-nothing 404" in said
    assert "s3cr3t" not in said


def test_the_demo_is_served_when_a_terminal_runs_it(tmp_path: Path):
    ours, theirs = pty.openpty()
    process = start(
        [sys.executable, "-m", "linernotes", "demo"],
        env=Home(tmp_path / "home").environment,
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        assert process.stderr is not None
        said, address = "", None
        while address is None:
            said += (line := process.stderr.readline())
            assert line, said
            address = re.search(r"linernotes is at (http://127\S+)", line)
        assert get(address[1], "/collection") == 200
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        assert process.returncode == 130
    finally:
        process.kill()
        process.communicate()
        os.close(ours)


def test_the_demo_is_not_served_where_there_is_no_terminal(tmp_path: Path):
    done = Home(tmp_path / "home").run("demo")
    assert done.returncode == 0
    assert "linernotes is at" not in done.stderr
