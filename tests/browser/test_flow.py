"""The mission, as a user goes through it: from a new home to the sleeves on the shelf."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenApp, OpenPage
from tests.browser.steps import (
    SYNC,
    ask_discogs,
    bars,
    decide,
    enter_consumer,
    expect_connected,
    expect_done,
    headline,
    open_config,
    press,
    sleeves,
)

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox


def shown_sleeves(page: Page) -> int:
    """Go through all pages of the collection and count."""
    page.wait_for_load_state()
    count = sleeves(page).count()
    following = page.get_by_role("link", name="Next")
    while following.count():
        following.click()
        page.wait_for_load_state()
        count += sleeves(page).count()
    return count


@pytest.mark.parametrize("name", ["small", pytest.param("demo", marks=pytest.mark.soak)])
def test_from_a_new_home_to_the_shelf(name: str, small: Catalogue, page: Page, open_app: OpenApp):
    catalogue = small if name == "small" else load_catalogue(name)
    with Sandbox(catalogue, limit=6000, latency=0.02) as sandbox:
        app = open_app(sandbox, process=True)
        page.goto(app.url)
        page.get_by_role("main").get_by_role("link", name="Connect to Discogs").click()
        enter_consumer(page, sandbox.consumer_key, sandbox.consumer_secret)
        ask_discogs(page, sandbox)
        decide(page, "Allow")
        expect_connected(page, app, catalogue.username)
        press(page, "Start")
        expect(page).to_have_url(f"{app.url}/progress")
        expect(headline(page)).to_have_text(re.compile("^Reading: "))
        expect_done(page)  # without a reload by the user
        assert all(done == total for done, total in bars(page).values()), bars(page)
        page.get_by_role("link", name="See the collection").click()
        expect(page).to_have_url(re.compile("/collection$"))
        assert shown_sleeves(page) == len(catalogue.items)
        assert sandbox.wiring.tokens.access, "it was OAuth"


@pytest.mark.soak  # each page without it has a test of its own
def test_it_works_without_javascript(open_page: OpenPage, open_app: OpenApp, small: Catalogue):
    page = open_page(java_script_enabled=False)
    with Sandbox(small, limit=60_000, latency=0.05) as sandbox:
        app = open_app(sandbox)
        open_config(page, app)
        enter_consumer(page, sandbox.consumer_key, sandbox.consumer_secret)
        ask_discogs(page, sandbox)
        decide(page, "Allow")
        expect_connected(page, app, small.username)
        press(page, "Start")
        expect(page).to_have_url(f"{app.url}/progress")
        expect_done(page)  # the page asks again by itself
        page.get_by_role("link", name="See the collection").click()
        assert shown_sleeves(page) == len(small.items)
        page.get_by_label("Search", exact=True).fill("no record is called so")
        press(page, "Show")
        assert sleeves(page).count() == 0


@pytest.mark.soak  # without a browser: tests/program/test_building.py
@pytest.mark.usefixtures("builds_meanwhile")
def test_the_collection_shows_while_the_rest_is_fetched(page: Page, open_app: OpenApp, small: Catalogue):
    # No release comes before the shelf has been looked at, however long that takes.
    with Sandbox(small, limit=60_000, faults="stall:/releases/*", stall_seconds=600) as sandbox:
        app = open_app(sandbox)
        app.connect(sandbox)
        open_config(page, app)
        press(page, "Start")
        deadline = SYNC // 1000
        while not sleeves(page).count():
            deadline -= 1
            assert deadline, "no sleeve has appeared"
            page.wait_for_timeout(1000)
            page.goto(f"{app.url}/collection")
        run = app.run_state()
        assert run is not None
        assert run.status == "running"
        assert sleeves(page).count() == len(small.items)
