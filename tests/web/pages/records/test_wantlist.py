"""The page of the wantlist, its JSON and the command, in each state of a home."""

from __future__ import annotations

import json
from pathlib import Path

from starlette.testclient import TestClient
from tests.homes import Home
from tests.web.pages.records.test_release import texts


def test_before_the_first_build_it_says_what_to_do(empty: TestClient, tmp_path: Path):
    assert "Nothing is here yet" in empty.get("/wantlist").text
    assert empty.get("/api/wantlist").status_code == 404
    assert not (tmp_path / "home").exists(), "looking makes nothing"


def test_a_want_names_who_of_the_shelf_is_on_it_and_why(demo: TestClient):
    page = demo.get("/wantlist").text
    people = texts(page, "//*[@class='want'][.//h2 = 'Fragile']//*[@class='reasons']/li")
    assert "Rick Wakeman Keyboards on Close To The Edge and Hunky Dory, which you rated 4 or more" in people
    assert "Jon Anderson Vocals on 1 album of yours" in people
    assert "Rests on 91 items" in " ".join(texts(page, "//*[contains(@class, 'rests-on')]"))


def test_filters_and_words_narrow_it(demo: TestClient):
    assert texts(demo.get("/wantlist?label=none&q=x").text, "//h2") == []
    assert "Nothing on your wantlist fits" in demo.get("/wantlist?q=nothing+like+it").text
    jazz = texts(demo.get("/wantlist?genre=Jazz&sort=title").text, "//*[@class='want']//h2")
    assert jazz == [
        "Belonging",
        "Conference Of The Birds",
        "The Nightfly",
        "Saxophone Colossus",
        "The Sidewinder",
    ]
    assert demo.get("/wantlist?sort=folder").status_code == 422


def test_filters_include_and_leave_out_on_page_json_and_command(demo: TestClient, demo_home: Path):
    everything = demo.get("/api/wantlist?per_page=1000").json()["items"]
    for name, key, has in (
        ("genre", "Jazz", lambda one: "Jazz" in one["genres"]),
        ("country", "UK", lambda one: one["country"] == "UK"),
        ("decade", "1970", lambda one: one["original_year"] // 10 == 197),
        ("style", "none", lambda one: not one["styles"]),
    ):
        left = [one["release_id"] for one in everything if not has(one)]
        assert 0 < len(left) < len(everything) or key == "none"
        answer = demo.get(f"/api/wantlist?not-{name}={key}").json()
        assert answer["query"] == f"not-{name}={key}"
        assert [one["release_id"] for one in answer["items"]] == left
        printed = Home(demo_home).json("wantlist", "--not", f"{name}: {key}")
        assert [one["release_id"] for one in printed["items"]] == left
        page = demo.get(f"/wantlist?not-{name}={key}")
        titles = [one["title"] for one in everything if not has(one)]
        assert texts(page.text, "//*[@class='want']//h2") == titles
        assert texts(page.text, "//a[@class='chip']")
    assert Home(demo_home).run("wantlist", "--not", "Jazz").returncode == 2


def test_every_value_of_a_filter_has_a_page_and_can_be_looked_for(demo: TestClient):
    shown = texts(
        demo.get("/wantlist/facet/style?find=jazz&not-genre=Rock").text, "//*[@class='facet-value']"
    )
    assert shown
    assert all("jazz" in one.lower() for one in shown)
    assert demo.get("/wantlist/facet/folder").status_code == 422


def test_page_json_and_command_say_the_same(demo: TestClient, demo_home: Path):
    asked = demo.get("/api/wantlist?genre=Jazz&sort=title").json()
    printed = Home(demo_home).json("wantlist", "--genre", "jazz", "--sort", "title")
    assert [one["release_id"] for one in printed["items"]] == [one["release_id"] for one in asked["items"]]
    assert [one["people"] for one in printed["items"]] == [one["people"] for one in asked["items"]]
    shown = Home(demo_home).run("wantlist", "fragile").stdout
    assert "Rick Wakeman (on Close To The Edge and Hunky Dory, rated 4 or more)" in shown
    assert Home(demo_home).run("wantlist", "--sort", "folder").returncode == 2


def test_a_search_of_the_collection_says_how_many_wants_it_finds(demo: TestClient):
    assert "On your wantlist: 1 record" in " ".join(texts(demo.get("/collection?q=fragile").text, "//p"))
    assert demo.get("/api/collection?q=fragile").json()["wants"] == 1
    assert demo.get("/api/collection").json()["wants"] == 0


def test_the_command_says_how_many_wants_a_search_finds(demo_home: Path):
    assert Home(demo_home).json("collection", "fragile")["wants"] == 1
    assert "On your wantlist: 1 record" in Home(demo_home).run("collection", "fragile").stdout


def test_the_site_to_share_has_no_notes_of_wants(demo: TestClient, demo_site: Path):
    notes = [one["notes"] for one in demo.get("/api/wantlist").json()["items"] if one["notes"]]
    assert json.dumps(notes) != "[]"
    pages = "".join(path.read_text("utf-8") for path in demo_site.rglob("*.html"))
    assert not [note for note in notes if note in pages]
