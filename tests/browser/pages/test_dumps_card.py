"""The settings' card about dumps is accessible in each of its states, with all its parts unfolded."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from tests.browser.accessibility import violations
from tests.browser.app import WebApp
from tests.browser.test_accessibility import show, too_wide
from tests.etl.dumps.test_dump_damage import landing_of

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.storage.home.dump_activity import DumpWork

UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"


def grave(page: Page) -> list[str]:
    page.evaluate(UNFOLD)
    found = violations(page)
    show(page, "light", 320)
    found += too_wide(page)
    show(page, "light", 1280)
    return found


def test_the_card_is_accessible_idle_and_at_work_and_so_is_its_progress(page: Page, tmp_path: Path) -> None:
    catalogue = load_catalogue("synthetic", items=15, seed=2)
    home = tmp_path / "home"
    home.mkdir()
    landing_of(catalogue, home / "landing.db")
    with Sandbox(catalogue) as sandbox, WebApp(home, sandbox, dump_url=sandbox.dump_url) as app:
        page.goto(f"{app.url}/config")
        card = page.get_by_role("region", name="Monthly dumps")
        assert not grave(page)
        expect(card.get_by_label("Files (one a line)")).to_be_visible()
        expect(card.get_by_role("button", name="Download and import")).to_be_visible()
        with DumpWork(home, lambda _: None) as work:
            work.note("import", "discogs_20261101_releases.xml.gz", 5_000_000, 20_000_000)
            page.goto(f"{app.url}/config")
            expect(card.get_by_role("button", name="Stop")).to_be_visible()
            assert not grave(page)
            page.goto(f"{app.url}/progress")
            expect(page.get_by_text("discogs_20261101_releases.xml.gz: 5.0 of 20.0 MB")).to_be_visible()
            assert not grave(page)
        page.goto("about:blank")  # the progress page asks again and again, of a server that is about to stop
