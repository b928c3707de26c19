"""The pages of a collection of which a CSV export tells, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Open

from linernotes.discogs import Discogs
from linernotes.etl.csv_collection import land_export
from linernotes.settings import load_settings
from linernotes.storage.home.layout import LANDING_DB
from linernotes.storage.landing import Landing

ROWS = """Catalog#,Artist,Title,Label,Format,Rating,Released,release_id,CollectionFolder,Date Added
BLP 1,Art Blakey,Moanin',Blue Note,LP,,1958,1,Jazz,2020-09-15 17:31:59
BLP 2,Lee Morgan,Cornbread,Blue Note,LP,,1967,2,Jazz,2020-09-16 17:31:59
SD 3,Yes,Fragile,Atlantic,LP,,1971,3,Rock,2020-09-17 17:31:59
X 4,Nobody,Nothing,None,LP,,1980,4,,2020-09-18 17:31:59
"""


@pytest.fixture
def app(tmp_path: Path, open_app: Open) -> TestClient:
    home = tmp_path / "home"
    home.mkdir()
    with Landing.open(home / LANDING_DB) as landing:
        land_export(landing, ROWS.encode(), name="shelf.csv")
    Discogs(load_settings(home=home)).build()
    return open_app()


def test_folders_that_have_names_alone_are_kept_apart(app: TestClient):
    folders = app.get("/api/numbers").json()["folders"]
    found = {one["name"]: (one["folder_id"], one["records"]) for one in (line["folder"] for line in folders)}
    assert {name: records for name, (_, records) in found.items()} == {
        "Jazz": 2,
        "Rock": 1,
        "No folder known": 1,
    }
    jazz = app.get("/api/collection", params={"folder": str(found["Jazz"][0])}).json()["items"]
    assert {one["title"] for one in jazz} == {"Moanin'", "Cornbread"}
    assert "Jazz" in app.get("/collection").text


def test_nothing_is_said_to_be_known_that_nobody_asked_for(app: TestClient):
    assert "Discogs has no credits" not in app.get("/release/1").text
    coverage = {
        one["subject"]: (one["known"], one["total"]) for one in app.get("/api/collection").json()["coverage"]
    }
    assert coverage["releases"] == (0, 4)
    assert coverage["albums with their original year"] == (0, 4)
