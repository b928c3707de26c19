"""Syncing from the pages: start, watch, hold, go on, and what another process does.

What does not need a browser is tried without one in `tests/web/pages/account/`, under names like these; here it is a
long trial.
"""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import Page, expect
from tests.browser.app import WebApp
from tests.browser.conftest import OpenApp, OpenPage
from tests.browser.steps import (
    bars,
    expect_done,
    expect_not_connected,
    headline,
    message,
    notice,
    open_config,
    open_progress,
    press,
    restart,
    sleeves,
)
from tests.homes import Home

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.server import Sandbox
from linernotes.secrets import Account, PersonalToken, SecretsYAML
from linernotes.storage.home.layout import SECRETS

PAUSED = re.compile("^Paused")
READING = re.compile("^Reading")
SLOW = "stall:/releases/*,stall:/masters/*,stall:/artists/*"


@pytest.fixture
def sandbox(small: Catalogue) -> Iterator[Sandbox]:
    """A Discogs that takes its time after the lists, so that a sync can be looked at; `hurry` ends that."""
    with Sandbox(small, limit=60_000, faults=SLOW, stall_seconds=3.0) as sandbox:
        yield sandbox


def hurry(sandbox: Sandbox) -> None:
    """What was asked and what will be asked is answered at once."""
    sandbox.hooks.clear_faults()


@pytest.fixture
def app(open_app: OpenApp, sandbox: Sandbox) -> WebApp:
    """Connected, with nothing fetched."""
    app = open_app(sandbox, consumer_key=sandbox.consumer_key, consumer_secret=sandbox.consumer_secret)
    app.connect(sandbox)
    return app


