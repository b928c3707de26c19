"""Keys of programs: what one opens, what it may not do, and where it must never be."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.security.test_security import posts, token_of

from linernotes.storage.home.layout import KEYS_DB
from linernotes.storage.keys.store import KEY, KeyStore
from linernotes.web.background.app_state import AppState
from linernotes.web.security.program_keys import ProgramKeys
from linernotes.web.security.throttle import TRIES

#: A key as one looks; no store knows it.
STRANGE = "ln_" + "A" * 43


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def make(home: Path, name: str = "phone", *, is_read_only: bool = False) -> str:
    with KeyStore.open(home / KEYS_DB) as store:
        return store.add(name, is_read_only=is_read_only)


def app_state_of(client: TestClient) -> AppState:
    return client.app.state.linernotes


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture(params=["pass word", None], ids=["with-a-password", "without"])
def client(request: pytest.FixtureRequest, home: Path, open_app: Open) -> TestClient:
    return open_app(home=home, password=request.param) if request.param else open_app(home=home)


def test_a_key_opens_json_and_pages_without_a_cookie(client: TestClient, home: Path):
    key = make(home)
    for path in ("/api/status", "/", "/config", "/api/openapi.json"):
        answer = client.get(path, headers=bearer(key))
        assert answer.status_code == 200, path
        assert "Set-Cookie" not in answer.headers
    assert client.head("/api/status", headers={"authorization": f"bearer  {key} "}).status_code == 200


def test_a_wrong_or_revoked_key_opens_nothing(client: TestClient, home: Path):
    key = make(home)
    assert client.get("/api/status", headers=bearer(key)).status_code == 200
    with KeyStore.open(home / KEYS_DB) as store:
        store.revoke("phone")
    twice = [("Authorization", f"Bearer {make(home)}"), ("Authorization", f"Bearer {STRANGE}")]
    for headers in (bearer(key), bearer(STRANGE), bearer(""), twice):
        answer = client.get("/api/status", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert "\n" not in answer.json()["error"]
    assert client.get("/collection", headers=bearer(key)).text.count("\n") == 1


def test_a_session_does_not_mend_a_wrong_key(open_app: Open, home: Path):
    client = open_app(home=home, password="pass word")
    client.post("/login", data={"csrf": token_of(client), "password": "pass word"})
    assert client.get("/api/status").status_code == 200
    assert client.get("/api/status", headers=bearer(STRANGE)).status_code == 401


def test_what_is_no_bearer_is_left_to_the_proxy_that_asked_for_it(open_app: Open, home: Path):
    client = open_app(home=home)
    assert client.get("/api/status", headers={"Authorization": "Basic eDp5"}).status_code == 200


def test_a_key_posts_without_a_token_and_a_browser_does_not(client: TestClient, home: Path):
    key = make(home)
    assert client.post("/schedule", data={"hour": "4"}, headers=bearer(key)).status_code == 303
    answer = client.post(
        "/schedule", data={"hour": ""}, headers={**bearer(key), "Accept": "application/json"}
    )
    assert answer.json() == {"message": "No daily sync any more."}
    token = token_of(client)
    without = client.post("/schedule", data={"hour": "4"})
    is_locked = app_state_of(client).settings.password is not None
    assert (without.status_code, without.headers.get("Location")) == (
        (303, "/login?next=%2F") if is_locked else (403, None)
    )
    assert client.post("/login", data={"password": "pass word"}).status_code == 403
    # With a cookie as well, what counts is the key.
    assert client.post("/schedule", data={"csrf": token}, headers=bearer(STRANGE)).status_code == 401


def test_a_key_that_may_only_read_changes_nothing(client: TestClient, home: Path):
    key = make(home, is_read_only=True)
    assert client.get("/api/status", headers=bearer(key)).status_code == 200
    for path in posts(client):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = client.request(method, path, headers=bearer(key))
            assert answer.status_code == 403, (method, path)
            assert len(answer.text.strip().splitlines()) == 1


@pytest.mark.parametrize("path", ["/get-user-access", "/receive-token?oauth_token=a", "/login", "/keys"])
def test_a_key_neither_connects_an_account_nor_makes_keys(client: TestClient, home: Path, path: str):
    key = make(home)
    assert client.get(path, headers=bearer(key)).status_code == 403
    data = {"name": "another", "password": "pass word"}
    assert client.post(path, data=data, headers=bearer(key)).status_code == 403
    assert [one.name for one in ProgramKeys(home).read_keys()] == ["phone"]


@pytest.mark.parametrize(
    "where",
    [
        "/api/status?key={}",
        "/api/status?access_token=anything",
        "/api/status?API_KEY=",
        "/collection?q={}",
        "/{}/api/status",
        "/api/status?x=%6C%6E_{}",
        "/static/{}",
        "/login?next=/collection%3Fkey%3D{}",
    ],
)
@pytest.mark.parametrize("with_header", [True, False])
def test_a_key_in_an_address_is_refused_and_never_logged(
    client: TestClient, home: Path, caplog: pytest.LogCaptureFixture, where: str, with_header: bool
):
    caplog.set_level(logging.DEBUG)
    key = make(home)
    address = where.format(key[3:] if "%6C" in where else key)
    answer = client.get(address, headers=bearer(key) if with_header else {})
    assert answer.status_code == 400
    assert "Authorization" in answer.text
    assert key[3:] not in answer.text + str(answer.headers)
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("httpx")]
    assert len(ours) > 0
    assert [line for line in ours if key[3:] in line] == []


def test_a_key_is_never_logged(client: TestClient, home: Path, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    key = make(home)
    client.get("/api/status", headers=bearer(key))
    client.get("/api/nowhere", headers=bearer(key))
    client.post("/schedule", data={"hour": "99"}, headers=bearer(key))
    client.get("/api/status", headers=bearer(STRANGE))
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("httpx")]
    assert len(ours) >= 4
    assert [line for line in ours if key[3:] in line or STRANGE in line] == []


def test_a_path_is_one_line_of_the_log(client: TestClient, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    client.get("/nowhere%0AGET%20/forged%20200%1B[31m")
    ours = [one.getMessage() for one in caplog.records if one.name == "linernotes.web.access"]
    assert len(ours) == 1
    assert ours[0].isprintable()


def test_guesses_of_a_key_are_bounded_as_those_of_the_password(client: TestClient, home: Path):
    key = make(home)
    for _ in range(TRIES):
        assert client.get("/api/status", headers=bearer(STRANGE)).status_code == 401
    for one in (STRANGE, key):
        answer = client.get("/api/status", headers=bearer(one))
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 61
    assert client.get("/login").status_code == 200  # no program keeps a person with the password out


def test_the_last_use_is_noted_once_a_minute(home: Path):
    keys = ProgramKeys(home)
    key = keys.add("phone", is_read_only=False)
    assert keys.read_keys()[0].last_used_at is None
    keys.find(key)
    (first,) = keys.read_keys()
    assert first.last_used_at is not None
    assert datetime.now(UTC) - first.last_used_at < timedelta(minutes=1)
    keys.find(key)
    assert keys.read_keys() == [first]


def test_damage_of_the_file_is_one_line(client: TestClient, home: Path):
    (home / KEYS_DB).write_bytes(b"no database" * 100)
    answer = client.get("/api/status", headers=bearer(STRANGE))
    assert answer.status_code == 500
    assert "make new keys" in answer.json()["error"]


def test_the_page_makes_lists_and_revokes_keys(open_app: Open, home: Path):
    client = open_app(home=home)
    name = "<b>phone</b> &"
    form = {"csrf": token_of(client), "name": name, "read_only": "yes"}
    made = client.post("/keys", data=form)
    assert made.status_code == 200
    assert made.headers["Cache-Control"] == "no-store"
    key = KEY.search(made.text)
    assert key is not None
    assert "&lt;b&gt;phone&lt;/b&gt; &amp;" in made.text
    assert client.get("/api/status", headers=bearer(key[0])).status_code == 200
    assert client.post("/schedule", headers=bearer(key[0])).status_code == 403

    shown = client.get("/config").text
    assert key[0] not in shown
    assert "<b>phone" not in shown
    assert re.search(r"reads</span></th>\s*<td>just now</td>", shown)
    again = client.post("/keys", data=form)
    assert (again.status_code, again.headers["Location"]) == (303, "/config#keys")
    assert "There is a key" in client.get("/config").text

    assert client.post("/keys/revoke", data={"csrf": form["csrf"], "name": name}).status_code == 303
    assert client.get("/api/status", headers=bearer(key[0])).status_code == 401
    assert "reads</span>" not in client.get("/config").text
    asked = {"Accept": "application/json", "X-CSRF-Token": form["csrf"]}
    assert client.post("/keys/revoke", data={"name": name}, headers=asked).status_code == 404
    assert client.post("/keys", data={"name": "\u202e"}, headers=asked).status_code == 400
