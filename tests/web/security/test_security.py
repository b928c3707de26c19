"""Who may ask, from where, and what a page may load."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Open, app_on, without_cookies
from tests.web.shelves import artist, item, publish

from linernotes.web.security.guard import local_path

PAGES = ("/", "/collection", "/login", "/nowhere", "/api/status", "/healthz", "/static/shared/base.css")


@pytest.fixture(scope="module")
def opened_empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with app_on(tmp_path_factory.mktemp("empty") / "home") as client:
        yield client


@pytest.fixture
def empty(opened_empty: TestClient) -> TestClient:
    """The app on a home that is not there, opened once: what is refused changes nothing."""
    return without_cookies(opened_empty)


def token_of(client: TestClient, path: str = "/login") -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000"])
def test_loopback_names_are_answered(empty: TestClient, host: str):
    assert empty.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8000",
        "evil.example@127.0.0.1",
        "127.0.0.1@evil.example",
        "192.168.1.7:8000",
        "127.0.0.1:x",
        "[::1",
        "",
    ],
)
@pytest.mark.parametrize("path", PAGES)
def test_a_foreign_host_is_refused_on_every_page(empty: TestClient, host: str, path: str):
    answer = empty.get(path, headers={"Host": host})
    assert answer.status_code == 403
    assert "LINERNOTES_PUBLIC_URL" in answer.text


def test_the_public_url_is_a_name_of_ours(open_app: Open):
    client = open_app(public_url="https://records.example", password="pw")
    assert client.get("/login", headers={"Host": "records.example"}).status_code == 200
    assert client.get("/login", headers={"Host": "other.example"}).status_code == 403


def test_an_app_on_every_address_answers_to_addresses_but_to_no_strange_name(open_app: Open):
    client = open_app(host="0.0.0.0", password="pw")
    assert client.get("/login", headers={"Host": "192.168.1.7:8000"}).status_code == 200
    assert client.get("/login", headers={"Host": "[fe80::1]:8000"}).status_code == 200
    assert client.get("/login", headers={"Host": "evil.example"}).status_code == 403


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "http://127.0.0.1:9999",
        "http://localhost:8000",
        "https://127.0.0.1.evil.example:8000",
        "chrome-extension://abc",
        "file://",
        "http://[",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_foreign_origin_is_refused_even_with_the_token(empty: TestClient, origin: str, method: str):
    data = {"csrf": token_of(empty)} if method == "POST" else None
    answer = empty.request(method, "/login", data=data, headers={"Origin": origin})
    assert answer.status_code == 403
    assert "another site" in answer.text


EMBEDDED = (
    {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
    {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
    {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Purpose": "prefetch"},
)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", [*PAGES, "/cover/1/150", "/get-user-access", "/api/sql?q=select+1"])
def test_nothing_of_ours_is_a_part_of_another_sites_page(empty: TestClient, path: str, site: str):
    """A link to us may be followed; to load us as a picture, a script or beforehand is refused."""
    for headers in EMBEDDED:
        for method in ("GET", "HEAD"):
            answer = empty.request(method, path, headers={"Sec-Fetch-Site": site, **headers})
            assert answer.status_code == 403, headers
    for headers in EMBEDDED[:3]:
        assert (
            empty.get(
                "/static/shared/base.css", headers={"Sec-Fetch-Site": "same-origin", **headers}
            ).status_code
            == 200
        )
    followed = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert empty.get("/collection", headers=followed).status_code == 200


def test_our_own_origin_is_not_refused(empty: TestClient):
    assert empty.get("/", headers={"Origin": "http://127.0.0.1:8000"}).status_code == 200
    answer = empty.post("/login", data={"csrf": token_of(empty)}, headers={"Origin": "http://127.0.0.1:8000"})
    assert answer.status_code == 303


def test_behind_a_proxy_the_public_origin_is_ours(open_app: Open):
    client = open_app(public_url="https://records.example", password="pw")
    headers = {"Host": "127.0.0.1:8000", "Origin": "https://records.example"}
    assert client.get("/login", headers=headers).status_code == 200
    headers["Origin"] = "http://records.example"
    assert client.get("/login", headers=headers).status_code == 403


def posts(client: TestClient) -> list[str]:
    """Every address that may change something; parameters in it filled in."""
    paths = set()
    waiting = list(client.app.routes)
    while waiting:
        route = waiting.pop()
        waiting += getattr(route, "routes", None) or []
        inner = getattr(route, "original_router", None)
        waiting += getattr(inner, "routes", [])
        if {"POST", "PUT", "PATCH", "DELETE"} & set(getattr(route, "methods", None) or ()):
            paths.add(re.sub(r"\{[^}]+\}", "1", route.path))
    return sorted(paths)


def test_every_state_change_needs_the_token_of_its_session(empty: TestClient):
    assert {"/login", "/logout"} <= set(posts(empty))
    for path in posts(empty):
        for data in (None, {"csrf": ""}, {"csrf": "guessed"}):
            assert empty.post(path, data=data).status_code == 403, (path, data)
    token_of(empty)  # now there is a session
    for path in posts(empty):
        for data in (None, {"csrf": ""}, {"csrf": "guessed"}):
            assert empty.post(path, data=data).status_code == 403, (path, data)
            assert empty.post(path, json=data).status_code == 403, (path, data)


def test_no_address_that_changes_something_answers_get(empty: TestClient):
    for path in set(posts(empty)) - {"/login"}:
        assert empty.get(path).status_code in (404, 405), path


def test_a_token_of_another_session_does_not_serve(open_app: Open):
    client = open_app()
    token = token_of(client)
    client.cookies.clear()
    token_of(client)
    assert client.post("/logout", data={"csrf": token}).status_code == 403


def test_the_token_may_come_in_a_header(empty: TestClient):
    headers = {"X-CSRF-Token": token_of(empty)}
    assert empty.post("/logout", headers=headers).status_code == 303


def test_a_forged_session_is_no_session(open_app: Open):
    client = open_app(password="pw")
    token_of(client)
    (cookie,) = client.cookies.jar
    body, _, signature = (cookie.value or "").partition(".")
    client.cookies.set(cookie.name, f"eyJzaWduZWRfaW4iOiB0cnVlfQ==.{signature}", domain="127.0.0.1", path="/")
    assert body
    assert client.get("/").status_code == 303


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_says_what_may_be_loaded(empty: TestClient, path: str):
    headers = empty.get(path).headers
    rules = dict(rule.strip().split(" ", 1) for rule in headers["Content-Security-Policy"].split(";"))
    assert rules["default-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["object-src"] == rules["base-uri"] == "'none'"
    assert rules["img-src"] == "'self' data: https://i.discogs.com https://st.discogs.com"
    assert "script-src" not in rules  # the default: our own files only
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_refusal_carries_the_headers_too(empty: TestClient):
    assert "Content-Security-Policy" in empty.get("/", headers={"Host": "evil"}).headers


def test_image_hosts_of_the_settings_are_allowed(open_app: Open):
    policy = open_app(image_hosts="http://127.0.0.1:9").get("/").headers["Content-Security-Policy"]
    assert "img-src 'self' data: http://127.0.0.1:9;" in policy


class Inline(HTMLParser):
    """Collects whatever in a page would run or style without being a file of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and not (given.get("src") or "").startswith("/static/")):
            self.found.append(tag)
        for name, value in attrs:
            if name == "style" or name.startswith("on") or (value or "").lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}")


