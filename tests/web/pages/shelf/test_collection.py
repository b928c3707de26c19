"""The collection's page, its JSON, downloads and saved views: on the small shelf, and on the demo."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyarrow.parquet as pq
import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.web.conftest import Open
from tests.web.pages.test_pages import titles
from tests.web.shelves import artist, item, publish

from linernotes.insights.collection.facets.facets import FACETS

HOSTILE = "<script>alert(1)</script>\" onload='x' & {{ 7*7 }}"


@pytest.fixture
def own_shelf(open_app: Open, tmp_path: Path) -> TestClient:
    """A home that a test may write into."""
    home = tmp_path / "home"
    publish(home, [item(1, "One", [artist("Ann", 1)]), item(2, "Two", [artist("Bob", 2)], folder=7)])
    return open_app(home=home)


def found(client: TestClient, query: str) -> list[str]:
    return sorted(one["title"] for one in client.get(f"/api/collection?{query}").json()["items"])


def links(text: str, css_class: str) -> dict[str, str]:
    """Text -> address of the links of a class."""
    return {
        " ".join(one.text_content().split()): one.get("href")
        for one in html.fromstring(text).iter("a")
        if css_class in (one.get("class") or "").split()
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("artist=4", ["Beta", "alpha"]),
        ("artist=4&not-artist=5", ["Beta"]),
        ("artist=4&artist=6", ["Beta", "Pictured", "alpha"]),
        ("folder=7&decade=1990", ["Sunset"]),
        ("folder=7&not-decade=1990", ["alpha"]),
        ("decade=none", ["Größe"]),
        ("decade=none&decade=1990", ["Größe", "Sunset"]),
        ("not-condition=none", ["Beta"]),
        ("condition=Near%20Mint%20%28NM%20or%20M-%29", ["Beta"]),
        ("format=CD", ["Box"]),
        ("format=LP&not-format=Album", ["Box"]),
        ("genre=Jazz", []),
        ("genre=none&folder=7", ["Sunset", "alpha"]),
        ("q=abba&not-artist=5", ["Beta"]),
        ("artist=&folder=&sort=&q=", ["Beta", "Box", "Größe", "Pictured", "Sunset", "alpha"]),
        ("artist=4'%20or%201=1--", []),
    ],
)
def test_facets_include_exclude_and_know_none(shelf: TestClient, query: str, expected: list[str]):
    assert found(shelf, query) == expected
    assert sorted(titles(shelf.get(f"/collection?{query}").text)) == expected


def test_the_panel_leads_to_what_it_says(demo: TestClient):
    page = demo.get("/collection?decade=1970").text
    values = html.fromstring(page).xpath('//li[contains(@class, "facet-row")]')
    assert len(values) > 50
    for value in values[::7]:
        (count,) = value.xpath(".//data") or [None]
        if count is None:
            continue
        link = value.xpath('.//a[contains(@class, "facet-value")]')[0].get("href")
        if "aria-current" not in value.xpath(".//a")[0].attrib:
            shown = demo.get(f"/api{link}").json()["total"]
            name = count.get("data-fact").split(":")[1]
            if name == "decade":
                shown -= demo.get("/api/collection?decade=1970").json()["total"]  # it is added to the view
            assert shown == int(count.get("value")), link
        without = value.xpath('.//a[contains(@class, "facet-not")]')[0].get("href")
        assert demo.get(f"/api{without}").status_code == 200


def test_filters_that_are_on_can_be_taken_off(demo: TestClient):
    page = demo.get("/collection?genre=Jazz&not-style=Modal&q=miles").text
    chips = links(page, "chip")
    assert list(chips) == ["Remove: Genre Jazz ×", "Remove: Style not Modal ×", "Clear all"]
    assert parse_qs(urlsplit(chips["Remove: Genre Jazz ×"]).query) == {"not-style": ["Modal"], "q": ["miles"]}
    hidden = html.fromstring(page).xpath('//input[@type="hidden" and @form="filter"]')
    assert [(one.get("name"), one.get("value")) for one in hidden] == [
        ("genre", "Jazz"),
        ("not-style", "Modal"),
    ]


def test_a_facet_with_many_values_can_be_searched(demo: TestClient):
    page = demo.get("/collection/facet/person?genre=Jazz&find=cart").text
    assert "Ron Carter" in links(page, "facet-value")
    (query,) = (
        parse_qs(urlsplit(one).query)
        for name, one in links(page, "facet-value").items()
        if name == "Ron Carter"
    )
    assert query["genre"] == ["Jazz"]
    shown = demo.get("/api/collection/facet/person?genre=Jazz&find=cart").json()
    (ron,) = (one for one in shown["values"] if one["label"] == "Ron Carter")
    assert demo.get(f"/api/collection?genre=Jazz&person={ron['value']}").json()["total"] == ron["items"]
    assert "Nothing is called so" in demo.get("/collection/facet/person?find=xyzzy").text
    assert demo.get("/collection/facet/price").status_code == 422


def test_a_record_without_an_album_is_dated_by_itself(shelf: TestClient, demo: TestClient):
    """It is the album: its own year stands in for nothing, on this page as on all others."""
    assert shelf.get("/api/home").json()["dated"]["by_pressing"] == 0
    assert "by the year of the pressing" not in shelf.get("/collection").text
    shown = html.fromstring(demo.get("/collection").text).xpath("//*[@data-fact='by-pressing']/@value")
    assert [int(value) for value in shown] in ([demo.get("/api/home").json()["dated"]["by_pressing"]], [])


def test_the_page_of_a_facet_keeps_the_view_and_says_what_it_rests_on(demo: TestClient):
    page = demo.get("/collection/facet/style?q=blue&not-genre=Rock&sort=year&reverse=1&view=table").text
    form = html.fromstring(page).forms[0]
    assert dict(form.form_values()) == {
        "q": "blue", "not-genre": "Rock", "sort": "year", "reverse": "1", "view": "table", "find": "",
    }  # fmt: skip
    assert "albums with their original year" in " ".join(html.fromstring(page).text_content().split())


def test_all_facets_are_shown_as_json(demo: TestClient):
    shown = demo.get("/api/collection/facets?limit=3").json()
    assert set(shown["facets"]) == set(FACETS)
    jazz = shown["facets"]["genre"]["values"][0]
    assert demo.get(f"/api/collection?genre={jazz['value']}").json()["total"] == jazz["items"]


@pytest.mark.parametrize(
    ("text", "where", "line"),
    [
        ("ron carter", "credit", "Ron Carter"),
        ("freddie freeloader", "track", "Freddie Freeloader"),
    ],
)
def test_a_match_says_where_it_is(demo: TestClient, text: str, where: str, line: str):
    answer = demo.get("/api/collection", params={"q": text}).json()
    assert answer["total"] > 0
    assert all({"where": where, "line": line} in one["found_in"] for one in answer["items"])
    assert f"<span>{where}:</span> {line}" in demo.get("/collection", params={"q": text}).text
    assert (
        f"<span>{where}:</span> {line}" in demo.get("/collection", params={"q": text, "view": "table"}).text
    )


def test_people_are_found_beside_records(demo: TestClient):
    answer = demo.get("/api/collection?q=ron+carter").json()
    ron = answer["people"][0]
    assert ron["name"] == "Ron Carter"
    assert demo.get(f"/api/collection?person={ron['artist_id']}").json()["total"] == ron["items"]
    page = demo.get("/collection?q=ron+carter").text
    assert f'<a href="/artist/{ron["artist_id"]}">Ron Carter</a>' in page
    assert 'id="people-title"' not in demo.get("/collection").text


def test_the_best_match_comes_first_unless_it_is_sorted_otherwise(demo: TestClient):
    best = demo.get("/api/collection?q=blue").json()["items"]
    assert "blue" in best[0]["title"].lower()
    by_title = [one["title"] for one in demo.get("/api/collection?q=blue&sort=title").json()["items"]]
    assert by_title == sorted(by_title, key=lambda title: title.lower().removeprefix("the "))
    assert any(title.startswith("The ") for title in by_title)


def test_sleeves_are_dated_as_they_are_sorted(demo: TestClient):
    """By the album's year; a later pressing's own stands beside it."""
    page = html.fromstring(demo.get("/collection?sort=year").text)
    shown = [
        [one.text_content() for one in sleeve.xpath('.//p[@class="sleeve-details"]/span[not(@class)]')]
        for sleeve in page.xpath('//ul[@class="shelf"]/li')
    ]
    items = demo.get("/api/collection?sort=year").json()["items"]
    later = [one for one in items if one["year"] not in (None, one["original_year"])]
    assert later
    assert shown == [
        [str(one["original_year"]), *([f"pressed {one['year']}"] if one in later else [])] for one in items
    ]
    years = [int(one[0]) for one in shown]
    assert years == sorted(years)


def test_the_table_has_every_copy_and_is_sorted_by_its_headings(demo: TestClient):
    page = demo.get("/collection?view=table&genre=Jazz").text
    rows = html.fromstring(page).xpath('//table[@class="copies"]/tbody/tr')
    assert len(rows) == demo.get("/api/collection?genre=Jazz").json()["total"]
    for name in ("Artist", "Year", "Label", "Rating"):
        (heading,) = html.fromstring(page).xpath(f'//thead//a[starts-with(normalize-space(), "{name}")]')
        query = parse_qs(urlsplit(heading.get("href")).query)
        assert (query["view"], query["genre"]) == (["table"], ["Jazz"])
        again = demo.get(heading.get("href")).text
        (heading,) = html.fromstring(again).xpath(f'//thead//a[starts-with(normalize-space(), "{name}")]')
        assert parse_qs(urlsplit(heading.get("href")).query)["reverse"] == ["1"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("sort=artist", [("Artist", "ascending")]),
        ("sort=artist&reverse=1", [("Artist", "descending")]),
        ("sort=added", [("Added", "descending")]),
        ("", [("Added", "descending")]),
        ("sort=added&reverse=1", [("Added", "ascending")]),
        ("sort=rating", [("Rating", "descending")]),
        ("sort=rating&reverse=1", [("Rating", "ascending")]),
        ("sort=condition", [("Condition", "ascending")]),
        ("sort=played", []),
    ],
)
def test_the_table_says_how_it_is_sorted(demo: TestClient, query: str, shown: list[tuple[str, str]]):
    """The newest and the best rated come first: that is descending. Grades stand in Discogs' order."""
    page = html.fromstring(demo.get(f"/collection?view=table&{query}").text)
    sorted_by = page.xpath("//table[@class='copies']//th[@aria-sort]")
    assert [(one.text_content().split()[0], one.get("aria-sort")) for one in sorted_by] == shown
    arrows = {"ascending": "↑", "descending": "↓"}
    assert [one.text_content().split()[1] for one in sorted_by] == [arrows[sort] for _, sort in shown]


