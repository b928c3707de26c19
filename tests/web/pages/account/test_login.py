"""The password."""

from __future__ import annotations

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.security.test_security import token_of

from linernotes.web.security.throttle import TRIES


@pytest.fixture
def locked(open_app: Open) -> TestClient:
    return open_app(password="pw-ß")


def sign_in(client: TestClient, password: str, next: str = "/"):
    return client.post("/login", data={"csrf": token_of(client), "password": password, "next": next})


def test_without_the_password_there_is_only_the_login_page(locked: TestClient):
    for path in ("/", "/collection", "/config", "/progress", "/nowhere", "/api/openapi.json"):
        answer = locked.get(path)
        if path.startswith("/api/"):
            assert answer.status_code == 401
        else:
            assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/login")
    assert locked.get("/healthz").status_code == 200
    assert locked.get("/static/shared/base.css").status_code == 200


def test_the_password_opens_the_page_that_was_wanted(locked: TestClient):
    wanted = locked.get("/collection").headers["Location"]
    assert 'value="/collection"' in locked.get(wanted).text
    answer = sign_in(locked, "pw-ß", "/collection")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/collection")
    assert locked.get("/collection").status_code == 200


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ("/collection?q=blue&genre=Jazz%20%26%20Funk", "/collection?q=blue&genre=Jazz%20%26%20Funk"),
        ("/sql?q=select%201%20%3C%202", "/sql?q=select%201%20%3C%202"),
        ("/own?q=gr%C3%B6%C3%9Fe", "/own?q=gr%C3%B6%C3%9Fe"),
        ("/collection?", "/collection"),
        ("/receive-token?oauth_token=t&oauth_verifier=v", "/receive-token"),
        ("/collection?q=" + "x" * 10_000, "/collection"),
        ("/%E2%82%AC?q=1", "/%E2%82%AC?q=1"),
        ("//evil.example/?q=1", "/"),
    ],
)
def test_the_query_of_the_page_that_was_wanted_is_kept(locked: TestClient, wanted: str, kept: str):
    """But not the verifier that Discogs sent along: it has no place in a page."""
    to_login = locked.get(f"http://127.0.0.1:8000{wanted}").headers["Location"]
    (next,) = html.fromstring(locked.get(to_login).text).xpath("//input[@name='next']/@value")
    answer = sign_in(locked, "pw-ß", next)
    assert (answer.status_code, answer.headers["Location"]) == (303, kept)


def test_a_query_that_another_site_sends_is_not_run_by_signing_in(locked: TestClient):
    answer = locked.get("/sql?q=select+1", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.headers["Location"] == "/login?next=%2Fsql"


@pytest.mark.parametrize("password", ["", "pw", "PW-ß", "pw-ß "])
def test_any_other_password_does_not(locked: TestClient, password: str):
    answer = sign_in(locked, password)
    assert answer.status_code == 403
    assert "not the password" in answer.text
    assert locked.get("/").status_code == 303


def test_after_some_wrong_ones_even_the_right_one_has_to_wait(locked: TestClient):
    for _ in range(TRIES):
        assert sign_in(locked, "wrong").status_code == 403
    answer = sign_in(locked, "pw-ß")
    assert answer.status_code == 429
    assert "Wait" in answer.text
    assert locked.get("/").status_code == 303


def test_signing_in_begins_a_new_session(locked: TestClient):
    before = token_of(locked)
    sign_in(locked, "pw-ß")
    assert locked.post("/logout", data={"csrf": before}).status_code == 403


def test_signing_out_ends_it(locked: TestClient):
    sign_in(locked, "pw-ß")
    assert "Sign out" in locked.get("/").text
    assert locked.post("/logout", data={"csrf": token_of(locked, "/")}).status_code == 303
    assert locked.get("/").status_code == 303


def test_without_a_password_nobody_is_asked(empty: TestClient):
    assert empty.get("/").status_code == 200
    assert "Sign out" not in empty.get("/").text
