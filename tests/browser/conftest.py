"""A real browser, and pages that fail the test when the browser complains.

Debian's chromium, driven by Playwright; `make test` installs it where it can. Playwright never downloads one. Where
there is Chromium without windows it is taken: it shows a page for three fifths of the CPU.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from tests.browser.app import WebApp, WebProcess
from tests.browser.fonts import Fonts
from tests.browser.pages.watching import PICTURES, Watch

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.server import Sandbox

#: Those with a camera, and the lighter one that has none.
WHOLE_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSERS = ("chromium-headless-shell", *WHOLE_BROWSERS)

#: In a container /dev/shm is small; nothing is fetched, synced or asked of anybody at the start.
FLAGS = [
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

#: Milliseconds that a page has for what it should do at once. A machine that runs tests is a busy one, and may be slow.
PATIENCE = 60_000

expect.set_options(timeout=PATIENCE)

OpenApp = Callable[..., WebApp]
OpenPage = Callable[..., Page]
LaunchBrowser = Callable[[Fonts], Browser]


def browser_path(names: Sequence[str] = BROWSERS) -> str:
    """Where the browser is: the first of these that is installed. Without one a test skips."""
    for name in names:
        if found := shutil.which(name):
            return found
    pytest.skip(f"needs a browser ({', '.join(BROWSERS)}): make browser")


def launch(playwright: Playwright, fonts: Fonts, folder: Path) -> Browser:
    """Start a browser that has these fonts and no others; `folder` is for their configuration."""
    return playwright.chromium.launch(
        executable_path=browser_path(), args=FLAGS + fonts.flags, env=fonts.environment(folder)
    )


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    """What starts browsers.

    Not for the session: Playwright keeps an event loop of its own running in the thread for as long as it is open,
    and tests of other modules in the same process start theirs.
    """
    browser_path()
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for a module, with the fonts that the project ships; each test has contexts of its own."""
    opened = launch(driver, Fonts.SHIPPED, tmp_path_factory.mktemp("fonts"))
    yield opened
    opened.close()


@pytest.fixture
def launch_browser(driver: Playwright, tmp_path: Path) -> Iterator[LaunchBrowser]:
    """Starts a browser with other fonts, for one test."""
    with ExitStack() as stack:

        def start(fonts: Fonts) -> Browser:
            opened = launch(driver, fonts, tmp_path / fonts.name)
            stack.callback(opened.close)
            return opened

        yield start


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Collects what the browser complains of; the test fails if that is anything."""
    watching = Watch()
    yield watching
    assert not watching.complaints, "the browser complained:\n" + "\n".join(watching.complaints)
    assert watching.hosts <= {"127.0.0.1", urlsplit(PICTURES).hostname}, watching.hosts


#: The pages that a test has open.
_OPEN = pytest.StashKey[ExitStack]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Close a test's pages before any of its fixtures ends, in whichever order the test named them.

    A page may still be loading, and a server that goes away under it is something that the browser complains of.
    """
    if pages := item.stash.get(_OPEN, None):
        pages.close()


@pytest.fixture
def open_page(request: pytest.FixtureRequest, browser: Browser, watch: Watch) -> Iterator[OpenPage]:
    """Opens a page in a browser context of its own (nobody's cookies); keywords are those of `new_context`."""
    with ExitStack() as stack:
        request.node.stash[_OPEN] = stack

        def start(**options: Any) -> Page:
            context: BrowserContext = browser.new_context(locale="en-GB", **options)
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            watch.attach(context)
            return context.new_page()

        yield start


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page on a desktop, with JavaScript."""
    return open_page()


@pytest.fixture(scope="session")
def small() -> Catalogue:
    """Few enough records that a sync takes a moment."""
    return load_catalogue("synthetic", items=12, seed=7)


@pytest.fixture(scope="module")
def discogs(small: Catalogue) -> Iterator[Sandbox]:
    """A Discogs for tests that change nothing there and do not stop it."""
    with Sandbox(small, limit=60_000) as sandbox:
        yield sandbox


@pytest.fixture
def open_app(tmp_path: Path) -> Iterator[OpenApp]:
    """Starts the web app with a fresh home: `open_app(sandbox, consumer_key=..., ...)`; `process`: as users do.

    At the end of the test what it printed is searched for stack traces and secrets.
    """
    opened: list[tuple[WebApp, Sandbox]] = []
    with ExitStack() as stack:

        def start(sandbox: Sandbox, name: str = "home", *, process: bool = False, **settings: str) -> WebApp:
            kind = WebProcess if process else WebApp
            app = stack.enter_context(kind(tmp_path / name, sandbox, **settings))
            opened.append((app, sandbox))
            return app

        yield start
    for app, sandbox in opened:
        app.check_log(sandbox)


@pytest.fixture(scope="module")
def demo_app(demo_home: Path, discogs: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebApp]:
    """The app on a copy of it, for the pages that only show and remember: Discogs is not asked."""
    home = tmp_path_factory.mktemp("explored") / "home"
    shutil.copytree(demo_home, home, symlinks=True)
    with WebApp(home, discogs) as app:
        yield app
    app.check_log(discogs)
