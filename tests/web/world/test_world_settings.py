"""The settings' section about all of Discogs: downloaded and built in the background, shown, stopped, deleted."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.catalogue.dumps import SOURCE, build_here, dump_files
from tests.etl.dumps.test_dump_damage import documents, landing_of
from tests.web.conftest import Open
from tests.web.pages.account.test_access import post
from tests.web.pages.account.test_dumps import wait_until_done

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.site import DumpOptions
from discogs_sandbox.server import Sandbox
from linernotes.storage.catalogue.activity import CatalogueWork
from linernotes.storage.catalogue.manifest import CATALOGUE, newest_month
from linernotes.storage.catalogue.tables import TABLES_OF
from linernotes.storage.home.dump_activity import DumpWork


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


def test_the_collection_takes_what_it_needs_and_is_built(open_app: Open, tmp_path: Path) -> None:
    home, whole = tmp_path / "home", load_catalogue("synthetic", items=5, seed=2)
    home.mkdir()
    client = open_app()
    assert "/catalogue-import" not in client.get("/config").text  # there is nothing to take from
    post(client, "/catalogue-import")
    assert "There is no catalogue yet" in message(client)
    build_here(home, dump_files(whole, tmp_path / "dumps"))
    post(client, "/catalogue-import")
    assert "there is no collection to look for" in message(client)
    landing_of(whole, home / "landing.db")
    assert post(client, "/catalogue-import").headers["location"] == "/progress"
    wait_until_done(client)
    found = documents(home / "landing.db")
    assert {id for kind, id, _ in found if kind == "release"} >= {item["id"] for item in whole.items}
    assert {source for _, _, source in found} == {SOURCE}
    assert client.get("/api/progress").json()["build_id"]


def test_the_button_says_what_an_import_takes_at_least(world_app: TestClient, demo_world: Path) -> None:
    page = world_app.get("/config").text
    assert 'action="/catalogue-import"' in page
    facts = dict(re.findall(r'data-fact="(import-[a-z]+)" value="([0-9]+)"', page))
    total = world_app.get("/api/collection").json()["total"]
    month = newest_month(demo_world)
    assert month is not None
    read = sum(
        file.stat().st_size
        for kind in ("release", "master", "artist")
        for name in (*TABLES_OF[kind], *{"release": ("artist_releases", "master_versions")}.get(kind, ()))
        for file in month.files(name)
    )
    assert int(facts["import-bytes"]) == read
    assert 0 < int(facts["import-releases"]) <= total


def test_both_cards_say_what_goes_on(world_app: TestClient, demo_world: Path) -> None:
    with DumpWork(demo_world, lambda progress: None) as work:
        work.note("catalogue", "catalogue 20261101, releases", 10, 100)
        page = world_app.get("/config").text
        assert "Your collection is taking from it what it needs" in page
        assert "Documents are being taken from" in page
        assert page.count('action="/dump-stop"') == 1
        assert "/catalogue-import" not in page
        work.note("import", "discogs_20261101_masters.xml.gz", 10, 100)
        page = world_app.get("/config").text
        assert "Dumps are being downloaded or read" in page
        assert page.count('action="/dump-stop"') == 1
        assert "/catalogue-import" not in page


def test_a_damaged_manifest_is_said_where_the_catalogue_is(
    open_app: Open, demo_world: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo_world / CATALOGUE, home / CATALOGUE, symlinks=True)
    (manifest,) = home.glob("catalogue/*/manifest.json")
    text = manifest.read_bytes()
    manifest.unlink()
    manifest.write_bytes(text.replace(b'"rows": 1', b'"rows": 2', 1))
    client = open_app()
    assert f"{manifest} is damaged" in client.get("/config").text
    landing_of(load_catalogue("synthetic", items=15, seed=2), home / "landing.db")
    post(client, "/catalogue-import")
    assert "manifest.json is damaged" in message(client)
