"""The mission's authentication: request_user_access, the user's consent, save_user_token."""

from __future__ import annotations

import logging
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import discogs_client
import pytest
import yaml
from tests.faults.spoilt_fields import Spoilt
from tests.faults.spoilt_sandbox import mend, spoil
from tests.sandbox.consent import code_shown, request_token_in, verifier_for
from tests.source.conftest import small_catalogue

from discogs_sandbox.server import Sandbox
from linernotes.discogs import Discogs
from linernotes.errors import (
    AccountMismatchError,
    ConfigError,
    DocumentError,
    LinernotesError,
    NotAuthenticatedError,
    OAuthError,
    UnreachableError,
)
from linernotes.settings import Settings

CALLBACK = "http://127.0.0.1:8000/receive-token"

OpenSandbox = Callable[..., Sandbox]


@pytest.fixture
def open_sandbox() -> Iterator[OpenSandbox]:
    """Starts a sandbox that takes HMAC-SHA1 only, as a strict Discogs would."""
    with ExitStack() as stack:

        def start(**options: Any) -> Sandbox:
            return stack.enter_context(Sandbox(small_catalogue(), signature="hmac-sha1", **options))

        yield start


def at(home: Path, sandbox: Sandbox, **more: Any) -> Discogs:
    given: dict[str, Any] = {
        "api_url": sandbox.url,
        "www_url": sandbox.www_url,
        "consumer_key": sandbox.consumer_key,
        "consumer_secret": sandbox.consumer_secret,
    }
    return Discogs(Settings(home=home, **given | more))


def saved(home: Path) -> dict[str, Any]:
    """What secrets.yml holds; nothing where it is absent."""
    path = home / "secrets.yml"
    return yaml.safe_load(path.read_text()) if path.exists() else {}


def test_the_flow_of_the_mission_ends_with_secrets_that_are_saved(tmp_path: Path, open_sandbox) -> None:
    sandbox = open_sandbox()
    discogs = at(tmp_path, sandbox)
    assert not discogs.credentials_ok
    url = discogs.request_user_access(CALLBACK)
    assert url.startswith(f"{sandbox.www_url}/oauth/authorize?oauth_token=")
    assert saved(tmp_path) == {}
    account = discogs.save_user_token(verifier_for(url))
    assert (account.user, account.name) == ("rodneyfool", "Rodney")
    assert discogs.credentials_ok
    own = saved(tmp_path)["discogs"]
    assert (own["user"], own["name"], set(own)) == (
        "rodneyfool",
        "Rodney",
        {"user", "name", "token", "secret", "api_url"},
    )
    assert stat.S_IMODE((tmp_path / "secrets.yml").stat().st_mode) == 0o600
    assert discogs.plan().requests > 0  # a request that the new token signs


def test_a_consumer_typed_in_serves_like_one_from_the_environment(tmp_path: Path, open_sandbox) -> None:
    sandbox = open_sandbox()
    discogs = at(tmp_path, sandbox, consumer_key=None, consumer_secret=None)
    with pytest.raises(ConfigError, match="consumer key and secret are missing"):
        discogs.request_user_access(CALLBACK)
    assert sandbox.requests.paths() == []
    discogs.save_consumer(sandbox.consumer_key, sandbox.consumer_secret)
    discogs.save_user_token(verifier_for(discogs.request_user_access(CALLBACK)))
    assert saved(tmp_path)["discogs"]["consumer_key"] == sandbox.consumer_key
    assert at(tmp_path, sandbox, consumer_key=None, consumer_secret=None).plan().requests > 0


def test_the_saved_secrets_work_with_another_client(tmp_path: Path, open_sandbox) -> None:
    """python3-discogs-client, which signs with HMAC-SHA1, is given what is in secrets.yml."""
    sandbox = open_sandbox()
    discogs = at(tmp_path, sandbox)
    discogs.save_user_token(verifier_for(discogs.request_user_access(CALLBACK)))
    own = saved(tmp_path)["discogs"]
    client = discogs_client.Client("LinernotesTests/1.0")
    client._base_url = sandbox.url
    client.set_consumer_key(sandbox.consumer_key, sandbox.consumer_secret)
    client.set_token(own["token"], own["secret"])
    assert client.identity().username == "rodneyfool"


def test_a_code_is_typed_in_where_no_callback_can_reach_us(tmp_path: Path, open_sandbox) -> None:
    discogs = at(tmp_path, open_sandbox())
    code = code_shown(discogs.request_user_access("oob"))
    assert discogs.save_user_token(f" {code} ").user == "rodneyfool"


def test_a_verifier_works_once_and_only_where_it_was_asked_for(tmp_path: Path, open_sandbox) -> None:
    sandbox = open_sandbox()
    one, other = at(tmp_path / "one", sandbox), at(tmp_path / "other", sandbox)
    verifier = verifier_for(one.request_user_access(CALLBACK))
    with pytest.raises(OAuthError, match="No authorization is under way"):
        other.save_user_token(verifier)
    one.save_user_token(verifier)
    with pytest.raises(OAuthError, match="used before"):
        one.save_user_token(verifier)
    assert saved(tmp_path / "other") == {}


def test_after_a_wrong_verifier_the_right_one_comes_too_late(tmp_path: Path, open_sandbox) -> None:
    discogs = at(tmp_path, open_sandbox())
    verifier = verifier_for(discogs.request_user_access(CALLBACK))
    with pytest.raises(OAuthError, match="wrong, used before, or expired"):
        discogs.save_user_token("aGuess")
    with pytest.raises(OAuthError, match="Start again"):
        discogs.save_user_token(verifier)
    assert saved(tmp_path) == {}


