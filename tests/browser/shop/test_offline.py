"""*Do I own it?* without a network: installed from the app, then asked where the app is not reached."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.browser.app import WebApp
from tests.browser.conftest import OpenPage
from tests.browser.pages.watching import Watch
from tests.browser.shop.answers import answers_of_browser, answers_of_server, is_of_no_shelf
from tests.browser.shop.keeping import KEEPS, PHONE, keep
from tests.browser.shop.queries import shop_queries

from discogs_sandbox.server import Sandbox
from linernotes.insights.ownership.offline import people
from linernotes.insights.ownership.offline.people import people_of
from linernotes.insights.ownership.offline.shop_index import source_of
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.publish import current_build

#: What is typed, and the answer: by title, catalogue number and barcode; with a country that no copy is from.
RECORDS = {
    "Kind Of Blue": "owned",
    "BLP 1577": "owned",
    "0 42281 00672 2": "owned",
    "kind of blue japan": "other",
    "CS 8163 japan": "other",
    "7464-64935-2 japan": "other",
    "maxinquaye": "wanted",
    "tricky {number}": "wanted",
    "john coltrane - giant leaps": "not",
    "XYZ 4711": "not",
    "5 099749 534728": "not",
    "miles davis": "several",
    "kind of bleu": "fits",
}


def ask(page: Page, text: str, verdict: str) -> None:
    page.get_by_role("searchbox").fill(text)
    expect(page.locator(f"[data-verdict={verdict}]")).to_be_visible()


@pytest.fixture(scope="module")
def demo_snapshot(demo_home: Path) -> Iterator[Snapshot]:
    build = current_build(demo_home)
    assert build is not None
    with Snapshot.open(build) as snapshot:
        yield snapshot


def test_an_installed_page_answers_without_a_network(
    open_page: OpenPage, demo_app: WebApp, demo_snapshot: Snapshot, watch: Watch
):
    """The app is installed and the network goes: ten records are known by title, number and barcode."""
    page = open_page(**PHONE)
    keep(page, demo_app)
    browser = page.context.new_cdp_session(page)
    manifest = browser.send("Page.getAppManifest")
    assert not manifest["errors"]
    assert not browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert manifest["manifest"]["startUrl"] == f"{demo_app.url}/own"
    number = demo_snapshot.storage.scalar(
        "select min(catalog_number) from release_labels where release_id ="
        " (select release_id from wantlist_items where title = 'Maxinquaye')"
    )
    watch.is_offline = True
    page.context.set_offline(True)
    page.goto(f"{demo_app.url}/own?q=blue+train")
    expect(page.locator("[data-verdict=owned]")).to_contain_text("You own it.")
    expect(page.locator("[data-offline]")).to_be_visible()
    for text, verdict in RECORDS.items():
        ask(page, text.format(number=number), verdict)
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("navigation")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("kind of bleu")


class NoApp(BaseHTTPRequestHandler):
    """A proxy whose app does not run."""

    def do_GET(self) -> None:
        self.send_error(502)

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_a_page_answers_when_the_app_has_gone(
    page: Page, demo_home: Path, discogs: Sandbox, tmp_path: Path, watch: Watch
):
    """One that is open asks the app as ever, and answers by itself when that fails; so does one behind a proxy."""
    home = tmp_path / "home"
    shutil.copytree(demo_home, home, symlinks=True)
    with WebApp(home, discogs) as app:
        keep(page, app)
        watch.is_offline = True
        app.stop()
        ask(page, "blue train", "owned")
        expect(page.locator("#answer")).to_contain_text("Answered from what this browser keeps")
        with HTTPServer(("127.0.0.1", urlsplit(app.url).port or 0), NoApp) as proxy:
            Thread(target=proxy.serve_forever, daemon=True).start()
            ask(page, "nothing is called so", "not")
            page.goto(f"{app.url}/own?q=maxinquaye")
            expect(page.locator("[data-offline]")).to_be_visible()
            expect(page.locator("[data-verdict=wanted]")).to_be_visible()
            page.goto("about:blank")
            proxy.shutdown()


#: Asks with an index in which there was no room for all names.
WITHOUT_CREDITS = """async ([text, artists]) => {
  const of = (name) => import(new URL(`static/own/offline/${name}.js`, document.baseURI));
  const [{ Shelf }, { lookUp }, { missingHere }] = await Promise.all([of("shelf"), of("lookup"), of("wording")]);
  const index = await (await fetch("own/index.json")).json();
  index.has_credits = false;
  index.people = index.people.filter(([id]) => artists.includes(id));
  const shelf = new Shelf(index);
  const answer = lookUp(shelf, text);
  return [answer.verdict, missingHere(shelf, answer)];
}"""


def test_a_page_says_that_it_does_not_know_all_musicians(
    page: Page, demo_app: WebApp, demo_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
):
    """Of a large shelf the index has the artists of covers alone."""
    whole, has_credits = people_of(source_of(demo_snapshot))
    monkeypatch.setattr(people, "MOST_NAMES", 100)
    covers, has_fewer = people_of(source_of(demo_snapshot))
    assert (has_credits, has_fewer) == (True, False)
    assert 0 < len(covers) < len(whole)
    page.goto(f"{demo_app.url}/own")
    named = [id for id, *_ in covers]
    assert page.evaluate(WITHOUT_CREDITS, ["Ron Carter", named]) == [
        "not",
        "Musicians that no cover names are looked for with a network only.",
    ]


def compare(page: Page, app: WebApp, snapshot: Snapshot, texts: list[str]) -> None:
    page.goto(f"{app.url}/own")
    by_server, by_browser = answers_of_server(snapshot, texts), answers_of_browser(page, texts)
    for server, browser in zip(by_server, by_browser, strict=True):
        if is_of_no_shelf(server):
            unknown = {"not": "unknown"}.get(server["verdict"], server["verdict"])
            assert browser["verdict"] == unknown, server["asked"]
        else:
            assert browser == server


@pytest.mark.parametrize(
    ("count", "seed"), [(12, 1), *(pytest.param(60, seed, marks=pytest.mark.soak) for seed in range(2, 12))]
)
def test_the_page_says_what_the_server_says(
    page: Page, demo_app: WebApp, demo_snapshot: Snapshot, count: int, seed: int
):
    """Titles, artists, numbers, barcodes, ids, folded letters, facts and slips: both answer alike."""
    compare(page, demo_app, demo_snapshot, shop_queries(demo_snapshot, count, seed))


@pytest.mark.recorded
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.soak)])
def test_the_page_says_what_the_server_says_of_a_recorded_shelf(
    page: Page, recorded_home: Path, discogs: Sandbox, tmp_path: Path, seed: int
):
    home = tmp_path / "home"
    shutil.copytree(recorded_home, home, symlinks=True)
    build = current_build(home)
    assert build is not None
    with Snapshot.open(build) as snapshot, WebApp(home, discogs) as app:
        compare(page, app, snapshot, shop_queries(snapshot, 30, seed))
        page.goto("about:blank")


def test_the_index_is_for_who_is_signed_in(
    open_page: OpenPage, demo_home: Path, discogs: Sandbox, tmp_path: Path, watch: Watch
):
    """Behind a path of a proxy too. Signing out removes it from the browser; the page says then what is missing."""
    home = tmp_path / "home"
    shutil.copytree(demo_home, home, symlinks=True)
    with WebApp(home, discogs, password="in the shop", public_url="http://127.0.0.1/linernotes") as app:
        page, address = open_page(**PHONE), f"{app.url}/linernotes/own"
        page.goto(address)
        page.get_by_label("Password").fill("in the shop")
        page.get_by_role("button", name="Sign in").click()
        page.evaluate(KEEPS, True)
        assert page.evaluate("navigator.serviceWorker.ready.then((one) => one.scope)") == address
        watch.is_offline = True
        page.context.set_offline(True)
        page.goto(f"{address}?q=blue+train")
        expect(page.locator("[data-verdict=owned]")).to_be_visible()
        page.context.set_offline(False)
        page.evaluate("window.dispatchEvent(new Event('online'))")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_label("Password")).to_be_visible()
        page.evaluate(KEEPS.replace("await navigator.serviceWorker.ready;", ""), False)
        page.context.set_offline(True)
        page.goto(f"{address}?q=blue+train")
        expect(page.get_by_role("alert")).to_contain_text("keeps nothing of your shelf")
