"""axe-core finds nothing grave on any page, before and after a sync, on the demo's shelf and on the recorded one.

A page of each kind is tried whole in light on a desktop, and its width on a phone. All pages in light and dark, on a
desktop and on a phone, are long trials.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Literal

import pytest
from benchmarks.shelves import land_synthetic
from playwright.sync_api import Browser, Page, expect
from tests.browser.accessibility import pale, too_wide, violations
from tests.browser.addresses import DEMO, pages_of
from tests.browser.app import WebApp
from tests.browser.conftest import OpenApp
from tests.browser.pages.watching import Watch

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox
from linernotes.discogs import Discogs
from linernotes.settings import load_settings

Scheme = Literal["light", "dark"]

#: Pages of a home that has no records yet.
EMPTY = (
    "/",
    "/numbers",
    "/spin",
    "/collection",
    "/own?q=kind+of+blue",
    "/release/905772197",
    "/artist/984425966",
    "/gaps",
    "/wantlist",
    "/wantlist?q=a&not-genre=Rock&reverse=1",
    "/wantlist/facet/style?find=o",
    "/network",
    "/path",
    "/sql",
    "/config",
    "/progress",
    "/no-such-page",
)

NOT_THERE = ("/no-such-page", "/release/905772197", "/artist/984425966")

#: Those of them that are about the records which are not there; the others look as they do with records.
ABOUT_RECORDS = ("/", "/spin", "/collection", "/gaps", "/wantlist", "/network", "/progress")

#: Those that look different while there is no account, and are most of what is seen then.
DIFFERENT_WHEN_NEW = ("/", "/config")

#: One of each kind of these, with few rows: the others show the same parts with more or less in them.
ONE_OF_A_KIND = (
    "/",
    "/numbers",
    "/spin?genre=Jazz&minutes=50",
    "/collection?q=carter&genre=Jazz&not-style=Modal",
    "/own?q=miles+davis",
    "/release/905772197",
    "/role/Bass",
    "/artist/984425966",
    "/wantlist",
    "/paper/shopping",
    "/paper/inventory?genre=Latin&own=4",
    "/paper/labels?of=folder",
    "/year/2020",
    "/network",
    "/path?from=miles+davis&to=brian+eno",
    "/sql?q=select+*+from+release+limit+3",
    "/config",
    "/no-such-page",
)

#: Light and dark, on a desktop and on a narrow phone: (scheme, pixels).
LOOKS: tuple[tuple[Scheme, int], ...] = (("light", 1280), ("dark", 1280), ("dark", 320), ("light", 320))
TWO_LOOKS = (LOOKS[1], LOOKS[3])

FINISH = """() => document.getAnimations()
    .filter(one => one.effect.getComputedTiming().endTime !== Infinity).forEach(one => one.finish())"""


def show(page: Page, scheme: Scheme, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    # Colours on their way from one scheme to the other are nobody's design.
    page.evaluate(FINISH)


def grave(page: Page, app: WebApp, paths: Iterable[str], looks: Iterable[tuple[Scheme, int]]) -> list[str]:
    """What is wrong with these pages in each of these looks."""
    found = []
    for path in paths:
        page.goto(app.url + path)
        for look in looks:
            show(page, *look)
            found += [f"{path} {look}: {one}" for one in violations(page) + too_wide(page)]
    return found


def grave_at_a_glance(page: Page, app: WebApp, paths: Iterable[str], dark: Container[str]) -> list[str]:
    """The same for the price of one look: what colours and width alone decide is tried for them alone.

    Colours in dark are looked at where `dark` has the path.
    """
    found = []
    for path in paths:
        page.goto(app.url + path)
        show(page, "light", 1280)
        found += [f"{path}, light: {one}" for one in violations(page)]
        show(page, "dark", 320)
        found += [f"{path}, dark: {one}" for one in (pale(page) if path in dark else []) + too_wide(page)]
    return found


@pytest.fixture(scope="module")
def demo() -> Iterator[Sandbox]:
    with Sandbox(load_catalogue("demo"), limit=60_000) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    "is_connected", [False, pytest.param(True, marks=pytest.mark.soak)], ids=["new", "connected"]
)
def test_pages_without_records_are_accessible(
    is_connected: bool, page: Page, watch: Watch, open_app: OpenApp, demo: Sandbox
):
    for path in NOT_THERE:
        watch.allow(404, path)
    app = open_app(demo)
    if is_connected:
        app.connect(demo)
    paths = ABOUT_RECORDS if is_connected else DIFFERENT_WHEN_NEW
    assert not (found := grave_at_a_glance(page, app, paths, dark=())), "\n".join(found)


def test_each_kind_of_page_of_the_demo_is_accessible(demo_app: WebApp, page: Page, watch: Watch):
    watch.allow(404, "/no-such-page")
    assert not (found := grave_at_a_glance(page, demo_app, ONE_OF_A_KIND, dark=())), "\n".join(found)


@pytest.mark.soak
@pytest.mark.parametrize("is_connected", [False, True], ids=["new", "connected"])
def test_pages_without_records_are_accessible_in_every_look(
    is_connected: bool, page: Page, watch: Watch, open_app: OpenApp, demo: Sandbox
):
    for path in NOT_THERE:
        watch.allow(404, path)
    app = open_app(demo)
    if is_connected:
        app.connect(demo)
    assert not (found := grave(page, app, EMPTY, TWO_LOOKS)), "\n".join(found)


@pytest.mark.soak
def test_every_page_of_the_demo_is_accessible(demo_app: WebApp, page: Page, watch: Watch):
    watch.allow(404, "/no-such-page")
    assert not (found := grave(page, demo_app, DEMO, LOOKS)), "\n".join(found)


@pytest.fixture(scope="module")
def large_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic shelf of 2,000 copies, built."""
    home = tmp_path_factory.mktemp("large") / "home"
    land_synthetic(home, 2000)
    Discogs(load_settings(home=home)).build()
    return home