def test_records_and_people_are_linked(shelf: TestClient):
    for query in ("", "?view=table"):
        page = shelf.get(f"/collection{query}").text
        assert 'href="/release/3"' in page
        assert 'href="/artist/5">Cher</a>' in page
        assert "discogs.com/release" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/collection",
        "/collection?view=table",
        "/collection?q=various",
        "/own?q=various",
        "/path?from=various&to=a4",
    ],
)
def test_who_is_nobody_has_no_link(shelf: TestClient, address: str):
    """ "Various" is an artist to Discogs, and has no page here."""
    page = shelf.get(address)
    assert page.status_code == 200
    assert "Various" in page.text or "various" in page.text
    assert "/artist/194" not in page.text


def test_what_was_played_last_comes_first(open_app: Open, tmp_path: Path):
    from linernotes.storage.user.store import UserStore

    home = tmp_path / "home"
    publish(home, [item(number, f"R{number}", [artist("A", 1)]) for number in (1, 2, 3)])
    with UserStore.open(home / "user.db") as user:
        user.listening.play(1)
        user.listening.play(2)
    client = open_app(home=home)
    order = [one["release_id"] for one in client.get("/api/collection?sort=played").json()["items"]]
    assert order == [2, 1, 3]
    order = [one["release_id"] for one in client.get("/api/collection?sort=played&reverse=1").json()["items"]]
    assert order == [1, 2, 3]


