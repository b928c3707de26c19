"""SQL, covers and the shared site in a real browser."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.accessibility import violations
from tests.browser.app import WebApp
from tests.browser.conftest import OpenPage
from tests.source.pictures import PictureHost, picture_host
from tests.web.shelves import artist, item, publish

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.server import Sandbox

RECORDS = 8


@pytest.fixture(scope="module")
def host() -> Iterator[PictureHost]:
    with picture_host() as host:
        yield host


@pytest.fixture(scope="module")
def app(host: PictureHost, small: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebApp]:
    """The app on eight records with pictures, and its site."""
    folder = tmp_path_factory.mktemp("yours")
    items = [
        item(number, f"Größe {number}", [artist("Eve", 6)], thumb=f"{host.url}/{number}.gif")
        for number in range(1, RECORDS + 1)
    ]
    publish(folder / "home", items)
    with Sandbox(small) as sandbox, WebApp(folder / "home", sandbox, image_hosts=host.url) as app:
        app.home.json("export", "site", "--out", str(folder / "site"))
        yield app


def test_covers_come_one_by_one_while_one_looks(page: Page, app: WebApp, host: PictureHost):
    """At first sleeves are drawn, since pictures are slow; each gives way to its picture without a reload."""
    host.reset()
    host.delay = 0.3
    shutil.rmtree(app.home.path / "covers", ignore_errors=True)  # another test may have seen a record before
    page.goto(f"{app.url}/collection")
    page.wait_for_function(
        "count => document.querySelectorAll('.sleeve img').length === count"
        " && [...document.querySelectorAll('.sleeve img')].every(one => one.complete && one.naturalWidth === 1)",
        arg=RECORDS,
        timeout=60_000,
    )
    assert sorted(host.asked) == [f"/{number}.gif" for number in range(1, RECORDS + 1)]


@pytest.mark.soak  # without a browser: tests/web/pages/shelf/test_sql.py
def test_a_question_is_asked_and_its_answer_saved(page: Page, app: WebApp):
    page.goto(f"{app.url}/sql")
    page.get_by_label("Your query").fill("select release_id, title from collection_items order by 1 limit 3")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("3 rows")
    expect(page.get_by_role("cell", name="Größe 2")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="CSV").click()
    assert saved.value.path().read_text("utf-8").splitlines()[2] == "2,Größe 2"
    page.get_by_role("link", name="1", exact=True).click()
    expect(page).to_have_url(f"{app.url}/release/1")
    page.go_back()
    page.get_by_role("link", name="How did the collection grow?").click()
    expect(page.get_by_role("cell", name="2020")).to_be_visible()


def test_tables_can_be_found(page: Page, app: WebApp):
    page.goto(f"{app.url}/sql")
    page.get_by_label("Find a table or column").fill("catalog_number")
    expect(page.locator("details:visible").first).to_have_attribute("open", "")
    expect(page.get_by_text("release_labels")).to_be_visible()
    expect(page.get_by_text("artist_vertex", exact=True)).to_be_hidden()


# As files the site of hostile texts is searched, too: tests/browser/test_hostile.py.
@pytest.fixture(params=["in a subfolder", pytest.param("as files", marks=pytest.mark.soak)])
def site(request: pytest.FixtureRequest, app: WebApp) -> Iterator[str]:
    """Where the site begins, opened from the disk and served below another site's folder."""
    folder: Path = app.home.path.parent / "site"
    if request.param == "as files":
        yield folder.as_uri()
        return
    handler = partial(_Quiet, directory=str(folder.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/site"
        server.shutdown()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def accessible(page: Page) -> None:
    """axe-core reads the style sheet again, which no page that was opened as a file may do."""
    page.wait_for_load_state()
    assert page.url.startswith("file:") or violations(page) == []


def test_the_site_can_be_searched_and_gone_through(page: Page, site: str):
    page.goto(f"{site}/index.html")
    expect(page.locator(".sleeve")).to_have_count(RECORDS)
    drawn = page.locator(".sleeve img").first.evaluate("one => one.decode().then(() => one.naturalWidth)")
    assert drawn > 0
    accessible(page)
    page.get_by_label("Search records and artists").fill("grosse 3")
    expect(page.get_by_text("Nothing on this shelf matches.")).to_be_visible()
    page.get_by_label("Search records and artists").fill("große 3")
    page.locator("#hits").get_by_role("link", name="Größe 3").click()
    expect(page).to_have_url(re.compile(r"/record/3\.html$"))
    accessible(page)
    page.get_by_role("main").get_by_role("link", name="Eve").click()
    expect(page.get_by_role("heading", name="Eve")).to_be_visible()
    page.get_by_role("link", name="Artists").click()
    accessible(page)
    page.get_by_role("link", name="Communities").click()
    expect(page.get_by_role("heading", name="Communities")).to_be_visible()
    accessible(page)


def test_the_site_is_complete_without_javascript(open_page: OpenPage, site: str):
    page = open_page(java_script_enabled=False)
    page.goto(f"{site}/index.html")
    expect(page.get_by_label("Search records and artists")).to_be_hidden()
    page.get_by_role("link", name="Größe 5").click()
    expect(page.get_by_role("heading", name="Größe 5")).to_be_visible()
