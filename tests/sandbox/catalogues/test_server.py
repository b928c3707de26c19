"""Starting and stopping: ports, several at once, signals."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time

import httpx2
import pytest

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox

PROGRAM = """
import sys, json
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import run
run(load_catalogue("synthetic", items=3, seed=1), on_ready=lambda info: print(json.dumps(info), flush=True))
print("clean", flush=True)
"""


def test_two_sandboxes_run_at_once_with_credentials_of_their_own(catalogue):
    with Sandbox(catalogue) as one, Sandbox(catalogue) as two:
        assert one.url != two.url
        assert len({one.token, two.token, one.other_token, two.other_token}) == 4
        for sandbox in (one, two):
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+", sandbox.url)
            headers = {"User-Agent": "T/1", "Authorization": f"Discogs token={one.token}"}
            response = httpx2.get(f"{sandbox.url}/oauth/identity", headers=headers, trust_env=False)
            assert response.status_code == (200 if sandbox is one else 401)


def test_credentials_can_be_given(catalogue):
    sandbox = Sandbox(catalogue, token="t", consumer_key="k", consumer_secret="s")
    assert (sandbox.token, sandbox.consumer_key, sandbox.consumer_secret) == ("t", "k", "s")


def test_a_port_in_use_is_an_error_and_leaves_nothing_open(catalogue):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        Sandbox(catalogue, port=taken.getsockname()[1]).start()


def test_a_stopped_sandbox_frees_its_port(catalogue):
    with Sandbox(catalogue) as sandbox:
        port = int(sandbox.url.rpartition(":")[2])
    with Sandbox(catalogue, port=port) as again:
        assert again.url == sandbox.url


def test_info_is_what_a_client_needs(catalogue):
    with Sandbox(catalogue) as sandbox:
        info = sandbox.info()
    assert list(info) == ["url", "www_url", "dump_url", "token", "consumer_key", "consumer_secret"]
    assert info["url"] == info["www_url"]
    assert info["dump_url"] == f"{info['url']}/dumps"


def test_clients_that_do_not_read_are_let_go():
    with socket.socket() as client, Sandbox(load_catalogue("synthetic", items=100, seed=1)) as sandbox:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        client.settimeout(10)
        client.connect(("127.0.0.1", int(sandbox.url.rpartition(":")[2])))
        path = f"/users/{sandbox.wiring.owner.username}/collection/folders/0/releases?per_page=100"
        lines = (
            f"GET {path} HTTP/1.1",
            "Host: x",
            "User-Agent: T/1",
            f"Authorization: Discogs token={sandbox.token}",
        )
        client.sendall(100 * ("\r\n".join(lines) + "\r\n\r\n").encode())
        answered = 0
        while not sandbox.requests:
            time.sleep(0.02)
        while answered < (answered := len(sandbox.requests.paths())):  # until the way is full
            time.sleep(0.5)
        sandbox.stop()
        while client.recv(1_000_000):  # TimeoutError where nobody has hung up
            pass


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it_cleanly(number):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ,
    )
    try:
        assert process.stdout is not None
        assert '"url": "http://127.0.0.1:' in process.stdout.readline()
        began = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()
    assert (process.returncode, out, err) == (0, "clean\n", "")
    assert time.monotonic() - began < 30
