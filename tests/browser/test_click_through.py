"""From page to page by what one sees, on the demo's shelf and on the recorded one: in light on a desktop, in dark on a
phone. The browser complains of nothing on the way."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Page, expect
from tests.browser.app import WebApp
from tests.browser.conftest import OpenApp, OpenPage
from tests.browser.steps import headline, sleeves

from discogs_sandbox.server import Sandbox

#: What the navigation leads to, and what stands there.
NAVIGATION = {
    "Collection": "/collection",
    "Network": "/network",
    "Spin": r"/spin(\?.*)?",
    "Own it?": "/own",
    "Gaps": "/gaps",
    "Wantlist": "/wantlist",
    "SQL": "/sql",
    "Settings": "/config",
    "Home": "/",
}
LOOKS = [
    # On a desktop the other tests click on the same.
    pytest.param(
        {"color_scheme": "light", "viewport": {"width": 1280, "height": 800}},
        id="desktop-light",
        marks=pytest.mark.soak,
    ),
    pytest.param({"color_scheme": "dark", "viewport": {"width": 360, "height": 720}}, id="phone-dark"),
]


@pytest.fixture(params=["demo", pytest.param("recorded", marks=pytest.mark.recorded)])
def app(request: pytest.FixtureRequest, open_app: OpenApp, discogs: Sandbox, tmp_path: Path) -> WebApp:
    """The app on a shelf with everything read."""
    copytree(request.getfixturevalue(f"{request.param}_home"), tmp_path / "home", symlinks=True)
    return open_app(discogs)


def at(page: Page, path: str) -> None:
    """Be on a page, which has a headline."""
    expect(page).to_have_url(re.compile(rf"^http://127\.0\.0\.1:\d+{path}$"))
    expect(headline(page)).to_be_visible()


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_reached_by_clicking(app: WebApp, open_page: OpenPage, look: dict):
    page = open_page(**look)
    page.goto(app.url)
    for name, path in NAVIGATION.items():
        page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True).click()
        at(page, path)
    page.get_by_role("link", name="All the numbers").click()
    at(page, "/numbers")
    page.goto(f"{app.url}/collection")
    sleeves(page).first.get_by_role("link").first.click()
    at(page, r"/release/\d+")
    title = headline(page).inner_text()
    page.get_by_role("button", name="Played it").click()
    expect(page.get_by_role("main").get_by_role("status")).to_be_visible()
    for kind in ("role", "label", "company"):  # as far as this record names them
        named = page.locator(f"main a[href^='/{kind}/']:visible")
        if named.count():
            named.first.click()
            at(page, rf"/{kind}/.+")
            page.go_back()
            at(page, r"/release/\d+")
    page.locator("main a[href^='/artist/']:visible").first.click()
    at(page, r"/artist/\d+(\?.*)?")
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.get_by_role("main").get_by_role("status")).to_be_visible()
    page.goto(f"{app.url}/own")
    page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first.fill(title)
    expect(page.get_by_role("main")).to_contain_text(re.compile("You own it|records? (of|by|with)|Yes"))
