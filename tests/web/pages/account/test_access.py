"""The mission's authentication in the web app, as a browser goes through it, against a strict sandbox."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import discogs_client
import pytest
import yaml
from starlette.testclient import TestClient
from tests.sandbox.consent import code_shown, request_token_in, sent_to
from tests.source.conftest import small_catalogue
from tests.web.conftest import Open

from discogs_sandbox.server import Sandbox

HOME = "http://127.0.0.1:8000"

Serve = Callable[..., Sandbox]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a Discogs that takes HMAC-SHA1 only."""
    with ExitStack() as stack:

        def start(**options: Any) -> Sandbox:
            return stack.enter_context(Sandbox(small_catalogue(), signature="hmac-sha1", **options))

        yield start


def browser(open_app: Open, sandbox: Sandbox, **more: Any) -> TestClient:
    """A browser at the app, which has the sandbox's consumer in its settings unless told otherwise."""
    given = {
        "api_url": sandbox.url,
        "www_url": sandbox.www_url,
        "consumer_key": sandbox.consumer_key,
        "consumer_secret": sandbox.consumer_secret,
    }
    return open_app(**given | more)


def path_of(address: str) -> str:
    """Path and query of an address of ours."""
    assert address.startswith(f"{HOME}/receive-token?")
    return address.removeprefix(HOME)


def ask(client: TestClient, query: str = "") -> str:
    """Press the button: the address at Discogs."""
    answer = client.get(f"/get-user-access{query}")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def post(client: TestClient, path: str, **fields: str) -> Any:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/config").text)
    assert found is not None
    return client.post(path, data={"csrf": found[1], **fields})


def message(client: TestClient, answer: Any) -> str:
    """What /config says after a redirect to it."""
    assert (answer.status_code, answer.headers["location"]) == (303, "/config")
    page = client.get("/config")
    assert page.status_code == 200
    found = re.search(r'class="flash [a-z]+" role="[a-z]+">([^<]+)<', page.text)
    return found[1] if found else ""


def credentials_ok(client: TestClient) -> str:
    found = re.search(r'data-credentials-ok="(\w+)"', client.get("/config").text)
    assert found is not None
    return found[1]


