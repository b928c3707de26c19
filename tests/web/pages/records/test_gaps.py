"""The page of gaps and its JSON, in each state of a home."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient
from tests.web.pages.records.test_release import texts


def test_before_the_first_build_it_says_what_to_do(empty: TestClient, tmp_path: Path):
    assert "Nothing is here yet" in empty.get("/gaps").text
    assert empty.get("/api/gaps").status_code == 404
    assert not (tmp_path / "home").exists(), "looking makes nothing"


def test_without_discographies_nothing_is_said_to_be_missing(shelf: TestClient):
    page = shelf.get("/gaps").text
    assert "No discography was read yet" in page
    assert "Nothing to suggest yet" in page


def test_missing_albums_and_suggestions_come_with_their_reasons(demo: TestClient):
    page = demo.get("/gaps").text
    assert texts(page, "//*[@class='gap']/h3")[:2] == ["Brian Eno", "Miles Davis"]
    assert "5 of 6 albums; 5 more entries are albums or singles" in texts(page, "//*[@class='gap']//label")
    reasons = texts(page, "//*[@class='reasons']/li")
    assert "Bill Bruford Drums on 3 albums of them, such as Close To The Edge" in reasons
    assert any(one.startswith("Members of King Crimson at some time: Robert Fripp 6") for one in reasons)
    assert "Rests on 71 discographies" in " ".join(texts(page, "//*[contains(@class, 'rests-on')]"))


def test_the_json_is_the_same_insight(demo: TestClient):
    found = demo.get("/api/gaps").json()
    assert found["is_following"] is False
    assert found["gaps"][0]["name"] == "Brian Eno"
    fragile = next(one for one in found["suggestions"]["records"] if one["title"] == "Fragile")
    assert fragile["reasons"][1]["name"] == "Bill Bruford"
