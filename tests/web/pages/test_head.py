"""HEAD: what answers GET answers HEAD with the same status and headers, and no body."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.homes import Home
from tests.web.conftest import Open
from tests.web.pages.test_serving import serving

from linernotes.web.rendering.assets import FOLDER

#: Where a parameter of a path needs one of certain values.
VALUES = {
    "kind": "csv",
    "format": "json",
    "size": "150",
    "view": "table",
    "path": "shared/base.css",
    "name": "1",
}

#: Headers that differ from one answer to the next.
MOVING = {"server-timing", "date", "set-cookie"}


def addresses(client: TestClient) -> Iterator[str]:
    """Every address that answers GET; parameters in it filled in."""
    waiting = list(client.app.routes)  # type: ignore[attr-defined]
    while waiting:
        route = waiting.pop()
        waiting += getattr(route, "routes", None) or []
        waiting += getattr(getattr(route, "original_router", None), "routes", [])
        if "GET" in set(getattr(route, "methods", None) or ()):
            yield re.sub(r"\{(\w+)[^}]*\}", lambda match: VALUES.get(match[1], "1"), route.path)
    yield "/static/shared/base.css"
    yield "/static/nothing.css"
    yield "/nowhere"


def test_every_address_answers_head_as_it_answers_get(open_app: Open, shelf_home: Path):
    client = open_app(home=shelf_home)
    paths = sorted(set(addresses(client)))
    assert len(paths) > 40
    for path in [
        *paths,
        "/api/sql?q=select+1",
        "/sql?q=select+1",
        "/sql?q=nonsense",
        "/sql/result.csv?q=from+range(9)",
    ]:
        client.get("/login")  # a message for the next page is shown once
        got, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (got.status_code, b""), path
        differing = {name for name in got.headers if got.headers[name] != head.headers.get(name)}
        if re.search("seconds|sql|spin|status|config|progress", path):
            differing -= {"content-length", "etag"}  # times are in the text
        assert differing <= MOVING, (path, differing)


def test_with_a_password_head_is_refused_as_get_is(open_app: Open):
    client = open_app(password="a password")
    for path in ("/", "/api/status", "/collection", "/nowhere"):
        got, head = client.get(path), client.head(path)
        assert (head.status_code, head.headers.get("location")) == (
            got.status_code,
            got.headers.get("location"),
        )


def test_every_static_file_answers_head(empty: TestClient):
    files = [file.relative_to(FOLDER) for file in FOLDER.rglob("*") if file.is_file()]
    assert len(files) > 40
    for file in files:
        head = empty.head(f"/static/{file.as_posix()}", headers={"Accept-Encoding": "identity"})
        assert (head.status_code, head.content) == (200, b""), file
        assert int(head.headers["Content-Length"]) == (FOLDER / file).stat().st_size, file


def test_what_answers_no_get_answers_no_head(empty: TestClient):
    for path in ("/logout", "/views"):
        assert empty.head(path).status_code == empty.get(path).status_code


@pytest.fixture(scope="module")
def served(shelf_home: Path) -> Iterator[str]:
    """Where the app is served by a process of its own."""
    with serving(Home(shelf_home)) as (_, address):
        yield address.removeprefix("http://")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/progress",
        "/static/shared/base.css",
        "/collection.csv",
        "/api/status",
        "/nowhere",
        "/api/status?api_key=in-an-address",
    ],
)
def test_the_connection_is_of_use_afterwards(served: str, path: str):
    """Nothing of a body is sent, of a stream of events neither."""
    with closing(http.client.HTTPConnection(served, timeout=60)) as connection:
        for _ in range(2):
            connection.request("HEAD", path, headers={"Accept": "text/event-stream"})
            answer = connection.getresponse()
            assert answer.read() == b""
            status = answer.status
        connection.request("GET", path)
        assert connection.getresponse().status == status