def inline(text: str) -> list[str]:
    parser = Inline()
    parser.feed(text)
    return parser.found


def test_inline_things_would_be_found():
    text = '<script>1</script><p style="x" onclick=y><style></style><a href="JavaScript:1">'
    assert inline(text) == ["script", "p style", "p onclick", "style", "a href"]


def test_no_page_has_script_or_style_in_it(open_app: Open, shelf_home, demo_home):
    for home in (None, shelf_home, demo_home):
        client = open_app(**({"home": home} if home else {}))
        for path in PAGES[:4]:
            assert inline(client.get(path).text) == [], (home, path)


def test_nothing_is_loaded_from_elsewhere(shelf: TestClient):
    for path in ("/", "/collection"):
        loaded = re.findall(r'(?:src|srcset|action)="([^"]*)"|<link[^>]*href="([^"]*)"', shelf.get(path).text)
        foreign = [one for pair in loaded for one in pair if one and not one.startswith("/")]
        assert foreign == []


def test_session_cookies_are_for_us_alone(empty: TestClient):
    cookie = empty.get("/login").headers["Set-Cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie  # by http on this machine no browser would send it back
    assert "domain=" not in cookie


@pytest.mark.parametrize(
    ("settings", "base_url"),
    [({}, "https://127.0.0.1:8000"), ({"public_url": "https://records.example"}, "http://records.example")],
)
def test_where_https_is_spoken_cookies_are_secure(open_app: Open, settings, base_url: str):
    cookie = open_app(base_url=base_url, **settings).get("/login").headers["Set-Cookie"].lower()
    assert "secure" in cookie


def test_a_page_without_a_form_sets_no_cookie(empty: TestClient):
    assert "Set-Cookie" not in empty.get("/").headers
    assert "Set-Cookie" not in empty.get("/healthz").headers


def test_the_access_log_has_no_query(empty: TestClient, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    empty.get("/nowhere", params={"oauth_verifier": "s3cr3t"})
    ours = [record.getMessage() for record in caplog.records if record.name == "linernotes.web.access"]
    assert any(line.startswith("GET /nowhere 404 ") for line in ours)
    assert "s3cr3t" not in "".join(
        record.getMessage() for record in caplog.records if record.name[:5] != "httpx"
    )


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "\n//evil.example",
        "",
        "collection",
    ],
)
def test_no_other_site_is_a_path_of_ours(target: str):
    assert local_path(target) == "/"