def saved(tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "home" / "secrets.yml"
    return yaml.safe_load(path.read_text()).get("discogs", {}) if path.exists() else {}


def test_the_flow_ends_on_config_with_credentials_ok(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    sandbox = serve()
    client = browser(open_app, sandbox)
    assert credentials_ok(client) == "false"
    assert sandbox.requests.paths() == []  # no request token before the button is used
    url = ask(client)
    assert url.startswith(f"{sandbox.www_url}/oauth/authorize?oauth_token=")
    assert message(client, client.get(path_of(sent_to(url)))) == "Connected as rodneyfool."
    assert credentials_ok(client) == "true"
    assert "<strong>rodneyfool</strong> (Rodney)" in client.get("/config").text
    assert saved(tmp_path)["name"] == "Rodney"


def test_the_saved_secrets_work_with_another_client(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    """python3-discogs-client signs with HMAC-SHA1, and the sandbox takes nothing else."""
    sandbox = serve()
    client = browser(open_app, sandbox)
    client.get(path_of(sent_to(ask(client))))
    own = saved(tmp_path)
    other = discogs_client.Client("LinernotesTests/1.0")
    other._base_url = sandbox.url
    other.set_consumer_key(sandbox.consumer_key, sandbox.consumer_secret)
    other.set_token(own["token"], own["secret"])
    assert other.identity().username == "rodneyfool"


def test_a_consumer_typed_in_is_saved_and_used(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    sandbox = serve()
    client = browser(open_app, sandbox, consumer_key=None, consumer_secret=None)
    page = client.get("/config").text
    assert "Allow Discogs access" not in page
    assert f"<code>{HOME}/receive-token</code>" in page
    assert "key and secret are missing" in message(client, client.get("/get-user-access"))
    done = post(client, "/consumer", key=f" {sandbox.consumer_key} ", secret=sandbox.consumer_secret)
    assert "saved" in message(client, done)
    page = client.get("/config").text
    assert "Allow Discogs access" in page
    assert sandbox.consumer_secret not in page
    assert sandbox.consumer_key not in page
    client.get(path_of(sent_to(ask(client))))
    assert credentials_ok(client) == "true"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}, id="a-link-on-another-site"),
        pytest.param({"Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document", "Sec-Purpose": "prefetch"}, id="in-case"),
        pytest.param({"Referer": "https://evil.example/page"}, id="an-old-browser-on-another-site"),
        *(
            pytest.param(headers, id=name, marks=pytest.mark.soak)
            for name, headers in {
                "another-port-of-this-machine": {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "document"},
                "a-picture-of-a-page-of-ours": {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "image"},
                "an-old-browser-on-another-port": {"Referer": "http://127.0.0.1:8001/"},
                "nonsense": {"Referer": "http://["},
            }.items()
        ),
    ],
)  # fmt: skip
def test_no_other_page_can_make_the_app_ask_for_request_tokens(
    open_app: Open, serve: Serve, headers: dict[str, str]
) -> None:
    sandbox = serve()
    client = browser(open_app, sandbox)
    url = ask(client)
    asked = len(sandbox.requests.paths())
    for query in ("", "?by=code"):
        answer = client.get(f"/get-user-access{query}", headers=headers)
        assert "Allow Discogs access" in message(client, answer)
    assert len(sandbox.requests.paths()) == asked
    assert message(client, client.get(path_of(sent_to(url)))) == "Connected as rodneyfool."
    shown = client.get("/get-user-access", headers=headers | {"Accept": "application/json"})
    assert (shown.status_code, set(shown.json())) == (403, {"error"})


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "document"}, id="the-button"),
        pytest.param(
            {"Sec-Fetch-Site": "none", "Sec-Fetch-Dest": "document"},
            id="the-address-bar",
            marks=pytest.mark.soak,
        ),
        pytest.param(
            {"Referer": f"{HOME}/config"}, id="the-button-in-an-old-browser", marks=pytest.mark.soak
        ),
        pytest.param({"Referer": "https://records.example/config"}, id="the-button-behind-a-proxy"),
    ],
)
def test_the_button_asks(open_app: Open, serve: Serve, headers: dict[str, str]) -> None:
    client = browser(open_app, serve(), public_url="https://records.example")
    answer = client.get("/get-user-access", headers=headers)
    assert answer.status_code == 303
    assert "/oauth/authorize?oauth_token=" in answer.headers["location"]


def test_the_callback_begins_with_the_public_url(open_app: Open, serve: Serve) -> None:
    sandbox = serve()
    client = browser(open_app, sandbox, public_url="https://records.example/")
    url = ask(client)
    (pending,) = sandbox.wiring.tokens.request.values()
    assert pending.callback == "https://records.example/receive-token"
    assert pending.token == request_token_in(url)


