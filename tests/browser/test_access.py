"""Connecting to Discogs in the browser, and everything that can go wrong on the way.

What the server alone decides is tried without a browser in `tests/web/pages/account/test_access.py`, under names like
these; here it is a long trial.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.browser.app import WebApp
from tests.browser.conftest import OpenApp, OpenPage
from tests.browser.steps import (
    allow_button,
    ask_discogs,
    decide,
    enter_consumer,
    expect_connected,
    expect_not_connected,
    message,
    open_config,
    press,
    restart,
)

from discogs_sandbox.account.tokens import RequestToken
from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.server import Sandbox
from linernotes.storage.home.layout import SECRETS

#: What a user must never be shown.
INTERNALS = re.compile(r"Traceback|Error\b.*\(|File \"|sqlite|httpx|0x[0-9a-f]{6}")


@pytest.fixture
def sandbox(small: Catalogue) -> Iterator[Sandbox]:
    """A Discogs of this test's own: it may be stopped, and nobody else asks it for tokens."""
    with Sandbox(small, limit=60_000) as sandbox:
        yield sandbox


@pytest.fixture
def app(open_app: OpenApp, sandbox: Sandbox) -> WebApp:
    """The app with the consumer in its settings, and nothing in its home."""
    return open_app(sandbox, consumer_key=sandbox.consumer_key, consumer_secret=sandbox.consumer_secret)


def pending(sandbox: Sandbox) -> RequestToken:
    """The one request token that was asked for."""
    (token,) = sandbox.wiring.tokens.request.values()
    return token


def callback(sandbox: Sandbox, *, verifier: str = "") -> str:
    """Where Discogs would send the browser: as if the user had pressed Allow, and not followed yet."""
    asked = pending(sandbox)
    allowed = sandbox.wiring.tokens.allow(asked, sandbox.wiring.owner.username)
    return f"{asked.callback}?oauth_token={asked.token}&oauth_verifier={verifier or allowed}"


def expect_refused(page: Page, app: WebApp, text: str) -> None:
    """Back on /config with a clear message, and nothing is saved."""
    expect_not_connected(page, app)
    expect(message(page)).to_contain_text(re.compile(text, re.IGNORECASE))
    assert not INTERNALS.search(message(page).inner_text())
    assert app.secrets() is None


def test_allowing_connects_to_the_account(page: Page, app: WebApp, sandbox: Sandbox):
    open_config(page, app)
    expect_not_connected(page, app)
    assert not sandbox.wiring.tokens.request, "a request token before anybody pressed the button"
    ask_discogs(page, sandbox)
    decide(page, "Allow")
    expect_connected(page, app, sandbox.wiring.owner.username)
    saved = app.secrets()
    assert saved is not None
    assert saved["user"] == sandbox.wiring.owner.username
    assert saved["token"] in sandbox.wiring.tokens.access
    assert saved["token"] not in page.content()
    assert saved["secret"] not in page.content()


@pytest.mark.soak  # the page without a browser: tests/web/pages/account/test_access.py
def test_a_consumer_entered_on_the_page_is_kept_for_the_next_time(
    page: Page, open_app: OpenApp, sandbox: Sandbox
):
    app = open_app(sandbox)
    open_config(page, app)
    enter_consumer(page, sandbox.consumer_key, sandbox.consumer_secret)
    expect_not_connected(page, app)
    assert sandbox.consumer_secret not in page.content()
    restart(page, app)
    open_config(page, app)
    ask_discogs(page, sandbox)
    decide(page, "Allow")
    expect_connected(page, app, sandbox.wiring.owner.username)


@pytest.mark.soak  # the page without a browser: tests/web/pages/account/test_access.py
def test_a_personal_token_can_be_pasted_instead(page: Page, open_app: OpenApp, sandbox: Sandbox):
    app = open_app(sandbox)
    open_config(page, app)
    page.get_by_text("Paste a personal access token instead").click()
    page.get_by_label("Personal access token").fill("nobody-has-this-token")
    press(page, "Connect")
    expect(message(page)).to_contain_text("does not know this personal access token")
    assert app.secrets() is None
    page.get_by_text("Paste a personal access token instead").click()
    page.get_by_label("Personal access token").fill(sandbox.token)
    press(page, "Connect")
    expect_connected(page, app, sandbox.wiring.owner.username)
    assert sandbox.token not in page.content()


@pytest.mark.soak  # the page without a browser: tests/web/pages/account/test_access.py
def test_a_code_can_be_typed_in_where_no_callback_arrives(
    page: Page, open_page: OpenPage, app: WebApp, sandbox: Sandbox
):
    open_config(page, app)
    page.get_by_text("Discogs cannot send me back here").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Ask for a code").click()
    at_discogs = opened.value
    decide(at_discogs, "Allow")
    code = at_discogs.locator("code").inner_text()
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Connect", exact=True).last.click()
    expect_connected(page, app, sandbox.wiring.owner.username)


