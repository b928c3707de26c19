"""What is said of a discography that was read in part, and of entries of which nothing says what they are."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.facts import discography as expected
from tests.web.facts.shelf import Shelf
from tests.web.shelves import artist, document, item, publish
from tests.web.site.test_claims import text

from discogs_sandbox.catalogues import load_catalogue
from linernotes.discogs import Discogs
from linernotes.documents import DocumentKey, Fetched
from linernotes.insights.artist.discography import read_discographies
from linernotes.insights.snapshot import Snapshot
from linernotes.settings import load_settings
from linernotes.storage.builds.publish import current_build
from linernotes.storage.home.layout import LANDING_DB, USER_DB
from linernotes.storage.landing import Landing, Version, refusal
from linernotes.storage.user.store import UserStore

CUT, WHOLE, NOTHING, ABSENT, UNTRIED = 3001, 3002, 3003, 3004, 3005
ASIDE, HALF_ASIDE = 3006, 3007
NOW = datetime.now(UTC)
MAXI = [{"name": "Vinyl", "qty": "1", "descriptions": ['12"', "45 RPM"]}]


def listed(id: int, title: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "title": title, "type": "release", "role": "Main", "year": 1980, "artist": "X"} | more


def page(rows: list[dict[str, Any]], pages: int, items: int) -> dict[str, Any]:
    return {"pagination": {"page": 1, "pages": pages, "per_page": 100, "items": items}, "releases": rows}


def encode(body: object) -> bytes:
    return json.dumps(body).encode()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One artist whose list of 1,060 entries was read in part, one whose list is whole; they have what was read."""
    home = tmp_path_factory.mktemp("cut")
    items = [
        item(1, "Long", [artist("Prolific", CUT)]),
        item(2, "Maxi", [artist("Prolific", CUT)], formats=MAXI),
        item(3, "Only", [artist("Sparing", WHOLE)]),
    ]
    items[1]["basic_information"]["master_id"] = 90
    publish(home, items)
    many = page([listed(1, "Long", format="LP, Album"), listed(90, "Maxi", type="master")], 11, 1060)
    with Landing.open(home / LANDING_DB) as landing:
        landing.save(document("artist_releases", many, CUT))
        landing.save(document("artist_releases", page([listed(3, "Only", format="LP, Album")], 1, 1), WHOLE))
    Discogs(load_settings(home=home)).build()
    return home


@pytest.fixture
def client(open_app: Open, home: Path) -> TestClient:
    return open_app(home=home)


def test_a_list_that_was_cut_short_is_never_said_to_be_whole(client: TestClient):
    gaps = text(client, "/gaps")
    assert "1,058 of 1,060 entries of the list at Discogs are not read" in gaps
    assert "Nothing is missing of the part that was read" in gaps
    assert gaps.count("Nothing is missing of what Discogs lists") == 1  # of the other one
    assert "you have them all" not in gaps
    assert "1,058 of 1,060 entries of the list at Discogs are not read" in text(client, f"/artist/{CUT}")
    assert "not read" not in text(client, f"/artist/{WHOLE}")
    shown = {one["artist_id"]: one["not_read"] for one in client.get("/api/gaps").json()["gaps"]}
    assert shown == {CUT: 1058, WHOLE: 0}
    assert client.get(f"/api/artist/{CUT}").json()["discography"]["not_read"] == 1058
    assert client.get("/api/gaps").json()["suggestions"]["cut_short"] == 1


def test_an_album_whose_main_release_is_owned_is_not_missing(open_app: Open, tmp_path: Path):
    """Discogs gives an album a new master: the list of the artist has both, the copy's document still the old one."""
    home = tmp_path / "home"
    items = [item(1, "Here", [artist("Ann", 41)])]
    items[0]["basic_information"]["master_id"] = 90
    publish(home, items)
    rows = [
        listed(90, "Here", type="master", main_release=1),
        listed(91, "Here", type="master", main_release=1),
        listed(92, "Gone", type="master", main_release=7),
    ]
    with Landing.open(home / LANDING_DB) as landing:
        landing.save(document("artist_releases", page(rows, 1, 3), 41))
    Discogs(load_settings(home=home)).build()
    client = open_app(home=home)
    entries = client.get("/api/artist/41").json()["discography"]["entries"]
    assert {one["id"]: one["copies"] for one in entries} == {90: 1, 91: 1, 92: 0}
    verdicts = {id: client.get("/api/own", params={"q": f"m{id}"}).json()["verdict"] for id in (90, 91, 92)}
    assert verdicts == {90: "owned", 91: "owned", 92: "not"}
    gaps = client.get("/api/gaps").json()
    assert [one["title"] for gap in gaps["gaps"] for one in gap["missing"]] == ["Gone"]
    assert [one["title"] for one in gaps["suggestions"]["records"]] == ["Gone"]


def test_a_twelve_inch_record_is_no_album(client: TestClient):
    assert "1 of 1 album on your shelf" in text(client, f"/artist/{CUT}")
    entries = client.get(f"/api/artist/{CUT}").json()["discography"]["entries"]
    assert {one["title"]: one["kind"] for one in entries} == {"Long": "album", "Maxi": "single"}


