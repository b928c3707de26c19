"""A CSV export and dumps, with the API out of reach: the complete app, and coverage saying what is missing."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.etl.dumps.test_dump_damage import archives
from tests.homes import Home

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.archives import write_dump
from linernotes.settings import load_settings
from linernotes.web.app import create_app

HEADER = (
    *("Catalog#", "Artist", "Title", "Label", "Format", "Rating", "Released", "release_id"),
    *("CollectionFolder", "Date Added", "Collection Media Condition"),
)
#: Nobody listens here: whoever asks the API fails.
OUT_OF_REACH = "http://127.0.0.1:9"

#: What no CSV and no dump can fill: prices, statistics, pictures, wishes, the account's value and its changes.
EMPTY = {
    "artist_images",
    "collection_changes",
    "collection_value",
    "master_stats",
    "release_images",
    "release_stats",
    "wantlist_items",
}
#: What the demo's records do not have, and a clean run does not.
NONE_HERE = {"master_videos", "problem", "release_borrowed_credits", "release_series", "release_videos"}


def write_export(catalogue: Catalogue, path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for item in catalogue.items:
            basic: dict[str, Any] = item["basic_information"]
            artist = ", ".join(one["name"] for one in basic["artists"])
            row = [
                "",
                artist,
                basic["title"],
                "",
                "LP",
                "",
                basic["year"],
                item["id"],
                "Shelf",
                "2020-09-15 17:31:59",
                "Mint (M)",
            ]
            out.writerow(row)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue("demo")


@pytest.fixture(scope="module")
def home(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("offline")
    write_export(catalogue, folder / "collection.csv")
    home = Home(folder / "home", api_url=OUT_OF_REACH, www_url=OUT_OF_REACH, dump_url=OUT_OF_REACH)
    home.json("import", str(folder / "collection.csv"))
    files = archives(write_dump(catalogue, folder / "dump", date="20261101"))
    home.json("dump", "import", *map(str, files))
    return home


def test_every_table_has_rows_but_those_that_only_the_api_fills(home: Home):
    empty = {name for name, rows in home.tables().items() if not rows}
    assert empty - NONE_HERE == EMPTY
    sources = {source for (source,) in home.rows("select distinct source from release")}
    assert "dump:20261101" in sources


def test_it_is_the_collection_with_its_albums_and_artists(home: Home, catalogue: Catalogue):
    assert home.rows("select count(*) from collection_items") == [(len(catalogue.items),)]
    owned = {item["id"] for item in catalogue.items if item["id"] in catalogue.releases}
    read = home.rows("select release_id from release where source like 'dump:%'")
    assert owned <= {id for (id,) in read}
    main = {
        one["id"]
        for id in owned
        for one in catalogue.releases[id]["artists"]
        if one["id"] in catalogue.artists and one["id"] not in (0, 194, 355, 118760)
    }
    named = home.rows("select artist_id from artist where source like 'dump:%'")
    assert main <= {id for (id,) in named}


def test_the_network_is_there(home: Home):
    network = home.rows(
        "select count(*), count(x), count(community_id) from artist_vertex where artist_id <> 0"
    )
    assert network[0][0] > 50
    assert network[0][1] == network[0][0]
    assert home.rows("select count(*) from artist_edge where artist_id_from = 0")[0][0] > 0


def test_coverage_says_what_is_missing(home: Home):
    coverage = {
        subject: (known, total)
        for subject, known, total in home.rows("select subject, known, total from coverage")
    }
    assert coverage["releases"][0] > 0
    assert coverage["masters"] == (coverage["masters"][1],) * 2
    known, total = coverage["discographies"]
    assert 0 < known == total  # the own albums of everyone
    assert coverage["discographies with roles other than Main"] == (0, total)


#: Every page, with a record of the shelf and one of its artists.
PAGES = (
    *(
        "/",
        "/collection",
        "/numbers",
        "/numbers/duplicates",
        "/own",
        "/gaps",
        "/spin",
        "/network",
        "/path",
        "/sql",
    ),
    *("/config", "/progress", "/release/{release}", "/artist/{artist}", "/network/artist/{artist}"),
    *(
        "/sleeve/{release}.svg",
        "/api/home",
        "/api/collection",
        "/api/numbers",
        "/api/gaps",
        "/api/network/graph",
    ),
    *("/api/status", "/api/release/{release}", "/api/artist/{artist}"),
)


def test_all_pages_are_served_and_nobody_is_asked(home: Home, monkeypatch: pytest.MonkeyPatch):
    for name in [name for name in os.environ if name.startswith("LINERNOTES_")]:
        monkeypatch.delenv(name)
    [(release, artist)] = home.rows(
        "select release_id, artist_id from release_artists join collection_items using (release_id) "
        "join artist_vertex using (artist_id) order by all limit 1"
    )
    settings = load_settings(home=home.path, api_url=OUT_OF_REACH, www_url=OUT_OF_REACH)
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        for path in PAGES:
            asked = path.format(release=release, artist=artist)
            answer = client.get(asked)
            assert (answer.status_code, answer.url.path) == (200, asked), path  # and not that of another page
            assert answer.content, path