@pytest.mark.soak
def test_denying_says_so_and_saves_nothing(page: Page, app: WebApp, sandbox: Sandbox):
    open_config(page, app)
    ask_discogs(page, sandbox)
    decide(page, "Deny")
    expect_refused(page, app, "denied|not allow|declined|refused")
    ask_discogs(page, sandbox)
    decide(page, "Allow")
    expect_connected(page, app, sandbox.wiring.owner.username)


@pytest.mark.soak
def test_a_wrong_verifier_connects_nothing(page: Page, app: WebApp, sandbox: Sandbox):
    open_config(page, app)
    ask_discogs(page, sandbox)
    page.goto(callback(sandbox, verifier="WRONGWRONG"))
    expect_refused(page, app, "code|verif|again")


@pytest.mark.soak
def test_a_callback_works_once(page: Page, app: WebApp, sandbox: Sandbox):
    open_config(page, app)
    ask_discogs(page, sandbox)
    address = callback(sandbox)
    page.goto(address)
    expect_connected(page, app, sandbox.wiring.owner.username)
    saved = app.secrets()
    page.goto(address)
    expect(page).to_have_url(f"{app.url}/config")
    expect(message(page)).to_contain_text(re.compile("used|again|no longer|under way", re.IGNORECASE))
    assert app.secrets() == saved
    assert len(sandbox.wiring.tokens.access) == 1


@pytest.mark.soak
def test_a_callback_is_worth_nothing_in_another_browser(
    page: Page, open_page: OpenPage, app: WebApp, sandbox: Sandbox
):
    open_config(page, app)
    ask_discogs(page, sandbox)
    address = callback(sandbox)
    stranger = open_page()
    stranger.goto(address)
    expect_refused(stranger, app, "browser|again|under way|started")
    assert not sandbox.wiring.tokens.access
    # The stranger has not spoilt it for the browser that asked.
    page.goto(address)
    expect_connected(page, app, sandbox.wiring.owner.username)


@pytest.mark.soak  # the page without a browser: tests/web/pages/account/test_access.py
def test_a_callback_for_another_request_is_worth_nothing(page: Page, app: WebApp, sandbox: Sandbox):
    """Somebody sends a link with a request token of his own, so that his account gets connected."""
    foreign = sandbox.wiring.tokens.begin(sandbox.consumer_key, f"{app.url}/receive-token")
    verifier = sandbox.wiring.tokens.allow(foreign, sandbox.wiring.owner.username)
    open_config(page, app)
    allow_button(page).click()
    page.goto(f"{app.url}/receive-token?oauth_token={foreign.token}&oauth_verifier={verifier}")
    expect_refused(page, app, "again|under way|started|belong")
    assert not sandbox.wiring.tokens.access


@pytest.mark.soak
def test_a_request_that_expired_at_discogs_connects_nothing(page: Page, app: WebApp, sandbox: Sandbox):
    open_config(page, app)
    ask_discogs(page, sandbox)
    address = callback(sandbox)
    pending(sandbox).expires_at = time.monotonic()
    page.goto(address)
    expect_refused(page, app, "expired|again")


@pytest.mark.soak
def test_discogs_down_at_the_button(page: Page, app: WebApp, sandbox: Sandbox):
    open_config(page, app)
    sandbox.stop()
    allow_button(page).click()
    expect_refused(page, app, "reach|answer|unreachable")


@pytest.mark.soak
def test_discogs_down_at_the_exchange(page: Page, app: WebApp, sandbox: Sandbox):
    open_config(page, app)
    ask_discogs(page, sandbox)
    address = callback(sandbox)
    sandbox.stop()
    page.goto(address)
    expect_refused(page, app, "reach|answer|unreachable")


@pytest.mark.soak
def test_discogs_failing_after_the_exchange_saves_nothing(page: Page, app: WebApp, sandbox: Sandbox):
    """The token is granted, but nobody can say whose it is."""
    open_config(page, app)
    ask_discogs(page, sandbox)
    sandbox.hooks.add_fault("500:/oauth/identity")
    decide(page, "Allow")
    expect_refused(page, app, "discogs")


@pytest.mark.soak
def test_a_consumer_that_discogs_does_not_know(page: Page, open_app: OpenApp, sandbox: Sandbox):
    app = open_app(sandbox, consumer_key="unknownunknownunknow", consumer_secret="x" * 32)
    open_config(page, app)
    allow_button(page).click()
    expect_refused(page, app, "consumer|key")


@pytest.mark.soak
def test_a_home_of_another_account_is_refused_with_the_way_out(page: Page, app: WebApp, sandbox: Sandbox):
    assert app.home.run("auth", "--token", sandbox.other_token).returncode == 0
    (app.home.path / SECRETS).unlink()
    open_config(page, app)
    ask_discogs(page, sandbox)
    decide(page, "Allow")
    expect_refused(page, app, "another account|belongs to|visitor")


@pytest.mark.soak  # the page without a browser: tests/web/pages/account/test_access.py
def test_the_callback_carries_nothing_but_what_oauth_needs(page: Page, app: WebApp, sandbox: Sandbox):
    open_config(page, app)
    ask_discogs(page, sandbox)
    assert pending(sandbox).callback == f"{app.url}/receive-token"
    assert set(parse_qs(urlsplit(page.url).query)) == {"oauth_token"}