# Saved views


def csrf(client: TestClient) -> str:
    return re.search(r'name="csrf" value="([^"]+)"', client.get("/collection").text)[1]


def test_a_view_is_saved_opened_deleted_and_brought_back(own_shelf: TestClient):
    token = csrf(own_shelf)
    saved = own_shelf.post(
        "/collection/views", data={"csrf": token, "name": " My  jazz ", "query": "folder=7&sort=&q="}
    )
    assert saved.headers["Location"] == "/collection?folder=7"
    page = own_shelf.get(saved.headers["Location"]).text
    assert "Saved as “My jazz”" in page
    assert links(page, "facet-value")["My jazz"] == "/collection?folder=7"
    (view,) = own_shelf.get("/api/collection/views").json()["views"]
    assert (view["name"], view["query"]) == ("My jazz", "folder=7")
    gone = own_shelf.post(
        f"/collection/views/{view['view_id']}/delete", data={"csrf": token, "query": "sort=title"}
    )
    assert gone.headers["Location"] == "/collection?sort=title"
    page = own_shelf.get(gone.headers["Location"]).text
    assert own_shelf.get("/api/collection/views").json()["views"] == []
    (form,) = html.fromstring(page).xpath('//form[contains(@class, "undo")]')
    own_shelf.post(form.get("action"), data={one.get("name"): one.get("value") for one in form.iter("input")})
    (back,) = own_shelf.get("/api/collection/views").json()["views"]
    assert (back["name"], back["query"]) == ("My jazz", "folder=7")
    assert "undo" not in own_shelf.get("/collection").text


