"""What a page rests on is folded, in one place: below all else, in the same words everywhere."""

from __future__ import annotations

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web.pages.test_twins import TWINS

#: Pages about the shelf that have no twin of their own.
OTHERS = (
    "/numbers/duplicates",
    "/numbers/decade",
    "/collection/credit?name=davis",
    "/collection?q=nothing-is-called-so",
    "/own",
    "/path",
    "/artist/933761134?show=credit",
)


@pytest.fixture(scope="module")
def pages(opened_demo: TestClient) -> dict[str, html.HtmlElement]:
    copy = opened_demo.get("/api/collection?q=Kind+Of+Blue").json()["items"][0]
    ids = {
        "release": copy["release_id"],
        "artist": copy["artists"][0]["artist_id"],
        "community": opened_demo.get("/api/network").json()["communities"][0]["community_id"],
    }
    addresses = [page.format(**ids) for page in TWINS] + list(OTHERS)
    return {address: html.fromstring(opened_demo.get(address).text) for address in addresses}


def test_each_page_of_the_shelf_has_one_fold_below_all_else(pages: dict[str, html.HtmlElement]):
    for address, page in pages.items():
        folds = page.xpath("//details[summary[normalize-space()='What this rests on']]")
        assert len(folds) == 1, address
        assert folds[0].get("class") == "rests"
        assert folds[0].get("open") is None
        assert folds[0] is page.xpath("//main/*")[-1], address


def test_nothing_of_it_stands_outside(pages: dict[str, html.HtmlElement]):
    for address, page in pages.items():
        inside = page.xpath("//details[@class='rests']//*[contains(@class, 'rests-on')]")
        assert inside, address
        assert page.xpath("//*[contains(@class, 'rests-on')]") == inside, address
        said = " ".join(inside[0].text_content().split())
        assert said.startswith(("Rests on ", "Records came in on ")) or address == "/", (address, said)


def test_a_page_that_has_nothing_to_rest_on_has_no_fold(empty: TestClient):
    for address in ("/", "/numbers", "/collection", "/config", "/no-such-page"):
        assert not html.fromstring(empty.get(address).text).xpath("//details[@class='rests']")
