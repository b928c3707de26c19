"""The page for the shop, and its JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.homes import Home
from tests.web.conftest import Open
from tests.web.pages.shelf.test_collection import HOSTILE
from tests.web.shelves import artist, item, publish


def verdict(page: str) -> str | None:
    found = html.fromstring(page).xpath("//@data-verdict")
    return found[0] if found else None


def word(page: str) -> str:
    return html.fromstring(page).xpath('string(//p[@class="own-word"])')


@pytest.mark.parametrize(
    ("text", "reported", "said"),
    [
        ("größe", "owned", "Yes"),
        ("GROSSE bjork", "owned", "Yes"),
        ("Bjork - Grosse", "owned", "Yes"),
        ("gross", "fits", "Maybe"),
        ("alp", "fits", "Maybe"),
        ("r3", "owned", "Yes"),
        ("https://www.discogs.com/release/3-x", "owned", "Yes"),
        ("abba", "several", "2 records"),
        ("a4", "several", "2 records"),
        ("thriller", "not", "No"),
        ("thriller 1982", "not", "No"),
        ("r77", "unknown", "Not known"),
        ("m77", "not", "No"),
    ],
)
def test_page_and_json_say_the_same(shelf: TestClient, text: str, reported: str, said: str):
    page = shelf.get("/own", params={"q": text})
    assert page.status_code == 200
    assert (verdict(page.text), word(page.text)) == (reported, said)
    assert shelf.get("/api/own", params={"q": text}).json()["verdict"] == reported


def test_a_part_of_a_title_is_no_yes(shelf: TestClient):
    """Somebody who types the first letters of one album must not be told that they own another."""
    for text, said in (("gross", "One of your albums fits: is it this one?"),
                       ("abb", "Several of your albums fit: is it one of these?")):  # fmt: skip
        page = shelf.get("/own", params={"q": text}).text
        assert said in html.fromstring(page).xpath('string(//p[@class="own-sentence"])')
        assert "You own it." not in page
    described = shelf.get("/api/openapi.json").json()["components"]["schemas"]["OwnAnswer"]
    assert "fits" in described["properties"]["verdict"]["anyOf"][0]["enum"]


def test_the_copies_are_reported_with_folder_and_condition(shelf: TestClient):
    page = shelf.get("/own?q=beta").text
    record = html.fromstring(page).xpath('string(//li[@class="own-record"])')
    assert "Uncategorized" in record
    assert "Media NM" in record
    assert 'href="/release/4"' in page
    (copy,) = shelf.get("/api/own?q=beta").json()["copies"]
    assert (copy["folder"], copy["media_condition"]) == ("Uncategorized", "Near Mint (NM or M-)")


def test_the_answer_is_not_reported_by_colour_alone(shelf: TestClient):
    page = html.fromstring(shelf.get("/own?q=beta").text)
    assert page.xpath('//div[@data-verdict]//*[local-name()="svg"]')
    assert page.xpath('string(//div[@data-verdict]//p[@class="own-word"])') == "Yes"


def test_the_form_keeps_what_was_asked_and_needs_no_script(shelf: TestClient):
    page = html.fromstring(shelf.get("/own?q=beta").text)
    (form,) = page.xpath('//form[@action="/own" and @method="get"]')
    assert form.xpath('.//input[@name="q"]/@value') == ["beta"]
    assert form.xpath(".//button")
    assert verdict(shelf.get("/own").text) is None
    assert shelf.get("/api/own").json()["verdict"] is None


def test_what_is_wanted_in_the_demo_is_wanted(open_app: Open, demo_home: Path):
    client = open_app(home=demo_home)
    answer = client.get("/api/own", params={"q": "here come the warm jets"}).json()
    assert answer["verdict"] == "wanted"
    assert answer["wants"][0]["title"] == "Here Come The Warm Jets"
    page = client.get("/own", params={"q": "here come the warm jets"}).text
    assert (verdict(page), word(page)) == ("wanted", "Wanted")
    assert f'href="/release/{answer["wants"][0]["release_id"]}"' in page


def test_before_the_first_build_it_says_so(empty: TestClient):
    assert "Connect to Discogs" in empty.get("/own?q=x").text
    assert empty.get("/api/own?q=x").status_code == 404


def test_too_long_a_text_is_refused(shelf: TestClient):
    assert shelf.get("/own", params={"q": "x" * 301}).status_code == 422


def test_what_discogs_users_write_is_shown_as_text(open_app: Open, tmp_path: Path):
    home = tmp_path / "home"
    publish(home, [item(1, HOSTILE, [artist(HOSTILE, 1)], folder=7, condition=HOSTILE)], {7: HOSTILE})
    client = open_app(home=home)
    for text in (HOSTILE, "r1", "a1"):
        page = client.get("/own", params={"q": text}).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
        assert verdict(page) in ("owned", "several")


def test_a_letter_wrong_is_asked_back_by_every_search(shelf: TestClient):
    answer = shelf.get("/api/own", params={"q": "sunste"}).json()
    assert (answer["verdict"], answer["suggestions"]) == ("fits", ["The Zebras – Sunset"])
    assert [copy["title"] for copy in answer["copies"]] == ["Sunset"]
    page = html.fromstring(shelf.get("/own?q=sunste").text)
    assert answer["sentence"] in page.xpath('string(//p[@class="own-sentence"])')
    assert page.xpath('//a[@href="/own?q=The%20Zebras%20%E2%80%93%20Sunset"]')
    found = shelf.get("/api/collection", params={"q": "sunste"}).json()
    assert (found["total"], found["suggestions"]) == (0, ["The Zebras – Sunset"])
    (link,) = html.fromstring(shelf.get("/collection?q=sunste").text).xpath(
        '//a[text()="The Zebras – Sunset"]/@href'
    )
    assert [
        one["title"] for one in shelf.get(link.replace("/collection", "/api/collection")).json()["items"]
    ] == ["Sunset"]
    assert shelf.get("/api/collection", params={"q": "sunset"}).json()["suggestions"] == []


def test_a_no_says_what_it_rests_on(shelf: TestClient):
    said = html.fromstring(shelf.get("/own?q=thriller").text).xpath('string(//p[@class="own-sentence"])')
    assert (
        said
        == "You do not own it. Titles, artists and catalogue numbers were compared of all of your 6 pressings."
    )
    answer = shelf.get("/api/own?q=thriller").json()
    assert (answer["sentence"], answer["known"], answer["owned"]) == (said, 6, 6)


@pytest.mark.parametrize("text", ["5 099902 988016", "https://www.discogs.com/artist/99"])
def test_what_no_document_was_read_for_is_not_known(shelf: TestClient, text: str):
    answer = shelf.get("/api/own", params={"q": text}).json()
    assert (answer["verdict"], answer["known"], answer["owned"]) == ("unknown", 0, 6)
    page = shelf.get("/own", params={"q": text}).text
    assert word(page) == "Not known"
    assert "You do not own" not in page


@pytest.mark.parametrize("text", ["sunset cassette", "sunset 1912"])
def test_what_is_typed_beside_a_title_is_said_on_page_and_in_json(shelf: TestClient, text: str):
    answer = shelf.get("/api/own", params={"q": text}).json()
    (fact,) = answer["facts"]
    assert (fact["kind"], fact["is_met"]) in [("carrier", False), ("year", False)]
    assert answer["verdict"] == ("other" if fact["kind"] == "carrier" else "fits")
    assert fact["name"] in answer["sentence"]
    shown = html.fromstring(shelf.get("/own", params={"q": text}).text)
    assert answer["sentence"] in shown.xpath('string(//p[@class="own-sentence"])')
    assert [copy["title"] for copy in (*answer["copies"], *answer["others"])] == ["Sunset"]
    found = shelf.get("/api/collection", params={"q": text}).json()
    assert (found["total"], found["suggestions"]) == (0, ["sunset"])


@pytest.mark.parametrize("text", ["sunste", "5 099902 988016", "sunset cassette"])
def test_the_command_says_the_same(shelf: TestClient, shelf_home: Path, text: str):
    answer = shelf.get("/api/own", params={"q": text}).json()
    said = Home(shelf_home).json("own", text)
    assert said == {name: answer[name] for name in said}
    assert said.keys() >= {"asked", "verdict", "copies", "suggestions", "sentence"}
    assert answer["sentence"] in Home(shelf_home).run("own", text).stdout
