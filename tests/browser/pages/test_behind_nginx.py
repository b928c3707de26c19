"""The app behind a path of a real reverse proxy: Debian's nginx, with https, as docs/web.md sets it up."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from tests.homes import Home
from tests.web.pages.test_serving import serving

from linernotes.storage.home.layout import KEYS_DB
from linernotes.storage.keys.store import KeyStore

pytestmark = pytest.mark.soak

ROOT = Path(__file__).resolve().parents[3]
PATH = "/linernotes"

#: Around the part of docs/web.md.
CONF = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} ssl;
        server_name localhost;
        ssl_certificate {folder}/cert.pem;
        ssl_certificate_key {folder}/key.pem;
        {location}
    }}
}}
"""


def documented() -> str:
    """The location of a path, as docs/web.md gives it."""
    text = (ROOT / "docs" / "web.md").read_text("utf-8")
    found = re.search(r"location /linernotes/ \{.*?\n\}", text, re.DOTALL)
    assert found is not None
    return found[0]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Proxied(NamedTuple):
    """The demo behind nginx: its public address, and its home."""

    address: str
    home: Path


@pytest.fixture(scope="module", params=["kept", "taken-away"])
def proxied(
    request: pytest.FixtureRequest, demo_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxied]:
    """The demo behind nginx, which passes the path on, or takes it away."""
    folder = tmp_path_factory.mktemp("nginx")
    shutil.copytree(demo_home, folder / "home", symlinks=True)
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert nginx is not None, "run tests/browser/pages/get-nginx"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        + [
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            folder / "key.pem",
            "-out",
            folder / "cert.pem",
        ],
        check=True,
        capture_output=True,
    )
    port = free_port()
    address = f"https://localhost:{port}{PATH}"
    with serving(Home(folder / "home", public_url=address, password="pass word")) as (_, inside):
        passed = inside if request.param == "kept" else f"{inside}/"
        location = documented().replace("http://127.0.0.1:8000", passed)
        user = "user root;" if os.getuid() == 0 else ""
        conf = CONF.format(user=user, folder=folder, port=port, location=location)
        (folder / "nginx.conf").write_text(conf, "utf-8")
        proxy = subprocess.Popen(
            [nginx, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"]
        )
        try:
            wait_for(port)
            yield Proxied(address, folder / "home")
        finally:
            proxy.terminate()
            proxy.wait(10)


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nginx does not listen")


def test_every_page_works_in_a_browser(proxied: Proxied, browser: Browser) -> None:
    public = proxied.address
    with browser.new_context(ignore_https_errors=True) as context:
        page = context.new_page()
        asked: list[tuple[str, int]] = []
        said: list[str] = []
        page.on("response", lambda response: asked.append((response.url, response.status)))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{public}/collection?sort=year")
        page.get_by_label("Password").fill("pass word")
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_url(f"{public}/collection?sort=year")
        for name in ("Home", "Collection", "Network", "Spin", "Gaps", "Wantlist", "SQL", "Settings"):
            page.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()
            page.wait_for_load_state("networkidle")
        page.goto(f"{public}/network")
        expect(page.locator("#map[data-state='ready']")).to_be_visible()
        page.get_by_role("link", name="Settings").click()
        page.get_by_label("Name of the program").fill("phone")
        page.get_by_role("button", name="Make a key").click()
        expect(page.get_by_role("heading", name="A key for phone")).to_be_visible()
        page.get_by_role("link", name="Back to the settings").click()
        page.get_by_role("button", name="Revoke phone").click()
        expect(page.get_by_role("status").first).to_contain_text("The key phone is revoked.")
        page.goto(f"{public}/docs")
        expect(page.locator(".opblock").first).to_be_visible()
        cookies = [one for one in context.cookies() if one["name"].startswith("linernotes_")]
    origin = public.removesuffix(PATH)
    ours = [(url, status) for url, status in asked if url.startswith(origin)]
    assert len(ours) > 60
    assert [one for one in ours if not one[0].startswith(f"{public}/") or one[1] >= 400] == []
    assert said == []
    assert [(one["path"], one["secure"], one["httpOnly"]) for one in cookies] == [(PATH, True, True)]


def test_events_come_at_once_and_keys_work(proxied: Proxied) -> None:
    with KeyStore.open(proxied.home / KEYS_DB) as store:
        key = store.add(f"events {time.time_ns()}", is_read_only=True)
    with connected(proxied) as connection:
        headers = {"Authorization": f"Bearer {key}", "Accept": "text/event-stream"}
        connection.request("GET", f"{PATH}/progress", headers=headers)
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.readline().startswith(b"event: ")  # within the seconds, though nothing else follows
    with connected(proxied) as connection:
        connection.request("GET", f"{PATH}/api/status", headers={"Authorization": "Bearer wrong"})
        assert connection.getresponse().status == 401


@contextmanager
def connected(proxied: Proxied) -> Iterator[http.client.HTTPSConnection]:
    """A connection on which no answer takes longer than five seconds."""
    parts, context = urlsplit(proxied.address), ssl._create_unverified_context()
    connection = http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=5, context=context)
    with closing(connection):
        yield connection
