"""The pages that are made for paper: their choices, their JSON, the command, and what stays off them."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

from lxml import html
from starlette.testclient import TestClient
from tests.homes import Home
from tests.web.conftest import Open
from tests.web.pages.records.test_release import texts
from tests.web.shelves import artist, item, publish


def test_before_the_first_build_they_say_what_to_do(empty: TestClient):
    assert empty.get("/paper").status_code == 200
    for path in ("shopping", "inventory", "labels", "shelf/A"):
        answer = empty.get(f"/paper/{path}")
        assert answer.status_code == 200
        assert 'href="/config"' in answer.text, path


def test_pages_lead_to_them_with_their_filters(demo: TestClient):
    collection = demo.get("/collection?genre=Jazz&not-style=Modal").text
    assert 'href="/paper/inventory?genre=Jazz&amp;not-style=Modal"' in collection
    assert 'href="/paper/labels?genre=Jazz&amp;not-style=Modal"' in collection
    assert 'href="/paper/shopping?genre=Jazz"' in demo.get("/wantlist?genre=Jazz").text
    assert 'href="/paper/shopping?what=missing"' in demo.get("/gaps").text
    assert 'href="/paper"' in demo.get("/").text


def test_page_json_and_command_of_the_shopping_list_say_the_same(demo: TestClient, demo_home: Path):
    asked = demo.get("/api/shopping?genre=Jazz").json()
    printed = Home(demo_home).json("shopping", "--genre", "jazz")
    assert printed["artists"] == asked["artists"]
    assert (asked["wants"], asked["missing"], asked["unanswered"]) == (5, 0, ["genre"])
    page = demo.get("/paper/shopping?genre=Jazz").text
    assert texts(page, "//table//strong") == [
        one["title"] for who in asked["artists"] for one in who["items"]
    ]
    assert "discographies do not say genre" in " ".join(page.split())
    assert "Only genre Jazz." in " ".join(texts(page, "//*[@class='filtered']"))
    assert Home(demo_home).run("shopping", "--what", "everything").returncode == 2
    assert "[ ] The Sidewinder (1964), Blue Note BST 84157, wanted" in Home(demo_home).run("shopping").stdout


def test_notes_are_on_paper_only_if_they_are_asked_for(demo: TestClient):
    notes = [one["notes"] for one in demo.get("/api/inventory?notes=1").json()["lines"] if one["notes"]]
    assert len(notes) > 3
    without, with_notes = demo.get("/paper/inventory").text, demo.get("/paper/inventory?notes=1").text
    assert not [note for note in notes if note in html.fromstring(without).text_content()]
    assert not [note for note in notes if note not in html.fromstring(with_notes).text_content()]
    assert {one["notes"] for one in demo.get("/api/inventory").json()["lines"]} == {None}
    wanted = "Any pressing with the ear in the dead wax."
    assert wanted in demo.get("/paper/shopping").text
    assert wanted not in demo.get("/paper/shopping?notes=0").text


def test_own_fields_are_on_it_only_if_they_are_asked_for(demo: TestClient):
    assert "Bought at: " not in html.fromstring(demo.get("/paper/inventory").text).text_content()
    assert "Bought at: Estate sale" in html.fromstring(demo.get("/paper/inventory?own=4").text).text_content()


def test_an_inventory_may_be_without_prices(demo: TestClient):
    assert re.search(r"together <strong>.*€", demo.get("/paper/inventory").text)
    assert "€" not in demo.get("/paper/inventory?prices=0").text
    assert {one["price"] for one in demo.get("/api/inventory?prices=0").json()["lines"]} == {None}


def test_codes_lead_to_the_address_that_people_use(open_app: Open, demo_home: Path, tmp_path: Path):
    home = copytree(demo_home, tmp_path / "public", symlinks=True)
    public = open_app(home=home, public_url="https://records.example.org/").get("/paper/labels").text
    assert "other devices cannot reach" not in public
    assert "other devices cannot reach" in open_app(home=home).get("/paper/labels").text


def test_a_letter_leads_to_its_page_of_the_collection(demo: TestClient):
    answer = demo.get("/paper/shelf/M")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/collection?sort=artist")
    assert demo.get("/paper/shelf/..%2F..").status_code in (303, 404)


def test_hostile_texts_are_text(open_app: Open, tmp_path: Path):
    name = "<script>alert(1)</script>\"'&"
    publish(tmp_path / "hostile", [item(1, name, [artist(name, 1)], folder=7)])
    client = open_app(home=tmp_path / "hostile")
    for path in ("inventory", "labels?of=record", "labels?of=letter", "labels?of=folder"):
        page = client.get(f"/paper/{path}").text
        assert "<script>alert" not in page, path
    assert name in html.fromstring(client.get("/paper/inventory").text).text_content()
