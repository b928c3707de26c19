"""Behind a path of a reverse proxy every address of every page, redirect, cookie and drawing has that path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.security.test_program_keys import bearer, make
from tests.web.security.test_security import token_of

from linernotes.errors import ConfigError
from linernotes.settings import load_settings
from linernotes.web.app import create_app
from linernotes.web.public_path import ATTRIBUTES, clashes
from linernotes.web.rendering.assets import FOLDER

PATH = "/linernotes"
PUBLIC = f"https://nas.example{PATH}"

#: Attributes of text: what begins with a slash there is not fetched, or comes back to the app as it is.
OF_TEXT = {"value", "content", "title", "alt", "aria-label", "placeholder", "d", "data-name", "data-text"}
#: Pages are followed from each other; of each kind (`/release/1`, `/release/2`), so many at most.
OF_A_KIND = 1


class Addresses(HTMLParser):
    """Every attribute of a page that holds an address of this site."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name not in OF_TEXT and value and value.startswith("/"):
                self.found.append((tag, name, value))


def addresses(text: str) -> list[tuple[str, str, str]]:
    parser = Addresses()
    parser.feed(text)
    return parser.found


def kind(address: str) -> str:
    """What all pages of one kind have in common: the path without its numbers and names."""
    path = re.sub(r"/(role|facet)/.*", r"/\1/x", urlsplit(address).path)
    return re.sub(r"\d+", "1", path)


@pytest.fixture
def client(open_app: Open, demo_home: Path) -> TestClient:
    return open_app(home=demo_home, public_url=PUBLIC, base_url="https://nas.example")


def crawl(client: TestClient) -> Iterator[tuple[str, str]]:
    """Pages of the demo and what they load, as a browser finds them from the first page on: (address, text)."""
    waiting, seen, kinds = [f"{PATH}/"], set[str](), dict[str, int]()
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        if "Location" in answer.headers:
            yield address, f'<a href="{answer.headers["Location"]}">'
        if not re.match("text/html|image/svg", answer.headers.get("content-type", "")):
            continue
        assert answer.status_code < 400 or address.endswith("/login"), address
        yield address, answer.text
        for tag, name, found in addresses(answer.text):
            target = urljoin(address, found.partition("#")[0])
            if tag == "form" or name not in ATTRIBUTES or target in seen or not target.startswith(PATH):
                continue
            if re.search(r"get-user-access|/static/|\.(csv|json|html)", target):
                continue
            seen.add(target)
            kinds[kind(target)] = kinds.get(kind(target), 0) + 1
            if kinds[kind(target)] <= OF_A_KIND:
                waiting.append(target)


def test_no_page_has_an_address_without_the_path(client: TestClient):
    pages, wrong = 0, list[tuple[str, str, str, str]]()
    for address, text in crawl(client):
        pages += 1
        wrong += [
            (address, *one) for one in addresses(text) if one[2] != PATH and not one[2].startswith(f"{PATH}/")
        ]
        wrong += [(address, "", "twice", one[2]) for one in addresses(text) if one[2].startswith(PATH * 2)]
    assert wrong == []
    assert pages > 30


def test_redirects_cookies_and_forms_lead_below_the_path(open_app: Open, tmp_path: Path):
    client = open_app(public_url=PUBLIC + "/", base_url="https://nas.example", password="pass word")
    led = client.get(f"{PATH}/collection?sort=year")
    assert (led.status_code, led.headers["Location"]) == (
        303,
        f"{PATH}/login?next=%2Fcollection%3Fsort%3Dyear",
    )
    asked = client.get(led.headers["Location"])
    assert f"path={PATH};" in asked.headers["Set-Cookie"]
    assert "secure" in asked.headers["Set-Cookie"]
    form = {"csrf": token_of(client, led.headers["Location"]), "password": "pass word"}
    form["next"] = re.search(r'name="next" value="([^"]+)"', asked.text)[1]  # type: ignore[index]
    assert client.post(f"{PATH}/login", data=form).headers["Location"] == f"{PATH}/collection?sort=year"
    key = make(tmp_path / "home")
    assert client.get(f"{PATH}/api/status", headers=bearer(key)).status_code == 200
    assert client.get(f"{PATH}/get-user-access", headers=bearer(key)).status_code == 403
    assert client.get(f"{PATH}/{key}").status_code == 400