@pytest.mark.parametrize("target", ["//evil.example", "/\t/evil.example"])
def test_no_redirect_leads_elsewhere(open_app: Open, target: str):
    client = open_app(password="pw")
    asked = client.get("/login", params={"next": target}).text
    assert 'name="next" value="/"' in asked
    form = {"csrf": token_of(client), "password": "pw", "next": target}
    assert client.post("/login", data=form).headers["Location"] == "/"


def test_a_path_of_ours_is_kept():
    assert local_path("/collection?sort=year&page=2") == "/collection?sort=year&page=2"


def test_a_large_body_is_refused(empty: TestClient):
    answer = empty.post("/login", data={"csrf": token_of(empty), "password": "x" * (2 << 20)})
    assert answer.status_code == 413


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\u202e{{7*7}}'


@pytest.mark.soak  # every page of a hostile shelf is read in tests/browser/test_hostile.py
def test_hostile_text_stays_text(open_app: Open, tmp_path):
    publish(
        tmp_path / "home",
        [
            item(
                1,
                HOSTILE,
                [artist(HOSTILE)],
                folder=7,
                condition=HOSTILE,
                thumb='https://i.discogs.com/"onerror="x',
            ),
            item(
                2,
                HOSTILE,
                [artist(HOSTILE)],
                formats=[{"name": HOSTILE, "qty": "1", "descriptions": [HOSTILE]}],
            ),
        ],
        {1: "Uncategorized", 7: HOSTILE},
    )
    client = open_app()
    for path in ("/", "/collection", "/collection?q=" + "%22%3E%3Cscript%3Ealert(1)", "/sleeve/2.svg"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert inline(text) == [], path
        # A sleeve has room for the beginning of it.
        assert "q=" in path or ("{{" if path != "/sleeve/2.svg" else "&lt;script&gt;") in text


def test_a_mistake_of_ours_shows_no_stack_trace(open_app: Open, tmp_path, caplog: pytest.LogCaptureFixture):
    client = open_app()

    @client.app.get("/api/broken")
    @client.app.get("/broken")
    def broken() -> None:
        raise RuntimeError("s3cr3t inside")

    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert "s3cr3t" not in answer.text
    assert client.get("/api/broken").json() == {
        "error": "A mistake in linernotes, not yours. Nothing that has landed is lost. "
        "The output of linernotes serve shows where."
    }
    assert "s3cr3t inside" in caplog.text
