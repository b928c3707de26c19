"""The pages of a role, a label, a series and a company: what they show, where they lead, and odd names."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.shelves import artist, item, publish

from linernotes.web.page_addresses import role_address

ODD = ("A&R", "Vocals/Guitar", "50% Bass?", "<b>Drums</b>", "Über #1", "a//b", "\\", "+", "Hi, there: 'x\"")


def facts(page: str) -> dict[str, int]:
    return {one.get("data-fact"): int(one.get("value")) for one in html.fromstring(page).iter("data")}


def links(page: str, start: str) -> list[str]:
    return [link for link in html.fromstring(page).xpath("//main//a/@href") if link.startswith(start)]


@pytest.mark.parametrize("path", ["/role/Bass", "/label/1", "/series/1", "/company/1"])
def test_before_the_first_build_a_page_says_what_to_do(empty: TestClient, path: str):
    page = empty.get(path)
    assert (page.status_code, "Nothing is here yet" in page.text) == (200, True)


@pytest.mark.parametrize(
    "path", ["/role/Nothing", "/api/role?name=Nothing", "/role/", *(f"{api}/{kind}/1" for api in ("", "/api")
             for kind in ("label", "series", "company"))],
)  # fmt: skip
def test_what_nothing_names_is_not_found(demo: TestClient, path: str):
    assert demo.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/label/0", "/series/x", "/company/" + "9" * 30, "/api/label/-1"])
def test_a_number_that_is_none_is_refused(demo: TestClient, path: str):
    assert demo.get(path).status_code in (404, 422)


def test_all_that_a_record_names_leads_to_a_page_that_names_the_record(demo: TestClient):
    record = demo.get("/api/collection?q=Maiden+Voyage").json()["items"][0]["release_id"]
    page = html.fromstring(demo.get(f"/release/{record}").text)
    for other in page.xpath("//section[@aria-labelledby='kindred']"):
        other.drop_tree()  # the credits of other records
    text = html.tostring(page, encoding="unicode")
    found = [*links(text, "/role/"), *links(text, "/label/"), *links(text, "/company/")]
    assert {one.split("/")[1] for one in found} == {"role", "label", "company"}
    for link in set(found):
        there = demo.get(link)
        assert there.status_code == 200, link
        assert links(there.text, f"/release/{record}"), link


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("/release/905772197", {"role", "label", "company"}),  # Maiden Voyage
        ("/release/924698794", {"role", "label"}),  # Kind Of Blue, with a table of who plays where
        ("/collection?view=table", {"label"}),
        ("/collection?label=917134494&role=Bass&person=921827033", {"role", "label"}),
        ("/numbers", {"label"}),
        ("/numbers/label", {"label"}),
        ("/artist/921827033", {"role"}),
        ("/spin", {"role", "label"}),
        ("/own?q=maiden+voyage", {"label"}),
        ("/own?q=https://www.discogs.com/label/917134494", {"label"}),
        ("/gaps", {"role"}),
        ("/wantlist", {"role", "label"}),
        ("/network", {"role"}),
        ("/network?artist=921827033", {"role"}),
    ],
)
def test_a_name_leads_to_its_page_wherever_it_stands(demo: TestClient, path: str, kinds: set[str]):
    page = demo.get(path, follow_redirects=True).text
    found = {link for kind in ("role", "label", "series", "company") for link in links(page, f"/{kind}/")}
    assert {link.split("/")[1] for link in found} >= kinds
    assert [link for link in found if demo.get(link).status_code != 200] == []


def test_a_filter_that_is_on_leads_to_the_page_of_its_value(demo: TestClient):
    chosen = "label=917134494&role=Bass&role=any:bass&person=921827033&artist=194&not-role=Drums&label=none"
    page = html.fromstring(demo.get(f"/collection?{chosen}").text)
    about = page.xpath("//p[@class='hint'][starts-with(normalize-space(), 'About')]/a")
    assert {one.get("href") for one in about} == {"/label/917134494", "/role/Bass", "/artist/921827033"}


def test_page_and_json_have_the_same_numbers(demo: TestClient):
    for link, api, key in (
        ("/role/Piano", "/api/role?name=Piano", "role"),
        ("/role/piano", "/api/role?name=piano", "role"),
        ("/label/917134494", "/api/label/917134494", "label"),
        ("/company/966672445", "/api/company/966672445", "company"),
        ("/series/959093012", "/api/series/959093012", "series"),
    ):
        reported = demo.get(api).json()[key]
        shelved, shown = reported["shelved"], facts(demo.get(link).text)
        assert shown["albums"] == shelved["albums"]
        for one in shelved["people"]:
            assert shown[f"albums:{one['artist_id'] or one['name']}"] == one["albums"]
        for one in shelved["decades"]:
            assert shown[f"decade:{one['decade']}"] == one["albums"]
        for one in reported.get("tasks", ()):
            assert shown[f"task:{one['name']}"] == one["albums"]


@pytest.fixture(scope="module")
def odd_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with odd roles, one to each person; the last has no page."""
    home = tmp_path_factory.mktemp("odd") / "home"
    credits = [{**artist(f"P{n}", 200 + n), "role": role.replace(",", ";")} for n, role in enumerate(ODD)]
    credits.append({**artist("Nameless", 0), "role": "Bass"})
    publish(home, [item(1, "Odd", [artist("Ella")])], releases={1: {"extraartists": credits}})
    return home


def test_names_with_slashes_and_other_signs_work_in_addresses(open_app: Open, odd_home: Path):
    client = open_app(home=odd_home)
    roles = links(client.get("/release/1").text, "/role/")
    assert {unquote(link.removeprefix("/role/")) for link in roles} == {
        *(role.replace(",", ";") for role in ODD), "Bass"
    }  # fmt: skip
    for link in roles:
        page = client.get(link)
        name = unquote(link.removeprefix("/role/"))
        assert page.status_code == 200, link
        assert html.fromstring(page.text).findtext(".//h1") == name
        assert client.get("/api/role", params={"name": name}).json()["role"]["role"] == name


def test_a_name_without_a_page_counts_and_is_no_link(open_app: Open, odd_home: Path):
    page = open_app(home=odd_home).get("/role/Bass").text
    assert facts(page)["albums:Nameless"] == 1
    assert not links(page, "/artist/")


@pytest.mark.parametrize("role", ["..", ".", "a/../b", "x/.", "a\\..\\b", " "])
def test_a_name_that_browsers_take_for_a_way_up_has_no_address(role: str):
    assert role_address(role) is None


@pytest.mark.parametrize(
    "path",
    ["/role/Bass", "/label/917134494", "/series/959093012", "/company/966672445", "/wantlist", "/network",
     "/path?from=miles+davis&to=brian+eno", "/artist/921827033", "/release/905772197",
     "/collection?credit=921827033", "/collection/credit?name=davis", "/gaps"],
)  # fmt: skip
def test_every_page_of_people_and_sleeves_says_what_it_rests_on(demo: TestClient, path: str):
    rests = html.fromstring(demo.get(path).text).xpath("//main//*[contains(@class, 'rests-on')]")
    said = " ".join(" ".join(one.text_content().split()) for one in rests)
    assert "releases with credits" in said or "items" in said, said
    assert "Rests on" in said