@pytest.fixture(scope="module")
def synced_home(discogs: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home connected to a quick Discogs, and everything fetched; to be copied."""
    home = Home(tmp_path_factory.mktemp("synced") / "home", discogs)
    home.sync()
    owner = Account(discogs.wiring.owner.username, "")
    SecretsYAML(home.path / SECRETS).save_token(PersonalToken(discogs.token), owner)
    return home.path


@pytest.fixture
def synced(open_app: OpenApp, discogs: Sandbox, synced_home: Path, tmp_path: Path) -> WebApp:
    """The app on a copy of it."""
    shutil.copytree(synced_home, tmp_path / "home", symlinks=True)
    return open_app(discogs, consumer_key=discogs.consumer_key, consumer_secret=discogs.consumer_secret)


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = monotonic() + seconds
    while not true():
        assert monotonic() < deadline, "it never came true"
        sleep(0.05)


def releases_are_read(sandbox: Sandbox) -> bool:
    return any(one.path.startswith("/releases/") for one in sandbox.requests)


def expect_no_requests(sandbox: Sandbox) -> None:
    """Nothing is asked of Discogs any more, once what was under way has been answered."""
    sleep(0.6)  # the sync looks for the pause at most twice a second
    hurry(sandbox)
    until(lambda: all(one.status for one in sandbox.requests))
    asked = len(sandbox.requests)
    sleep(1.5)
    assert len(sandbox.requests) == asked


def test_a_sync_is_paused_and_goes_on_from_the_page(page: Page, app: WebApp, sandbox: Sandbox):
    open_config(page, app)
    press(page, "Start")
    until(lambda: releases_are_read(sandbox))
    press(page, "Pause")
    expect(headline(page)).to_have_text(PAUSED)
    expect_no_requests(sandbox)
    open_config(page, app)
    expect(page.get_by_text("The sync is paused.")).to_be_visible()
    asked = len(sandbox.requests)
    press(page, "Resume")
    open_progress(page, app)
    expect_done(page)
    assert len(sandbox.requests) > asked
    releases = [path for path in sandbox.requests.paths() if path.startswith("/releases/")]
    assert len(releases) == len(set(releases)), "nothing is fetched twice"


@pytest.mark.soak
def test_a_sync_of_the_command_line_shows_and_obeys(page: Page, app: WebApp, sandbox: Sandbox):
    process = app.home.start("sync")
    try:
        until(lambda: releases_are_read(sandbox))
        open_progress(page, app)
        expect(headline(page)).to_have_text(READING)
        press(page, "Pause")
        expect(headline(page)).to_have_text(PAUSED)
        expect_no_requests(sandbox)
        press(page, "Resume")
        expect_done(page)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.communicate()


@pytest.mark.soak
def test_the_command_line_pauses_what_the_page_shows(page: Page, app: WebApp, sandbox: Sandbox):
    open_config(page, app)
    press(page, "Start")
    until(lambda: releases_are_read(sandbox))
    assert app.home.run("pause").returncode == 0
    expect(headline(page)).to_have_text(PAUSED)
    assert app.home.run("resume").returncode == 0
    expect(headline(page)).to_have_text(READING)


@pytest.mark.soak
def test_a_page_that_is_opened_late_shows_the_true_state(
    page: Page, open_page: OpenPage, app: WebApp, sandbox: Sandbox
):
    open_config(page, app)
    press(page, "Start")
    until(lambda: releases_are_read(sandbox))
    expect(headline(page)).to_have_text(READING)
    press(page, "Pause")
    expect(headline(page)).to_have_text(PAUSED)
    expect_no_requests(sandbox)
    streamed = bars(page)
    page.reload()
    assert bars(page) == streamed
    late = open_page()
    open_progress(late, app)
    expect(headline(late)).to_have_text(PAUSED)
    assert bars(late) == streamed
    run = app.run_state()
    assert run is not None
    assert sum(done for done, _ in streamed.values()) > 0
    assert {stage.done for stage in run.stages} <= {done for done, _ in streamed.values()}


@pytest.mark.soak  # a sync that is watched is tried above
def test_a_page_goes_on_by_itself(page: Page, app: WebApp, sandbox: Sandbox):
    """It is never reloaded until the end: the server's events move it."""
    open_config(page, app)
    press(page, "Start")
    until(lambda: releases_are_read(sandbox))
    page.evaluate("window.untouched = true")
    seen = sum(done for done, _ in bars(page).values())
    until(lambda: sum(done for done, _ in bars(page).values()) > seen + 2)
    assert page.evaluate("window.untouched")


@pytest.mark.soak
def test_a_second_sync_is_refused_while_one_runs(
    page: Page, open_page: OpenPage, app: WebApp, sandbox: Sandbox
):
    late = open_page()
    open_config(late, app)
    open_config(page, app)
    press(page, "Start")
    until(lambda: releases_are_read(sandbox))
    press(late, "Start")
    expect(message(late)).to_contain_text("running already")


def test_a_sync_that_fails_says_why(page: Page, app: WebApp, sandbox: Sandbox):
    sandbox.stop()
    open_config(page, app)
    press(page, "Start")
    expect(message(page)).to_contain_text(re.compile("reach|answer"), timeout=90_000)
    assert "Traceback" not in page.content()


@pytest.mark.soak  # the page without a browser: tests/web/pages/account
def test_documents_with_problems_are_counted(page: Page, app: WebApp, sandbox: Sandbox):
    release = next(iter(sandbox.wiring.owner.items()))["id"]
    hurry(sandbox)
    sandbox.hooks.add_fault(f"404:/releases/{release}")
    open_config(page, app)
    press(page, "Start")
    expect_done(page)
    expect(page.get_by_role("main")).to_contain_text("1 problem")


@pytest.mark.soak
def test_a_build_alone_is_started_and_asks_discogs_nothing(page: Page, synced: WebApp, discogs: Sandbox):
    asked = len(discogs.requests)
    open_config(page, synced)
    press(page, "Build")
    expect(page).to_have_url(f"{synced.url}/progress")
    expect_done(page)
    assert len(discogs.requests) == asked


@pytest.mark.soak  # the page without a browser: tests/web/pages/account
def test_the_plan_is_made_on_request_only(page: Page, synced: WebApp, discogs: Sandbox):
    asked = len(discogs.requests)
    open_config(page, synced)
    assert len(discogs.requests) == asked
    press(page, "Show the plan")
    expect(page.get_by_role("row", name=re.compile("^Together"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^Releases"))).to_be_visible()


@pytest.mark.soak  # the page without a browser: tests/web/pages/account
def test_disconnecting_keeps_the_data_until_it_is_deleted(page: Page, synced: WebApp):
    disconnect(page, synced)
    assert (synced.home.path / "landing.db").exists()
    page.goto(f"{synced.url}/collection")
    assert sleeves(page).count() > 0
    open_config(page, synced)
    page.get_by_label("Delete everything that was fetched").check()
    press(page, "Delete the data")
    expect(notice(page)).to_contain_text("deleted")
    assert not list(synced.home.path.glob("landing.db*"))
    assert not (synced.home.path / "collection.duckdb").exists()
    assert not list(synced.home.path.glob("builds/*.duckdb"))
    page.goto(f"{synced.url}/collection")
    assert sleeves(page).count() == 0


def disconnect(page: Page, app: WebApp) -> None:
    open_config(page, app)
    page.get_by_role("main").get_by_text("Disconnect", exact=True).first.click()
    press(page, "Disconnect")
    expect_not_connected(page, app)
    assert app.secrets() is None


@pytest.mark.soak  # the page without a browser: tests/web/pages/account
def test_the_daily_sync_is_chosen_on_the_page(page: Page, app: WebApp):
    open_config(page, app)
    page.get_by_label("Every day at").select_option("04:00")
    page.get_by_role("region", name="Daily sync").get_by_role("button", name="Save").click()
    expect(notice(page)).to_contain_text("04:00")
    restart(page, app)
    open_config(page, app)
    expect(page.get_by_label("Every day at")).to_have_value("4")
