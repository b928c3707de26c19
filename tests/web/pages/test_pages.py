"""Home and collection, for every state that a home can be in."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.shelves import land

from linernotes.storage.home.layout import LANDING_DB, SECRETS
from linernotes.storage.home.locks import SyncLock
from linernotes.storage.landing import Landing


def titles(html: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'class="sleeve-title">([^<]*)<', html)]


def artists(html: str) -> list[str]:
    lines = re.findall(r'class="sleeve-artist">(.*?)</p>', html, re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", one)).strip() for one in lines]


def badges(html: str, number: int) -> list[str]:
    """The badges of one sleeve."""
    sleeve = html.split('<li class="sleeve">')[number]
    return [unescape(one) for one in re.findall(r'class="badge"[^>]*>([^<]*)<', sleeve)]


def test_an_empty_home_offers_to_connect_or_to_try_the_demo(empty: TestClient):
    page = empty.get("/").text
    assert 'href="/config"' in page
    assert "Connect to Discogs" in page
    assert "linernotes demo" in page


def test_nothing_is_made_in_a_home_by_looking(empty: TestClient, tmp_path: Path):
    for path in ("/", "/collection", "/api/status", "/api/collection"):
        empty.get(path)
    assert not (tmp_path / "home").exists()


def test_a_connected_home_offers_to_sync(open_app: Open):
    client = open_app(token="t0ken")
    assert "Connected" in client.get("/").text
    assert "Start a sync" in client.get("/collection").text
    assert "t0ken" not in client.get("/").text


def test_a_sync_that_runs_is_shown(open_app: Open, tmp_path: Path):
    home = tmp_path / "home"
    land(home, [])
    client = open_app(token="t0ken")
    with SyncLock(home), Landing.open(home / LANDING_DB) as landing:
        landing.start_run(os.getpid(), datetime.now(UTC))
        page = client.get("/").text
        assert "on their way" in page
        assert 'href="/progress"' in page
        landing.set_control("pause")
        assert "paused" in client.get("/").text


def test_secrets_that_cannot_be_read_are_said_on_the_page(open_app: Open, tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    (home / SECRETS).write_text("discogs: [s3cr3t", encoding="utf-8")
    answer = open_app().get("/")
    assert answer.status_code == 200
    assert "not valid YAML" in answer.text
    assert "s3cr3t" not in answer.text


def test_home_says_what_is_here(shelf: TestClient):
    page = shelf.get("/").text
    assert "ella’s records" in page
    assert re.search(r'<dt>records</dt><dd><data data-fact="records" value="6">6</data></dd>', page)
    assert titles(page)[:6] == ["Pictured", "Box", "Beta", "alpha", "Größe", "Sunset"]
    assert re.search(r"releases</label>\s*<span class=\"numbers\"><data[^>]*>0</data> of <data[^>]*>6<", page)


def test_the_demo_is_shown_complete(open_app: Open, demo_home: Path):
    client = open_app(home=demo_home)
    home = client.get("/").text
    assert "Synced with Discogs" in home
    assert len(titles(home)) == 12
    collection = client.get("/collection").text
    total = client.get("/api/collection").json()["total"]
    assert len(titles(collection)) == total > 60
    assert collection.partition("<main")[2].count("<svg") == total  # there are no pictures in it


def test_the_collection_shows_those_added_last_first(shelf: TestClient):
    assert titles(shelf.get("/collection").text) == ["Pictured", "Box", "Beta", "alpha", "Größe", "Sunset"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("artist", ["Beta", "alpha", "Größe", "Pictured", "Box", "Sunset"]),
        ("title", ["alpha", "Beta", "Box", "Größe", "Pictured", "Sunset"]),
        ("year", ["Pictured", "Beta", "alpha", "Box", "Sunset", "Größe"]),
    ],
)
def test_it_can_be_sorted(shelf: TestClient, sort: str, expected: list[str]):
    assert titles(shelf.get("/collection", params={"sort": sort}).text) == expected


def test_artists_are_named_as_on_the_cover(shelf: TestClient):
    assert artists(shelf.get("/collection").text) == [
        "Eve",
        "Various",
        "abba",
        "Abba, Cher",
        "Björk Feat. M. Roach",
        "The Zebras",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bjork", ["Größe"]),
        ("GRÖSSE", ["Größe"]),
        ("roach björk", ["Größe"]),
        ("abba", ["Beta", "alpha"]),
        ("abba beta", ["Beta"]),
        ("  ", ["Pictured", "Box", "Beta", "alpha", "Größe", "Sunset"]),
        ("%", []),
        ("nothing like it", []),
    ],
)
def test_it_can_be_filtered(shelf: TestClient, text: str, expected: list[str]):
    page = shelf.get("/collection", params={"q": text, "folder": "", "sort": "added"}).text
    assert titles(page) == expected
    if not expected:
        assert "No record matches" in page


def test_a_folder_can_be_looked_at(shelf: TestClient):
    page = shelf.get("/collection", params={"folder": 7}).text
    assert titles(page) == ["alpha", "Sunset"]
    assert re.search(r'value="2">2</data> of <data data-fact="records" value="6">6</data> records', page)
    assert "Remove: " in page


def test_formats_and_conditions_are_shown(shelf: TestClient):
    page = shelf.get("/collection").text
    assert badges(page, 2) == ["2×LP", "CD", "Compilation"]
    assert badges(page, 3) == ["LP", "NM"]


def test_a_picture_has_a_generated_sleeve_to_fall_back_on(shelf: TestClient):
    page = shelf.get("/collection").text
    assert '<img src="/cover/6/small" alt=""' in page
    assert 'data-instead="/sleeve/6.svg"' in page
    assert shelf.get("/sleeve/6.svg").headers["Content-Type"] == "image/svg+xml"
    assert shelf.get("/sleeve/7.svg").status_code == 404


@pytest.mark.parametrize(
    "query", ["sort=price", "page=0", "page=x", "folder=x", "page=99999999999999999999", "q=" + "x" * 201]
)
def test_what_cannot_be_read_is_said(shelf: TestClient, query: str):
    answer = shelf.get(f"/collection?{query}")
    assert answer.status_code == 422
    assert "cannot be read" in answer.text
    assert shelf.get(f"/api/collection?{query}").json()["error"].startswith("This cannot be read")


def test_the_json_says_the_same_as_the_page(shelf: TestClient):
    answer = shelf.get("/api/collection", params={"sort": "artist", "per_page": 4, "page": 2}).json()
    assert (answer["total"], answer["page"], answer["pages"]) == (6, 2, 2)
    assert [one["title"] for one in answer["items"]] == ["Box", "Sunset"]
    box = answer["items"][0]
    assert box["artists"] == [{"artist_id": 194, "name": "Various"}]
    assert box["formats"] == ["2×LP", "CD", "Compilation"]
    assert box["added_at"] == "2020-01-05T20:00:00Z"


def test_a_page_beyond_the_last_is_the_last(shelf: TestClient):
    answer = shelf.get("/api/collection", params={"per_page": 4, "page": 9}).json()
    assert (answer["page"], len(answer["items"])) == (2, 2)


def test_before_the_first_build_the_json_says_so(empty: TestClient):
    answer = empty.get("/api/collection")
    assert answer.status_code == 404
    assert "/config" in answer.json()["error"]


def test_programs_find_out_how_to_ask(empty: TestClient):
    paths = empty.get("/api/openapi.json").json()["paths"]
    assert {"/api/status", "/api/collection", "/healthz"} <= set(paths)
    assert "/collection" not in paths
    assert empty.get("/api/status").json()["run"] is None
    assert empty.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/", "/collection", "/nowhere", "/login"])
def test_every_page_says_whose_data_it_is(shelf: TestClient, path: str):
    page = shelf.get(path).text
    assert re.search(r'<a href="https://www\.discogs\.com/">Data provided by Discogs\.</a>', page)
    notice = (
        "This application uses Discogs’ API but is not affiliated with, sponsored or endorsed by Discogs."
    )
    assert notice in " ".join(page.split())
    assert "‘Discogs’ is a trademark of Zink Media, LLC." in " ".join(page.split())


def test_files_that_carry_their_version_are_kept_by_the_browser(empty: TestClient):
    sheets = re.findall(r'href="(/static/[^"]+\.css\?v=[0-9a-f]+)"', empty.get("/").text)
    assert len(sheets) == 5
    for sheet in sheets:
        assert "immutable" in empty.get(sheet).headers["Cache-Control"]
    assert empty.get("/static/shared/base.css").headers["Cache-Control"] == "no-cache"
    assert empty.get("/").headers["Cache-Control"] == "no-store"
    assert empty.get("/static/../app.py").status_code == 404
