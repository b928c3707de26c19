"""The app without a network between: Starlette's client, which keeps cookies as a browser does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.catalogues import Known, opened
from tests.web.facts.shelf import Shelf
from tests.web.inside import InsideJobs
from tests.web.shelves import artist, item, publish

from discogs_sandbox.catalogues import load_catalogue
from linernotes.settings import load_settings
from linernotes.web.app import create_app
from linernotes.web.background.running import Jobs

Open = Callable[..., TestClient]


@pytest.fixture
def open_app(tmp_path: Path) -> Iterator[Open]:
    """Opens the app: `open_app(host=..., base_url=..., **settings)`; its home is `tmp_path / "home"` unless given.

    Its jobs run in this process; `jobs=Jobs` gives each one of its own.
    """
    with ExitStack() as stack:

        def opened(
            *,
            host: str = "127.0.0.1",
            base_url: str = "http://127.0.0.1:8000",
            jobs: type[Jobs] = InsideJobs,
            **settings: object,
        ) -> TestClient:
            app = create_app(load_settings(**{"home": tmp_path / "home"} | settings), host=host)
            app.state.linernotes.jobs = jobs(app.state.linernotes.settings)
            client = TestClient(app, base_url=base_url, follow_redirects=False, raise_server_exceptions=False)
            return stack.enter_context(client)

        yield opened


@pytest.fixture
def empty(open_app: Open) -> TestClient:
    """The app on a home that is not there yet."""
    return open_app()


@pytest.fixture(scope="session")
def shelf_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with six records of which only the listing is known."""
    home = tmp_path_factory.mktemp("shelf")
    publish(
        home,
        [
            item(1, "Sunset", [artist("The Zebras (4)", 1)], year=1999, folder=7),
            item(
                2,
                "Größe",
                [artist("Björk (2)", 2, join="Feat."), artist("Max Roach", 3, anv="M. Roach")],
                year=0,
            ),
            item(3, "alpha", [artist("Abba", 4, join=","), artist("Cher", 5)], year=1980, folder=7),
            item(4, "Beta", [artist("abba", 4)], year=1975, condition="Near Mint (NM or M-)"),
            item(
                5,
                "Box",
                [artist("Various", 194)],
                year=1985,
                formats=[
                    {"name": "All Media", "qty": "1", "descriptions": ["Compilation"]},
                    {"name": "Vinyl", "qty": "2", "descriptions": ["LP"]},
                    {"name": "CD", "qty": "1"},
                ],
            ),
            item(6, "Pictured", [artist("Eve", 6)], thumb="https://i.discogs.com/abc/x.jpeg"),
        ],
    )
    return home


@contextmanager
def app_on(home: Path) -> Iterator[TestClient]:
    """The app on a home, for all tests that change nothing: its first page has to read the build."""
    app = create_app(load_settings(home=home), host="127.0.0.1")
    client = TestClient(
        app, base_url="http://127.0.0.1:8000", follow_redirects=False, raise_server_exceptions=False
    )
    with client:
        yield client


def without_cookies(client: TestClient) -> TestClient:
    """The same app, for a browser that has never been there."""
    client.cookies.clear()
    return client


@pytest.fixture(scope="session")
def opened_shelf(shelf_home: Path) -> Iterator[TestClient]:
    """The app on the home of six records, opened once for all tests."""
    with app_on(shelf_home) as client:
        yield client


@pytest.fixture
def shelf(opened_shelf: TestClient) -> TestClient:
    """The app on that home, to look at."""
    return without_cookies(opened_shelf)


@pytest.fixture(scope="session")
def opened_demo(demo_home: Path) -> Iterator[TestClient]:
    """The app on the demo, opened once for all tests."""
    with app_on(demo_home) as client:
        yield client


@pytest.fixture
def demo(opened_demo: TestClient) -> TestClient:
    """The app on the demo, to look at."""
    return without_cookies(opened_demo)


@pytest.fixture(scope="session")
def opened_world_app(demo_world: Path) -> Iterator[TestClient]:
    """The app on the demo with all of its Discogs beside it, opened once for all tests."""
    with app_on(demo_world) as client:
        yield client


@pytest.fixture
def world_app(opened_world_app: TestClient) -> TestClient:
    """The app on that home, to look at."""
    return without_cookies(opened_world_app)


@pytest.fixture(scope="session", params=["demo", pytest.param("recorded", marks=pytest.mark.recorded)])
def known(request: pytest.FixtureRequest) -> Iterator[Known]:
    """Each whole catalogue, as documents and as the app shows it."""
    home = request.getfixturevalue(f"{request.param}_home")
    where = {"dir": request.getfixturevalue("fixtures")} if request.param == "recorded" else {}
    with opened(home, Shelf(load_catalogue(request.param, **where))) as known:
        yield known