def test_denying_says_so_and_saves_nothing(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    client = browser(open_app, serve())
    address = sent_to(ask(client), "deny")
    assert "denied=" in address
    assert "denied at Discogs" in message(client, client.get(path_of(address)))
    assert credentials_ok(client) == "false"
    assert saved(tmp_path) == {}


def test_a_wrong_verifier_uses_the_request_up(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    client = browser(open_app, serve())
    right = path_of(sent_to(ask(client)))
    wrong = re.sub(r"oauth_verifier=\w+", "oauth_verifier=aGuess", right)
    assert "wrong, used before, or expired" in message(client, client.get(wrong))
    assert "Start again" in message(client, client.get(right))
    assert saved(tmp_path) == {}


@pytest.mark.parametrize(
    "query", ["", "?oauth_token=", "?oauth_token=code&oauth_verifier=x", "?oauth_verifier=x"]
)
def test_an_answer_to_nothing_connects_nothing(
    tmp_path: Path, open_app: Open, serve: Serve, query: str
) -> None:
    client = browser(open_app, serve())
    ask(client)
    ask(client, "?by=code")
    assert "Start again" in message(client, client.get(f"/receive-token{query}"))
    assert saved(tmp_path) == {}


def test_a_replayed_answer_changes_nothing(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    sandbox = serve()
    client = browser(open_app, sandbox)
    address = path_of(sent_to(ask(client)))
    client.get(address)
    before = saved(tmp_path)
    asked = len(sandbox.requests.paths())
    client.get("/config")
    assert "used already" in message(client, client.get(address))
    assert saved(tmp_path) == before
    assert len(sandbox.requests.paths()) == asked


def test_an_answer_in_another_browser_connects_nothing_and_spoils_nothing(
    tmp_path: Path, open_app: Open, serve: Serve
) -> None:
    sandbox = serve()
    client = browser(open_app, sandbox)
    address = path_of(sent_to(ask(client)))
    stranger = TestClient(client.app, base_url=HOME, follow_redirects=False)
    assert "in this browser" in message(stranger, stranger.get(address))
    assert saved(tmp_path) == {}
    assert message(client, client.get(address)) == "Connected as rodneyfool."


def test_a_denial_in_another_browser_spoils_nothing(open_app: Open, serve: Serve) -> None:
    client = browser(open_app, serve())
    url = ask(client)
    stranger = TestClient(client.app, base_url=HOME, follow_redirects=False)
    said = message(stranger, stranger.get(f"/receive-token?denied={request_token_in(url)}"))
    assert "in this browser" in said
    assert "denied" not in said
    assert message(client, client.get(path_of(sent_to(url)))) == "Connected as rodneyfool."


def test_two_windows_of_one_browser_do_not_disturb_each_other(open_app: Open, serve: Serve) -> None:
    client = browser(open_app, serve())
    first, second = ask(client), ask(client)
    assert message(client, client.get(path_of(sent_to(first)))) == "Connected as rodneyfool."
    assert message(client, client.get(path_of(sent_to(second)))) == "Connected as rodneyfool."


def test_an_expired_request_is_refused(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    now = [0.0]
    client = browser(open_app, serve(clock=lambda: now[0], request_token_seconds=60))
    address = path_of(sent_to(ask(client)))
    now[0] = 61
    assert "expired" in message(client, client.get(address))
    assert saved(tmp_path) == {}


def test_a_consumer_that_discogs_refuses(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    sandbox = serve()
    unknown = browser(open_app, sandbox, consumer_key="unknownUnknownUnknow")
    assert "does not know this consumer key" in message(unknown, unknown.get("/get-user-access"))
    wrong = browser(open_app, sandbox, consumer_secret="wrongWrongWrongWrong")
    assert "Check the consumer secret" in message(wrong, wrong.get("/get-user-access"))
    assert saved(tmp_path) == {}


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("503:/oauth/access_token", "Try again in a few minutes"),
        ("reset:/oauth/access_token", "cannot be reached"),
        ("500:/oauth/identity", "Try again later"),
    ],
)
def test_nothing_is_saved_when_discogs_fails_on_the_way(
    tmp_path: Path, open_app: Open, serve: Serve, fault: str, says: str
) -> None:
    client = browser(open_app, serve(faults=fault))
    assert says in message(client, client.get(path_of(sent_to(ask(client)))))
    assert credentials_ok(client) == "false"
    assert saved(tmp_path) == {}


def test_discogs_down_at_the_button(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    client = browser(open_app, serve(), api_url="http://127.0.0.1:9")
    assert "cannot be reached" in message(client, client.get("/get-user-access"))
    assert saved(tmp_path) == {}


def test_another_accounts_home_is_refused_with_the_way_out(
    tmp_path: Path, open_app: Open, serve: Serve
) -> None:
    sandbox = serve()
    client = browser(open_app, sandbox)
    post(client, "/personal-token", token=sandbox.other_token)
    post(client, "/disconnect")
    client.get("/config")
    said = message(client, client.get(path_of(sent_to(ask(client)))))
    assert "holds the collection of" in said
    assert saved(tmp_path) == {}
    assert "Delete the data" in client.get("/config").text
    assert "deleted" in message(client, post(client, "/delete-data", confirm="delete"))
    assert message(client, client.get(path_of(sent_to(ask(client))))) == "Connected as rodneyfool."


def test_a_personal_token_is_pasted(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    sandbox = serve()
    client = browser(open_app, sandbox)
    assert "does not know this personal access token" in message(
        client, post(client, "/personal-token", token="no")
    )
    assert "Copy it again" in message(client, post(client, "/personal-token", token="two words"))
    assert saved(tmp_path) == {}
    done = post(client, "/personal-token", token=f" {sandbox.token}\n")
    assert message(client, done) == "Connected as rodneyfool."
    assert saved(tmp_path)["token"] == sandbox.token


def test_a_code_is_typed_in(tmp_path: Path, open_app: Open, serve: Serve) -> None:
    sandbox = serve()
    client = browser(open_app, sandbox)
    assert "No code was asked for" in message(client, post(client, "/enter-code", code="early"))
    code = code_shown(ask(client, "?by=code"))
    assert message(client, post(client, "/enter-code", code=f" {code} ")) == "Connected as rodneyfool."
    assert "used already" in message(client, post(client, "/enter-code", code=code))


def test_a_program_gets_json(open_app: Open, serve: Serve) -> None:
    sandbox = serve()
    client = browser(open_app, sandbox)
    client.headers["accept"] = "application/json"
    refused = post(client, "/personal-token", token="no")
    assert (refused.status_code, set(refused.json())) == (401, {"error"})
    done = post(client, "/personal-token", token=sandbox.token)
    assert (done.status_code, done.json()["user"]) == (200, "rodneyfool")


def test_no_secret_is_in_any_page_log_address_or_error(
    tmp_path: Path, open_app: Open, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sandbox = serve(faults="503:/oauth/identity#1")
    client = browser(open_app, sandbox, consumer_key=None, consumer_secret=None)
    seen: list[str] = []

    def look(answer: Any) -> Any:
        cookie = " ".join(answer.headers.get_list("set-cookie"))
        seen.append(f"{answer.text} {answer.headers.get('location', '')} {cookie}")
        return answer

    look(post(client, "/consumer", key=sandbox.consumer_key, secret=sandbox.consumer_secret))
    used = [sandbox.consumer_key, sandbox.consumer_secret, sandbox.token]
    for decision in ("allow", "deny", "allow"):
        url = ask(client)
        pending = sandbox.wiring.tokens.request[request_token_in(url)]
        address = path_of(sent_to(url, decision))
        used += [pending.secret, *([pending.verifier] if decision == "allow" else []), pending.token]
        look(client.get(address))
        for path in ("/config", "/progress", "/", "/api/status", "/api/progress"):
            look(client.get(path))
    own = saved(tmp_path)
    used += [own["token"], own["secret"]]
    look(post(client, "/personal-token", token="aTokenThatDiscogsDoesNotKnow"))
    look(client.get("/config"))
    used.append("aTokenThatDiscogsDoesNotKnow")
    shown = "\n".join([*seen, caplog.text, *(str(vars(record)) for record in caplog.records)])
    assert "GET /receive-token 303" in shown
    # The test's own client logs the addresses that it asks; Discogs' side is not ours.
    ours = "\n".join(
        [*seen, *(str(vars(r)) for r in caplog.records if r.name.startswith(("linernotes", "uvicorn")))]
    )
    assert [secret for secret in used if secret in ours] == []
