"""A token is sent to the address that it was given for, and to no other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml
from tests.homes import Home

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.access import Access
from linernotes.addresses import is_same_address
from linernotes.errors import WrongAddressError
from linernotes.secrets import Account, Consumer, OAuthToken, PersonalToken, SecretsYAML
from linernotes.settings import load_settings

DISCOGS, ELSEWHERE = "https://api.discogs.com", "https://discogs.evil.example"
TOKEN = "aTokenOfFortyLettersXXXXXXXXXXXXXXXXXXXX"


def access(home: Path, **settings: str) -> Access:
    return Access(load_settings(home=home, **settings), lambda waiting: None)


def test_a_saved_token_is_bound_to_the_address_of_its_day(tmp_path: Path) -> None:
    secrets = SecretsYAML(tmp_path / "secrets.yml", DISCOGS)
    secrets.save_token(PersonalToken(TOKEN), Account("rodneyfool"))
    assert yaml.safe_load((tmp_path / "secrets.yml").read_text())["discogs"]["api_url"] == DISCOGS
    assert access(tmp_path).credentials() == PersonalToken(TOKEN)
    for address in (
        ELSEWHERE,
        "http://api.discogs.com",
        "https://api.discogs.com:8443",
        "http://127.0.0.1:9",
    ):
        with pytest.raises(WrongAddressError) as caught:
            access(tmp_path, api_url=address).credentials()
        assert address in str(caught.value)
        assert "linernotes auth" in str(caught.value)
        assert TOKEN not in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_token_of_an_earlier_version_goes_to_discogs_and_to_this_machine_alone(tmp_path: Path) -> None:
    SecretsYAML(tmp_path / "secrets.yml").save_token(PersonalToken(TOKEN), Account("rodneyfool"))
    assert access(tmp_path).credentials() is not None
    assert access(tmp_path, api_url="http://127.0.0.1:9").credentials() is not None
    with pytest.raises(WrongAddressError):
        access(tmp_path, api_url=ELSEWHERE).credentials()


def test_a_consumer_is_bound_too_and_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "secrets.yml"
    SecretsYAML(path, DISCOGS).save_token(OAuthToken("k", "s", "t", "u"), Account("rodneyfool"))
    SecretsYAML(path, ELSEWHERE).save_consumer(Consumer("k", "s"))
    for address in (DISCOGS, ELSEWHERE):
        with pytest.raises(WrongAddressError):
            access(tmp_path, api_url=address).credentials()
    with pytest.raises(WrongAddressError):
        access(tmp_path).consumer()
    SecretsYAML(path, DISCOGS).save_consumer(Consumer("k", "s"))
    assert access(tmp_path).credentials() == OAuthToken("k", "s", "t", "u")


@pytest.mark.parametrize("name", ["token", "consumer_key"])
@pytest.mark.parametrize(
    ("variables", "file", "may_go"),
    [
        pytest.param(("secret",), "", True, id="the-environments-to-discogs"),
        pytest.param(("secret", "address"), "", True, id="the-environments-to-its-address"),
        pytest.param(("secret",), "address", False, id="the-environments-not-to-the-files-address"),
        pytest.param((), "secret address", True, id="the-files-to-its-address"),
        pytest.param(("address",), "secret", False, id="the-files-not-to-the-environments-address"),
        pytest.param(("secret", "address"), "secret address", True, id="the-environments-wins"),
    ],
)
def test_a_secret_of_the_settings_goes_with_the_address_of_its_source(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    variables: tuple[str, ...],
    file: str,
    may_go: bool,
) -> None:
    for variable in ("TOKEN", "CONSUMER_KEY", "CONSUMER_SECRET", "API_URL"):
        monkeypatch.delenv(f"LINERNOTES_{variable}", raising=False)
    if "secret" in variables:
        monkeypatch.setenv(f"LINERNOTES_{name.upper()}", TOKEN)
        monkeypatch.setenv("LINERNOTES_CONSUMER_SECRET", TOKEN)
    if "address" in variables:
        monkeypatch.setenv("LINERNOTES_API_URL", ELSEWHERE)
    lines = {
        "secret": f'{name} = "{TOKEN}"\nconsumer_secret = "{TOKEN}"\n',
        "address": f'api_url = "{ELSEWHERE}"\n',
    }
    (tmp_path / "config.toml").write_text("".join(lines[word] for word in file.split()))
    asked = access(tmp_path)
    if may_go:
        assert (asked.credentials() if name == "token" else asked.consumer()) is not None
    else:
        with pytest.raises(WrongAddressError, match=f"LINERNOTES_{name.upper()}"):
            asked.credentials() if name == "token" else asked.consumer()


@pytest.mark.parametrize(
    ("one", "another", "same"),
    [
        (DISCOGS, "https://API.discogs.com:443/", True),
        ("http://[::1]:8000", "http://[::1]:8000/", True),
        (DISCOGS, "https://api.discogs.com.evil.example", False),
        (DISCOGS, "https://api.discogs.com@evil.example", False),
        (DISCOGS, "http://api.discogs.com:443", False),
        (DISCOGS, "https://api.discogs.com/other", False),
        ("http://[", "http://[", False),
        ("", "", False),
    ],
)
def test_what_is_the_same_address(one: str, another: str, same: bool) -> None:
    assert is_same_address(one, another) is same


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str | None]]]:
    """Somebody else's server, and the Authorization of each request that it got."""
    heard: list[str | None] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.headers["Authorization"])
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", heard
        server.shutdown()
        thread.join()


def test_a_whole_sync_sends_nothing_to_another_address_than_the_tokens(
    tmp_path: Path, listener: tuple[str, list[str | None]]
) -> None:
    url, heard = listener
    with Sandbox(load_catalogue("synthetic", items=3, seed=1), limit=100_000) as sandbox:
        home = Home(tmp_path / "home", api_url=sandbox.url)
        assert home.run("auth", "--token", sandbox.token).returncode == 0
    away = Home(tmp_path / "home", api_url=url)
    for command in (("sync",), ("plan",)):
        done = away.run(*command)
        assert done.returncode == 3, done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert url in done.stderr
    assert heard == []