@pytest.mark.parametrize("asked", [PATH, f"{PATH}/", "/"])
def test_the_path_may_be_taken_away_on_the_way(client: TestClient, asked: str):
    """nginx does so where `proxy_pass` ends with a slash."""
    answer = client.get(asked)
    assert answer.status_code == 200
    assert f'href="{PATH}/collection"' in answer.text
    assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_a_path_that_only_begins_so_is_another(client: TestClient):
    assert client.get("/linernotes2/collection").status_code == 404
    assert client.get(f"{PATH}{PATH}/collection").status_code == 404


def test_what_is_no_page_passes_as_it_is(client: TestClient, demo: TestClient):
    assert client.get(f"{PATH}/api/numbers").json() == demo.get("/api/numbers").json()
    sheet = client.get(f"{PATH}/static/shared/base.css", headers={"Accept-Encoding": "gzip"})
    assert sheet.content == (FOLDER / "shared/base.css").read_bytes()
    drawing = client.get(
        f"{PATH}/static/shared/icon.svg", headers={"Range": "bytes=0-9", "Accept-Encoding": "identity"}
    )
    assert (drawing.status_code, len(drawing.content)) == (206, 10)
    head = client.head(f"{PATH}/collection")
    assert (head.status_code, head.content, "Content-Length" in head.headers) == (200, b"", False)
    assert client.get(f"{PATH}/api/openapi.json").json()["servers"] == [{"url": PATH}]
    assert "servers" not in demo.get("/api/openapi.json").json()


def test_text_that_looks_like_an_address_is_left_alone(client: TestClient):
    hostile = " href=\"/evil\" src='/evil'"
    shown = client.get(f"{PATH}/own", params={"q": hostile}).text
    assert "/evil" in shown
    assert f"{PATH}/evil" not in shown


def test_the_address_that_others_get_begins_with_the_public_one(client: TestClient):
    assert (
        f"{PUBLIC}/receive-token" in client.get(f"{PATH}/config").text
        or "credentials_ok: true" in client.get("/config").text
    )
    assert client.get(f"{PATH}/paper/labels?of=record").status_code == 200


def test_scripts_find_the_app_from_their_own_address():
    """No script of ours, nor any sheet, writes an address from the root on."""
    files = [path for path in FOLDER.rglob("*.js") if not {"vendor", "site"} & set(path.parts)]
    assert len(files) > 10
    literal = re.compile(
        r"""(fetch|URL|EventSource|register|open|import)\(\s*["'`]/|path=/|(href|src)\s*=\s*["'`]/"""
    )
    assert [path.name for path in files if literal.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://nas.example/linernotes", "/linernotes"),
        ("https://nas.example/linernotes/", "/linernotes"),
        ("https://nas.example/a/b-c_d.e~f", "/a/b-c_d.e~f"),
        ("https://nas.example/", ""),
        ("https://nas.example:8443", ""),
    ],
)
def test_the_setting_takes_a_path(tmp_path: Path, address: str, path: str):
    assert load_settings(home=tmp_path, public_url=address).public_path == path


@pytest.mark.parametrize(
    "path",
    ["/a b", "/..", "/a/../b", "/a//b", '/"x', "/<b>", "/a?x", "/a#x", "/%61", "//x", "/a;b", "/\r\nX: y"],
)
def test_a_strange_path_is_refused(tmp_path: Path, path: str):
    with pytest.raises(ConfigError, match="public_url"):
        load_settings(home=tmp_path, public_url=f"https://nas.example{path}")


def test_a_path_of_our_own_is_refused(tmp_path: Path):
    with pytest.raises(ConfigError, match="choose another path"):
        create_app(load_settings(home=tmp_path, public_url="https://nas.example/collection"))
    assert clashes("/static/x", [])
    assert not clashes("", ["/collection"])
    assert not clashes("/collections", ["/collection"])
