"""The settings' section about all of Discogs: downloaded and built in the background, shown, stopped, deleted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.pages.account.test_access import post
from tests.web.pages.account.test_dumps import wait_until_done

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.site import DumpOptions
from discogs_sandbox.server import Sandbox
from linernotes.storage.catalogue.activity import CatalogueWork
from linernotes.storage.catalogue.manifest import CATALOGUE, newest_month


def message(client: TestClient) -> str:
    """The flash that the next page shows."""
    found = re.search(r'class="flash [a-z]+" role="[a-z]+">([^<]+)<', client.get("/config").text)
    return found[1] if found else ""


@pytest.fixture
def client(open_app: Open, tmp_path: Path):  # type: ignore[no-untyped-def]
    (tmp_path / "home").mkdir()
    catalogue = load_catalogue("synthetic", items=15, seed=2)
    with Sandbox(catalogue, dumps=DumpOptions(limit=100)) as sandbox:
        yield open_app(dump_url=sandbox.dump_url)


def test_a_month_is_downloaded_built_shown_and_deleted(client: TestClient, tmp_path: Path) -> None:
    home = tmp_path / "home"
    page = client.get("/config").text
    assert "12 GB to download" in page
    assert "1.7 times" in page
    post(client, "/catalogue-newest")
    assert "A month can be downloaded: 20261101" in message(client)
    assert post(client, "/catalogue-fetch").headers["location"] == "/progress"
    wait_until_done(client)
    month = newest_month(home)
    assert month is not None
    page = client.get("/config").text
    assert f'data-fact="catalogue-bytes:{month.name}" value="{month.bytes()}"' in page
    assert client.get("/api/catalogue").json()["months"][0]["month"] == month.name
    post(client, "/catalogue-newest")
    assert "Yours is the newest month" in message(client)
    post(client, "/catalogue-drop")
    assert newest_month(home) is not None
    assert "tick the box" in message(client)
    post(client, "/catalogue-drop", confirm="drop")
    assert newest_month(home) is None
    assert not (home / CATALOGUE).exists()


def test_a_build_elsewhere_is_shown_and_nothing_beside_it_starts(client: TestClient, tmp_path: Path) -> None:
    with CatalogueWork(tmp_path / "home", lambda progress: None) as work:
        work.note("releases", 0.5)
        seen = client.get("/api/progress").json()
        assert (seen["phase"], seen["catalogue"]["step"]) == ("catalogue", "releases")
        page = client.get("/progress").text
        assert "Building the catalogue of all of Discogs" in page
        assert "Releases, " in page
        assert "See how far it is" in client.get("/config").text
        post(client, "/catalogue-build")
        assert "running already" in message(client)
        post(client, "/catalogue-drop", confirm="drop")
        assert "Stop it first" in message(client)
        post(client, "/catalogue-stop")
        assert "Nothing was stopped" in message(client)
    assert client.get("/api/progress").json()["phase"] == "idle"


def test_what_goes_wrong_is_said_in_a_line(client: TestClient) -> None:
    post(client, "/catalogue-fetch", month="October")
    assert "YYYY-MM" in message(client)
    post(client, "/catalogue-build")
    wait_until_done(client)
    assert "The last catalogue failed" in client.get("/config").text