@pytest.mark.parametrize(
    ("name", "query"), [("", "folder=7"), ("x", "folder=abc"), ("x", "sort=price"), ("x", "page=x&rating=q")]
)
def test_what_is_no_view_is_not_saved(own_shelf: TestClient, name: str, query: str):
    data = {"csrf": csrf(own_shelf), "name": name, "query": query}
    assert own_shelf.post("/collection/views", data=data).status_code == 303
    assert own_shelf.get("/api/collection/views").json()["views"] == []
    refused = own_shelf.post("/collection/views", data=data, headers={"Accept": "application/json"})
    assert refused.status_code >= 400


def test_a_view_is_changed_by_our_own_pages_only(own_shelf: TestClient):
    assert own_shelf.post("/collection/views", data={"name": "x", "query": ""}).status_code == 403
    assert own_shelf.post("/collection/views/1/delete").status_code == 403
    data = {"csrf": csrf(own_shelf)}
    gone = own_shelf.post("/collection/views/99/delete", data=data, headers={"Accept": "application/json"})
    assert gone.status_code == 404


def test_looking_makes_no_user_db(open_app: Open, tmp_path: Path):
    publish(tmp_path / "home", [item(1, "Sunset", [artist("Eve")])])
    client = open_app()
    assert client.get("/collection?sort=played").status_code == 200
    assert client.get("/api/collection/views").status_code == 200
    assert not (tmp_path / "home" / "user.db").exists()


# Downloads


def test_every_kind_of_download_has_the_same_copies(demo: TestClient):
    query = "genre=Jazz&sort=title"
    expected = [
        one["instance_id"] for one in demo.get(f"/api/collection?{query}&per_page=1000").json()["items"]
    ]
    answers = {kind: demo.get(f"/collection.{kind}?{query}") for kind in ("csv", "json", "jsonl", "parquet")}
    as_csv = list(csv.DictReader(io.StringIO(answers["csv"].content.decode("utf-8-sig"))))
    as_json = answers["json"].json()
    as_lines = [json.loads(line) for line in answers["jsonl"].text.splitlines()]
    as_parquet = [
        one | {"fields": dict(one["fields"])}  # a map
        for one in pq.read_table(io.BytesIO(answers["parquet"].content)).to_pylist()
    ]
    assert [int(one["instance_id"]) for one in as_csv] == expected
    assert as_json == as_lines == as_parquet
    assert [one["instance_id"] for one in as_json] == expected
    kind_of_blue = next(one for one in as_json if one["title"] == "Kind Of Blue")
    assert kind_of_blue["genres"] == ["Jazz"]
    assert kind_of_blue["artist"] == "Miles Davis"
    row = next(one for one in as_csv if one["title"] == "Kind Of Blue")
    assert row["styles"] == "; ".join(kind_of_blue["styles"])
    assert 'filename="collection.csv"' in answers["csv"].headers["Content-Disposition"]


