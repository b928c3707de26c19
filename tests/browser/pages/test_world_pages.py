"""From page to page in all of Discogs, as one clicks; axe-core finds nothing grave there in light and dark."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

from playwright.sync_api import expect
from tests.browser.accessibility import pale, too_wide, violations
from tests.browser.conftest import OpenApp, OpenPage
from tests.browser.steps import headline

from discogs_sandbox.server import Sandbox


def test_all_of_discogs_is_clicked_through(
    demo_world: Path, open_app: OpenApp, open_page: OpenPage, discogs: Sandbox, tmp_path: Path
):
    copytree(demo_world, tmp_path / "home", symlinks=True)
    app, page = open_app(discogs), open_page(color_scheme="dark", viewport={"width": 360, "height": 720})
    found: list[str] = []

    def looks_well() -> None:
        expect(headline(page)).to_be_visible()
        found.extend(f"{page.url}: {one}" for one in violations(page) + pale(page) + too_wide(page))

    page.goto(f"{app.url}/path?from=miles+davis&to=brian+eno")
    page.get_by_role("link", name="In all of Discogs").click()
    expect(headline(page)).to_have_text("From Miles Davis to Brian Eno")
    looks_well()
    page.locator("ol.steps h2 a").first.click()
    page.get_by_role("link", name="In all of Discogs").click()
    expect(page).to_have_url(re.compile(r"/artist/\d+\?world=1$"))
    looks_well()
    page.get_by_label("On your shelf", exact=True).last.select_option("owned")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("standing=owned"))
    page.locator("table.world-albums a").first.click()
    page.get_by_role("link", name="All pressings of this album").click()
    expect(page.get_by_role("heading", name="All pressings of this album")).to_be_visible()
    looks_well()
    page.goto(f"{app.url}/gaps")
    page.get_by_role("link", name="The people you love, in all of Discogs").click()
    expect(page.locator("ol.suggestions li").first).to_be_visible()
    looks_well()
    page.get_by_role("link", name="New since last month").click()
    expect(page.get_by_text("no month to compare with")).to_be_visible()
    looks_well()
    page.goto(f"{app.url}/config")
    expect(page.get_by_role("heading", name="All of Discogs")).to_be_visible()
    looks_well()
    assert not found, "\n".join(found)