@pytest.fixture
def shelf_app(request: pytest.FixtureRequest, open_app: OpenApp, demo: Sandbox, tmp_path: Path) -> WebApp:
    """The app on the home that the parameter names."""
    copytree(request.getfixturevalue(request.param), tmp_path / "home", symlinks=True)
    return open_app(demo)


@pytest.mark.recorded
@pytest.mark.parametrize("shelf_app", ["recorded_home"], indirect=True)
def test_every_page_of_the_recorded_shelf_is_accessible(shelf_app: WebApp, page: Page):
    paths = pages_of(page, shelf_app)
    assert not (found := grave_at_a_glance(page, shelf_app, paths, paths)), "\n".join(found)


@pytest.mark.soak
@pytest.mark.parametrize(
    "shelf_app",
    [pytest.param("recorded_home", marks=pytest.mark.recorded), "large_home"],
    indirect=True,
)
def test_every_page_of_a_shelf_is_accessible_in_every_look(shelf_app: WebApp, page: Page):
    found = grave(page, shelf_app, pages_of(page, shelf_app), LOOKS)
    assert not found, "\n".join(found)


def test_the_password_page_is_accessible(page: Page, demo: Sandbox, open_app: OpenApp):
    app = open_app(demo, password="sesame-sesame")
    page.goto(f"{app.url}/collection")
    expect(page.get_by_label("Password")).to_be_visible()
    assert not violations(page)
    show(page, "light", 320)
    assert not too_wide(page)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        pytest.param("<img src='data:,'>", "image-alt", id="picture-without-text", marks=pytest.mark.soak),
        pytest.param("<p style='color: #aaa'>pale", "color-contrast", id="pale-text"),
        pytest.param("<button></button>", "button-name", id="button-without-name", marks=pytest.mark.soak),
    ],
)
def test_what_is_not_accessible_is_found(browser: Browser, body: str, rule: str):
    page = browser.new_context().new_page()
    page.set_content(f"<!doctype html><html lang=en><title>t</title><main><h1>t</h1>{body}</main>")
    assert any(rule in one for one in violations(page))
    assert any(rule in one for one in pale(page)) == (rule == "color-contrast")
    page.context.close()