@pytest.fixture(scope="module")
def odd_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One artist each whose list is empty, is not at Discogs, was never asked for, and was set aside by a build."""
    home = tmp_path_factory.mktemp("odd")
    artists = (NOTHING, ABSENT, UNTRIED, ASIDE, HALF_ASIDE)
    publish(home, [item(id, "Mine", [artist(f"Number {id}", id)]) for id in artists])
    rows = [listed(id, f"Entry {id}", format="LP, Album") for id in range(1, 101)]
    both = [page(rows, 2, 120), page(rows[:20], 2, 120)]
    with Landing.open(home / LANDING_DB) as landing:
        landing.save(document("artist_releases", page([], 1, 0), NOTHING))
        landing.save(document("artist_releases", page(rows[:2], 1, 2), ASIDE))
        for number, body in enumerate(both, start=1):
            landing.save(Fetched(DocumentKey("artist_releases", HALF_ASIDE, number), encode(body), NOW))
        landing.save_gone(DocumentKey("artist_releases", ABSENT), seen_at=NOW, status=404)
        for key in (DocumentKey("artist_releases", ASIDE), DocumentKey("artist_releases", HALF_ASIDE, 2)):
            landing.left_out.refused[Version(key, "api")] = refusal("a row that does not go in")
        landing.save_left_out(NOW)
    Discogs(load_settings(home=home)).build()
    return home


def test_an_empty_list_differs_from_one_that_is_not_here(open_app: Open, odd_home: Path):
    client = open_app(home=odd_home)
    said = {
        NOTHING: "Discogs lists nothing for Number",
        ABSENT: "The discography could not be read",
        UNTRIED: "was not read yet",
        ASIDE: "The discography could not be read",
        HALF_ASIDE: "20 of 120 entries of the list at Discogs are not read",
    }
    pages = {id: text(client, f"/artist/{id}") for id in said}
    found = {id: {words for words in said.values() if words in page} for id, page in pages.items()}
    assert found == {id: {words} for id, words in said.items()}
    shown = {id: client.get(f"/api/artist/{id}").json()["discography"] for id in said}
    assert {id for id, one in shown.items() if one["is_read"]} == {NOTHING, HALF_ASIDE}
    assert {id for id, one in shown.items() if one["problem"]} == {ABSENT, ASIDE, HALF_ASIDE}
    gaps = client.get("/api/gaps").json()["suggestions"]
    assert gaps["cut_short"] == 1  # an empty list is whole
    with UserStore.open(odd_home / USER_DB) as user:
        for id in said:
            user.listening.follow(id)
    missing = {
        int(gap.xpath(".//h3//a/@href")[0].rpartition("/")[2]): " ".join(gap.text_content().split())
        for gap in html.fromstring(client.get("/gaps").text).xpath("//article[@class='gap']")
    }
    assert {id for id, words in missing.items() if "could not be read (" in words} == {ABSENT, ASIDE}
    assert {id for id, words in missing.items() if "was not read: that" in words} == {UNTRIED}
    assert "Nothing is missing of what Discogs lists" in missing[NOTHING]


@pytest.mark.parametrize("name", ["demo", pytest.param("recorded", marks=pytest.mark.recorded)])
def test_kinds_and_what_is_owned_follow_from_the_documents(name: str, request: pytest.FixtureRequest):
    published = current_build(request.getfixturevalue(f"{name}_home"))
    assert published is not None
    where = {"dir": request.getfixturevalue("fixtures")} if name == "recorded" else {}
    shelf = Shelf(load_catalogue(name, **where))
    artists = [id for id in sorted(shelf.collected_artists) if expected.entries(shelf, id)]
    with Snapshot.open(published) as snapshot:
        found = read_discographies(snapshot, artists)
    compared = 0
    for id in artists:
        wanted = expected.entries(shelf, id)
        kinds = {(one.type, one.id): (one.kind, one.copies > 0) for one in found[id].entries}
        assert {key: kinds[key] for key in kinds} == {key: wanted[key] for key in kinds}
        assert len(kinds) + found[id].not_read >= len(wanted)
        compared += len(kinds)
    assert compared > 20


def test_a_long_list_leads_to_its_other_entries(open_app: Open, tmp_path: Path):
    home = tmp_path / "home"
    publish(home, [item(1, "Here", [artist("Ann", 41)])])
    rows = [listed(100 + number, f"Album {number}", format="LP, Album") for number in range(120)]
    with Landing.open(home / LANDING_DB) as landing:
        landing.save(document("artist_releases", page(rows, 1, 120), 41))
    Discogs(load_settings(home=home)).build()
    client = open_app(home=home)

    def lines(address: str) -> int:
        return len(html.fromstring(client.get(address).text).xpath("//table[@class='discography']/tbody/tr"))

    assert lines("/artist/41") == 100
    (more,) = html.fromstring(client.get("/artist/41").text).xpath("//a[starts-with(., 'All 120')]/@href")
    assert lines(more) == 120
    assert "All 120" not in client.get(more).text
