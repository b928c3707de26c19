"""The collection by credit: chips, the panel, the form with and without a script, and the command's twin."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.homes import Home
from tests.web.conftest import Open
from tests.web.pages.shelf.test_collection import HOSTILE, csrf, links
from tests.web.pages.test_pages import titles
from tests.web.shelves import artist, item, publish


def person(client: TestClient, name: str) -> int:
    (found,) = [
        one for one in client.get("/api/collection/people", params={"q": name}).json() if one["name"] == name
    ]
    return found["artist_id"]


def added(client: TestClient, **form: str) -> str:
    """Where the form leads to."""
    answer = client.get("/collection/credit", params=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_the_form_adds_one_credit_after_the_other(demo: TestClient):
    herbie, ron = person(demo, "Herbie Hancock"), person(demo, "Ron Carter")
    first = added(demo, name="Herbie Hancock", role="piano", mode="all", query="genre=Jazz&view=table")
    assert first == f"/collection?genre=Jazz&credit={herbie}:Piano&view=table"
    second = added(demo, name="ron carter", mode="any", query=first.partition("?")[2])
    assert second == f"/collection?genre=Jazz&credit={herbie}:Piano&any-credit={ron}&view=table"
    assert added(demo, role="any percussion", mode="none") == "/collection?not-credit=:any:percussion"
    shown = demo.get(f"/api{second}").json()
    assert [(one["mode"], one["name"], one["role"], one["key"]) for one in shown["credits"]] == [
        ("all", "Herbie Hancock", "Piano", f"{herbie}:Piano"),
        ("any", "Ron Carter", None, str(ron)),
    ]
    assert {one["title"] for one in shown["items"]} >= {"Maiden Voyage", "Speak No Evil"}


def test_each_credit_is_a_chip_that_can_be_taken_off(demo: TestClient):
    herbie, ron = person(demo, "Herbie Hancock"), person(demo, "Ron Carter")
    page = demo.get(f"/collection?credit={herbie}:Piano&any-credit={ron}&not-credit=:Flute").text
    chips = links(page, "chip")
    assert chips == {
        "Remove: Credit Herbie Hancock: Piano ×": f"/collection?any-credit={ron}&not-credit=:Flute",
        "Remove: Credit, any of Ron Carter ×": f"/collection?credit={herbie}:Piano&not-credit=:Flute",
        "Remove: Credit not anyone: Flute ×": f"/collection?credit={herbie}:Piano&any-credit={ron}",
        "Clear all": "/collection",
    }
    hidden = html.fromstring(page).xpath('//input[@type="hidden" and @form="filter"]')
    assert [(one.get("name"), one.get("value")) for one in hidden] == [
        ("credit", f"{herbie}:Piano"),
        ("any-credit", str(ron)),
        ("not-credit", ":Flute"),
    ]


def test_the_panel_turns_all_into_any_and_a_person_into_their_roles(demo: TestClient):
    herbie, ron = person(demo, "Herbie Hancock"), person(demo, "Ron Carter")
    tree = html.fromstring(demo.get(f"/collection?credit={herbie}&credit={ron}").text)
    moves = {one.text: one.get("href") for one in tree.xpath('//*[@class="credit-mode"]/a')}
    assert moves == {
        "any of these instead": f"/collection?any-credit={herbie}&any-credit={ron}",
        "none of these instead": f"/collection?not-credit={herbie}&not-credit={ron}",
    }
    roles = {
        (link.text, link.get("href")): int(link.getnext().get("value"))
        for link in tree.xpath('//details//p[@class="hint"]/a[starts-with(@href, "/collection?credit=")]')
    }
    assert ("Piano", f"/collection?credit={ron}&credit={herbie}:Piano") in roles
    for (_, address), copies in roles.items():
        assert demo.get(f"/api{address}").json()["total"] == copies


def test_old_addresses_mean_what_they_meant_and_lead_to_one_credit(demo: TestClient):
    herbie = person(demo, "Herbie Hancock")
    page = demo.get(f"/collection?person={herbie}&role=Drums&genre=Jazz").text
    assert "Person and role are two filters" in page
    link = html.fromstring(page).xpath('//a[starts-with(text(), "Ask for one credit")]')[0]
    assert link.text == "Ask for one credit: Herbie Hancock: Drums"
    assert link.get("href") == f"/collection?genre=Jazz&credit={herbie}:Drums"
    both = demo.get(f"/api/collection?person={herbie}&role=Drums").json()["total"]
    assert both > demo.get(f"/api{link.get('href')}").json()["total"] == 0
    for query in (
        f"person={herbie}&role=none",
        "person=none&role=Drums",
        f"person={herbie}&person=1&role=Drums",
    ):
        assert "Ask for one credit" not in demo.get(f"/collection?{query}").text


def test_credits_narrow_facets_and_downloads_too(demo: TestClient):
    herbie = person(demo, "Herbie Hancock")
    total = demo.get(f"/api/collection?credit={herbie}:Piano").json()["total"]
    facets = demo.get(f"/api/collection/facets?credit={herbie}:Piano&limit=1000").json()
    assert facets["total"] == total
    people = {one["value"]: one["items"] for one in facets["facets"]["person"]["values"]}
    assert max(people.values()) == people[str(herbie)] == total
    assert len(demo.get(f"/collection.json?credit={herbie}:Piano").json()) == total
    assert (
        f'name="credit" value="{herbie}:Piano"'
        in demo.get(f"/collection/facet/genre?credit={herbie}:Piano").text
    )


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Give a name, a role, or both."),
        ({"name": "Xyzzy Frob"}, "Nobody called &#39;Xyzzy Frob&#39; is on this shelf"),
        ({"name": "Herbie Hancock", "role": "Drumz"}, "Did you mean Drums?"),
        ({"name": HOSTILE}, "Nobody called"),
        ({"role": HOSTILE}, "No credit that is known here has the role"),
    ],
)
def test_a_form_that_means_nothing_says_so_and_keeps_what_was_typed(
    demo: TestClient, form: dict[str, str], said: str
):
    answer = demo.get("/collection/credit", params=form | {"query": "genre=Jazz", "mode": "none"})
    assert answer.status_code == 200
    assert said in answer.text
    assert "<script>alert" not in answer.text
    tree = html.fromstring(answer.text)
    for name in ("name", "role"):
        assert tree.xpath(f'//main//input[@name="{name}"]')[0].get("value") == form.get(name, "")
    assert tree.xpath('//input[@name="query"]')[0].get("value") == "genre=Jazz"
    assert tree.xpath("//option[@selected]")[0].get("value") == "none"


def test_who_may_be_meant_is_asked(demo: TestClient):
    tree = html.fromstring(demo.get("/collection/credit?name=davis&role=Trumpet&query=genre=Jazz").text)
    choices = {one.text: one.get("href") for one in tree.xpath("//main//li/a")}
    assert choices["Miles Davis"] == f"/collection?genre=Jazz&credit={person(demo, 'Miles Davis')}:Trumpet"
    assert len(choices) > 1


def test_a_view_by_credit_is_saved_like_any_other(own_shelf: TestClient):
    saved = own_shelf.post(
        "/collection/views",
        data={"csrf": csrf(own_shelf), "name": "Ann", "query": "any-credit=1&any-credit=:Bass"},
    )
    assert saved.status_code == 303
    views = own_shelf.get("/api/collection/views").json()["views"]
    assert [one["query"] for one in views] == ["any-credit=1&any-credit=:Bass"]
    page = own_shelf.get("/collection?any-credit=1&any-credit=:Bass").text
    assert titles(page) == ["One"]


def test_leading_counts_where_no_role_is_asked_for(own_shelf: TestClient):
    """Nothing but the listing is known here: who leads, and no credits."""
    assert titles(own_shelf.get("/collection?credit=1").text) == ["One"]
    assert titles(own_shelf.get("/collection?not-credit=1").text) == ["Two"]
    assert titles(own_shelf.get("/collection?credit=1:Bass").text) == []
    assert own_shelf.get("/collection?credit=x").status_code == 422


def test_the_form_says_so_before_the_first_build(empty: TestClient):
    assert "Nothing is here yet" in empty.get("/collection/credit?name=x").text


@pytest.fixture
def own_shelf(open_app: Open, tmp_path: Path) -> TestClient:
    """A home that a test may write into."""
    publish(tmp_path / "home", [item(1, "One", [artist("Ann", 1)]), item(2, "Two", [artist("Bob", 2)])])
    return open_app(home=tmp_path / "home")


@pytest.mark.parametrize("mode", ["all", "any", "none"])
def test_the_command_lists_what_its_twin_answers(demo: TestClient, demo_home: Path, mode: str):
    herbie, ron = person(demo, "Herbie Hancock"), person(demo, "Ron Carter")
    parameter = {"all": "credit", "any": "any-credit", "none": "not-credit"}[mode]
    twin = demo.get(f"/api/collection?{parameter}={herbie}:Piano&{parameter}={ron}&per_page=1000").json()
    asked = ["collection", "--credit", "Herbie Hancock: Piano", "--credit", "Ron Carter", f"--{mode}"]
    assert Home(demo_home).json(*asked) == twin
    done = Home(demo_home).run(*asked, "--limit", "1")
    assert done.stdout.startswith(f"{twin['total']} of ")
    assert "Herbie Hancock: Piano; Ron Carter" in done.stdout
    assert f"and {twin['total'] - 1} more" in done.stdout


def test_the_command_searches_too_and_says_what_else_may_be_meant(demo: TestClient, demo_home: Path):
    home = Home(demo_home)
    assert home.json("collection", "carter") == demo.get("/api/collection?q=carter").json()
    assert home.json("collection", "cartr") == demo.get("/api/collection?q=cartr").json()
    assert home.json("collection")["total"] == demo.get("/api/collection").json()["total"]
    assert "Did you mean" in home.run("collection", "kind of bleu").stdout
    done = home.run("collection", "--credit", "davis")
    assert (done.returncode, "Also found: " in done.stderr) == (0, True)
    wrong = home.run("collection", "--any", "--none")
    assert (wrong.returncode, "exclude each other" in wrong.stderr) == (2, True)