def test_what_others_wrote_is_no_formula_in_a_spreadsheet(open_app: Open, tmp_path: Path):
    """Anybody may write into Discogs. Only CSV is opened by spreadsheets: the other kinds hold the text as it is."""
    title, name = '=HYPERLINK("http://x.test","Free")', "@Ann"
    publish(tmp_path / "home", [item(1, title, [artist(name, 1)]), item(2, "+", [artist("Bob", 2)])])
    client = open_app(home=tmp_path / "home")
    written = csv.DictReader(
        io.StringIO(client.get("/collection.csv?sort=title").content.decode("utf-8-sig"))
    )
    assert {(one["title"], one["artist"]) for one in written} == {(f"'{title}", f"'{name}"), ("+", "Bob")}
    for kind in ("json", "jsonl"):
        assert json.dumps(title) in client.get(f"/collection.{kind}").text
    table = pq.read_table(io.BytesIO(client.get("/collection.parquet").content))
    assert title in table["title"].to_pylist()


def test_a_download_of_nothing_has_a_header(shelf: TestClient):
    assert shelf.get("/collection.csv?q=zzzz").text.count("\n") == 1
    assert shelf.get("/collection.json?q=zzzz").json() == []
    assert pq.read_table(io.BytesIO(shelf.get("/collection.parquet?q=zzzz").content)).num_rows == 0
    assert shelf.get("/collection.xlsx").status_code == 422


# Odd states and hostile text


@pytest.mark.parametrize(
    "path",
    ["/collection/facet/genre", "/collection.csv", "/api/collection/facets", "/api/collection/facet/genre"],
)
def test_before_the_first_build_it_says_so(empty: TestClient, path: str):
    answer = empty.get(path)
    assert answer.status_code == (200 if path == "/collection/facet/genre" else 404)
    assert "/config" in answer.text


def test_an_empty_collection_is_said_to_be_empty(open_app: Open, tmp_path: Path):
    publish(tmp_path / "home", [])
    client = open_app(home=tmp_path / "home")
    assert "is empty" in client.get("/collection").text
    assert client.get("/api/collection/facets").json()["total"] == 0


def test_what_discogs_users_write_is_shown_as_text(open_app: Open, tmp_path: Path):
    home = tmp_path / "home"
    publish(
        home,
        [item(1, HOSTILE, [artist(HOSTILE, 1)], folder=7, condition=HOSTILE)],
        {7: HOSTILE},
    )
    client = open_app(home=home)
    token = csrf(client)
    client.post("/collection/views", data={"csrf": token, "name": HOSTILE, "query": "folder=7"})
    for path in (
        "/collection",
        "/collection?view=table",
        "/collection/facet/folder",
        "/collection/facet/artist",
    ):
        page = client.get(path, params={"q": "script"} if path == "/collection" else {}).text
        assert "<script>alert" not in page
        assert "onload='x'" not in page
        assert "&lt;script&gt;" in page
    page = client.get("/collection", params={"genre": HOSTILE, "not-style": HOSTILE, "q": HOSTILE}).text
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "query",
    [
        "rating=five",
        "folder=1.5",
        "decade=70s",
        "view=list",
        "reverse=maybe",
        "genre=" + "x" * 201,
        "&".join(["genre=x"] * 61),
    ],
)
def test_parameters_that_cannot_be_read_are_refused(shelf: TestClient, query: str):
    assert shelf.get(f"/collection?{query}").status_code == 422
    assert shelf.get(f"/api/collection?{query}").status_code == 422


def test_the_parameters_are_described_for_programs(empty: TestClient):
    paths = empty.get("/api/openapi.json").json()["paths"]
    shown = {one["name"] for one in paths["/api/collection"]["get"]["parameters"]}
    assert {*FACETS, *(f"not-{name}" for name in FACETS), "q", "sort", "reverse", "page", "per_page"} <= shown
    assert {
        "/api/collection/facets",
        "/api/collection/facet/{name}",
        "/api/collection/views",
        "/collection.{kind}",
    } <= set(paths)