def test_a_new_request_makes_the_one_before_void(tmp_path: Path, open_sandbox) -> None:
    discogs = at(tmp_path, open_sandbox())
    old = verifier_for(discogs.request_user_access(CALLBACK))
    discogs.request_user_access(CALLBACK)
    with pytest.raises(OAuthError):
        discogs.save_user_token(old)
    assert saved(tmp_path) == {}


def test_an_expired_request_is_refused(tmp_path: Path, open_sandbox) -> None:
    now = [0.0]
    discogs = at(tmp_path, open_sandbox(clock=lambda: now[0], request_token_seconds=60))
    verifier = verifier_for(discogs.request_user_access(CALLBACK))
    now[0] = 61
    with pytest.raises(OAuthError, match="expired"):
        discogs.save_user_token(verifier)
    assert saved(tmp_path) == {}


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("503:/oauth/request_token", "Try again in a few minutes"),
        ("503:/oauth/access_token", "Try again in a few minutes"),
        ("reset:/oauth/access_token", "cannot be reached"),
        ("503:/oauth/identity", "Try again later"),
        ("html502:/users/rodneyfool", "Try again later"),
    ],
)
def test_nothing_is_saved_when_discogs_fails_at_any_step(
    tmp_path: Path, open_sandbox, fault: str, says: str
) -> None:
    sandbox = open_sandbox(faults=fault)
    discogs = at(tmp_path, sandbox)
    with pytest.raises(LinernotesError, match=says):
        discogs.save_user_token(verifier_for(discogs.request_user_access(CALLBACK)))
    assert saved(tmp_path) == {}
    sandbox.hooks.clear_faults()
    assert discogs.save_user_token(verifier_for(discogs.request_user_access(CALLBACK))).user == "rodneyfool"


def test_nothing_answers(tmp_path: Path, open_sandbox) -> None:
    discogs = at(tmp_path, open_sandbox(), api_url="http://127.0.0.1:9")
    with pytest.raises(UnreachableError):
        discogs.request_user_access(CALLBACK)


def test_another_accounts_home_is_refused_before_anything_is_saved(tmp_path: Path, open_sandbox) -> None:
    sandbox = open_sandbox()
    at(tmp_path, sandbox).save_personal_token(sandbox.other_token)
    before = saved(tmp_path)
    discogs = at(tmp_path, sandbox)
    with pytest.raises(AccountMismatchError, match="linernotes reset"):
        discogs.save_user_token(verifier_for(discogs.request_user_access(CALLBACK)))
    assert saved(tmp_path) == before


def test_an_identity_that_the_profile_contradicts_is_not_believed(tmp_path: Path, open_sandbox) -> None:
    sandbox = open_sandbox()
    spoiler = spoil(sandbox, Spoilt("identity", ("id",), "number"))
    with pytest.raises(DocumentError, match="contradicts itself"):
        at(tmp_path, sandbox).save_personal_token(sandbox.token)
    assert saved(tmp_path) == {}
    mend(sandbox, spoiler)
    assert at(tmp_path, sandbox).save_personal_token(sandbox.token).user == "rodneyfool"


def test_a_profile_that_cannot_be_read_leaves_the_name_out(tmp_path: Path, open_sandbox) -> None:
    sandbox = open_sandbox()
    spoil(sandbox, Spoilt("user", ("username",), "object"))
    account = at(tmp_path, sandbox).save_personal_token(sandbox.token)
    assert (account.user, account.name) == ("rodneyfool", "")


def test_a_personal_token_that_is_wrong_says_so_and_is_not_saved(tmp_path: Path, open_sandbox) -> None:
    discogs = at(tmp_path, open_sandbox())
    with pytest.raises(NotAuthenticatedError, match="does not know this personal access token") as caught:
        discogs.save_personal_token("notATokenOfAnybodyAtAll")
    assert "notAToken" not in str(caught.value)
    assert saved(tmp_path) == {}


def test_disconnecting_forgets_the_token_and_keeps_the_data(tmp_path: Path, open_sandbox) -> None:
    sandbox = open_sandbox()
    discogs = at(tmp_path, sandbox, consumer_key=None, consumer_secret=None)
    discogs.save_consumer(sandbox.consumer_key, sandbox.consumer_secret)
    discogs.save_user_token(verifier_for(discogs.request_user_access(CALLBACK)))
    discogs.disconnect()
    assert not discogs.credentials_ok
    assert saved(tmp_path) == {}
    assert (tmp_path / "landing.db").exists()


def test_no_secret_is_logged_or_shown(tmp_path: Path, open_sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sandbox = open_sandbox(faults="503:/oauth/identity#1")
    discogs = at(tmp_path, sandbox)
    url = discogs.request_user_access(CALLBACK)
    verifier = verifier_for(url)
    discogs.save_user_token(verifier)
    own = saved(tmp_path)["discogs"]
    used = [own["token"], own["secret"], sandbox.consumer_secret, verifier, request_token_in(url)]
    shown = caplog.text + repr(discogs.access) + repr(discogs.access.credentials()) + repr(discogs.settings)
    assert "waiting to try again" in shown
    assert [secret for secret in used if secret in shown] == []
